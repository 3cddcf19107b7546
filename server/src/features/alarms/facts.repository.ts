import { Prisma, type Database, type Provider, type Reader } from "@yilu/prisma";
import { jsonRows } from "../../database/json-rows.ts";

/** What is stored of one screen, as the rules want it; `report` and `settings` are JSON values not looked at yet. */
export interface FactsRow {
  screenId: string;
  unitPath: string;
  kind: string;
  timeZone: string;
  settings: unknown;
  isPaired: boolean;
  lastSeenAt: number | null;
  onlineUntil: number;
  report: unknown;
  waiting: number;
}

/** An alarm that is not over. */
export interface CurrentRow {
  id: string;
  screenId: string;
  kind: string;
  unitPath: string;
  detail: string;
}

const json = (value: unknown): unknown => (typeof value === "string" ? (JSON.parse(value) as unknown) : value);

/** What alarms are found from: many screens in one question. Reads only. */
export class FactsRepository {
  private constructor(
    private readonly reader: Pick<Reader, "query">,
    private readonly provider: Provider,
  ) {}

  /** For questions about a few screens. */
  static ofFew(database: Database, provider: Provider): FactsRepository {
    return new FactsRepository({ query: (sql) => database.$queryRaw(sql) }, provider);
  }

  /** For questions about ten thousand, which keep no player waiting. */
  static ofMany(reader: Reader, provider: Provider): FactsRepository {
    return new FactsRepository(reader, provider);
  }

  /** What is stored of some screens: the next after an id, or the very ones named. In order of id. */
  async facts(which: { after: string; most: number } | { ids: readonly string[] }): Promise<FactsRow[]> {
    const some = "ids" in which ? Prisma.sql`s."id" IN (${this.texts(which.ids)})` : Prisma.sql`s."id" > ${which.after}`;
    const most = "ids" in which ? Prisma.empty : Prisma.sql`LIMIT ${which.most}`;
    const rows = await this.reader.query<Record<keyof FactsRow | "ledgerHead" | "receivedTo", unknown>>(Prisma.sql`
      SELECT s."id" AS "screenId", u."path" AS "unitPath", s."kind", s."timeZone", s."settings",
        CASE WHEN EXISTS (SELECT 1 FROM "PlayerToken" k WHERE k."screenId" = s."id") THEN 1 ELSE 0 END AS "isPaired",
        t."lastSeenAt", t."onlineUntil", t."report", t."ledgerHead", c."receivedTo"
      FROM "Screen" s JOIN "Unit" u ON u."id" = s."unitId"
      LEFT JOIN "ScreenStatus" t ON t."screenId" = s."id"
      LEFT JOIN "Ledger" c ON c."screenId" = t."screenId" AND c."ledgerId" = t."ledgerId"
      WHERE ${some} ORDER BY s."id" ${most}`);
    return rows.map((row) => ({
      screenId: String(row.screenId),
      unitPath: String(row.unitPath),
      kind: String(row.kind),
      timeZone: String(row.timeZone),
      settings: json(row.settings),
      isPaired: Number(row.isPaired) === 1,
      lastSeenAt: row.lastSeenAt === null ? null : Number(row.lastSeenAt),
      onlineUntil: Number(row.onlineUntil ?? 0),
      report: json(row.report),
      waiting: Math.max(0, Number(row.ledgerHead ?? 0) - Number(row.receivedTo ?? 0)),
    }));
  }

  /** When ledgers last came with two contents under one number, by screen; only what is newer than an instant. */
  async conflicts(after: number): Promise<Map<string, number>> {
    const rows = await this.reader.query<{ screenId: string; at: number | bigint }>(Prisma.sql`
      SELECT l."screenId", MAX(l."conflictAt") AS "at" FROM "Ledger" l WHERE l."conflictAt" > ${BigInt(after)} GROUP BY l."screenId"`);
    return new Map(rows.map((row) => [row.screenId, Number(row.at)]));
  }

  /** Plan and delivery of each screen by local day, in thousandths of a play and in plays; days without a plan are left out. */
  async days(from: string, to: string): Promise<{ screenId: string; date: string; planned: number; delivered: number }[]> {
    const rows = await this.reader.query<{ screenId: string; date: string; planned: number | bigint; delivered: number | bigint }>(Prisma.sql`
      SELECT a."screenId", d."date", CAST(SUM(d."planned" - d."displaced") AS BIGINT) AS "planned", CAST(SUM(d."completed") AS BIGINT) AS "delivered"
      FROM "ScreenDay" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      WHERE d."date" >= ${from} AND d."date" <= ${to} AND d."planned" > 0
      GROUP BY a."screenId", d."date"`);
    return rows.map((row) => ({ ...row, planned: Number(row.planned), delivered: Number(row.delivered) }));
  }

  /** Alarms that are not over, of some screens or of all. `detail` is its JSON text. */
  async current(screenIds: readonly string[] | null): Promise<CurrentRow[]> {
    const some = screenIds === null ? Prisma.empty : Prisma.sql`AND a."screenId" IN (${this.texts(screenIds)})`;
    const rows = await this.reader.query<Omit<CurrentRow, "detail"> & { detail: unknown }>(Prisma.sql`
      SELECT a."id", a."screenId", a."kind", u."path" AS "unitPath", a."detail"
      FROM "Alarm" a JOIN "Screen" s ON s."id" = a."screenId" JOIN "Unit" u ON u."id" = s."unitId"
      WHERE a."clearedAt" IS NULL ${some}`);
    return rows.map((row) => ({ ...row, detail: JSON.stringify(json(row.detail)) }));
  }

  private texts(ids: readonly string[]): Prisma.Sql {
    return jsonRows(this.provider, ids.map((id) => ({ id })), { id: "text" });
  }
}
