import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Prisma } from "../generated/sqlite/client/client.ts";
import type { Database } from "./open.ts";

/** Answers questions, and changes nothing. */
export interface Reader {
  /**
   * Rows of one SELECT, of everything that was committed before. Numbers come as number, or as bigint from PostgreSQL.
   * @throws what the database says; ReaderClosed once it is closed
   */
  query<T>(sql: Prisma.Sql): Promise<T[]>;
  /** Refuses what waits and what is asked from now on, and settles when nothing runs any more. */
  close(): Promise<void>;
}

/** The server is ending: nothing is asked any more. */
export class ReaderClosed extends Error {
  constructor() {
    super("the reader is closed");
  }
}

type Reply = { rows: unknown[] } | { error: { message: string; code?: string } };

interface Question {
  sql: string;
  values: unknown[];
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}

/** 32 MB of pages are kept by each; what is sorted stays in memory. */
const pragmas = ["busy_timeout = 5000", "query_only = ON", "cache_size = -32768", "temp_store = MEMORY"];

/**
 * better-sqlite3 answers before it lets go of its thread, so heavy questions go to threads of their own: a report over
 * millions of rows stops no player. A thread is started at the first question that finds none free.
 */
class SqliteReader implements Reader {
  private readonly waiting: Question[] = [];
  private readonly free: Worker[] = [];
  private readonly threads = new Map<Worker, Question | null>();
  private closing: Promise<void> | null = null;

  constructor(
    private readonly file: string,
    private readonly most: number,
  ) {}

  query<T>({ sql, values }: Prisma.Sql): Promise<T[]> {
    if (this.closing !== null) return Promise.reject(new ReaderClosed());
    return new Promise<unknown[]>((resolve, reject) => {
      this.waiting.push({ sql, values, resolve, reject });
      this.next();
    }) as Promise<T[]>; // whoever asks knows what the columns are called
  }

  close(): Promise<void> {
    this.closing ??= (async () => {
      for (const question of this.waiting.splice(0)) question.reject(new ReaderClosed());
      await Promise.all([...this.threads.keys()].map((thread) => thread.terminate()));
    })();
    return this.closing;
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const thread = this.free.pop() ?? (this.threads.size < this.most ? this.start() : undefined);
    const question = thread === undefined ? undefined : this.waiting.shift();
    if (thread === undefined || question === undefined) return;
    this.threads.set(thread, question);
    thread.ref();
    thread.postMessage({ sql: question.sql, values: question.values });
  }

  private start(): Worker {
    const thread = new Worker(new URL("./reader-worker.js", import.meta.url), { workerData: { file: this.file, pragmas }, execArgv: [] });
    thread.on("message", (reply: Reply) => {
      const question = this.threads.get(thread);
      this.threads.set(thread, null);
      this.free.push(thread);
      // A thread that waits keeps no process alive.
      thread.unref();
      if ("rows" in reply) question?.resolve(reply.rows);
      else question?.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }));
      this.next();
    });
    const ended = (error: unknown) => {
      this.threads.get(thread)?.reject(error);
      this.threads.delete(thread);
      if (this.free.includes(thread)) this.free.splice(this.free.indexOf(thread), 1);
      this.next();
    };
    thread.once("error", ended);
    thread.once("exit", () => ended(new ReaderClosed()));
    this.threads.set(thread, null);
    return thread;
  }
}

/** PostgreSQL answers from processes of its own. */
class ClientReader implements Reader {
  private isClosed = false;

  constructor(private readonly client: Database) {}

  query<T>(sql: Prisma.Sql): Promise<T[]> {
    return this.isClosed ? Promise.reject(new ReaderClosed()) : this.client.$queryRaw<T[]>(sql);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/**
 * Opens a database for reading beside a client that is open. Nothing is started before the first question.
 * @param most threads at once, on SQLite
 */
export function openReader(url: string, client: Database, most = 2): Reader {
  return url.startsWith("file:") && url !== "file::memory:" ? new SqliteReader(resolve(url.slice("file:".length)), most) : new ClientReader(client);
}
