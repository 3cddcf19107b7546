import type { Database, DatabaseTransaction } from "@yilu/prisma";

const client = Symbol("client");

/** An open transaction. Services pass it on and never look inside; only repositories do, through `on`. */
export interface Tx {
  readonly [client]: DatabaseTransaction;
  /** Runs `work` as the last thing before the commit; if it fails, nothing is stored. */
  beforeCommit(work: () => Promise<void>): void;
  /** Runs `work` once the transaction has committed, never if it rolls back. */
  afterCommit(work: () => void): void;
}

/** The database as a repository uses it: inside `tx` when there is one, else directly. */
export function on(database: Database, tx?: Tx): DatabaseTransaction {
  return tx ? tx[client] : database;
}

/** Runs changes that belong together: all of them are stored, with their audit rows, or none. */
export class UnitOfWork {
  constructor(private readonly database: Database) {}

  /**
   * @param work must use `tx` for every query: on SQLite another query would wait for this transaction for ever
   * @returns what `work` returned, after the commit and the afterCommit work
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const last: (() => Promise<void>)[] = [];
    const later: (() => void)[] = [];
    const result = await this.database.$transaction(async (transaction) => {
      const made = await work({ [client]: transaction, beforeCommit: (task) => last.push(task), afterCommit: (task) => later.push(task) });
      for (const task of last) await task();
      return made;
    });
    for (const task of later) task();
    return result;
  }
}

/** Whether a write failed because what it refers to is gone. */
export function brokenReference(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2003";
}

/** Whether a write failed because something of that name is already there. */
export function brokenUnique(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  // A statement of our own fails with its code, and says only inside what the database said.
  return error.code === "P2002" || (error.code === "P2010" && "meta" in error && JSON.stringify(error.meta).includes('"UniqueConstraintViolation"'));
}
