import type { Database } from "@yilu/prisma";

/** How much of the store is used, and by whom. */
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** Bytes of the files that a user has brought since then. The same file twice counts once. */
  async ofUploader(uploaderId: string, since: number): Promise<number> {
    const { _sum } = await this.database.mediaFile.aggregate({ _sum: { bytes: true }, where: { media: { some: { uploaderId, createdAt: { gte: BigInt(since) } } } } });
    return Number(_sum.bytes ?? 0n);
  }

  /** Bytes of the files that a unit has media of. */
  async ofUnit(unitId: string): Promise<number> {
    const { _sum } = await this.database.mediaFile.aggregate({ _sum: { bytes: true }, where: { media: { some: { unitId } } } });
    return Number(_sum.bytes ?? 0n);
  }
}
