import { Prisma, type Database, type Provider } from "@yilu/prisma";
import type { ReportBy } from "@yilu/contract";
import { jsonRows } from "../../database/json-rows.ts";
import type { CountRow, Scope, Sums, ZoneOffset } from "./scope.ts";

interface Grouping {
  /** Keys of the roll-up that the grouping needs; the assignment is one of them. */
  keys: Prisma.Sql;
  joins: Prisma.Sql;
  columns: Prisma.Sql;
  groupBy: Prisma.Sql;
  orderBy: Prisma.Sql;
}

const no = Prisma.sql`NULL`;
const mostFirst = Prisma.sql`"completed" DESC, "key"`;
/** Told apart by screen. The day is among the keys since the roll-up lies in order of day and screen: nothing is sorted but the answer. */
const plain = (expression: Prisma.Sql, label: Prisma.Sql, note: Prisma.Sql = no, joins: Prisma.Sql = Prisma.empty): Grouping => ({
  keys: Prisma.sql`d."date", d."assignmentKey"`,
  joins,
  columns: Prisma.sql`${expression} AS "key", ${label} AS "label", ${note} AS "note", NULL AS "level", 0 AS "withdrawn"`,
  groupBy: expression,
  orderBy: mostFirst,
});
const mediaJoins = Prisma.sql`JOIN "PlayName" n ON n."key" = b."mediaKey" LEFT JOIN "Media" m ON m."id" = n."ref"`;
const mediaLevel = Prisma.sql`COALESCE(m."level", n."level")`;

/** How plays are told apart, from the day's roll-ups; hours have a table of their own. */
const groupings: Record<Exclude<ReportBy, "hour">, Grouping> = {
  unit: plain(Prisma.sql`a."unitId"`, Prisma.sql`MAX(COALESCE(u."name", un."name", ''))`, no, Prisma.sql`LEFT JOIN "Unit" u ON u."id" = a."unitId" LEFT JOIN "PlayName" un ON un."kind" = 'unit' AND un."ref" = a."unitId"`),
  kind: plain(Prisma.sql`a."kind"`, Prisma.sql`a."kind"`),
  line: plain(Prisma.sql`COALESCE(a."line", '')`, Prisma.sql`COALESCE(a."line", '')`),
  screen: plain(Prisma.sql`a."screenId"`, Prisma.sql`MAX(a."screenName")`, Prisma.sql`MAX(a."line")`),
  media: {
    keys: Prisma.sql`d."mediaKey", d."assignmentKey"`,
    joins: mediaJoins,
    columns: Prisma.sql`n."ref" AS "key", MAX(COALESCE(m."title", n."name")) AS "label", NULL AS "note", MAX(${mediaLevel}) AS "level", MAX(CASE WHEN m."status" = 'approved' THEN 0 ELSE 1 END) AS "withdrawn"`,
    groupBy: Prisma.sql`n."ref"`,
    orderBy: mostFirst,
  },
  level: {
    keys: Prisma.sql`d."mediaKey", d."assignmentKey"`,
    joins: mediaJoins,
    columns: Prisma.sql`COALESCE(${mediaLevel}, '') AS "key", COALESCE(${mediaLevel}, '') AS "label", NULL AS "note", ${mediaLevel} AS "level", 0 AS "withdrawn"`,
    groupBy: mediaLevel,
    orderBy: mostFirst,
  },
  entry: {
    keys: Prisma.sql`d."entryKey", d."assignmentKey"`,
    joins: Prisma.sql`JOIN "PlayName" n ON n."key" = b."entryKey" LEFT JOIN "ScheduleEntry" s ON s."id" = n."ref"`,
    columns: Prisma.sql`n."ref" AS "key", MAX(COALESCE(s."name", n."name")) AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn"`,
    groupBy: Prisma.sql`n."ref"`,
    orderBy: mostFirst,
  },
  day: { ...plain(Prisma.sql`b."date"`, Prisma.sql`b."date"`), orderBy: Prisma.sql`"key"` },
};

const counted = ["completed", "interrupted", "failed", "airtimeMs"] as const;
const worked = ["planned", "displaced", "absent"] as const;
const sumOf = (table: string, names: readonly string[]) => Prisma.raw(names.map((name) => `CAST(SUM(${table}."${name}") AS BIGINT) AS "${name}"`).join(", "));
const played = Prisma.sql`b."completed" + b."interrupted" + b."failed" > 0`;
const distinctScreens = Prisma.sql`
  COUNT(DISTINCT CASE WHEN ${played} THEN a."screenId" END) AS "screens",
  COUNT(DISTINCT CASE WHEN ${played} AND a."kind" <> 'led' THEN a."screenId" END) AS "vehicles"`;
const total = Prisma.sql`'' AS "key", '' AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn"`;

