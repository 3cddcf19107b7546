import { setImmediate } from "node:timers/promises";
import type { BodyOf, Group, QueryOf, Screen, routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { UsersService } from "../users/service.ts";
import { liveOf, presentGroup, presentScreen, standingOf, tallyOf, type ScreenFacts, type Standing, type Tally } from "./presenter.ts";
import type { ScreenFilter, ScreenRow, ScreensRepository } from "./repository.ts";

/** A change may concern ten thousand screens: few enough at once that the server goes on answering. */
const announcedAtOnce = 250;

type ScreenInput = BodyOf<typeof routes.screens.create>;

/** The screens of a unit and those below, and their groups. */
export class ScreensService {
  constructor(
    private readonly repository: ScreensRepository,
    private readonly users: UsersService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly facts: ScreenFacts,
  ) {}

  async page(caller: Caller, { page, pageSize, stage, unitId, ...filter }: QueryOf<typeof routes.screens.list>) {
    const unitPath = unitId === undefined ? undefined : (await this.users.unitWithin(caller, unitId)).path;
    const wanted: ScreenFilter = { ...filter, unitPath };
    const now = this.clock();
    const skip = (page - 1) * pageSize;
    if (stage === undefined) {
      const { rows, total } = await this.repository.page(caller.unitPath, wanted, now, skip, pageSize);
      return { rows: await this.present(rows), total, page, pageSize };
    }
    // A stage is worked out from what players said: of all that match only that is looked at, and whole only a page.
    const [ids, standings] = await Promise.all([this.repository.ids(caller.unitPath, wanted, now), this.standings(caller)]);
    const matching = ids.filter((id) => standings.get(id)?.stage === stage);
    return { rows: await this.present(await this.repository.rowsOf(matching.slice(skip, skip + pageSize))), total: matching.length, page, pageSize };
  }

  async get(caller: Caller, id: string): Promise<Screen> {
    return this.presentOne(await this.reachable(caller, id));
  }

  /** How many screens in the caller's reach are in which state, and how far the newest programme has come on them. */
  async tally(caller: Caller): Promise<Tally> {
    const rows = await this.repository.standing(caller.unitPath);
    const targets = await this.facts.targetRevisions(rows.map(({ id }) => id));
    return tallyOf(rows, targets, this.clock());
  }

  /** How far the newest programme has come on each screen in the caller's reach. */
  async standings(caller: Caller): Promise<Map<string, Standing>> {
    const rows = await this.repository.standing(caller.unitPath);
    const targets = await this.facts.targetRevisions(rows.map(({ id }) => id));
    const now = this.clock();
    return new Map(rows.map((row) => [row.id, standingOf(row, targets.get(row.id) ?? null, now)]));
  }

  /** Which screens in the caller's reach match. @throws Refusal refersToMissing for a unit outside of it */
  async idsWithin(caller: Caller, { unitId, ...filter }: Omit<QueryOf<typeof routes.screens.list>, "page" | "pageSize" | "stage">): Promise<Set<string>> {
    const unitPath = unitId === undefined ? undefined : (await this.users.unitWithin(caller, unitId)).path;
    return new Set(await this.repository.ids(caller.unitPath, { ...filter, unitPath }, this.clock()));
  }

  /** Tells consoles how these screens are now. */
  async announce(screenIds: readonly string[]): Promise<void> {
    for (let from = 0; from < screenIds.length; from += announcedAtOnce) {
      if (from > 0) await setImmediate(); // others are answered in between
      const rows = await this.repository.rowsOf(screenIds.slice(from, from + announcedAtOnce));
      const live = await liveOf(rows, this.facts, this.clock());
      for (const row of rows) {
        const one = live.get(row.id);
        if (one) this.events.emit("screen.live", { live: one, unitPath: row.unit.path });
      }
    }
  }

  create(caller: Caller, input: ScreenInput): Promise<Screen> {
    return this.saving(async (tx) => {
      const { groupIds, ...content } = await this.checked(caller, input, tx);
      const id = newId();
      await this.repository.add(tx, id, content, groupIds, this.clock());
      return this.saved(tx, caller, "screen.create", id, null, input);
    });
  }

  change(caller: Caller, id: string, { version, ...input }: BodyOf<typeof routes.screens.change>): Promise<Screen> {
    return this.saving(async (tx) => {
      const before = await this.reachable(caller, id, tx);
      const { groupIds, ...content } = await this.checked(caller, input, tx);
      if (!(await this.repository.change(tx, id, version, content, groupIds))) throw new Refusal("versionMismatch");
      const { unitId, kind, name, plate, line, place, widthPx, heightPx, timeZone, tags } = before;
      return this.saved(tx, caller, "screen.change", id, { unitId, kind, name, plate, line, place, widthPx, heightPx, timeZone, tags }, input);
    });
  }

  async remove(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.reachable(caller, id, tx);
      const entries = await this.repository.entriesNaming(tx, "screen", id);
      if (entries.length > 0) throw refuse("inUse", `排期点名了这块屏幕：${entries.join("、")}`, `Schedule entries name this screen: ${entries.join(", ")}`);
      await this.repository.remove(tx, id, this.clock());
      await this.record(tx, caller, "screen.remove", row, { name: row.name }, null);
      tx.afterCommit(() => this.events.emit("token.revoked", { screenId: id }));
    });
    return null;
  }

  async groups(caller: Caller): Promise<Group[]> {
    return (await this.repository.groups(caller.unitPath)).map(presentGroup);
  }

  createGroup(caller: Caller, input: BodyOf<typeof routes.groups.create>): Promise<Group> {
    return this.saving(async (tx) => {
      await this.users.unitWithin(caller, input.unitId, tx);
      const row = await this.repository.addGroup(tx, { id: newId(), ...input });
      await this.recordGroup(tx, caller, "group.create", row.id, input.name, row.unit.path);
      return presentGroup(row);
    });
  }

  changeGroup(caller: Caller, id: string, { name, version }: BodyOf<typeof routes.groups.change>): Promise<Group> {
    return this.saving(async (tx) => {
      const before = await this.reachableGroup(caller, id, tx);
      if (!(await this.repository.changeGroup(tx, id, version, name))) throw new Refusal("versionMismatch");
      await this.recordGroup(tx, caller, "group.change", id, name, before.unit.path);
      return presentGroup({ ...before, name, version: version + 1 });
    });
  }

  async removeGroup(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.reachableGroup(caller, id, tx);
      const entries = await this.repository.entriesNaming(tx, "group", id);
      if (entries.length > 0) throw refuse("inUse", `排期用到这个分组：${entries.join("、")}`, `Schedule entries use this group: ${entries.join(", ")}`);
      await this.repository.removeGroup(tx, id);
      await this.recordGroup(tx, caller, "group.remove", id, row.name, row.unit.path);
    });
    return null;
  }

  /** A screen within reach. @throws Refusal notFound */
  async reachable(caller: Caller, id: string, tx?: Tx): Promise<ScreenRow> {
    const row = await this.repository.find(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  /** Screens within reach, in the order named and each once. @throws Refusal refersToMissing when one is not */
  async allWithin(caller: Caller, ids: readonly string[], tx: Tx): Promise<ScreenRow[]> {
    const rows = new Map((await this.repository.many(ids, tx)).map((row) => [row.id, row]));
    return [...new Set(ids)].map((id) => {
      const row = rows.get(id);
      if (row === undefined || !reaches(caller, row.unit.path)) throw refuse("refersToMissing", "有屏幕不存在或不在本单位范围内", "A screen is missing or outside your unit");
      return row;
    });
  }

  /** A group within reach, to refer to. @throws Refusal refersToMissing */
  async groupWithin(caller: Caller, id: string, tx?: Tx): Promise<void> {
    const group = await this.repository.group(id, tx);
    if (group === null || !reaches(caller, group.unit.path)) throw refuse("refersToMissing", "分组不存在或不在本单位范围内", "A group is missing or outside your unit");
  }

  /** A screen that must exist, whoever asks. @throws Refusal notFound */
  async known(id: string, tx?: Tx): Promise<ScreenRow> {
    const row = await this.repository.find(id, tx);
    if (row === null) throw new Refusal("notFound");
    return row;
  }

  async presentOne(row: ScreenRow): Promise<Screen> {
    const [screen] = await this.present([row]);
    if (screen === undefined) throw new Refusal("notFound");
    return screen;
  }

  private async present(rows: ScreenRow[]): Promise<Screen[]> {
    const live = await liveOf(rows, this.facts, this.clock());
    return rows.flatMap((row) => {
      const one = live.get(row.id);
      return one ? [presentScreen(row, one)] : [];
    });
  }

  /** The input, once its unit and groups are known to be within reach. */
  private async checked(caller: Caller, input: ScreenInput, tx: Tx): Promise<ScreenInput> {
    await this.users.unitWithin(caller, input.unitId, tx);
    const groupIds = [...new Set(input.groupIds)];
    for (const id of groupIds) await this.groupWithin(caller, id, tx);
    return { ...input, tags: [...new Set(input.tags)], groupIds };
  }

  private async saving<T>(work: (tx: Tx) => Promise<T | (() => Promise<T>)>): Promise<T> {
    try {
      const result = await this.unitOfWork.run(work);
      return typeof result === "function" ? await (result as () => Promise<T>)() : result; // no screen or group is a function
    } catch (error) {
      if (brokenUnique(error)) throw new Refusal("nameTaken");
      throw error;
    }
  }

  /** Ends a save: assignment, audit, events; presents after the commit, since other features are asked then. */
  private async saved(tx: Tx, caller: Caller, action: string, id: string, before: object | null, after: object): Promise<() => Promise<Screen>> {
    const row = await this.repository.find(id, tx);
    if (row === null) throw new Refusal("notFound");
    await this.repository.assign(tx, row, this.clock());
    await this.record(tx, caller, action, row, before, after);
    return () => this.presentOne(row);
  }

  private async record(tx: Tx, caller: Caller, action: string, row: ScreenRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "screen", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "screens", id: row.id, unitPath: row.unit.path });
      this.events.emit("content.changed", {});
    });
  }

  private async reachableGroup(caller: Caller, id: string, tx: Tx) {
    const row = await this.repository.group(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  private async recordGroup(tx: Tx, caller: Caller, action: string, id: string, name: string, unitPath: string): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "group", objectId: id, objectName: name, unitPath, after: { name } });
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "groups", id, unitPath });
      this.events.emit("content.changed", {});
    });
  }
}
