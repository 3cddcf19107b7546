import { setImmediate } from "node:timers/promises";
import { Prisma, type Database, type Provider } from "@yilu/prisma";
import { columnList, jsonRows } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import { genesis, linkOf, type AuditRow, type ChainedRow, type Head } from "./chain.ts";

/**
 * The same with a mark for each character that PostgreSQL does not store in JSON (NUL, halves of surrogate pairs): a
 * file may be named with one, and what is written down must never make the deed itself fail.
 */
function storable(row: AuditRow): AuditRow {
  const text = JSON.stringify(row, (_key, one: unknown) => (typeof one === "string" ? one.replaceAll(/[\0\p{Cs}]/gu, "\ufffd") : one));
  return JSON.parse(text) as AuditRow; // plain data was given, and no property of it has a toJSON
}

const text = "text" as const;
const plainColumns = { at: "bigint", actorId: text, actorName: text, unitPath: text, action: text, objectType: text, objectId: text, objectName: text, address: text, prevSha256: text, sha256: text } as const;
const jsonColumns = { before: text, after: text } as const;

/** What the log is asked for; instants are half open, [fromAt, toAt). */
export interface AuditSelection {
  unitPath: string;
  signIns?: boolean | undefined;
  q?: string | undefined;
  objectType?: string | undefined;
  objectId?: string | undefined;
  fromAt?: number | undefined;
  toAt?: number | undefined;
}

const headKey = "auditHead";
const rowsAtOnce = 250;
const headOf = (value: string | undefined): Head => {
  const [entries, sha256] = value?.split(" ") ?? [];
  return entries === undefined || sha256 === undefined ? genesis : { entries: Number(entries), sha256 };
};
const textOf = ({ entries, sha256 }: Head): string => `${entries} ${sha256}`;

function whereOf({ unitPath, signIns, q, objectType, objectId, fromAt, toAt }: AuditSelection) {
  const parts: object[] = [{ unitPath: { startsWith: unitPath } }];
  if (signIns !== undefined) parts.push(signIns ? { action: { startsWith: "session." } } : { NOT: { action: { startsWith: "session." } } });
  if (q !== undefined && q !== "") parts.push({ OR: [{ actorName: { contains: q } }, { objectName: { contains: q } }, { address: { contains: q } }] });
  if (objectType !== undefined) parts.push({ objectType });
  if (objectId !== undefined) parts.push({ objectId });
  if (fromAt !== undefined) parts.push({ at: { gte: BigInt(fromAt) } });
  if (toAt !== undefined) parts.push({ at: { lt: BigInt(toAt) } });
  return { AND: parts };
}

export class AuditRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /**
   * Adds entries to the chain. Must be the last thing of a transaction: until it commits every other one that
   * writes to the log waits for the head, which is what makes the log one chain however many processes there are.
   */
  async append(tx: Tx, rows: readonly AuditRow[]): Promise<void> {
    const database = on(this.database, tx);
    // One statement that takes the head and holds it, on both databases; RETURNING gives what the last holder left.
    const found = await database.$queryRaw<{ value: string }[]>`INSERT INTO "Setting" ("key", "value") VALUES (${headKey}, ${textOf(genesis)}) ON CONFLICT ("key") DO UPDATE SET "value" = "Setting"."value" RETURNING "value"`;
    let head = headOf(found[0]?.value);
    const linked = (given: AuditRow) => {
      const row = storable(given);
      const prevSha256 = head.sha256;
      const sha256 = linkOf(prevSha256, row);
      head = { entries: head.entries + 1, sha256 };
      const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
      return { ...row, before: json(row.before), after: json(row.after), prevSha256, sha256 };
    };
    const asJson = Object.keys(jsonColumns).map((name) => Prisma.raw(this.provider === "sqlite" ? `n."${name}"` : `CAST(n."${name}" AS jsonb)`));
    // An import writes down each of its ten thousand screens: hundreds by a statement, and others have their turn in between.
    for (let first = 0; first < rows.length; first += rowsAtOnce) {
      if (first > 0) await setImmediate();
      const data = rows.slice(first, first + rowsAtOnce).map(linked);
      await database.$executeRaw`
        INSERT INTO "AuditEntry" (${columnList(plainColumns)}, ${columnList(jsonColumns)})
        SELECT ${columnList(plainColumns)}, ${Prisma.join(asJson)} FROM (${jsonRows(this.provider, data, { ...plainColumns, ...jsonColumns })}) AS n`;
    }
    await database.$executeRaw`UPDATE "Setting" SET "value" = ${textOf(head)} WHERE "key" = ${headKey}`;
  }

  /** Newest first. */
  async page(selection: AuditSelection, skip: number, take: number): Promise<{ rows: ChainedRow[]; total: number }> {
    const where = whereOf(selection);
    const [rows, total] = await Promise.all([this.database.auditEntry.findMany({ where, orderBy: { id: "desc" }, skip, take }), this.database.auditEntry.count({ where })]);
    return { rows: rows.map(plain), total };
  }

  async head(): Promise<Head> {
    return headOf((await this.database.setting.findUnique({ where: { key: headKey } }))?.value);
  }

  /** The whole log, oldest first, by pages. */
  async *all(pageSize = 1_000): AsyncGenerator<ChainedRow[]> {
    let after = 0;
    for (;;) {
      const rows = await this.database.auditEntry.findMany({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: pageSize });
      if (rows.length === 0) return;
      after = rows.at(-1)?.id ?? after;
      yield rows.map(plain);
    }
  }
}

/** What `append` stored as objects comes back as JSON values. */
const plain = <R extends { at: bigint; before: unknown; after: unknown }>(row: R) => ({ ...row, at: Number(row.at), before: row.before as object | null, after: row.after as object | null });
