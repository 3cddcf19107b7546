import type { AlarmDetail, AlarmKind } from "@yilu/contract";
import { Prisma, type Alarm, type Database, type Provider, type Screen, type Unit } from "@yilu/prisma";
import { jsonRows } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type AlarmRow = Alarm & { screen: Screen & { unit: Unit } };

export interface NewAlarm {
  id: string;
  screenId: string;
  kind: AlarmKind;
  raisedAt: number;
  detail: AlarmDetail;
}

export interface AlarmSelection {
  unitPath: string;
  state: "current" | "open" | "acknowledged" | "cleared" | "all";
  kind?: string | undefined;
  screenId?: string | undefined;
  q?: string | undefined;
}

/** One statement handles so many rows with a few parameters each. */
const atOnce = 2_000;
const mostNews = 30_000;
const withScreen = { screen: { include: { unit: true } } } as const;

const states: Record<AlarmSelection["state"], Prisma.AlarmWhereInput> = {
  current: { clearedAt: null },
  open: { clearedAt: null, acknowledgedAt: null },
  acknowledged: { clearedAt: null, acknowledgedAt: { not: null } },
  cleared: { clearedAt: { not: null } },
  all: {},
};

function whereOf({ unitPath, state, kind, screenId, q }: AlarmSelection): Prisma.AlarmWhereInput {
  const all: Prisma.AlarmWhereInput[] = [{ screen: { unit: { path: { startsWith: unitPath } } } }, states[state]];
  if (kind !== undefined) all.push({ kind });
  if (screenId !== undefined) all.push({ screenId });
  if (q) all.push({ screen: { OR: [{ name: { contains: q } }, { plate: { contains: q } }, { line: { contains: q } }, { place: { contains: q } }] } });
  return { AND: all };
}

/** Alarms. */
export class AlarmsRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /** Raises alarms; where one of the kind is open already, of another process, it stays the only one. @returns how many */
  async raise(tx: Tx, alarms: readonly NewAlarm[]): Promise<number> {
    let raised = 0;
    for (let from = 0; from < alarms.length; from += atOnce) {
      const rows = alarms.slice(from, from + atOnce).map((one) => ({ ...one, openKey: `${one.screenId}:${one.kind}`, detail: JSON.stringify(one.detail) }));
      const table = jsonRows(this.provider, rows, { id: "text", screenId: "text", kind: "text", openKey: "text", raisedAt: "bigint", detail: "text" });
      // The screen may have been removed since it was looked at.
      raised += await on(this.database, tx).$executeRaw`
        INSERT INTO "Alarm" ("id", "screenId", "kind", "openKey", "raisedAt", "detail")
        SELECT r."id", r."screenId", r."kind", r."openKey", r."raisedAt", ${this.asJson(Prisma.sql`r."detail"`)}
        FROM (${table}) AS r JOIN "Screen" s ON s."id" = r."screenId" WHERE ${Prisma.sql`true`}
        ON CONFLICT ("openKey") DO NOTHING`;
    }
    return raised;
  }

  async clear(tx: Tx, ids: readonly string[], at: number): Promise<void> {
    await on(this.database, tx).$executeRaw`UPDATE "Alarm" SET "clearedAt" = ${BigInt(at)}, "openKey" = NULL WHERE "clearedAt" IS NULL AND "id" IN (${this.texts(ids)})`;
  }

  /** Takes down what is found now, in alarms that go on. */
  async restate(tx: Tx, rows: readonly { id: string; detail: AlarmDetail }[]): Promise<void> {
    const table = jsonRows(this.provider, rows.map(({ id, detail }) => ({ id, detail: JSON.stringify(detail) })), { id: "text", detail: "text" });
    await on(this.database, tx).$executeRaw`UPDATE "Alarm" SET "detail" = ${this.asJson(Prisma.sql`r."detail"`)} FROM (${table}) AS r WHERE r."id" = "Alarm"."id" AND "Alarm"."clearedAt" IS NULL`;
  }

  async page(selection: AlarmSelection, skip: number, take: number): Promise<{ rows: AlarmRow[]; total: number }> {
    const where = whereOf(selection);
    const [rows, total] = await Promise.all([
      this.database.alarm.findMany({
        where,
        include: withScreen,
        // What is not over first, and of that what nobody has taken up.
        orderBy: [{ clearedAt: { sort: "desc", nulls: "first" } }, { acknowledgedAt: { sort: "desc", nulls: "first" } }, { raisedAt: "desc" }, { id: "asc" }],
        skip,
        take,
      }),
      this.database.alarm.count({ where }),
    ]);
    return { rows, total };
  }

  /** How many are open and acknowledged of each kind, and on how many screens. */
  async counts(unitPath: string): Promise<{ kinds: { kind: string; open: number; acknowledged: number }[]; screens: number }> {
    const where = whereOf({ unitPath, state: "current" });
    const [all, open, screens] = await Promise.all([
      this.database.alarm.groupBy({ by: ["kind"], where, _count: true }),
      this.database.alarm.groupBy({ by: ["kind"], where: { AND: [where, { acknowledgedAt: null }] }, _count: true }),
      this.database.alarm.groupBy({ by: ["screenId"], where }),
    ]);
    const openOf = new Map(open.map((row) => [row.kind, row._count]));
    return { kinds: all.map(({ kind, _count }) => ({ kind, open: openOf.get(kind) ?? 0, acknowledged: _count - (openOf.get(kind) ?? 0) })), screens: screens.length };
  }

  /** The newest that nobody has taken up, of one kind. */
  newest(unitPath: string, kind: AlarmKind, take: number): Promise<AlarmRow[]> {
    return this.database.alarm.findMany({ where: whereOf({ unitPath, state: "open", kind }), include: withScreen, orderBy: [{ raisedAt: "desc" }, { id: "asc" }], take });
  }

  withIds(tx: Tx, ids: readonly string[]): Promise<AlarmRow[]> {
    return on(this.database, tx).alarm.findMany({ where: { id: { in: [...ids] } }, include: withScreen });
  }

  async acknowledge(tx: Tx, ids: readonly string[], at: number, by: string, note: string | null): Promise<void> {
    await on(this.database, tx).alarm.updateMany({ where: { id: { in: [...ids] } }, data: { acknowledgedAt: BigInt(at), acknowledgedBy: by, note } });
  }

  /** Hands what is new to those who tell of it. */
  async stamp(at: number): Promise<void> {
    await this.database.alarm.updateMany({ where: { notifiedAt: null, clearedAt: null }, data: { notifiedAt: BigInt(at) } });
  }

  /** Alarms handed on since an instant and not over, and those over since: newest first. */
  news(after: number): Promise<AlarmRow[]> {
    const from = BigInt(after);
    return this.database.alarm.findMany({
      where: { OR: [{ notifiedAt: { gt: from }, clearedAt: null }, { notifiedAt: { not: null }, clearedAt: { gt: from } }] },
      include: withScreen,
      orderBy: [{ raisedAt: "desc" }, { id: "asc" }],
      take: mostNews,
    });
  }

  /** @returns how many were forgotten */
  async forgetClearedBefore(at: number): Promise<number> {
    return (await this.database.alarm.deleteMany({ where: { clearedAt: { lt: BigInt(at) } } })).count;
  }

  private texts(ids: readonly string[]): Prisma.Sql {
    return jsonRows(this.provider, ids.map((id) => ({ id })), { id: "text" });
  }

  private asJson(text: Prisma.Sql): Prisma.Sql {
    return this.provider === "sqlite" ? text : Prisma.sql`CAST(${text} AS jsonb)`;
  }
}
