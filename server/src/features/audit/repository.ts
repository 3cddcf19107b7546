import type { Database } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

export interface AuditRow {
  at: number;
  actorId: string | null;
  actorName: string;
  unitPath: string;
  action: string;
  objectType: string;
  objectId: string;
  objectName: string;
  before: object | null;
  after: object | null;
  address: string | null;
}

/**
 * The same with a mark for each character that PostgreSQL does not store in JSON (NUL, halves of surrogate pairs): a
 * file may be named with one, and what is written down must never make the deed itself fail.
 */
function storable(value: object): object {
  const text = JSON.stringify(value, (_key, one: unknown) => (typeof one === "string" ? one.replaceAll(/[\0\p{Cs}]/gu, "\ufffd") : one));
  return JSON.parse(text) as object; // an object was given, and no property of it has a toJSON
}

export class AuditRepository {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, { at, before, after, ...row }: AuditRow): Promise<void> {
    await on(this.database, tx).auditEntry.create({
      data: { ...row, at: BigInt(at), ...(before === null ? {} : { before: storable(before) }), ...(after === null ? {} : { after: storable(after) }) },
    });
  }

  /** Newest first, of the unit at `unitPath` and those below. */
  async page(unitPath: string, skip: number, take: number): Promise<{ rows: (AuditRow & { id: number })[]; total: number }> {
    const where = { unitPath: { startsWith: unitPath } };
    const [rows, total] = await Promise.all([
      this.database.auditEntry.findMany({ where, orderBy: { id: "desc" }, skip, take }),
      this.database.auditEntry.count({ where }),
    ]);
    // What `add` stored as objects comes back as JSON values.
    return { rows: rows.map((row) => ({ ...row, at: Number(row.at), before: row.before as object | null, after: row.after as object | null })), total };
  }
}
