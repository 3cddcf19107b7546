import { Prisma, type Provider, type Reader } from "@yilu/prisma";
import { columnsOf, counted, countsOf, isWhole, playedIn, sumOf, total, within, worked, type Counts, type Raw } from "./scope.repository.ts";
import type { Scope, ZoneOffset } from "./scope.ts";

const hourMs = 3_600_000n;
const dayMs = 86_400_000n;

/** Figures by local hour. What counts everything a screen showed is read from what the screen did; the rest from each media and entry. */
export class HoursRepository {
  constructor(
    private readonly reader: Reader,
    private readonly provider: Provider,
  ) {}

  /**
   * Sums by local hour of the day, "00" … "23", and of everything. Plan and powered-on time are known where the scope
   * counts everything that its screens showed; elsewhere the plan is 0 and the time null.
   */
  async byHour(scope: Scope, offsets: readonly ZoneOffset[]): Promise<Counts> {
    const whole = isWhole(scope);
    const names = whole ? [...counted, ...worked, "onMs"] : counted;
    const source = this.hours(scope, offsets, names);
    if (source === null) return countsOf([]);
    const unknown = whole ? Prisma.empty : Prisma.sql`0 AS "planned", 0 AS "displaced", 0 AS "absent", NULL AS "onMs",`;
    const key = Prisma.sql`CASE WHEN s."hour" < 10 THEN '0' ELSE '' END || CAST(s."hour" AS TEXT)`;
    const isKnown = Prisma.raw(names.filter((name) => name !== "airtimeMs").map((name) => `SUM(h."${name}")`).join(" + "));
    const screens = Prisma.sql`COUNT(DISTINCT a."screenId") AS "screens", COUNT(DISTINCT CASE WHEN a."kind" <> 'led' THEN a."screenId" END) AS "vehicles"`;
    // Screens are told apart by themselves, so that only the pairs of screen and hour are sorted, not every figure of them.
    return countsOf(
      await this.reader.query<Raw>(Prisma.sql`
        WITH h AS ${Prisma.raw(whole ? "NOT MATERIALIZED" : "MATERIALIZED")} (${source}),
        s AS MATERIALIZED (SELECT h."hour", ${sumOf("h", names)} FROM h GROUP BY h."hour" HAVING ${isKnown} > 0),
        pairs AS MATERIALIZED (SELECT DISTINCT h."hour", h."assignmentKey" FROM h WHERE ${playedIn("h")})
        SELECT * FROM (
          SELECT 0 AS "isTotal", ${key} AS "key", ${key} AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn", ${columnsOf("s", names)}, ${unknown} c."screens", c."vehicles"
          FROM s LEFT JOIN (SELECT p."hour", ${screens} FROM pairs p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey" GROUP BY p."hour") AS c ON c."hour" = s."hour"
          UNION ALL
          SELECT 1 AS "isTotal", ${total}, t.*, ${unknown} c."screens", c."vehicles"
          FROM (SELECT ${sumOf("s", names)} FROM s) AS t, (SELECT ${screens} FROM pairs p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey") AS c
        ) AS answer ORDER BY "isTotal", "key"`),
    );
  }

  /** Local hour × day; `day` is the number of days since 1970-01-01. */
  async heat(scope: Scope, offsets: readonly ZoneOffset[]): Promise<{ day: number; hour: number; plays: number; completed: number; airtimeMs: number }[]> {
    const source = this.hours(scope, offsets, counted);
    if (source === null) return [];
    const rows = await this.reader.query<Record<"day" | "hour" | "plays" | "completed" | "airtimeMs", number | bigint>>(Prisma.sql`
      SELECT h."day", h."hour", CAST(SUM(h."completed" + h."interrupted" + h."failed") AS BIGINT) AS "plays", ${sumOf("h", ["completed", "airtimeMs"])}
      FROM (${source}) AS h WHERE ${playedIn("h")} GROUP BY h."day", h."hour" ORDER BY h."day", h."hour"`);
    return rows.map((row) => ({ day: Number(row.day), hour: Number(row.hour), plays: Number(row.plays), completed: Number(row.completed), airtimeMs: Number(row.airtimeMs) }));
  }

  /** Plays by local hour, from one instant on. */
  async since(unitPath: string, fromAt: number): Promise<{ hourStartAt: number; plays: number }[]> {
    const rows = await this.reader.query<{ hourStartAt: number | bigint; plays: number | bigint }>(Prisma.sql`
      SELECT h."hourStartAt", CAST(SUM(h."completed" + h."interrupted" + h."failed") AS BIGINT) AS "plays"
      FROM "ScreenHour" h JOIN "ScreenAssignment" a ON a."key" = h."assignmentKey"
      WHERE h."hourStartAt" >= ${BigInt(fromAt)} AND ${playedIn("h")} AND a."unitPath" LIKE ${`${unitPath}%`}
      GROUP BY h."hourStartAt" ORDER BY h."hourStartAt"`);
    return rows.map((row) => ({ hourStartAt: Number(row.hourStartAt), plays: Number(row.plays) }));
  }

  /**
   * Rows of each local hour of the scope's days: assignmentKey, day, hour and what is named. Zones that keep the same
   * time are read in one go, between two instants, so that no row is looked up by its zone.
   * @returns null where no screen ever was
   */
  private hours(scope: Scope, offsets: readonly ZoneOffset[], names: readonly string[]): Prisma.Sql | null {
    const firstDay = BigInt(Date.parse(scope.from)) / dayMs;
    const lastDay = BigInt(Date.parse(scope.to)) / dayMs;
    const alike = new Map<string, { stretch: ZoneOffset; zones: string[] }>();
    for (const stretch of offsets) {
      const key = `${stretch.fromAt} ${stretch.toAt} ${stretch.offsetMs}`;
      const known = alike.get(key);
      if (known) known.zones.push(stretch.timeZone);
      else alike.set(key, { stretch, zones: [stretch.timeZone] });
    }
    const parts = [...alike.values()].map(({ stretch, zones }) => {
      const offset = BigInt(stretch.offsetMs);
      const [opens, closes] = [firstDay * dayMs - offset, (lastDay + 1n) * dayMs - offset];
      const [from, to] = [BigInt(stretch.fromAt), BigInt(stretch.toAt)];
      const local = Prisma.raw(`(d."hourStartAt" + ${offset})`);
      const when = Prisma.sql`d."assignmentKey", ${local} / ${Prisma.raw(String(dayMs))} AS "day", ${local} / ${Prisma.raw(String(hourMs))} % 24 AS "hour"`;
      const rows = Prisma.sql`d."hourStartAt" >= ${from > opens ? from : opens} AND d."hourStartAt" < ${to < closes ? to : closes}
        AND ${within(this.provider, scope, Prisma.sql`a."timeZone" IN (${Prisma.join(zones)})`)}`;
      // What was shown lies in order of hour and screen: it is summed as it is read.
      return isWhole(scope)
        ? Prisma.sql`SELECT ${when}, ${columnsOf("d", names)} FROM "ScreenHour" d WHERE ${rows}`
        : Prisma.sql`SELECT ${when}, ${sumOf("d", names)} FROM "PlayHour" d WHERE ${rows} GROUP BY d."hourStartAt", d."assignmentKey"`;
    });
    return parts.length === 0 ? null : Prisma.join(parts, " UNION ALL ");
  }
}
