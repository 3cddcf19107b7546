/**
 * Prisma's own migration engine as WebAssembly, run in this process: no binary is downloaded, and the
 * `_prisma_migrations` table it keeps stays readable for the official command line.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
// The package's own entry imports the .wasm as a module, which Node 20 cannot; this is the same glue without that import.
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";

const filters = { externalTables: [], externalEnums: [] };
let loaded: Promise<void> | null = null;

async function load(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const wasm = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")));
  // The glue is typed as the engine's public interface; its linking half is not in the declarations.
  const linking = glue as unknown as WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  const instance = new WebAssembly.Instance(wasm, { "./schema_engine_bg.js": linking });
  linking.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("schema engine: no start function");
  start();
}

async function withEngine<T>(schema: string, adapter: SqlMigrationAwareDriverAdapterFactory, work: (engine: glue.SchemaEngine) => Promise<T>): Promise<T> {
  await (loaded ??= load());
  // The engine locks SQLite exclusively for as long as its connections live, and never closes them itself.
  const connections: SqlDriverAdapter[] = [];
  const keep = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting;
    connections.push(connection);
    return connection;
  };
  const kept: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => keep(adapter.connect()),
    connectToShadowDb: () => keep(adapter.connectToShadowDb()),
  };
  const engine = await glue.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(kept));
  try {
    return await work(engine);
  } finally {
    engine.free();
    for (const connection of connections) await connection.dispose();
  }
}

/**
 * Applies the migrations that the database does not have yet, in order of name.
 * @param folder holds one folder per migration with a migration.sql
 * @returns names of those applied now; [] when the database was up to date
 * @throws when a statement fails or a recorded migration failed before; the message names it
 */
export async function applyMigrations(schema: string, folder: string, adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
    : [];
  return withEngine(schema, adapter, async (engine) => {
    const result = await engine.applyMigrations({
      migrationsList: {
        baseDir: folder,
        lockfile: { path: "migration_lock.toml", content: null },
        shadowDbInitScript: "",
        migrationDirectories: names.map((path) => ({
          path,
          migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: readFileSync(join(folder, path, "migration.sql"), "utf8") } },
        })),
      },
      filters,
    });
    return result.appliedMigrationNames;
  });
}

/** SQL that leads from one schema text to another (`null`: from nothing). "" or a comment when they agree. */
export async function sqlBetween(from: string | null, to: string, adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string> {
  const file = (content: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content }] });
  return withEngine(to, adapter, async (engine) => {
    const result = await engine.diff({
      from: from === null ? { tag: "empty" } : file(from),
      to: file(to),
      script: true,
      exitCode: null,
      filters,
    } as glue.DiffParams); // shadowDatabaseUrl is declared but not needed between texts
    return result.stdout ?? "";
  });
}
