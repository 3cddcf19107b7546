import type { Database, ReportShare, Unit } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type ShareRow = ReportShare;

/** Shared links. */
export class ShareRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, of the units with these paths' beginning. */
  async all(pathPrefix: string): Promise<ShareRow[]> {
    const units = await this.database.unit.findMany({ where: { path: { startsWith: pathPrefix } }, select: { id: true } });
    return this.database.reportShare.findMany({ where: { unitId: { in: units.map((unit) => unit.id) } }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  }

  find(id: string, tx?: Tx): Promise<ShareRow | null> {
    return on(this.database, tx).reportShare.findUnique({ where: { id } });
  }

  withToken(tokenSha256: string): Promise<ShareRow | null> {
    return this.database.reportShare.findUnique({ where: { tokenSha256 } });
  }

  unit(id: string, tx?: Tx): Promise<Unit | null> {
    return on(this.database, tx).unit.findUnique({ where: { id } });
  }

  add(tx: Tx, row: Pick<ShareRow, "id" | "tokenSha256" | "unitId" | "title" | "createdAt" | "createdBy" | "expiresAt"> & { shared: object }): Promise<ShareRow> {
    return on(this.database, tx).reportShare.create({ data: row });
  }

  async revoke(tx: Tx, id: string, at: number): Promise<void> {
    await on(this.database, tx).reportShare.update({ where: { id }, data: { revokedAt: BigInt(at) } });
  }

  async noteOpening(id: string, at: number): Promise<void> {
    await this.database.reportShare.update({ where: { id }, data: { lastOpenedAt: BigInt(at), opens: { increment: 1 } } });
  }
}
