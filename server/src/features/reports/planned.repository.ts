import { Prisma, type Database, type Provider } from "@yilu/prisma";
import { jsonRows } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import type { PowerHour } from "../plays/power.ts";

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

  /** Takes some screens of the oldest day that must be worked out; they are no longer waiting once this transaction commits. */
  async take(tx: Tx, until: string, most: number): Promise<{ date: string; assignmentKeys: number[] } | null> {
    const client = on(this.database, tx);
    const first = await client.dayToWork.findFirst({ where: { date: { lte: until } }, orderBy: { date: "asc" }, select: { date: true } });
    if (first === null) return null;
    const rows = await client.dayToWork.findMany({ where: { date: first.date }, orderBy: { assignmentKey: "asc" }, take: most });
    const assignmentKeys = rows.map((row) => row.assignmentKey);
    await client.dayToWork.deleteMany({ where: { date: first.date, assignmentKey: { in: assignmentKeys } } });
    return { date: first.date, assignmentKeys };
  }

  /** Minutes in which screens were on, between two instants, in order of time. */
  async power(tx: Tx, assignmentKeys: readonly number[], from: number, to: number): Promise<PowerHour[]> {
    const rows = await on(this.database, tx).powerHour.findMany({
      where: { assignmentKey: { in: [...assignmentKeys] }, hourStartAt: { gte: BigInt(from), lt: BigInt(to) } },
      orderBy: { hourStartAt: "asc" },
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

  async putPower(tx: Tx, date: string, rows: readonly { assignmentKey: number; onMs: number }[]): Promise<void> {
    const table = jsonRows(this.provider, rows.map((row) => ({ ...row, date })), { assignmentKey: "int", date: "text", onMs: "int" });
    await on(this.database, tx).$executeRaw`INSERT INTO "PowerDay" ("assignmentKey", "date", "onMs") ${table} ON CONFLICT ("date", "assignmentKey") DO UPDATE SET "onMs" = excluded."onMs"`;
  }

  /** Sets the planned part of a day's roll-up; plays stay as they are. */
  async putPlanned(tx: Tx, date: string, rows: readonly PlannedRow[]): Promise<void> {
    const columns = { assignmentKey: "int", mediaKey: "int", entryKey: "int", date: "text", planned: "bigint", displaced: "bigint", absent: "bigint" } as const;
    const table = jsonRows(this.provider, rows.map((row) => ({ ...row, date })), columns);
    await on(this.database, tx).$executeRaw`
      INSERT INTO "PlayDay" ("assignmentKey", "mediaKey", "entryKey", "date", "planned", "displaced", "absent", "completed", "interrupted", "failed", "airtimeMs")
      SELECT t."assignmentKey", t."mediaKey", t."entryKey", t."date", t."planned", t."displaced", t."absent", 0, 0, 0, 0 FROM (${table}) AS t WHERE ${Prisma.sql`true`}
      ON CONFLICT ("date", "assignmentKey", "mediaKey", "entryKey") DO UPDATE SET "planned" = excluded."planned", "displaced" = excluded."displaced", "absent" = excluded."absent"`;
  }
}
