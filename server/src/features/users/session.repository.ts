import type { Database } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

export interface SessionRow {
  userId: string | null;
  data: string;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  address: string | null;
  userAgent: string | null;
}

/** Console sessions, by the SHA-256 of the id that the cookie carries. */
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async read(id: string, now: number): Promise<{ data: string; expiresAt: number } | null> {
    const row = await this.database.session.findUnique({ where: { id } });
    return row === null || row.expiresAt <= BigInt(now) ? null : { data: row.data, expiresAt: Number(row.expiresAt) };
  }

  async write(id: string, { userId, data, createdAt, expiresAt, lastUsedAt, address, userAgent }: SessionRow): Promise<void> {
    const row = { userId, data, createdAt: BigInt(createdAt), expiresAt: BigInt(expiresAt), lastUsedAt: BigInt(lastUsedAt), address, userAgent };
    await this.database.session.upsert({ where: { id }, create: { id, ...row }, update: row });
  }

  /** Moves the end of a session that was used; one that is gone stays gone. */
  async extend(id: string, lastUsedAt: number, expiresAt: number): Promise<void> {
    await this.database.session.updateMany({ where: { id }, data: { lastUsedAt: BigInt(lastUsedAt), expiresAt: BigInt(expiresAt) } });
  }

  async remove(id: string): Promise<void> {
    await this.database.session.deleteMany({ where: { id } });
  }

  /** Sessions of a user that are open now, the one used last first. */
  async of(userId: string, now: number): Promise<(Omit<SessionRow, "data"> & { id: string })[]> {
    const rows = await this.database.session.findMany({ where: { userId, expiresAt: { gt: BigInt(now) } }, orderBy: [{ lastUsedAt: "desc" }, { id: "asc" }] });
    return rows.map(({ data: _data, createdAt, expiresAt, lastUsedAt, ...row }) => ({ ...row, createdAt: Number(createdAt), expiresAt: Number(expiresAt), lastUsedAt: Number(lastUsedAt) }));
  }

  /** Ends one session of a user. @returns whether it was open */
  async end(tx: Tx, userId: string, id: string): Promise<boolean> {
    return (await on(this.database, tx).session.deleteMany({ where: { id, userId } })).count === 1;
  }

  /** Removes what has run out. @returns whose they were */
  async removeExpired(now: number): Promise<{ id: string; userId: string | null }[]> {
    const where = { expiresAt: { lte: BigInt(now) } };
    const rows = await this.database.session.findMany({ where, select: { id: true, userId: true } });
    if (rows.length > 0) await this.database.session.deleteMany({ where });
    return rows;
  }

  /** A secret of the installation, made at first use and shared by all its processes. */
  async secret(key: string, make: () => string): Promise<string> {
    await this.database.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES (${key}, ${make()}) ON CONFLICT DO NOTHING`;
    return (await this.database.setting.findUniqueOrThrow({ where: { key } })).value;
  }
}
