import { Prisma, type Database, type Provider } from "@yilu/prisma";
import { columnList, jsonRows } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import type { PowerHour } from "../plays/power.ts";
import { spanOf } from "../plays/spans.ts";

export interface Running {
  key: number;
  screenId: string;
  timeZone: string;
}

export interface PlannedRow {
  assignmentKey: number;
  mediaKey: number;
  entryKey: number;
  planned: number;
  displaced: number;
  absent: number;
}

export interface DayRow extends PlannedRow {
  /** Whatever their outcome. */
  plays: number;
}

/** Powered-on time within operating hours, and what was planned in it, in thousandths of a play. */
interface Worked {
  assignmentKey: number;
  onMs: number;
  planned: number;
  displaced: number;
  absent: number;
}
export type WorkedDay = Worked & { date: string };
export type WorkedHour = Worked & { hourStartAt: number };

/** Plans of days, powered-on time, and what both say about the plays of a day. */
export class PlannedRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /** Assignments that run now. */
  running(): Promise<Running[]> {
    return this.database.screenAssignment.findMany({ where: { toAt: null }, select: { key: true, screenId: true, timeZone: true } });
  }

  assignments(tx: Tx, keys: readonly number[]): Promise<Running[]> {
    return on(this.database, tx).screenAssignment.findMany({ where: { key: { in: [...keys] } }, select: { key: true, screenId: true, timeZone: true } });
  }

  /** Plan of each of these assignments on a local date, as stored JSON. */
  async plans(date: string, assignmentKeys: readonly number[], tx?: Tx): Promise<{ keys: Map<number, number>; contents: Map<number, unknown> }> {
    const client = on(this.database, tx);
    const rows = await client.screenPlan.findMany({ where: { date, assignmentKey: { in: [...assignmentKeys] } } });
    const plans = await client.dayPlan.findMany({ where: { key: { in: [...new Set(rows.map((row) => row.planKey))] } } });
    return { keys: new Map(rows.map((row) => [row.assignmentKey, row.planKey])), contents: new Map(plans.map((plan) => [plan.key, plan.content])) };
  }

  /** The key of a plan, which is entered when it is new. */
  async planKey(tx: Tx, digest: string, content: object): Promise<number> {
    return (await on(this.database, tx).dayPlan.upsert({ where: { digest }, create: { digest, content }, update: {}, select: { key: true } })).key;
  }

  async putPlans(tx: Tx, date: string, rows: readonly { assignmentKey: number; planKey: number }[]): Promise<void> {
    const client = on(this.database, tx);
    const table = jsonRows(this.provider, rows.map((row) => ({ ...row, date })), { assignmentKey: "int", date: "text", planKey: "int" });
    await client.$executeRaw`INSERT INTO "ScreenPlan" ("assignmentKey", "date", "planKey") ${table} ON CONFLICT ("date", "assignmentKey") DO UPDATE SET "planKey" = excluded."planKey"`;
    const days = jsonRows(this.provider, rows.map(({ assignmentKey }) => ({ assignmentKey, date })), { assignmentKey: "int", date: "text" });
    await client.$executeRaw`INSERT INTO "DayToWork" ("assignmentKey", "date") ${days} ON CONFLICT DO NOTHING`;
  }

  /**
   * Takes some screens of the oldest day that must be worked out; they are no longer waiting once this transaction
   * commits. Nobody else gets the same: what another process has taken is not returned.
   */
  async take(tx: Tx, until: string, most: number): Promise<{ date: string; assignmentKeys: number[] } | null> {
    const client = on(this.database, tx);
    const first = await client.dayToWork.findFirst({ where: { date: { lte: until } }, orderBy: { date: "asc" }, select: { date: true } });
    if (first === null) return null;
    const rows = await client.$queryRaw<{ assignmentKey: number | bigint }[]>`
      DELETE FROM "DayToWork" WHERE "date" = ${first.date} AND "assignmentKey" IN (
        SELECT w."assignmentKey" FROM "DayToWork" w WHERE w."date" = ${first.date} ORDER BY w."assignmentKey" LIMIT ${most}
      ) RETURNING "assignmentKey"`;
    return { date: first.date, assignmentKeys: rows.map((row) => Number(row.assignmentKey)) };
  }

  /** Minutes in which screens were on, between two instants, in order of time. */
  async power(tx: Tx, assignmentKeys: readonly number[], from: number, to: number): Promise<PowerHour[]> {
    const rows = await on(this.database, tx).screenHour.findMany({
      where: { assignmentKey: { in: [...assignmentKeys] }, hourStartAt: { gte: BigInt(from), lt: BigInt(to) } },
      orderBy: { hourStartAt: "asc" },
      select: { assignmentKey: true, hourStartAt: true, firstHalf: true, secondHalf: true },
    });
    return rows.map((row) => ({ ...row, hourStartAt: Number(row.hourStartAt) }));
  }

  /** What the roll-up of a day says of these screens. */
  async day(tx: Tx, date: string, assignmentKeys: readonly number[]): Promise<DayRow[]> {
    const rows = await on(this.database, tx).playDay.findMany({ where: { date, assignmentKey: { in: [...assignmentKeys] } } });
    return rows.map(({ assignmentKey, mediaKey, entryKey, completed, interrupted, failed, planned, displaced, absent }) => ({
      assignmentKey,
      mediaKey,
      entryKey,
      plays: completed + interrupted + failed,
      planned: Number(planned),
      displaced: Number(displaced),
      absent: Number(absent),
    }));
  }

  /** Sets what was worked out for screens on a day and in its hours; plays stay as they are. */
  async putScreens(tx: Tx, days: readonly WorkedDay[], hours: readonly WorkedHour[]): Promise<void> {
    const client = on(this.database, tx);
    const figures = { onMs: "int", planned: "bigint", displaced: "bigint", absent: "bigint" } as const;
    const set = Prisma.sql`"onMs" = excluded."onMs", "planned" = excluded."planned", "displaced" = excluded."displaced", "absent" = excluded."absent"`;
    const ofDay = { assignmentKey: "int", date: "text", ...figures } as const;
    await client.$executeRaw`INSERT INTO "ScreenDay" (${columnList(ofDay)}) ${jsonRows(this.provider, days, ofDay)} ON CONFLICT ("date", "assignmentKey") DO UPDATE SET ${set}`;
    const ofHour = { assignmentKey: "int", hourStartAt: "bigint", ...figures } as const;
    await client.$executeRaw`INSERT INTO "ScreenHour" (${columnList(ofHour)}) ${jsonRows(this.provider, hours, ofHour)} ON CONFLICT ("hourStartAt", "assignmentKey") DO UPDATE SET ${set}`;
  }

  /**
   * Sets the planned part of a day's roll-up and adds the difference to its span; plays stay as they are.
   * @param before what the day's roll-up says in this transaction
   */
  async putPlanned(tx: Tx, date: string, rows: readonly PlannedRow[], before: readonly PlannedRow[]): Promise<void> {
    const keyOf = (row: PlannedRow) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey}`;
    const known = new Map(before.map((row) => [keyOf(row), row]));
    const added = rows.map((row) => {
      const { planned, displaced, absent } = known.get(keyOf(row)) ?? { planned: 0, displaced: 0, absent: 0 };
      return { ...row, planned: row.planned - planned, displaced: row.displaced - displaced, absent: row.absent - absent };
    });
    await this.put(tx, "PlayDay", { name: "date", value: date }, rows, (name) => `excluded."${name}"`);
    await this.put(tx, "PlaySpan", { name: "fromDate", value: spanOf(date) }, added, (name) => `"PlaySpan"."${name}" + excluded."${name}"`);
  }

  private async put(tx: Tx, table: string, date: { name: string; value: string }, rows: readonly PlannedRow[], becomes: (name: string) => string): Promise<void> {
    const columns = { assignmentKey: "int", mediaKey: "int", entryKey: "int", planned: "bigint", displaced: "bigint", absent: "bigint" } as const;
    const [into, dated] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${date.name}"`)];
    const set = Prisma.raw(["planned", "displaced", "absent"].map((name) => `"${name}" = ${becomes(name)}`).join(", "));
    await on(this.database, tx).$executeRaw`
      INSERT INTO ${into} (${dated}, ${columnList(columns)}, "completed", "interrupted", "failed", "airtimeMs")
      SELECT CAST(${date.value} AS text), t.*, 0, 0, 0, 0 FROM (${jsonRows(this.provider, rows, columns)}) AS t WHERE ${Prisma.sql`true`}
      ON CONFLICT (${dated}, "assignmentKey", "mediaKey", "entryKey") DO UPDATE SET ${set}`;
  }
}
