import { Prisma, type Provider, type Reader } from "@yilu/prisma";

/** One paired screen, as a wall tells it apart. */
export interface WallScreen {
  screenId: string;
  kind: string;
  line: string | null;
  unitPath: string;
  onlineUntil: number;
  lastSeenAt: number | null;
  /** Whether it has an alarm other than silence that is not over. */
  hasAlarm: boolean;
  playingMediaId: string | null;
  /** The programme it plays, and the one it has ready. */
  revision: string | null;
  readyRevision: string | null;
}

/** Figures for the wall: sums by the database, read aside from what answers players. */
export class WallRepository {
  constructor(
    private readonly reader: Reader,
    private readonly provider: Provider,
  ) {}

  /** Every paired screen below a path, by kind, line and name. */
  async screens(unitPath: string): Promise<WallScreen[]> {
    const rows = await this.reader.query<Record<keyof WallScreen, unknown>>(Prisma.sql`
      SELECT s."id" AS "screenId", s."kind", s."line", u."path" AS "unitPath", t."onlineUntil", t."lastSeenAt",
        CASE WHEN EXISTS (SELECT 1 FROM "Alarm" a WHERE a."screenId" = s."id" AND a."clearedAt" IS NULL AND a."kind" <> 'offline') THEN 1 ELSE 0 END AS "hasAlarm",
        ${this.said("playing", "mediaId")} AS "playingMediaId", ${this.said("revision")} AS "revision",
        CASE WHEN ${this.said("download", "state")} = 'ready' THEN ${this.said("download", "revision")} END AS "readyRevision"
      FROM "Screen" s JOIN "Unit" u ON u."id" = s."unitId" LEFT JOIN "ScreenStatus" t ON t."screenId" = s."id"
      WHERE u."path" LIKE ${`${unitPath}%`} AND EXISTS (SELECT 1 FROM "PlayerToken" k WHERE k."screenId" = s."id")
      ORDER BY s."kind", s."line", s."name"`);
    const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value as string | number));
    return rows.map((row) => ({
      screenId: String(row.screenId),
      kind: String(row.kind),
      line: text(row.line),
      unitPath: String(row.unitPath),
      onlineUntil: Number(row.onlineUntil ?? 0),
      lastSeenAt: row.lastSeenAt === null ? null : Number(row.lastSeenAt),
      hasAlarm: Number(row.hasAlarm) === 1,
      playingMediaId: text(row.playingMediaId),
      revision: text(row.revision),
      readyRevision: text(row.readyRevision),
    }));
  }

  /** Plays and plan by local hour, from an instant on; the plan in thousandths, without what was displaced. */
  async hours(unitPath: string, fromAt: number): Promise<{ hourStartAt: number; completed: number; planned: number }[]> {
    const rows = await this.reader.query<Record<"hourStartAt" | "completed" | "planned", number | bigint>>(Prisma.sql`
      SELECT h."hourStartAt", CAST(SUM(h."completed") AS BIGINT) AS "completed", CAST(SUM(h."planned" - h."displaced") AS BIGINT) AS "planned"
      FROM "ScreenHour" h JOIN "ScreenAssignment" a ON a."key" = h."assignmentKey"
      WHERE h."hourStartAt" >= ${BigInt(fromAt)} AND a."unitPath" LIKE ${`${unitPath}%`}
      GROUP BY h."hourStartAt" ORDER BY h."hourStartAt"`);
    return rows.map((row) => ({ hourStartAt: Number(row.hourStartAt), completed: Number(row.completed), planned: Number(row.planned) }));
  }

  /** Plays and plan of a local day by unit and line; the plan in thousandths, without what was displaced. */
  async today(unitPath: string, date: string): Promise<{ unitPath: string; line: string; completed: number; planned: number }[]> {
    const rows = await this.reader.query<{ unitPath: string; line: string; completed: number | bigint; planned: number | bigint }>(Prisma.sql`
      SELECT a."unitPath", COALESCE(a."line", '') AS "line", CAST(SUM(d."completed") AS BIGINT) AS "completed", CAST(SUM(d."planned" - d."displaced") AS BIGINT) AS "planned"
      FROM "ScreenDay" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
      WHERE d."date" = ${date} AND a."unitPath" LIKE ${`${unitPath}%`}
      GROUP BY a."unitPath", COALESCE(a."line", '')`);
    return rows.map((row) => ({ ...row, completed: Number(row.completed), planned: Number(row.planned) }));
  }

  /** A text within the last report. Both databases keep it as JSON. */
  private said(...path: string[]): Prisma.Sql {
    return this.provider === "sqlite" ? Prisma.raw(`json_extract(t."report", '$.${path.join(".")}')`) : Prisma.raw(`(t."report" #>> '{${path.join(",")}}')`);
  }
}
