import { Prisma, type Provider, type Reader } from "@yilu/prisma";
import { jsonRows } from "../../database/json-rows.ts";
import { assignmentsOf, playedIn } from "./scope.repository.ts";
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

/** When a screen belonged to a scope, epoch ms; it was made in between, or later. */
export interface InService {
  from: number;
  to: number;
}

type Raw = { [K in keyof BooksRow]: BooksRow[K] extends string ? string : BooksRow[K] extends string | null ? string | null : number | bigint | null };

/** Completeness: what the ledgers prove to be there, and what to be wanting. Read only. */
export class CompletenessRepository {
  constructor(
    private readonly reader: Reader,
    private readonly provider: Provider,
  ) {}

  /**
   * One row for each screen that was in service at some time between two instants, by its latest assignment then.
   * Screens made after `untilAt` were not.
   */
  async books(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line">, fromAt: number, untilAt: number): Promise<BooksRow[]> {
    const rows = await this.reader.query<Raw>(Prisma.sql`
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
      ORDER BY a."kind", a."line", a."screenName", a."screenId"`);
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

  /** When each screen of a scope belonged to it, between two instants; a bus that came back has several. */
  async service(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line">, fromAt: number, untilAt: number): Promise<Map<string, InService[]>> {
    const rows = await this.reader.query<{ screenId: string } & Record<"fromAt" | "toAt", number | bigint>>(Prisma.sql`
      SELECT a."screenId", CASE WHEN s."createdAt" > a."fromAt" THEN s."createdAt" ELSE a."fromAt" END AS "fromAt", COALESCE(a."toAt", ${BigInt(untilAt)}) AS "toAt"
      FROM "ScreenAssignment" a LEFT JOIN "Screen" s ON s."id" = a."screenId"
      WHERE ${assignmentsOf(scope)} AND a."fromAt" < ${BigInt(untilAt)} AND (a."toAt" IS NULL OR a."toAt" > ${BigInt(fromAt)})`);
    const answer = new Map<string, InService[]>();
    for (const row of rows) {
      const one = { from: Math.max(Number(row.fromAt), fromAt), to: Math.min(Number(row.toAt), untilAt) };
      answer.set(row.screenId, [...(answer.get(row.screenId) ?? []), one]);
    }
    return answer;
  }

  /** Days on which each screen was on at all, by its plays and reports, among local dates, and the first of them. */
  async daysOn(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line" | "from" | "to">): Promise<Map<string, { days: number; onMs: number; first: string }>> {
    const rows = await this.reader.query<{ screenId: string; days: number | bigint; onMs: number | bigint; first: string }>(Prisma.sql`
      SELECT a."screenId", COUNT(DISTINCT p."date") AS "days", CAST(SUM(p."onMs") AS BIGINT) AS "onMs", MIN(p."date") AS "first"
      FROM "ScreenDay" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey"
      WHERE p."date" >= ${scope.from} AND p."date" <= ${scope.to} AND (p."onMs" > 0 OR ${playedIn("p")}) AND ${assignmentsOf(scope)}
      GROUP BY a."screenId"`);
    return new Map(rows.map((row) => [row.screenId, { days: Number(row.days), onMs: Number(row.onMs), first: row.first }]));
  }

  /** Screens with a play in the period, from the roll-up. */
  async played(scope: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line" | "from" | "to">): Promise<Map<string, number>> {
    const rows = await this.reader.query<{ screenId: string; plays: number | bigint }>(Prisma.sql`
      SELECT a."screenId", CAST(SUM(d."completed" + d."interrupted" + d."failed") AS BIGINT) AS "plays"
      FROM "ScreenDay" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      WHERE d."date" >= ${scope.from} AND d."date" <= ${scope.to} AND ${playedIn("d")} AND ${assignmentsOf(scope)}
      GROUP BY a."screenId"`);
    return new Map(rows.map((row) => [row.screenId, Number(row.plays)]));
  }

  /** Rows of some screens that were kept apart, by reason. */
  async apart(screenIds: readonly string[]): Promise<Map<string, { reason: string; rows: number; lastAt: number }[]>> {
    if (screenIds.length === 0) return new Map();
    const rows = await this.reader.query<{ screenId: string; reason: string } & Record<"rows" | "lastAt", number | bigint>>(Prisma.sql`
      SELECT k."screenId", k."reason", COUNT(*) AS "rows", MAX(k."receivedAt") AS "lastAt" FROM "PlayKeptApart" k
      WHERE k."screenId" IN (${jsonRows(this.provider, screenIds.map((id) => ({ id })), { id: "text" })}) GROUP BY k."screenId", k."reason" ORDER BY k."reason"`);
    const answer = new Map<string, { reason: string; rows: number; lastAt: number }[]>();
    for (const { screenId, reason, ...row } of rows) answer.set(screenId, [...(answer.get(screenId) ?? []), { reason, rows: Number(row.rows), lastAt: Number(row.lastAt) }]);
    return answer;
  }

  /** Numbers wanting in the ledgers of some screens, inclusive, exact: neither in the books nor kept apart. At most `limit` ranges of each screen. */
  async gaps(screenIds: readonly string[], limit: number): Promise<Map<string, { ledgerId: string; from: number; to: number }[]>> {
    if (screenIds.length === 0) return new Map();
    const held = await this.reader.query<{ screenId: string; ledgerId: string } & Record<"from" | "to", number | bigint>>(Prisma.sql`
      SELECT l."screenId", l."ledgerId", h."from", h."to" FROM "Ledger" l JOIN (
        SELECT r."ledgerKey", r."fromSeq" AS "from", r."toSeq" AS "to" FROM "LedgerRange" r
        UNION ALL SELECT k."ledgerKey", k."seq", k."seq" FROM "PlayKeptApart" k WHERE k."seq" IS NOT NULL
      ) AS h ON h."ledgerKey" = l."key"
      WHERE l."screenId" IN (${jsonRows(this.provider, screenIds.map((id) => ({ id })), { id: "text" })}) ORDER BY l."key", h."from"`);
    const answer = new Map<string, { ledgerId: string; from: number; to: number }[]>();
    const next = new Map<string, number>();
    for (const row of held) {
      const ledger = `${row.screenId} ${row.ledgerId}`;
      const expected = next.get(ledger) ?? 1;
      const list = answer.get(row.screenId) ?? [];
      if (Number(row.from) > expected) list.push({ ledgerId: row.ledgerId, from: expected, to: Number(row.from) - 1 });
      next.set(ledger, Math.max(expected, Number(row.to) + 1));
      answer.set(row.screenId, list);
    }
    return new Map([...answer].map(([screenId, list]) => [screenId, list.slice(0, limit)]));
  }
}
