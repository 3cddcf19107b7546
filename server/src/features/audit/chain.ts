import { canonicalJson } from "../../canonical-json.ts";
import { sha256Hex } from "../../random.ts";

/** What an entry of the log says; its hash covers all of it. */
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

export interface ChainedRow extends AuditRow {
  id: number;
  prevSha256: string | null;
  sha256: string | null;
}

/** Where the chain stands: how many entries it has, and the hash of the newest. */
export interface Head {
  entries: number;
  sha256: string;
}

/** Before the first entry. */
export const genesis: Head = { entries: 0, sha256: "0".repeat(64) };

/**
 * The hash that chains an entry to the one before: SHA-256 over the canonical JSON of the entry and the earlier hash.
 * Keys are sorted, since PostgreSQL does not keep their order.
 */
export function linkOf(prevSha256: string, { at, actorId, actorName, unitPath, action, objectType, objectId, objectName, before, after, address }: AuditRow): string {
  return sha256Hex(canonicalJson({ prevSha256, at, actorId, actorName, unitPath, action, objectType, objectId, objectName, before, after, address }));
}

export type Broken = { id: number | null; at: number | null; why: "changed" | "removed" | "inserted" };
export interface Walked {
  entries: number;
  unchained: number;
  head: string;
  broken: Broken | null;
}

/**
 * Walks the whole log, oldest first, and finds the first place where the chain does not hold.
 * @param pages the log in order of its ids
 * @param head what the database remembers, asked before and after the walk: what is counted there and not found was
 *   removed, what is found beyond it was slipped in
 */
export async function walk(pages: AsyncIterable<readonly ChainedRow[]>, head: () => Promise<Head>): Promise<Walked> {
  const before = await head();
  let [entries, unchained, last] = [0, 0, genesis.sha256];
  let atHead = before.entries === 0 ? genesis.sha256 : null;
  for await (const page of pages) {
    for (const row of page) {
      const found = (why: Broken["why"]): Walked => ({ entries, unchained, head: last, broken: { id: row.id, at: row.at, why } });
      if (row.sha256 === null) {
        if (entries > 0) return found("inserted");
        unchained += 1;
        continue;
      }
      if (row.prevSha256 !== last) return found("removed");
      if (linkOf(last, row) !== row.sha256) return found("changed");
      last = row.sha256;
      entries += 1;
      if (entries === before.entries) atHead = last;
    }
  }
  const after = await head();
  const why = entries < before.entries ? "removed" : entries > after.entries ? "inserted" : atHead === before.sha256 ? null : "changed";
  return { entries, unchained, head: last, broken: why === null ? null : { id: null, at: null, why } };
}
