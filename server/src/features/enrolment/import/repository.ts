import { screenKind } from "@yilu/contract";
import { Prisma, type Database, type Provider } from "@yilu/prisma";
import { bumpContent } from "../../../database/content-version.ts";
import { columnList, jsonRows } from "../../../database/json-rows.ts";
import { takeTurn } from "../../../database/turn.ts";
import { on, type Tx } from "../../../database/unit-of-work.ts";
import { inSlices, type Pace } from "../pace.ts";
import { plateKey } from "./columns.ts";
import { Directory } from "./directory.ts";
import type { Known, KnownScreen, ScreenContent } from "./known.ts";

/** A screen to be written. */
export interface Written extends ScreenContent {
  id: string;
}

const readAtOnce = 500;
const text = "text" as const;
const assignmentColumns = { screenId: text, screenName: text, unitId: text, unitPath: text, kind: text, line: text, timeZone: text, fromAt: "bigint" } as const;
const screenColumns = { id: text, unitId: text, name: text, kind: text, plate: text, line: text, place: text, widthPx: "int", heightPx: "int", timeZone: text } as const;
const memberColumns = { groupId: text, screenId: text } as const;

/** Screens by the thousand: each write takes some hundreds at most, so that others have their turn in between. */
export class ImportRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /** Waits for other imports to end: what is planned then still holds when it is written. */
  takeTurn(tx: Tx): Promise<void> {
    return takeTurn(this.database, tx, "imports");
  }

  /** Everything that a plan is made from, as a caller at this path may know it. */
  async known(pathPrefix: string, timeZone: string, pace: Pace, tx?: Tx): Promise<Known> {
    const database = on(this.database, tx);
    const within = { unit: { path: { startsWith: pathPrefix } } };
    const units = await database.unit.findMany({ where: { path: { startsWith: pathPrefix } }, select: { id: true, name: true, code: true, path: true }, orderBy: [{ code: "asc" }, { name: "asc" }] });
    const groups = await database.screenGroup.findMany({ where: within, select: { id: true, name: true, unitId: true }, orderBy: { name: "asc" } });
    const elsewhere = await database.screen.findMany({ where: { plate: { not: null }, NOT: within }, select: { plate: true } });
    // In order first, then some at a time: ten thousand rows at once hold up everybody else.
    const order = await database.screen.findMany({ where: within, select: { id: true }, orderBy: [{ kind: "asc" }, { line: "asc" }, { name: "asc" }] });
    const screens: KnownScreen[] = [];
    await inSlices(
      pace,
      order.map(({ id }) => id),
      async (ids) => {
        const rows = await database.screen.findMany({ where: { id: { in: [...ids] } }, omit: { createdAt: true, settings: true }, include: { groups: { select: { groupId: true }, orderBy: { groupId: "asc" } } } });
        const byId = new Map(rows.map(({ tags, kind, groups: of, ...row }) => [row.id, { ...row, kind: screenKind.parse(kind), tags: tagsOf(tags), groupIds: of.map(({ groupId }) => groupId) }]));
        screens.push(...ids.flatMap((id) => byId.get(id) ?? []));
      },
      readAtOnce,
    );
    return { directory: new Directory(units, groups), screens, platesElsewhere: new Set(elsewhere.map(({ plate }) => plateKey(plate ?? ""))), timeZone };
  }

  /** @throws the database's error when a name was taken meanwhile */
  async add(tx: Tx, screens: readonly Written[], pathOf: (unitId: string) => string, now: number): Promise<void> {
    const rows = jsonRows(this.provider, screens.map(writable), { ...screenColumns, tags: text });
    await on(this.database, tx).$executeRaw`
      INSERT INTO "Screen" (${columnList(screenColumns)}, "tags", "createdAt")
      SELECT ${columnList(screenColumns)}, ${this.tags}, ${BigInt(now)} FROM (${rows}) AS n`;
    await this.insertMembers(tx, screens);
    await this.insertAssignments(tx, screens.map((screen) => assignmentOf(screen, pathOf, 0)));
  }

  /** @returns how many of them still had their version and were changed */
  async change(tx: Tx, screens: readonly (Written & { version: number })[]): Promise<number> {
    const rows = jsonRows(this.provider, screens.map((screen) => ({ ...writable(screen), version: screen.version })), { ...screenColumns, version: "int", tags: text });
    const fields = Object.keys(screenColumns).filter((name) => name !== "id").map((name) => Prisma.raw(`"${name}" = n."${name}"`));
    return on(this.database, tx).$executeRaw`
      UPDATE "Screen" SET ${Prisma.join(fields)}, "tags" = ${this.tags}, "version" = "Screen"."version" + 1
      FROM (${rows}) AS n WHERE "Screen"."id" = n."id" AND "Screen"."version" = n."version"`;
  }

  /** Puts screens into these groups and no others. */
  async regroup(tx: Tx, screens: readonly Pick<Written, "id" | "groupIds">[]): Promise<void> {
    const database = on(this.database, tx);
    await database.screenGroupMember.deleteMany({ where: { screenId: { in: screens.map(({ id }) => id) } } });
    await this.insertMembers(tx, screens);
  }

  /** Ends the running assignments of screens whose unit, kind, line or zone changed, and starts new ones: plays already shown keep the old. */
  async reassign(tx: Tx, screens: readonly Written[], pathOf: (unitId: string) => string, now: number): Promise<void> {
    const database = on(this.database, tx);
    await database.screenAssignment.updateMany({ where: { screenId: { in: screens.map(({ id }) => id) }, toAt: null }, data: { toAt: BigInt(now) } });
    await this.insertAssignments(tx, screens.map((screen) => assignmentOf(screen, pathOf, now)));
  }

  /** The books show a screen under its present name. */
  async rename(tx: Tx, screens: readonly Pick<Written, "id" | "name">[]): Promise<void> {
    if (screens.length === 0) return;
    const rows = jsonRows(this.provider, screens.map(({ id, name }) => ({ id, name })), { id: text, name: text });
    await on(this.database, tx).$executeRaw`UPDATE "ScreenAssignment" SET "screenName" = n."name" FROM (${rows}) AS n WHERE "ScreenAssignment"."screenId" = n."id"`;
  }

  async contentChanged(tx: Tx): Promise<void> {
    await bumpContent(this.database, tx);
  }

  /** The tags of a row as the column holds them. */
  private get tags(): Prisma.Sql {
    return Prisma.raw(this.provider === "sqlite" ? `n."tags"` : `CAST(n."tags" AS jsonb)`);
  }

  private async insertMembers(tx: Tx, screens: readonly Pick<Written, "id" | "groupIds">[]): Promise<void> {
    const rows = screens.flatMap(({ id, groupIds }) => groupIds.map((groupId) => ({ groupId, screenId: id })));
    if (rows.length > 0) await on(this.database, tx).$executeRaw`INSERT INTO "ScreenGroupMember" (${columnList(memberColumns)}) ${jsonRows(this.provider, rows, memberColumns)}`;
  }

  private async insertAssignments(tx: Tx, rows: readonly Record<keyof typeof assignmentColumns, string | number | null>[]): Promise<void> {
    if (rows.length > 0) await on(this.database, tx).$executeRaw`INSERT INTO "ScreenAssignment" (${columnList(assignmentColumns)}) ${jsonRows(this.provider, rows, assignmentColumns)}`;
  }
}

const writable = ({ id, unitId, name, kind, plate, line, place, widthPx, heightPx, timeZone, tags }: Written) => ({ id, unitId, name, kind, plate, line, place, widthPx, heightPx, timeZone, tags: JSON.stringify(tags) });

function assignmentOf({ id, name, unitId, kind, line, timeZone }: Written, pathOf: (unitId: string) => string, fromAt: number) {
  return { screenId: id, screenName: name, unitId, unitPath: pathOf(unitId), kind, line, timeZone, fromAt };
}

const tagsOf = (value: Prisma.JsonValue): string[] => (Array.isArray(value) ? value.filter((tag): tag is string => typeof tag === "string") : []);
