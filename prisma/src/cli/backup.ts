/**
 * `npm run backup -- <folder>`: a consistent copy of a running installation on SQLite: the database as of one moment,
 * then every media file that the folder does not have yet (files never change once stored, so a later backup into the
 * same folder copies only what is new).
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../open.ts";

const target = process.argv[2];
const dataDir = resolve(process.env["DATA_DIR"] ?? "data");
const source = join(dataDir, "yilu.db");
if (target === undefined || process.env["DATABASE_URL"]?.startsWith("postgres")) {
  console.error("用法 usage: [DATA_DIR=data] npm run backup -- <folder>\nPostgreSQL 用 pg_dump 备份数据库，再复制 DATA_DIR/media / with PostgreSQL use pg_dump, and copy DATA_DIR/media");
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
const media = join(dataDir, "media");
if (existsSync(media)) cpSync(media, join(folder, "media"), { recursive: true, force: false });
console.log(`已备份到 / backed up to ${folder}`);
