/**
 * `npm run backup -- <folder>`: a consistent copy of a running installation on SQLite: the database as of one moment,
 * then every stored file that the folder does not have yet: media, pictures of campaigns, evidence from screens (files
 * never change once stored, so a later backup into the same folder copies only what is new).
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../open.ts";

/** Folders of the data folder whose files the database names by their hash. */
const stored = ["media", "pictures", "evidence"];

const target = process.argv[2];
const dataDir = resolve(process.env["DATA_DIR"] ?? "data");
const source = join(dataDir, "yilu.db");
if (target === undefined || process.env["DATABASE_URL"]?.startsWith("postgres")) {
  console.error(`用法 usage: [DATA_DIR=data] npm run backup -- <folder>\nPostgreSQL 用 pg_dump 备份数据库，再复制 DATA_DIR 里的 ${stored.join("、")} / with PostgreSQL use pg_dump, and copy ${stored.join(", ")} of DATA_DIR`);
  process.exit(2);
}
if (!existsSync(source)) {
  console.error(`找不到数据库 / no database: ${source}`);
  process.exit(1);
}

const folder = resolve(target);
mkdirSync(folder, { recursive: true });
const fresh = join(folder, "yilu.db.new");
rmSync(fresh, { force: true });
const database = openDatabase(`file:${source}`, fileURLToPath(new URL("../..", import.meta.url)));
await database.client.$executeRawUnsafe(`VACUUM INTO '${fresh.replaceAll("'", "''")}'`);
await database.close();
renameSync(fresh, join(folder, "yilu.db"));
for (const name of stored) {
  if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(folder, name), { recursive: true, force: false });
}
console.log(`已备份到 / backed up to ${folder}`);
