import { Prisma, type Provider, type Reader } from "@yilu/prisma";
import type { ReportBy } from "@yilu/contract";
import { cutBySpans, type Dates } from "../plays/spans.ts";
import { assignmentsOf, campaignReach, campaignUnits, columnsOf, counted, countsOf, isWhole, mediaLevel, playedIn, sumOf, total, within, worked, type Counts, type Raw } from "./scope.repository.ts";
import type { Scope } from "./scope.ts";

type By = Exclude<ReportBy, "hour">;

interface Grouping {
  /** Keys of the roll-up that the grouping needs; the assignment is one of them. */
  keys: readonly ("date" | "assignmentKey" | "mediaKey" | "entryKey")[];
  joins: Prisma.Sql;
  columns: Prisma.Sql;
  groupBy: Prisma.Sql;
  orderBy: Prisma.Sql;
}

const no = Prisma.sql`NULL`;
const mostFirst = Prisma.sql`"completed" DESC, "key"`;
/** Told apart by screen. */
const plain = (expression: Prisma.Sql, label: Prisma.Sql, note: Prisma.Sql = no, joins: Prisma.Sql = Prisma.empty): Grouping => ({
  keys: ["assignmentKey"],
  joins,
  columns: Prisma.sql`${expression} AS "key", ${label} AS "label", ${note} AS "note", NULL AS "level", 0 AS "withdrawn"`,
  groupBy: expression,
  orderBy: mostFirst,
});
const mediaJoins = Prisma.sql`JOIN "PlayName" n ON n."key" = b."mediaKey" LEFT JOIN "Media" m ON m."id" = n."ref"`;

/** How plays are told apart, from the roll-ups of days; hours have tables of their own. */
const groupings: Record<By, Grouping> = {
  unit: plain(Prisma.sql`a."unitId"`, Prisma.sql`MAX(COALESCE(u."name", un."name", ''))`, no, Prisma.sql`LEFT JOIN "Unit" u ON u."id" = a."unitId" LEFT JOIN "PlayName" un ON un."kind" = 'unit' AND un."ref" = a."unitId"`),
  kind: plain(Prisma.sql`a."kind"`, Prisma.sql`a."kind"`),
  line: plain(Prisma.sql`COALESCE(a."line", '')`, Prisma.sql`COALESCE(a."line", '')`),
  screen: plain(Prisma.sql`a."screenId"`, Prisma.sql`MAX(a."screenName")`, Prisma.sql`MAX(a."line")`),
  media: {
    keys: ["mediaKey", "assignmentKey"],
    joins: mediaJoins,
    columns: Prisma.sql`n."ref" AS "key", MAX(COALESCE(m."title", n."name")) AS "label", NULL AS "note", MAX(${mediaLevel}) AS "level", MAX(CASE WHEN m."status" = 'approved' THEN 0 ELSE 1 END) AS "withdrawn"`,
    groupBy: Prisma.sql`n."ref"`,
    orderBy: mostFirst,
  },
  level: {
    keys: ["mediaKey", "assignmentKey"],
    joins: mediaJoins,
    columns: Prisma.sql`COALESCE(${mediaLevel}, '') AS "key", COALESCE(${mediaLevel}, '') AS "label", NULL AS "note", ${mediaLevel} AS "level", 0 AS "withdrawn"`,
    groupBy: mediaLevel,
    orderBy: mostFirst,
  },
  entry: {
    keys: ["entryKey", "assignmentKey"],
    joins: Prisma.sql`JOIN "PlayName" n ON n."key" = b."entryKey" LEFT JOIN "ScheduleEntry" s ON s."id" = n."ref"`,
    columns: Prisma.sql`n."ref" AS "key", MAX(COALESCE(s."name", n."name")) AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn"`,
    groupBy: Prisma.sql`n."ref"`,
    orderBy: mostFirst,
  },
  campaign: {
    keys: ["entryKey", "assignmentKey"],
    joins: Prisma.sql`LEFT JOIN "reach" r ON r."entryKey" = b."entryKey" AND r."unitPath" = a."unitPath"`,
    columns: Prisma.sql`COALESCE(r."campaign", '') AS "key", '' AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn"`,
    groupBy: Prisma.sql`r."campaign"`,
    orderBy: mostFirst,
  },
  day: { ...plain(Prisma.sql`b."date"`, Prisma.sql`b."date"`), keys: ["date", "assignmentKey"], orderBy: Prisma.sql`"key"` },
};

const distinctScreens = Prisma.sql`
  COUNT(DISTINCT CASE WHEN ${playedIn("b")} THEN a."screenId" END) AS "screens",
  COUNT(DISTINCT CASE WHEN ${playedIn("b")} AND a."kind" <> 'led' THEN a."screenId" END) AS "vehicles"`;
const figures = [...counted, ...worked];

/** Figures from the roll-ups, read only. Never reads single plays. */
export class ReportsRepository {
  constructor(
    private readonly reader: Reader,
    private readonly provider: Provider,
  ) {}

