import { Prisma, type Database, type Provider } from "@yilu/prisma";
import { columnList, jsonRows, type ColumnType } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import type { PowerHour } from "./power.ts";
import type { RollUp } from "./roll-up.ts";

const counts = { completed: "int", interrupted: "int", failed: "int", airtimeMs: "bigint" } as const;
const shown = { assignmentKey: "int", mediaKey: "int", entryKey: "int", ...counts } as const;
const power = { firstHalf: "int", secondHalf: "int" } as const;

interface Table<C extends Record<string, ColumnType>> {
  name: string;
  columns: C;
  key: string;
}
const playHour = { name: "PlayHour", columns: { ...shown, hourStartAt: "bigint" }, key: `"hourStartAt", "assignmentKey", "mediaKey", "entryKey"` } as const;
const playDay = { name: "PlayDay", columns: { ...shown, date: "text" }, key: `"date", "assignmentKey", "mediaKey", "entryKey"` } as const;
const playSpan = { name: "PlaySpan", columns: { ...shown, fromDate: "text" }, key: `"fromDate", "assignmentKey", "mediaKey", "entryKey"` } as const;
const screenHour = { name: "ScreenHour", columns: { assignmentKey: "int", hourStartAt: "bigint", ...power, ...counts }, key: `"hourStartAt", "assignmentKey"` } as const;
const screenDay = { name: "ScreenDay", columns: { assignmentKey: "int", date: "text", ...counts }, key: `"date", "assignmentKey"` } as const;

/** Minutes are set, in a row that is there. */
const minutesSet = Object.keys(power).map((name) => `"${name}" = "ScreenHour"."${name}" | excluded."${name}"`);

/** What becomes of a row that is there: counts are added, minutes set. */
function addedTo({ name, columns }: Table<Record<string, ColumnType>>): Prisma.Sql {
  const added = Object.keys(counts).map((count) => `"${count}" = "${name}"."${count}" + excluded."${count}"`);
  return Prisma.raw([...added, ...("firstHalf" in columns ? minutesSet : [])].join(", "));
}

/** The figures of plays by hour, day and five days, and what each screen did. One statement per table, whatever the number of rows. */
export class RollUpRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /** Adds what some plays count for, and marks their days to be worked out again. */
  async add(tx: Tx, { hours, days, spans, screenHours, screenDays }: RollUp): Promise<void> {
    await this.addTo(tx, playHour, hours);
    await this.addTo(tx, playDay, days);
    await this.addTo(tx, playSpan, spans);
    await this.addTo(tx, screenHour, screenHours);
    await this.addTo(tx, screenDay, screenDays);
    await this.markDays(tx, screenDays.map(({ assignmentKey, date }) => ({ assignmentKey, date })));
  }

  /** Days of screens whose powered-on time and plan must be worked out again. */
  async markDays(tx: Tx, rows: readonly { assignmentKey: number; date: string }[]): Promise<void> {
    await on(this.database, tx).$executeRaw`INSERT INTO "DayToWork" ("assignmentKey", "date") ${jsonRows(this.provider, rows, { assignmentKey: "int", date: "text" })} ON CONFLICT DO NOTHING`;
  }

  /** Sets minutes in which screens were on. @returns the hours in which that was news */
  async addPower(tx: Tx, rows: readonly PowerHour[]): Promise<{ assignmentKey: number; hourStartAt: number }[]> {
    const columns = { assignmentKey: "int", hourStartAt: "bigint", ...power } as const;
    const changed = await on(this.database, tx).$queryRaw<Record<"assignmentKey" | "hourStartAt", number | bigint>[]>`
      INSERT INTO "ScreenHour" (${columnList(columns)}) ${jsonRows(this.provider, rows, columns)}
      ON CONFLICT (${Prisma.raw(screenHour.key)}) DO UPDATE SET ${Prisma.raw(minutesSet.join(", "))}
      WHERE "ScreenHour"."firstHalf" | excluded."firstHalf" <> "ScreenHour"."firstHalf" OR "ScreenHour"."secondHalf" | excluded."secondHalf" <> "ScreenHour"."secondHalf"
      RETURNING "assignmentKey", "hourStartAt"`;
    return changed.map((row) => ({ assignmentKey: Number(row.assignmentKey), hourStartAt: Number(row.hourStartAt) }));
  }

  /** Screens that are connected are on: sets the minute of now, by the zone of each. */
  async addConnected(tx: Tx, screenIds: readonly string[], minutes: readonly { timeZone: string; date: string; hourStartAt: number; firstHalf: number; secondHalf: number }[]): Promise<void> {
    const client = on(this.database, tx);
    const zones = jsonRows(this.provider, minutes, { timeZone: "text", date: "text", hourStartAt: "bigint", firstHalf: "int", secondHalf: "int" });
    const ids = jsonRows(this.provider, screenIds.map((id) => ({ id })), { id: "text" });
    const connected = Prisma.sql`FROM "ScreenAssignment" a JOIN (${zones}) AS z ON z."timeZone" = a."timeZone" WHERE a."toAt" IS NULL AND a."screenId" IN (${ids})`;
    await client.$executeRaw`
      INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", "firstHalf", "secondHalf")
      SELECT a."key", z."hourStartAt", z."firstHalf", z."secondHalf" ${connected}
      ON CONFLICT (${Prisma.raw(screenHour.key)}) DO UPDATE SET ${Prisma.raw(minutesSet.join(", "))}`;
    await client.$executeRaw`INSERT INTO "DayToWork" ("assignmentKey", "date") SELECT a."key", z."date" ${connected} ON CONFLICT DO NOTHING`;
  }

  private async addTo<C extends Record<string, ColumnType>>(tx: Tx, table: Table<C>, rows: readonly { [K in keyof C]: string | number | null }[]): Promise<void> {
    await on(this.database, tx).$executeRaw`
      INSERT INTO ${Prisma.raw(`"${table.name}"`)} (${columnList(table.columns)}) ${jsonRows(this.provider, rows, table.columns)}
      ON CONFLICT (${Prisma.raw(table.key)}) DO UPDATE SET ${addedTo(table)}`;
  }
}
