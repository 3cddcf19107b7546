import type { Database } from "@yilu/prisma";
import { assignmentsOf } from "./repository.ts";
import type { Scope } from "./scope.ts";

/** What is known of one screen's ledgers. */
export interface BooksRow {
  screenId: string;
  screenName: string;
  unitId: string;
  unitPath: string;
  unitName: string;
  kind: string;
  line: string | null;
  lastSeenAt: number | null;
  newestAt: number | null;
  conflictAt: number | null;
  /** Numbers wanting below the highest received, numbers not received above it up to the head reported, rows kept apart. */
  missing: number;
  waiting: number;
  keptApart: number;
}

type Raw = { [K in keyof BooksRow]: BooksRow[K] extends string ? string : BooksRow[K] extends string | null ? string | null : number | bigint | null };

/** Completeness: what the ledgers prove to be there, and what to be wanting. Read only. */
export class CompletenessRepository {
  constructor(private readonly database: Database) {}

  /**
   * One row for each screen that was in service at some time between two instants, by its latest assignment then.
   * Screens made after `untilAt` were not.
   */
  async books(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line">, fromAt: number, untilAt: number): Promise<BooksRow[]> {
    const rows = await this.database.$queryRaw<Raw[]>`
      WITH inService AS MATERIALIZED (
        SELECT a."screenId", MAX(a."key") AS "key" FROM "ScreenAssignment" a LEFT JOIN "Screen" s ON s."id" = a."screenId"
        WHERE ${assignmentsOf(scope)} AND a."fromAt" < ${BigInt(untilAt)} AND (a."toAt" IS NULL OR a."toAt" > ${BigInt(fromAt)}) AND (s."createdAt" IS NULL OR s."createdAt" < ${BigInt(untilAt)})
        GROUP BY a."screenId"
      ),
      ranges AS (SELECT r."ledgerKey", SUM(r."toSeq" - r."fromSeq" + 1) AS "entered" FROM "LedgerRange" r GROUP BY r."ledgerKey"),
      apart AS (
        SELECT k."ledgerKey", COUNT(*) AS "rows", COUNT(DISTINCT CASE WHEN r."ledgerKey" IS NULL THEN k."seq" END) AS "numbers"
        FROM "PlayKeptApart" k LEFT JOIN "LedgerRange" r ON r."ledgerKey" = k."ledgerKey" AND k."seq" >= r."fromSeq" AND k."seq" <= r."toSeq"
        GROUP BY k."ledgerKey"
      ),
      ledgers AS (
        SELECT l."screenId", MAX(l."newestAt") AS "newestAt", MIN(l."conflictAt") AS "conflictAt",
          SUM(l."receivedTo" - COALESCE(ranges."entered", 0) - COALESCE(apart."numbers", 0)) AS "missing", SUM(COALESCE(apart."rows", 0)) AS "keptApart"
        FROM "Ledger" l LEFT JOIN ranges ON ranges."ledgerKey" = l."key" LEFT JOIN apart ON apart."ledgerKey" = l."key"
        GROUP BY l."screenId"
      )
      SELECT a."screenId", a."screenName", a."unitId", a."unitPath", COALESCE(u."name", n."name", '') AS "unitName", a."kind", a."line",
        t."lastSeenAt", ledgers."newestAt", ledgers."conflictAt",
        CAST(COALESCE(ledgers."missing", 0) AS BIGINT) AS "missing", CAST(COALESCE(ledgers."keptApart", 0) AS BIGINT) AS "keptApart",
        CASE WHEN t."ledgerHead" > COALESCE(c."receivedTo", 0) THEN t."ledgerHead" - COALESCE(c."receivedTo", 0) ELSE 0 END AS "waiting"
      FROM inService
      JOIN "ScreenAssignment" a ON a."key" = inService."key"
      LEFT JOIN "Unit" u ON u."id" = a."unitId"
      LEFT JOIN "PlayName" n ON n."kind" = 'unit' AND n."ref" = a."unitId"
      LEFT JOIN "ScreenStatus" t ON t."screenId" = a."screenId"
      LEFT JOIN "Ledger" c ON c."screenId" = t."screenId" AND c."ledgerId" = t."ledgerId"
      LEFT JOIN ledgers ON ledgers."screenId" = a."screenId"
      ORDER BY a."kind", a."line", a."screenName", a."screenId"`;
    const optional = (value: number | bigint | null) => (value === null ? null : Number(value));
    return rows.map((row) => ({
      ...row,
      lastSeenAt: optional(row.lastSeenAt),
      newestAt: optional(row.newestAt),
      conflictAt: optional(row.conflictAt),
      missing: Number(row.missing),
      waiting: Number(row.waiting),
      keptApart: Number(row.keptApart),
    }));
  }