/** Assignments within a scope, as a condition on alias `a`. */
export function assignmentsOf({ unitPaths, screenId, kind, line }: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line">): Prisma.Sql {
  const units = unitPaths.length === 0 ? Prisma.sql`1 = 0` : Prisma.join(unitPaths.map((path) => Prisma.sql`a."unitPath" LIKE ${`${path}%`}`), " OR ");
  const all = [Prisma.sql`(${units})`];
  if (screenId !== undefined) all.push(Prisma.sql`a."screenId" = ${screenId}`);
  if (kind !== undefined) all.push(Prisma.sql`a."kind" = ${kind}`);
  if (line !== undefined) all.push(Prisma.sql`a."line" = ${line}`);
  return Prisma.join(all, " AND ");
}

type Raw = { [K in keyof CountRow]: CountRow[K] extends number | boolean ? number | bigint | null : CountRow[K] } & { isTotal: number | bigint };

function numbersOf(row: Raw): Sums {
  const { completed, interrupted, failed, airtimeMs, planned, displaced, absent, screens, vehicles } = row;
  const of = (value: number | bigint | null) => Number(value ?? 0);
  return {
    completed: of(completed),
    interrupted: of(interrupted),
    failed: of(failed),
    airtimeMs: of(airtimeMs),
    planned: of(planned),
    displaced: of(displaced),
    absent: of(absent),
    screens: of(screens),
    vehicles: of(vehicles),
  };
}

