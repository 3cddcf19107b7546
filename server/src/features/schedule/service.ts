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
      const unit = await this.users.unitWithin(caller, unitId ?? caller.unitId, tx);
      const targets = await this.checked(caller, input, tx);
      const id = newId();
      await this.repository.add(tx, id, unit.id, contentOf(input), targets, newId, this.clock());
      return this.saved(tx, caller, "entry.create", id, null, input);
    });
    return this.presentOne(row);
  }

  /** @throws Refusal versionMismatch and those of create */
  async change(caller: Caller, id: string, { version, ...input }: BodyOf<typeof routes.entries.change>): Promise<Entry> {
    const row = await this.unitOfWork.run(async (tx) => {
      const before = await this.reachable(caller, id, tx);
      const targets = await this.checked(caller, input, tx);
      if (!(await this.repository.change(tx, id, version, contentOf(input), targets, newId, this.clock()))) throw new Refusal("versionMismatch");
      return this.saved(tx, caller, "entry.change", id, { name: before.name, ...scheduleEntryOf(before) }, input);
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

  /** What a screen plays in a stretch of at most a day. @throws Refusal notFound, invalidInput */
  async preview(caller: Caller, screenId: string, { from, to }: { from: number; to: number }) {
    const row = await this.screens.reachable(caller, screenId);
    if (to <= from || to - from > dayMs) throw refuse("invalidInput", "时间段要大于零，至多 24 小时", "The stretch must be longer than nothing and at most 24 hours");
    const manifest = await this.manifests.manifest(row.id);
    if (manifest === null) throw new Refusal("notFound");
    const titles = new Map(manifest.media.map((media) => [media.id, media.title]));
    const names = new Map(await this.entryNames(manifest.entries.map((entry) => entry.id)));
    const slots = preview(manifest, from, to).map(({ entryId, playlistId, mediaId, startsAt, durationMs }) => ({
      entryId,
      entryName: names.get(entryId) ?? "",
      playlistId,
      mediaId,
      title: titles.get(mediaId) ?? "",
      startsAt,
      durationMs,
    }));
    return { slots, orderMayDiffer: manifest.order === "resume" };
  }

  private async entryNames(ids: string[]): Promise<[string, string][]> {
    const rows = await Promise.all(ids.map((id) => this.repository.find(id)));
    return rows.flatMap((row) => (row === null ? [] : [[row.id, row.name] as [string, string]]));
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
    await this.playlists.within(caller, input.playlistId, tx);
    for (const target of [...input.include, ...input.exclude]) await this.checkTarget(caller, target, tx);
    return storedTargets(input.include, input.exclude);
  }

  private async checkTarget(caller: Caller, target: Target, tx: Tx): Promise<void> {
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
    const { screens, units } = await this.manifests.current();
    return rows.map((row) => {
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

  private async saved(tx: Tx, caller: Caller, action: string, id: string, before: object | null, after: object): Promise<EntryRow> {
    const row = await this.repository.find(id, tx);
    if (row === null) throw new Refusal("notFound");
    await this.record(tx, caller, action, row, before, after);
    return row;
  }

  private async record(tx: Tx, caller: Caller, action: string, row: EntryRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "entry", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "entries", id: row.id, unitPath: row.unit.path });
      this.events.emit("content.changed", {});
    });
  }
}

function wrong(field: string, zh: string, en: string): Refusal {
  return new Refusal("invalidInput", { issues: [{ path: `body.${field}`, message: { zh, en } }] });
}

function contentOf({ window, include: _include, exclude: _exclude, ...rest }: EntryInput): EntryContent {
  return { ...rest, windowStartsAt: window === null ? null : BigInt(window.startsAt), windowEndsAt: window === null ? null : BigInt(window.endsAt) };
}
