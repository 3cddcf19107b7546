import { Prisma, type Database } from "@yilu/prisma";

export interface ReportFilter {
  unitPath: string;
  from: string;
  to: string;
  screenId?: string | undefined;
  mediaId?: string | undefined;
  kind?: string | undefined;
  line?: string | undefined;
}
export interface CountRow {
  key: string;
  label: string;
  note: string | null;
  level: string | null;
  completed: number;
  interrupted: number;
  failed: number;
  airtimeMs: number;
}

const groupings = {
  screen: Prisma.sql`a."screenId" AS "key", MAX(a."screenName") AS "label", MAX(a."line") AS "note", NULL AS "level"`,
  media: Prisma.sql`n."ref" AS "key", MAX(COALESCE(m."title", n."name")) AS "label", NULL AS "note", MAX(COALESCE(m."level", n."level")) AS "level"`,
  day: Prisma.sql`d."date" AS "key", d."date" AS "label", NULL AS "note", NULL AS "level"`,
};
const groupedBy = { screen: Prisma.sql`a."screenId"`, media: Prisma.sql`n."ref"`, day: Prisma.sql`d."date"` };
const sums = Prisma.sql`
  CAST(SUM(d."completed") AS BIGINT) AS "completed", CAST(SUM(d."interrupted") AS BIGINT) AS "interrupted",
  CAST(SUM(d."failed") AS BIGINT) AS "failed", CAST(SUM(d."airtimeMs") AS BIGINT) AS "airtimeMs"`;

function screensOf(filter: Pick<ReportFilter, "unitPath" | "screenId" | "kind" | "line">): Prisma.Sql {
  const all = [Prisma.sql`a."unitPath" LIKE ${`${filter.unitPath}%`}`];
  if (filter.screenId !== undefined) all.push(Prisma.sql`a."screenId" = ${filter.screenId}`);
  if (filter.kind !== undefined) all.push(Prisma.sql`a."kind" = ${filter.kind}`);
  if (filter.line !== undefined) all.push(Prisma.sql`a."line" = ${filter.line}`);
  return Prisma.join(all, " AND ");
}

type Raw<T> = { [K in keyof T]: T[K] extends number ? number | bigint : T[K] };

/** Figures from the roll-ups. Never reads single plays. */
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  /** Counts by screen, media or local day, most plays first (days in order). */
  async counts(by: keyof typeof groupings, filter: ReportFilter): Promise<CountRow[]> {
    const media = filter.mediaId === undefined ? Prisma.empty : Prisma.sql`AND n."ref" = ${filter.mediaId}`;
    const rows = await this.database.$queryRaw<Raw<CountRow>[]>`
      SELECT ${groupings[by]}, ${sums}
      FROM "PlayDay" d
      JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      JOIN "PlayName" n ON n."key" = d."mediaKey"
      LEFT JOIN "Media" m ON m."id" = n."ref"
      WHERE d."date" >= ${filter.from} AND d."date" <= ${filter.to} AND ${screensOf(filter)} ${media}
      GROUP BY ${groupedBy[by]}
      ORDER BY ${by === "day" ? Prisma.sql`d."date"` : Prisma.sql`SUM(d."completed") DESC, 1`}`;
    return rows.map((row) => ({ ...row, completed: Number(row.completed), interrupted: Number(row.interrupted), failed: Number(row.failed), airtimeMs: Number(row.airtimeMs) }));
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

  /** What is known to be incomplete in the ledgers of screens within reach. */
  async gaps(filter: ReportFilter): Promise<{ screensWithPlays: number; missing: number; keptApart: number }> {
    const within = Prisma.sql`SELECT DISTINCT a."screenId" FROM "ScreenAssignment" a WHERE ${screensOf(filter)}`;
    const [withPlays] = await this.database.$queryRaw<{ count: bigint }[]>`
      SELECT COUNT(DISTINCT a."screenId") AS "count" FROM "PlayDay" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      WHERE d."date" >= ${filter.from} AND d."date" <= ${filter.to} AND ${screensOf(filter)}`;
    const [ledgers] = await this.database.$queryRaw<{ missing: bigint | null }[]>`
      SELECT CAST(SUM(l."receivedTo" - l."received") AS BIGINT) AS "missing" FROM "Ledger" l WHERE l."screenId" IN (${within})`;
    const [apart] = await this.database.$queryRaw<{ rows: bigint; numbers: bigint }[]>`
      SELECT COUNT(*) AS "rows", COUNT(DISTINCT CASE WHEN k."reason" <> 'conflict' AND k."seq" IS NOT NULL AND p."seq" IS NULL THEN k."ledgerKey" || ' ' || k."seq" END) AS "numbers"
      FROM "PlayKeptApart" k LEFT JOIN "Play" p ON p."ledgerKey" = k."ledgerKey" AND p."seq" = k."seq"
      WHERE k."screenId" IN (${within})`;
    const keptApart = Number(apart?.rows ?? 0);
    // A number that was kept apart did arrive: it is not missing.
    return { screensWithPlays: Number(withPlays?.count ?? 0), missing: Math.max(0, Number(ledgers?.missing ?? 0) - Number(apart?.numbers ?? 0)), keptApart };
  }
}
