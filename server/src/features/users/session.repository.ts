import type { Database } from "@yilu/prisma";

/** Console sessions, by the SHA-256 of the id that the cookie carries. */
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async read(id: string, now: number): Promise<{ data: string; expiresAt: number } | null> {
    const row = await this.database.session.findUnique({ where: { id } });
    return row === null || row.expiresAt <= BigInt(now) ? null : { data: row.data, expiresAt: Number(row.expiresAt) };
  }

  async write(id: string, userId: string | null, data: string, expiresAt: number): Promise<void> {
    const row = { userId, data, expiresAt: BigInt(expiresAt) };
    await this.database.session.upsert({ where: { id }, create: { id, ...row }, update: row });
  }

  /** Moves the end of a session; one that is gone stays gone. */
  async extend(id: string, expiresAt: number): Promise<void> {
    await this.database.session.updateMany({ where: { id }, data: { expiresAt: BigInt(expiresAt) } });
  }

  async remove(id: string): Promise<void> {
    await this.database.session.deleteMany({ where: { id } });
  }

  async removeExpired(now: number): Promise<number> {
    return (await this.database.session.deleteMany({ where: { expiresAt: { lte: BigInt(now) } } })).count;
  }

  /** A secret of the installation, made at first use and shared by all its processes. */
  async secret(key: string, make: () => string): Promise<string> {
    await this.database.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES (${key}, ${make()}) ON CONFLICT DO NOTHING`;
    return (await this.database.setting.findUniqueOrThrow({ where: { key } })).value;
  }
}
