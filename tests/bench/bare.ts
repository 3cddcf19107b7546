/** The databases by themselves, to hold our figures against: plain statements on one connection. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Play } from "@yilu/contract";
import { prismaFolder } from "../support/databases.ts";

/** A database with nothing of ours in front of it. */
export interface Bare {
  /** Statements without an answer. */
  exec(sql: string): Promise<unknown>;
  all(sql: string): Promise<Record<string, unknown>[]>;
  /** Enters a batch of plays of one ledger in a transaction of its own, durably; what is there already is left out. */
  enter(ledger: number, rows: readonly Play[]): Promise<unknown>;
  close(): Promise<void>;
}

/** What is used of better-sqlite3 and pg, which have no types here; they are those that the database folder installs. */
interface Sqlite {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: (number | string | null)[]): unknown; all(): Record<string, unknown>[] };
  transaction<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void;
  close(): void;
}
interface Postgresql {
  connect(): Promise<void>;
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}
const installed = createRequire(join(prismaFolder, "package.json"));

const columns = `"ledgerKey", "seq", "assignmentKey", "mediaKey", "playlistKey", "entryKey", "revisionKey", "startedAt", "airtimeMs", "outcome", "clock", "notBefore", "notAfter"`;
const mediaKey = (row: Play) => (row.mediaId === "m1" ? 1 : 2);

/** One table of plays with its key and its index. */
export const bareBooks = (clustered: string): string =>
  `CREATE TABLE "Bare" (${columns.split(", ").map((name) => `${name} ${name === `"startedAt"` || name.startsWith(`"not`) ? "BIGINT" : "INTEGER"}`).join(", ")}, PRIMARY KEY ("ledgerKey", "seq"))${clustered};
   CREATE INDEX "Bare_startedAt" ON "Bare" ("startedAt")`;

/** better-sqlite3, as an installation keeps its books: write-ahead log, and every commit waits for the disk. */
export function bareSqlite(file: string): Bare {
  const Database = installed("better-sqlite3") as new (file: string) => Sqlite;
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  let enter: ((ledger: number, rows: readonly Play[]) => void) | null = null;
  const prepared = () => {
    const insert = database.prepare(`INSERT INTO "Bare" VALUES (?, ?, ?, ?, 1, 1, 1, ?, ?, 0, 0, NULL, NULL) ON CONFLICT DO NOTHING`);
    return database.transaction((ledger: number, rows: readonly Play[]) => {
      for (const row of rows) insert.run(ledger, row.seq, ledger, mediaKey(row), row.startedAt, row.airtimeMs);
    });
  };
  return {
    exec: (sql) => Promise.resolve(database.exec(sql)),
    all: (sql) => Promise.resolve(database.prepare(sql).all()),
    enter: (ledger, rows) => Promise.resolve((enter ??= prepared())(ledger, rows)),
    close: () => Promise.resolve(database.close()),
  };
}

/** pg, with one statement for a batch. */
export async function barePostgresql(url: string): Promise<Bare> {
  const { Client } = installed("pg") as { Client: new (options: { connectionString: string }) => Postgresql };
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    exec: (sql) => client.query(sql),
    all: async (sql) => (await client.query(sql)).rows,
    enter: (ledger, rows) =>
      client.query(
        `INSERT INTO "Bare" (${columns}) SELECT $1, t.seq, $1, t.media, 1, 1, 1, t.started, t.airtime, 0, 0, NULL, NULL
         FROM unnest($2::int[], $3::int[], $4::bigint[], $5::int[]) AS t(seq, media, started, airtime) ON CONFLICT DO NOTHING`,
        [ledger, rows.map((row) => row.seq), rows.map(mediaKey), rows.map((row) => row.startedAt), rows.map((row) => row.airtimeMs)],
      ),
    close: () => client.end(),
  };
}