  /** Days on which each screen was on at all, by its plays and reports, among local dates. */
  async daysOn(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line" | "from" | "to">): Promise<Map<string, { days: number; onMs: number }>> {
    const rows = await this.database.$queryRaw<{ screenId: string; days: number | bigint; onMs: number | bigint }[]>`
      SELECT a."screenId", COUNT(DISTINCT p."date") AS "days", CAST(SUM(p."onMs") AS BIGINT) AS "onMs"
      FROM "ScreenDay" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey"
      WHERE p."date" >= ${scope.from} AND p."date" <= ${scope.to} AND p."onMs" > 0 AND ${assignmentsOf(scope)}
      GROUP BY a."screenId"`;
    return new Map(rows.map((row) => [row.screenId, { days: Number(row.days), onMs: Number(row.onMs) }]));
  }

  /** Screens with a play in the period, from the roll-up. */
  async played(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line" | "from" | "to">): Promise<Map<string, number>> {
    const rows = await this.database.$queryRaw<{ screenId: string; plays: number | bigint }[]>`
      SELECT a."screenId", CAST(SUM(d."plays") AS BIGINT) AS "plays"
      FROM (
        SELECT "assignmentKey", SUM("completed" + "interrupted" + "failed") AS "plays" FROM "PlayDay" WHERE "date" >= ${scope.from} AND "date" <= ${scope.to} GROUP BY "assignmentKey"
      ) AS d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      WHERE d."plays" > 0 AND ${assignmentsOf(scope)}
      GROUP BY a."screenId"`;
    return new Map(rows.map((row) => [row.screenId, Number(row.plays)]));
  }

  /** Numbers wanting in the ledgers of a screen scope, inclusive, exact: neither in the books nor kept apart. At most `limit` ranges in all. */
  async gaps(screenIds: readonly string[], limit: number): Promise<Map<string, { ledgerId: string; from: number; to: number }[]>> {
    if (screenIds.length === 0) return new Map();
    const ledgers = await this.database.ledger.findMany({ where: { screenId: { in: [...screenIds] } }, orderBy: { key: "asc" } });
    const keys = ledgers.map((ledger) => ledger.key);
    const ranges = await this.database.ledgerRange.findMany({ where: { ledgerKey: { in: keys } }, orderBy: [{ ledgerKey: "asc" }, { fromSeq: "asc" }] });
    const apart = await this.database.playKeptApart.findMany({ where: { ledgerKey: { in: keys }, seq: { not: null } }, select: { ledgerKey: true, seq: true } });
    const answer = new Map<string, { ledgerId: string; from: number; to: number }[]>();
    for (const ledger of ledgers) {
      const held = [
        ...ranges.filter((range) => range.ledgerKey === ledger.key).map((range): [number, number] => [range.fromSeq, range.toSeq]),
        ...apart.filter((row) => row.ledgerKey === ledger.key).map((row): [number, number] => [row.seq ?? 0, row.seq ?? 0]),
      ].sort((one, other) => one[0] - other[0]);
      const list = answer.get(ledger.screenId) ?? [];
      let next = 1;
      for (const [from, to] of held) {
        if (from > next) list.push({ ledgerId: ledger.ledgerId, from: next, to: from - 1 });
        next = Math.max(next, to + 1);
      }
      answer.set(ledger.screenId, list.slice(0, limit));
    }
    return answer;
  }
}