  /** Sums by one dimension, most plays first (days in order), and of everything. One pass over the roll-up. */
  async counts(by: By, scope: Scope): Promise<Counts> {
    const { keys, joins, columns, groupBy, orderBy } = groupings[by];
    const sums = Prisma.sql`${sumOf("b", figures)}, NULL AS "onMs", ${distinctScreens}`;
    const names = columnsOf("d", keys);
    const source = this.days(by, scope);
    // What a screen did on a day is one row already.
    const isApart = by === "day" && isWhole(scope);
    const reach = by === "campaign" ? Prisma.sql`, "reach" AS MATERIALIZED (${campaignReach(this.provider, scope.campaigns ?? [])})` : Prisma.empty;
    return countsOf(
      await this.reader.query<Raw>(Prisma.sql`
        WITH b AS ${isApart ? Prisma.sql`NOT MATERIALIZED (${source})` : Prisma.sql`MATERIALIZED (SELECT ${names}, ${sumOf("d", figures)} FROM (${source}) AS d GROUP BY ${names})`} ${reach}
        SELECT * FROM (
          SELECT 0 AS "isTotal", ${columns}, ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey" ${joins} GROUP BY ${groupBy}
          UNION ALL
          SELECT 1 AS "isTotal", ${total}, ${sums} FROM b JOIN "ScreenAssignment" a ON a."key" = b."assignmentKey"
        ) AS answer ORDER BY "isTotal", ${orderBy}`),
    );
  }

  /** Powered-on time by unit, kind, line, screen or day ("" for all). */
  async powered(by: "unit" | "kind" | "line" | "screen" | "day" | "all", scope: Scope): Promise<Map<string, { onMs: number }>> {
    const key = { unit: Prisma.sql`a."unitId"`, kind: Prisma.sql`a."kind"`, line: Prisma.sql`COALESCE(a."line", '')`, screen: Prisma.sql`a."screenId"`, day: Prisma.sql`p."date"`, all: Prisma.sql`''` }[by];
    const rows = await this.reader.query<{ key: string; onMs: number | bigint }>(Prisma.sql`
      SELECT ${key} AS "key", CAST(SUM(p."onMs") AS BIGINT) AS "onMs"
      FROM "ScreenDay" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey"
      WHERE p."date" >= ${scope.from} AND p."date" <= ${scope.to} AND p."onMs" > 0 AND ${assignmentsOf(scope)}
      GROUP BY 1`);
    return new Map(rows.map((row) => [row.key, { onMs: Number(row.onMs) }]));
  }

  /** Powered-on time of the screens that take part in each campaign; a screen counts in all of its campaigns. */
  async poweredByCampaign(scope: Scope): Promise<Map<string, { onMs: number }>> {
    const rows = await this.reader.query<{ key: string; onMs: number | bigint }>(Prisma.sql`
      SELECT c."campaign" AS "key", CAST(SUM(t."onMs") AS BIGINT) AS "onMs" FROM (${campaignUnits(this.provider, scope.campaigns ?? [])}) AS c JOIN (
        SELECT a."unitPath", SUM(p."onMs") AS "onMs" FROM "ScreenDay" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey"
        WHERE p."date" >= ${scope.from} AND p."date" <= ${scope.to} AND p."onMs" > 0 AND ${assignmentsOf(scope)} GROUP BY a."unitPath"
      ) AS t ON t."unitPath" = c."unitPath" GROUP BY 1`);
    return new Map(rows.map((row) => [row.key, { onMs: Number(row.onMs) }]));
  }

  /** Zones that screens are or were in. */
  async zones(): Promise<string[]> {
    return (await this.reader.query<{ timeZone: string }>(Prisma.sql`SELECT DISTINCT a."timeZone" FROM "ScreenAssignment" a`)).map((row) => row.timeZone);
  }

  /**
   * The rows that add up to a scope, from the smallest roll-up that can tell them apart: what each screen did where it
   * does not matter what was shown; whole spans with the days around them where it does; and days by themselves.
   */
  private days(by: By, scope: Scope): Prisma.Sql {
    const names = columnsOf("d", [...groupings[by].keys, ...figures]);
    const part = (table: string, date: string, { from, to }: Dates) => Prisma.sql`
      SELECT ${names} FROM ${Prisma.raw(`"${table}"`)} d
      WHERE d.${Prisma.raw(`"${date}"`)} >= ${from} AND d.${Prisma.raw(`"${date}"`)} <= ${to} AND ${within(this.provider, scope)}`;
    const isOfScreens = by !== "media" && by !== "level" && by !== "entry" && by !== "campaign";
    // A row of a screen that was off and had nothing to show says nothing.
    if (isOfScreens && isWhole(scope)) return Prisma.sql`${part("ScreenDay", "date", scope)} AND (${playedIn("d")} OR d."onMs" > 0 OR d."planned" > 0)`;
    if (by === "day") return part("PlayDay", "date", scope);
    const { before, spans, after } = cutBySpans(scope);
    const parts = [...(before ? [part("PlayDay", "date", before)] : []), ...(spans ? [part("PlaySpan", "fromDate", spans)] : []), ...(after ? [part("PlayDay", "date", after)] : [])];
    return parts.length === 0 ? part("PlayDay", "date", scope) : Prisma.join(parts, " UNION ALL ");
  }
}
