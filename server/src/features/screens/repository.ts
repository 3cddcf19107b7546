import { Prisma, type Database, type PlayerToken, type Provider, type Screen, type ScreenGroup, type ScreenStatus, type Unit } from "@yilu/prisma";
import { bumpContent } from "../../database/content-version.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type ScreenRow = Screen & { unit: Unit; groups: { groupId: string }[]; status: ScreenStatus | null; tokens: Pick<PlayerToken, "tokenSha256">[] };
export type GroupRow = ScreenGroup & { unit: Unit; _count: { members: number } };
export type ScreenContent = Pick<Screen, "unitId" | "kind" | "name" | "plate" | "line" | "place" | "widthPx" | "heightPx" | "timeZone"> & { tags: string[] };

const withAll = { unit: true, groups: { select: { groupId: true } }, status: true, tokens: { select: { tokenSha256: true } } } as const;
const groupWithAll = { unit: true, _count: { select: { members: true } } } as const;

export interface ScreenFilter {
  q?: string | undefined;
  kind?: string | undefined;
  unitPath?: string | undefined;
  groupId?: string | undefined;
  tag?: string | undefined;
  state?: "online" | "offline" | "neverSeen" | "unpaired" | undefined;
}

function whereOf(pathPrefix: string, filter: ScreenFilter, now: number): Prisma.ScreenWhereInput {
  const all: Prisma.ScreenWhereInput[] = [{ unit: { path: { startsWith: pathPrefix } } }];
  if (filter.unitPath !== undefined) all.push({ unit: { path: { startsWith: filter.unitPath } } });
  if (filter.kind !== undefined) all.push({ kind: filter.kind });
  if (filter.groupId !== undefined) all.push({ groups: { some: { groupId: filter.groupId } } });
  if (filter.q) all.push({ OR: [{ name: { contains: filter.q } }, { plate: { contains: filter.q } }, { line: { contains: filter.q } }, { place: { contains: filter.q } }] });
  const paired = { tokens: { some: {} } };
  const at = BigInt(now);
  if (filter.state === "unpaired") all.push({ tokens: { none: {} } });
  if (filter.state === "neverSeen") all.push(paired, { status: null });
  if (filter.state === "online") all.push(paired, { status: { onlineUntil: { gt: at } } });
  if (filter.state === "offline") all.push(paired, { status: { onlineUntil: { lte: at } } });
  return { AND: all };
}

/** What a screen's state and its roll-out are told by, and nothing else of it. */
export interface StandingRow {
  id: string;
  paired: boolean;
  /** Null: never seen. */
  onlineUntil: number | null;
  lastSeenAt: number | null;
  revision: string | null;
  downloadRevision: string | null;
  downloadState: string | null;
  unsentPlays: number;
}

type StandingValues = [id: string, paired: boolean | number, onlineUntil: number | null, lastSeenAt: number | null, revision: string | null, downloadRevision: string | null, downloadState: string | null, unsent: number | string | null];

const inOrder = [{ kind: "asc" }, { line: "asc" }, { name: "asc" }] satisfies Prisma.ScreenOrderByWithRelationInput[];

