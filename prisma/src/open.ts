import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaClient as PostgresqlClient } from "../generated/postgresql/client/client.ts";
import { PrismaClient as SqliteClient } from "../generated/sqlite/client/client.ts";
import { applyMigrations } from "./engine.ts";
import { schemaText, type Provider } from "./schema.ts";

/** The client type of both databases: the schemas are one text, so the types agree. */
export type Database = SqliteClient;
/** What a repository may use inside a transaction. */
export type DatabaseTransaction = Parameters<Parameters<Database["$transaction"]>[0]>[0];

export interface OpenDatabase {
  provider: Provider;
  client: Database;
  /** Applies what is missing of the migrations; the names applied. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * SQLite as an installation can trust it: write-ahead log, every commit flushed to the disk (Prisma's adapter sets
 * nothing, and NORMAL can lose acknowledged rows at a power cut), foreign keys, and five seconds of patience for a lock.
 */
export const sqlitePragmas = { journal_mode: "WAL", synchronous: "FULL", foreign_keys: "ON", busy_timeout: "5000" } as const;

class DurableSqlite extends PrismaBetterSqlite3 {
  override async connect() {
    const connection = await super.connect();
    await connection.executeScript(Object.entries(sqlitePragmas).map(([name, value]) => `PRAGMA ${name}=${value};`).join("\n"));
    return connection;
  }
}

/** Which database a URL names. @throws on anything but file:… and postgresql://… */
export function providerOf(url: string): Provider {
  if (url.startsWith("file:")) return "sqlite";
  if (/^postgres(ql)?:\/\//.test(url)) return "postgresql";
  throw new Error(`DATABASE_URL must start with file: or postgresql://, not ${url.split(":")[0] ?? ""}:`);
}

/** The adapter factory of a URL, with SQLite's pragmas set at each connection. */
export function adapterFor(url: string): SqlMigrationAwareDriverAdapterFactory {
  if (providerOf(url) === "postgresql") return new PrismaPg({ connectionString: url });
  const file = url.slice("file:".length);
  if (file !== ":memory:") mkdirSync(dirname(resolve(file)), { recursive: true });
  return new DurableSqlite({ url }, { timestampFormat: "unixepoch-ms" });
}

/**
 * Opens a database. Nothing is read or written before the first query.
 * @param url `file:<path>` or `postgresql://…`
 * @param prismaFolder the folder that holds schema/ and migrations/
 */
export function openDatabase(url: string, prismaFolder: string): OpenDatabase {
  const provider = providerOf(url);
  const adapter = adapterFor(url);
  const options = { adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } };
  // Generated from the same schema text, the two clients differ only in the provider they name.
  const client = provider === "sqlite" ? new SqliteClient(options) : (new PostgresqlClient(options) as unknown as Database);
  return {
    provider,
    client,
    migrate: () => applyMigrations(schemaText(join(prismaFolder, "schema"), provider), join(prismaFolder, "migrations", provider), adapterFor(url)),
    close: () => client.$disconnect(),
  };
}
