import * as contract from "@yilu/contract";
import type { BodyOf, Entry, QueryOf, Target, routes } from "@yilu/contract";
import { preview } from "@yilu/contract/schedule";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { PlaylistsService } from "../playlists/service.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import { fit, overCommitted } from "./airtime.ts";
import type { SharedManifest } from "./compile.ts";
import type { ManifestService } from "./manifest-service.ts";
import { presentEntry, scheduleEntryOf } from "./presenter.ts";
import type { EntryContent, EntryRow, ScheduleRepository } from "./repository.ts";
import { isTargeted, storedTargets, type StoredTarget } from "./targets.ts";

type EntryInput = Omit<BodyOf<typeof routes.entries.create>, "unitId">;
const dayMs = 86_400_000;

/** Schedule entries: which playlist plays on which screens, when, and for how much of the airtime. */
export class ScheduleService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly users: UsersService,
    private readonly screens: ScreensService,
    private readonly playlists: PlaylistsService,
    private readonly manifests: ManifestService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, { page, pageSize, ...filter }: QueryOf<typeof routes.entries.list>) {
    const { rows, total } = await this.repository.page(caller.unitPath, filter, (page - 1) * pageSize, pageSize);
    return { rows: await this.present(rows), total, page, pageSize };
  }

  async get(caller: Caller, id: string): Promise<Entry> {
    return this.presentOne(await this.reachable(caller, id));
  }

  /** @throws Refusal refersToMissing, invalidInput */
  async create(caller: Caller, { unitId, ...input }: BodyOf<typeof routes.entries.create>): Promise<Entry> {
    const row = await this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const unit = await this.users.unitWithin(caller, unitId ?? caller.unitId, tx);
      const id = await this.add(tx, caller, unit.id, input);
      await this.requireFit(tx, [id]);
      return this.known(id, tx);
    });
    return this.presentOne(row);
  }

  /** @throws Refusal versionMismatch and those of create */
  async change(caller: Caller, id: string, { version, ...input }: BodyOf<typeof routes.entries.change>): Promise<Entry> {
    const row = await this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const before = await this.reachable(caller, id, tx);
      const targets = await this.checked(caller, input, tx);
      if (!(await this.repository.change(tx, id, version, contentOf(input), targets, newId, this.clock()))) throw new Refusal("versionMismatch");
      await this.recordKnown(tx, caller, "entry.change", id, { name: before.name, ...scheduleEntryOf(before) }, input);
      await this.requireFit(tx, [id]);
      return this.known(id, tx);
    });
    return this.presentOne(row);
  }

  async remove(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.reachable(caller, id, tx);
      await this.repository.remove(tx, id, row.name);
      await this.record(tx, caller, "entry.remove", row, { name: row.name, ...scheduleEntryOf(row) }, null);
    });
    return null;
  }

  /**
   * Copies entries to other dates: each date moves by as many days as lie between the first start among them and the
   * wanted one. All are copied or none. @throws Refusal refersToMissing, invalidInput, shareOverCommitted
   */
  async copy(caller: Caller, { entryIds, startDate, suffix }: BodyOf<typeof routes.planning.copy>): Promise<Entry[]> {
    const rows = await this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const originals: EntryRow[] = [];
      for (const id of new Set(entryIds)) {
        const row = await this.repository.find(id, tx);
        if (row !== null && reaches(caller, row.unit.path)) originals.push(row);
      }
      if (originals.length < new Set(entryIds).size) throw refuse("refersToMissing", "有排期不存在或不在本单位范围内", "An entry is missing or outside your unit");
      const first = originals.flatMap((row) => row.startDate ?? []).sort()[0];
      if (first === undefined) throw wrong("entryIds", "没有开始日期的排期不能复制到别的日期", "entries without a start date cannot be moved");
      const days = Math.round((Date.parse(startDate) - Date.parse(first)) / dayMs);
      const ids: string[] = [];
      for (const row of originals) {
        const { id: _id, unitId, include, exclude, name, playlistId, ...timing } = presentEntry(row, 0);
        if ([...(name + suffix)].length > 100) throw wrong("suffix", "名称加后缀超过 100 字", "name and suffix exceed 100 characters");
        const { tier, dayparts, share, maxPlaysPerHour, start } = timing;
        const moved = {
          startDate: shifted(timing.startDate, days),
          endDate: shifted(timing.endDate, days),
          exceptDates: timing.exceptDates.flatMap((date) => shifted(date, days) ?? []),
          window: timing.window === null ? null : { startsAt: timing.window.startsAt + days * dayMs, endsAt: timing.window.endsAt + days * dayMs },
        };
        const input = { name: name + suffix, playlistId, tier, dayparts, share, maxPlaysPerHour, start, include, exclude, ...moved };
        // What could not be entered by hand must not come about by moving either: it could never be read again.
        if (!contract.entryInput.safeParse(input).success) throw wrong("startDate", "日期移出了可用的范围", "a date would leave the range that is taken");
        ids.push(await this.add(tx, caller, unitId, input));
      }
      await this.requireFit(tx, ids);
      const copies: EntryRow[] = [];
      for (const id of ids) copies.push(await this.known(id, tx));
      return copies;
    });
    return this.present(rows);
  }

  /** 紧急插播: an entry above all others, from now on, that ends by itself. @throws Refusal refersToMissing */
  startEmergency(caller: Caller, { minutes, ...input }: BodyOf<typeof routes.emergencies.start>): Promise<Entry> {
    const now = this.clock();
    return this.create(caller, {
      ...input,
      tier: "emergency",
      startDate: null,
      endDate: null,
      dayparts: [],
      exceptDates: [],
      window: { startsAt: now, endsAt: now + minutes * 60_000 },
      share: { kind: "fill", weight: 1 },
      maxPlaysPerHour: null,
      start: "hard",
    });
  }

  /** Ends a running emergency now. @throws Refusal notFound */
  async stopEmergency(caller: Caller, id: string): Promise<Entry> {
    const row = await this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const before = await this.reachable(caller, id, tx);
      const now = this.clock();
      if (before.tier !== "emergency" || before.windowStartsAt === null || Number(before.windowEndsAt) <= now) throw new Refusal("notFound");
      await this.repository.endWindow(tx, id, Math.max(now, Number(before.windowStartsAt) + 1));
      await this.recordKnown(tx, caller, "emergency.stop", id, { endsAt: Number(before.windowEndsAt) }, { endsAt: now });
      return this.known(id, tx);
    });
    return this.presentOne(row);
  }

  /** Emergencies that run on screens in reach, whoever sent them. */
  async emergencies(caller: Caller) {
    const now = this.clock();
    const { screens } = await this.manifests.current();
    const counts = new Map<string, number>();
    for (const { unitPath, manifest } of screens.values()) {
      if (!unitPath.startsWith(caller.unitPath)) continue;
      for (const entry of manifest.entries) {
        if (entry.tier === "emergency" && entry.window !== null && entry.window.startsAt <= now && now < entry.window.endsAt) counts.set(entry.id, (counts.get(entry.id) ?? 0) + 1);
      }
    }
    const rows = await Promise.all([...counts.keys()].map((id) => this.repository.find(id)));
    const entries = await this.present(rows.filter((row) => row !== null));
    const own = new Set(rows.flatMap((row) => (row !== null && reaches(caller, row.unit.path) ? [row.id] : [])));
    // Whom else a unit above sends it to is not this unit's business.
    const seen = entries.map((entry) => (own.has(entry.id) ? entry : { ...entry, include: [{ kind: "all" as const }], exclude: [], screenCount: counts.get(entry.id) ?? 0 }));
    return seen.map((entry) => ({ ...entry, startsAt: entry.window?.startsAt ?? now, endsAt: entry.window?.endsAt ?? now, playingScreens: counts.get(entry.id) ?? 0 }));
  }

  /** What a screen plays in a stretch of at most a day. @throws Refusal notFound, invalidInput */
  async preview(caller: Caller, screenId: string, { from, to }: { from: number; to: number }) {
    const row = await this.screens.reachable(caller, screenId);
    if (to <= from || to - from > dayMs) throw refuse("invalidInput", "时间段要大于零，至多 24 小时", "The stretch must be longer than nothing and at most 24 hours");
    const compiled = await this.manifests.current();
    const manifest = compiled.screens.get(row.id)?.manifest;
    if (manifest === undefined) throw new Refusal("notFound");
    const slots = preview(manifest, from, to).map(({ entryId, playlistId, mediaId, startsAt, durationMs }) => ({
      entryId,
      entryName: compiled.entries.get(entryId)?.name ?? "",
      playlistId,
      mediaId,
      title: compiled.media.get(mediaId)?.title ?? "",
      startsAt,
      durationMs,
    }));
    return { slots, orderMayDiffer: manifest.order === "resume" };
  }

  private async reachable(caller: Caller, id: string, tx?: Tx): Promise<EntryRow> {
    const row = await this.repository.find(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  /** The targets to store, once everything the entry refers to is known to be within reach and its dates make sense. */
  private async checked(caller: Caller, input: EntryInput, tx: Tx): Promise<StoredTarget[]> {
    if (input.startDate !== null && input.endDate !== null && input.endDate < input.startDate) throw wrong("endDate", "结束日期早于开始日期", "ends before it starts");
    if (input.window !== null && input.window.endsAt <= input.window.startsAt) throw wrong("window", "结束时刻早于开始时刻", "ends before it starts");
    if (input.tier === "emergency" && (input.window === null || input.window.endsAt - input.window.startsAt > dayMs)) {
      throw wrong("window", "紧急插播要有起止时刻，至多 24 小时", "an emergency needs a window of at most 24 hours");
    }
    if (input.share.kind === "playsPerHour" && input.maxPlaysPerHour !== null && input.share.plays > input.maxPlaysPerHour) {
      throw wrong("maxPlaysPerHour", "每小时上限低于预定的每小时次数", "the ceiling is below the plays per hour that are reserved");
    }
    await this.requireWithin(caller, input, tx);
    return storedTargets(input.include, input.exclude);
  }

  /** The playlist and targets must be in reach, also of an entry that is only tried out. @throws Refusal refersToMissing */
  async requireWithin(caller: Caller, { playlistId, include, exclude }: Pick<EntryInput, "playlistId" | "include" | "exclude">, tx?: Tx): Promise<void> {
    await this.playlists.within(caller, playlistId, tx);
    for (const target of [...include, ...exclude]) await this.checkTarget(caller, target, tx);
  }

  private async checkTarget(caller: Caller, target: Target, tx?: Tx): Promise<void> {
    if (target.kind === "unit") await this.users.unitWithin(caller, target.unitId, tx);
    if (target.kind === "group") await this.screens.groupWithin(caller, target.groupId, tx);
    if (target.kind === "screen") {
      await this.screens.reachable(caller, target.screenId, tx).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        throw refuse("refersToMissing", "屏幕不存在或不在本单位范围内", "A screen is missing or outside your unit");
      });
    }
  }

  private async present(rows: EntryRow[]): Promise<Entry[]> {
    const { screens, units, entries } = await this.manifests.current();
    return rows.map((row) => {
      const known = entries.get(row.id);
      if (known !== undefined) return presentEntry(row, known.screenCount);
      // An entry that ended is in no manifest.
      const entry = { unitPath: row.unit.path, targets: row.targets };
      let count = 0;
      for (const screen of screens.values()) if (isTargeted(screen, entry, (id) => units.get(id))) count += 1;
      return presentEntry(row, count);
    });
  }

  private async presentOne(row: EntryRow): Promise<Entry> {
    const [entry] = await this.present([row]);
    if (entry === undefined) throw new Refusal("notFound");
    return entry;
  }

  private async known(id: string, tx: Tx): Promise<EntryRow> {
    const row = await this.repository.find(id, tx);
    if (row === null) throw new Refusal("notFound");
    return row;
  }

  private async add(tx: Tx, caller: Caller, unitId: string, input: EntryInput): Promise<string> {
    const targets = await this.checked(caller, input, tx);
    const id = newId();
    await this.repository.add(tx, id, unitId, contentOf(input), targets, newId, this.clock());
    await this.recordKnown(tx, caller, "entry.create", id, null, input);
    return id;
  }

  /** Rule P3 for entries just written: the transaction fails when one does not fit on every screen, always. */
  private async requireFit(tx: Tx, ids: readonly string[]): Promise<void> {
    const compiled = await this.manifests.within(tx);
    for (const id of ids) {
      const holds = new Map<SharedManifest, boolean>();
      const targeted = [...compiled.screens.values()].filter(({ manifest }) => {
        const known = holds.get(manifest) ?? manifest.entries.some((entry) => entry.id === id);
        holds.set(manifest, known);
        return known;
      });
      const entry = targeted[0]?.manifest.entries.find((one) => one.id === id);
      if (entry === undefined) continue; // no screen yet: nothing to fit into
      const { overCommitment, timeZone } = fit(entry, targeted, compiled.entries, this.clock());
      if (overCommitment !== null) throw overCommitted(overCommitment, timeZone);
    }
  }

  private async recordKnown(tx: Tx, caller: Caller, action: string, id: string, before: object | null, after: object): Promise<void> {
    await this.record(tx, caller, action, await this.known(id, tx), before, after);
  }

  private async record(tx: Tx, caller: Caller, action: string, row: EntryRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "entry", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "entries", id: row.id, unitPath: row.unit.path });
      this.events.emit("content.changed", {});
    });
  }
}

/** A local date so many days later. */
function shifted(date: string | null, days: number): string | null {
  return date === null ? null : new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function wrong(field: string, zh: string, en: string): Refusal {
  return new Refusal("invalidInput", { issues: [{ path: `body.${field}`, message: { zh, en } }] });
}

function contentOf({ window, include: _include, exclude: _exclude, ...rest }: EntryInput): EntryContent {
  return { ...rest, windowStartsAt: window === null ? null : BigInt(window.startsAt), windowEndsAt: window === null ? null : BigInt(window.endsAt) };
}