/** Screens and their groups. */
export class ScreensRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /**
   * Every screen of a unit and below, as lean as counting them needs. The database writes them as one JSON text: ten
   * thousand rows that each pass through the client take twenty times as long.
   */
  async standing(pathPrefix: string): Promise<StandingRow[]> {
    const isSqlite = this.provider === "sqlite";
    const field = (path: readonly [string, ...string[]]): Prisma.Sql => Prisma.raw(isSqlite ? `json_extract(status."report", '$.${path.join(".")}')` : `status."report" #>> '{${path.join(",")}}'`);
    const listed = (values: Prisma.Sql): Prisma.Sql => (isSqlite ? Prisma.sql`json_group_array(json_array(${values}))` : Prisma.sql`json_agg(json_build_array(${values}))::text`);
    const values = Prisma.sql`screen."id", EXISTS (SELECT 1 FROM "PlayerToken" token WHERE token."screenId" = screen."id"), status."onlineUntil", status."lastSeenAt",
      ${field(["revision"])}, ${field(["download", "revision"])}, ${field(["download", "state"])}, ${field(["unsentPlays"])}`;
    const [found] = await this.database.$queryRaw<{ rows: string | null }[]>`
      SELECT ${listed(values)} AS "rows"
      FROM "Screen" screen
      JOIN "Unit" unit ON unit."id" = screen."unitId"
      LEFT JOIN "ScreenStatus" status ON status."screenId" = screen."id"
      WHERE unit."path" LIKE ${`${pathPrefix}%`}`;
    const rows = JSON.parse(found?.rows ?? "[]") as StandingValues[]; // written by the statement above
    return rows.map(([id, paired, onlineUntil, lastSeenAt, revision, downloadRevision, downloadState, unsent]) => ({ id, paired: Boolean(paired), onlineUntil, lastSeenAt, revision, downloadRevision, downloadState, unsentPlays: Number(unsent ?? 0) }));
  }

  /** Which match, in order of kind, line and name; tags are compared here because both databases store them as JSON. */
  async ids(pathPrefix: string, filter: ScreenFilter, now: number): Promise<string[]> {
    const where = whereOf(pathPrefix, filter, now);
    const { tag } = filter;
    if (tag === undefined) return (await this.database.screen.findMany({ where, select: { id: true }, orderBy: inOrder })).map(({ id }) => id);
    const rows = await this.database.screen.findMany({ where, select: { id: true, tags: true }, orderBy: inOrder });
    return rows.filter((row) => tagsOf(row).includes(tag)).map(({ id }) => id);
  }

  /** These screens, in order of kind, line and name. */
  rowsOf(ids: readonly string[]): Promise<ScreenRow[]> {
    return this.database.screen.findMany({ where: { id: { in: [...ids] } }, include: withAll, orderBy: inOrder });
  }

  async page(pathPrefix: string, filter: ScreenFilter, now: number, skip: number, take: number): Promise<{ rows: ScreenRow[]; total: number }> {
    if (filter.tag !== undefined) {
      const ids = await this.ids(pathPrefix, filter, now);
      return { rows: await this.rowsOf(ids.slice(skip, skip + take)), total: ids.length };
    }
    const where = whereOf(pathPrefix, filter, now);
    const [rows, total] = await Promise.all([
      this.database.screen.findMany({ where, include: withAll, orderBy: inOrder, skip, take }),
      this.database.screen.count({ where }),
    ]);
    return { rows, total };
  }

  find(id: string, tx?: Tx): Promise<ScreenRow | null> {
    return on(this.database, tx).screen.findUnique({ where: { id }, include: withAll });
  }

  many(ids: readonly string[], tx: Tx): Promise<ScreenRow[]> {
    return on(this.database, tx).screen.findMany({ where: { id: { in: [...ids] } }, include: withAll });
  }

  async add(tx: Tx, id: string, content: ScreenContent, groupIds: string[], now: number): Promise<void> {
    const client = on(this.database, tx);
    await client.screen.create({ data: { id, ...content, createdAt: BigInt(now), groups: { create: groupIds.map((groupId) => ({ groupId })) } } });
    await bumpContent(this.database, tx);
  }

  /** @returns whether the screen still had this version */
  async change(tx: Tx, id: string, version: number, content: ScreenContent, groupIds: string[]): Promise<boolean> {
    const client = on(this.database, tx);
    const { count } = await client.screen.updateMany({ where: { id, version }, data: { ...content, version: { increment: 1 } } });
    if (count === 0) return false;
    await client.screenGroupMember.deleteMany({ where: { screenId: id } });
    await client.screenGroupMember.createMany({ data: groupIds.map((groupId) => ({ groupId, screenId: id })) });
    await bumpContent(this.database, tx);
    return true;
  }

  async remove(tx: Tx, id: string, now: number): Promise<void> {
    const client = on(this.database, tx);
    await client.screenAssignment.updateMany({ where: { screenId: id, toAt: null }, data: { toAt: BigInt(now) } });
    await client.entryTarget.deleteMany({ where: { kind: "screen", ref: id } });
    await client.pairingCode.deleteMany({ where: { screenId: id } });
    await client.screen.delete({ where: { id } });
    await bumpContent(this.database, tx);
  }

  /** Entries that name this very screen, or this group, among their targets. */
  async entriesNaming(tx: Tx, kind: "screen" | "group", ref: string): Promise<string[]> {
    const rows = await on(this.database, tx).entryTarget.findMany({ where: { kind, ref }, select: { entry: { select: { name: true } } }, take: 20 });
    return [...new Set(rows.map((row) => row.entry.name))];
  }

  /**
   * Starts a new assignment, (screen, unit, line, kind, zone) from now on, when any of these differs from the running
   * one: the books of plays already shown keep the old.
   */
  async assign(tx: Tx, row: ScreenRow, now: number): Promise<void> {
    const client = on(this.database, tx);
    const running = await client.screenAssignment.findFirst({ where: { screenId: row.id, toAt: null } });
    const facts = { unitId: row.unitId, unitPath: row.unit.path, kind: row.kind, line: row.line, timeZone: row.timeZone };
    const same = running !== null && Object.entries(facts).every(([key, value]) => running[key as keyof typeof facts] === value);
    if (running !== null && same) {
      if (running.screenName !== row.name) await client.screenAssignment.updateMany({ where: { screenId: row.id }, data: { screenName: row.name } });
      return;
    }
    if (running !== null) await client.screenAssignment.update({ where: { key: running.key }, data: { toAt: BigInt(now) } });
    await client.screenAssignment.create({ data: { ...facts, screenId: row.id, screenName: row.name, fromAt: running === null ? 0n : BigInt(now) } });
  }

  groups(pathPrefix: string): Promise<GroupRow[]> {
    return this.database.screenGroup.findMany({ where: { unit: { path: { startsWith: pathPrefix } } }, include: groupWithAll, orderBy: { name: "asc" } });
  }

  group(id: string, tx?: Tx): Promise<GroupRow | null> {
    return on(this.database, tx).screenGroup.findUnique({ where: { id }, include: groupWithAll });
  }

  addGroup(tx: Tx, row: Pick<ScreenGroup, "id" | "unitId" | "name">): Promise<GroupRow> {
    return on(this.database, tx).screenGroup.create({ data: row, include: groupWithAll });
  }

  /** @returns whether the group still had this version */
  async changeGroup(tx: Tx, id: string, version: number, name: string): Promise<boolean> {
    return (await on(this.database, tx).screenGroup.updateMany({ where: { id, version }, data: { name, version: { increment: 1 } } })).count === 1;
  }

  async removeGroup(tx: Tx, id: string): Promise<void> {
    await on(this.database, tx).screenGroup.delete({ where: { id } });
    await bumpContent(this.database, tx);
  }
}

/** The tags as stored: an array of strings, written by this repository only. */
export function tagsOf(row: Pick<Screen, "tags">): string[] {
  return Array.isArray(row.tags) ? row.tags.filter((tag): tag is string => typeof tag === "string") : [];
}