/** Figures from the roll-ups, read only. Never reads single plays. */
export class ReportsRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /** Sums by one dimension, most plays first (days in order), and of everything. One pass over the roll-up. */
  async counts(by: Exclude<ReportBy, "hour">, scope: Scope): Promise<{ rows: CountRow[]; total: Sums }> {
    const { keys, joins, columns, groupBy, orderBy } = groupings[by];
    const sums = Prisma.sql`${sumOf("b", [...counted, ...worked])}, ${distinctScreens}`;
    return this.grouped(Prisma.sql`
      WITH b AS MATERIALIZED (
        SELECT ${keys}, ${sumOf("d", [...counted, ...worked])}
        FROM "PlayDay" d
        WHERE d."date" >= ${scope.from} AND d."date" <= ${scope.to} AND ${this.within(scope)}
        GROUP BY ${keys}
      )
      SELECT * FROM (
        SELECT 0 AS "isTotal", ${columns}, ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey" ${joins} GROUP BY ${groupBy}
        UNION ALL
        SELECT 1 AS "isTotal", ${total}, ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey"
      ) AS answer ORDER BY "isTotal", ${orderBy}`);
  }

  /** Sums by local hour of the day, "00" … "23", and of everything. */
  async byHour(scope: Scope, offsets: readonly ZoneOffset[]): Promise<{ rows: CountRow[]; total: Sums }> {
    const sums = Prisma.sql`${sumOf("b", counted)}, 0 AS "planned", 0 AS "displaced", 0 AS "absent", ${distinctScreens}`;
    const key = Prisma.sql`CASE WHEN b."hour" < 10 THEN '0' ELSE '' END || CAST(b."hour" AS TEXT)`;
    return this.grouped(Prisma.sql`
      WITH b AS MATERIALIZED (
        SELECT d."assignmentKey", (d."hourStartAt" + o."offsetMs") / 3600000 % 24 AS "hour", ${sumOf("d", counted)}
        FROM ${this.hoursWithin(scope, offsets)}
        GROUP BY 1, 2
      )
      SELECT * FROM (
        SELECT 0 AS "isTotal", ${key} AS "key", ${key} AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn", ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey" GROUP BY b."hour"
        UNION ALL
        SELECT 1 AS "isTotal", ${total}, ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey"
      ) AS answer ORDER BY "isTotal", "key"`);
  }

  /** Local hour × day; `day` is the number of days since 1970-01-01. */
  async heat(scope: Scope, offsets: readonly ZoneOffset[]): Promise<{ day: number; hour: number; plays: number; completed: number; airtimeMs: number }[]> {
    const rows = await this.database.$queryRaw<Record<"day" | "hour" | "plays" | "completed" | "airtimeMs", number | bigint>[]>`
      SELECT (d."hourStartAt" + o."offsetMs") / 86400000 AS "day", (d."hourStartAt" + o."offsetMs") / 3600000 % 24 AS "hour",
        CAST(SUM(d."completed" + d."interrupted" + d."failed") AS BIGINT) AS "plays", ${sumOf("d", ["completed", "airtimeMs"])}
      FROM ${this.hoursWithin(scope, offsets)}
      GROUP BY 1, 2 ORDER BY 1, 2`;
    return rows.map((row) => ({ day: Number(row.day), hour: Number(row.hour), plays: Number(row.plays), completed: Number(row.completed), airtimeMs: Number(row.airtimeMs) }));
  }

  /** Powered-on time by unit, kind, line, screen or day ("" for all), and how many screen-days that is. */
  async powered(by: "unit" | "kind" | "line" | "screen" | "day" | "all", scope: Scope): Promise<Map<string, { onMs: number; days: number }>> {
    const key = { unit: Prisma.sql`a."unitId"`, kind: Prisma.sql`a."kind"`, line: Prisma.sql`COALESCE(a."line", '')`, screen: Prisma.sql`a."screenId"`, day: Prisma.sql`p."date"`, all: Prisma.sql`''` }[by];
    const rows = await this.database.$queryRaw<{ key: string; onMs: number | bigint; days: number | bigint }[]>`
      SELECT ${key} AS "key", CAST(SUM(p."onMs") AS BIGINT) AS "onMs", COUNT(DISTINCT a."screenId" || p."date") AS "days"
      FROM "ScreenDay" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey"
      WHERE p."date" >= ${scope.from} AND p."date" <= ${scope.to} AND p."onMs" > 0 AND ${assignmentsOf(scope)}
      GROUP BY 1`;
    return new Map(rows.map((row) => [row.key, { onMs: Number(row.onMs), days: Number(row.days) }]));
  }

  /** Plays by local hour, from one instant on. */
  async hours(unitPath: string, fromAt: number): Promise<{ hourStartAt: number; plays: number }[]> {
    const rows = await this.database.$queryRaw<{ hourStartAt: bigint; plays: bigint }[]>`
      SELECT h."hourStartAt", CAST(SUM(h."completed" + h."interrupted" + h."failed") AS BIGINT) AS "plays"
      FROM "PlayHour" h JOIN "ScreenAssignment" a ON a."key" = h."assignmentKey"
      WHERE h."hourStartAt" >= ${BigInt(fromAt)} AND a."unitPath" LIKE ${`${unitPath}%`}
      GROUP BY h."hourStartAt" ORDER BY h."hourStartAt"`;
    return rows.map((row) => ({ hourStartAt: Number(row.hourStartAt), plays: Number(row.plays) }));
  }

  /** Zones that screens are or were in. */
  async zones(): Promise<string[]> {
    return (await this.database.screenAssignment.findMany({ distinct: ["timeZone"], select: { timeZone: true } })).map((row) => row.timeZone);
  }

  private async grouped(query: Prisma.Sql): Promise<{ rows: CountRow[]; total: Sums }> {
    const answer = await this.database.$queryRaw<Raw[]>(query);
    const rows = answer.filter((row) => Number(row.isTotal) === 0);
    const sum = answer.find((row) => Number(row.isTotal) === 1);
    return {
      rows: rows.map((row) => ({ key: row.key, label: row.label, note: row.note, level: row.level, withdrawn: Number(row.withdrawn) === 1, ...numbersOf(row) })),
      total: sum === undefined ? { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0, planned: 0, displaced: 0, absent: 0, screens: 0, vehicles: 0 } : numbersOf(sum),
    };
  }

  /** Rows of a roll-up `d` within a scope, whatever its dates. */
  private within(scope: Scope): Prisma.Sql {
    const all = [Prisma.sql`d."assignmentKey" IN (SELECT a."key" FROM "ScreenAssignment" a WHERE ${assignmentsOf(scope)})`];
    const { mediaId, level, entryIds } = scope;
    if (mediaId !== undefined) all.push(Prisma.sql`d."mediaKey" IN (SELECT n."key" FROM "PlayName" n WHERE n."kind" = 'media' AND n."ref" = ${mediaId})`);
    if (level !== undefined) all.push(Prisma.sql`d."mediaKey" IN (SELECT n."key" FROM "PlayName" n LEFT JOIN "Media" m ON m."id" = n."ref" WHERE n."kind" = 'media' AND ${mediaLevel} = ${level})`);
    if (entryIds !== undefined) {
      const wanted = jsonRows(this.provider, entryIds.map((ref) => ({ ref })), { ref: "text" });
      all.push(Prisma.sql`d."entryKey" IN (SELECT n."key" FROM "PlayName" n WHERE n."kind" = 'entry' AND n."ref" IN (${wanted}))`);
    }
    return Prisma.join(all, " AND ");
  }

  private hoursWithin(scope: Scope, offsets: readonly ZoneOffset[]): Prisma.Sql {
    const table = jsonRows(this.provider, offsets.map((offset) => ({ ...offset })), { timeZone: "text", fromAt: "bigint", toAt: "bigint", offsetMs: "bigint" });
    const firstDay = BigInt(Date.parse(scope.from) / 86_400_000);
    const lastDay = BigInt(Date.parse(scope.to) / 86_400_000);
    const first = offsets.reduce((least, offset) => Math.min(least, offset.fromAt), Number.MAX_SAFE_INTEGER);
    const last = offsets.reduce((most, offset) => Math.max(most, offset.toAt), 0);
    return Prisma.sql`"PlayHour" d JOIN "ScreenAssignment" z ON z."key" = d."assignmentKey"
      JOIN (${table}) AS o ON o."timeZone" = z."timeZone" AND d."hourStartAt" >= o."fromAt" AND d."hourStartAt" < o."toAt"
      WHERE d."hourStartAt" >= ${BigInt(first)} AND d."hourStartAt" < ${BigInt(last)}
        AND (d."hourStartAt" + o."offsetMs") / 86400000 BETWEEN ${firstDay} AND ${lastDay} AND ${this.within(scope)}`;
  }
}
