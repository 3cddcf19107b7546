/**
 * `npm run backup -- <folder>`: a consistent copy of a running installation: the database as of one moment (SQLite by its
 * own copy, PostgreSQL by pg_dump), then every stored file that the folder does not have yet: media, pictures of campaigns,
 * evidence from screens (files never change once stored, so a later backup into the same folder copies only what is new).
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase, providerOf } from "../open.ts";
import { pgDump } from "./pg-dump.ts";

/** Folders of the data folder whose files the database names by their hash. */
const stored = ["media", "pictures", "evidence"];

function end(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

/** Writes with `work` beside `file`, and puts it in place once it is whole. */
async function whole(file: string, work: (fresh: string) => Promise<void> | void): Promise<void> {
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  await work(fresh);
  renameSync(fresh, file);
}

async function copySqlite(url: string, folder: string): Promise<void> {
  const source = resolve(url.slice("file:".length));
  if (!existsSync(source)) end(1, `找不到数据库 / no database: ${source}`);
  const database = openDatabase(`file:${source}`, fileURLToPath(new URL("../..", import.meta.url)));
  try {
    await whole(join(folder, "yilu.db"), async (fresh) => void (await database.client.$executeRawUnsafe(`VACUUM INTO '${fresh.replaceAll("'", "''")}'`)));
  } finally {
    await database.close();
  }
}

async function dumpPostgresql(url: string, folder: string): Promise<void> {
  await whole(join(folder, "yilu.dump"), (fresh) => {
    const { command, parameters, environment } = pgDump(url, fresh);
    const { error, status, stderr } = spawnSync(command, parameters, { env: { ...process.env, ...environment }, encoding: "utf8" });
    if (error !== undefined && "code" in error && error.code === "ENOENT") {
      end(1, "找不到 pg_dump，没有备份。装上 PostgreSQL 客户端再试：Debian/Ubuntu 用 apt install postgresql-client，其他系统见 postgresql.org；版本不能低于数据库服务器\nno pg_dump, nothing was backed up. Install PostgreSQL's client tools: apt install postgresql-client on Debian and Ubuntu, see postgresql.org elsewhere; not older than the server");
    }
    if (error !== undefined || status !== 0) end(1, `pg_dump 没有成功，没有备份 / pg_dump failed, nothing was backed up:\n${error?.message ?? stderr}`);
  });
}

/** Whether a file is to be copied: unless the copy is there, whole. */
const isMissing = (from: string, to: string): boolean => !existsSync(to) || statSync(from).isDirectory() || statSync(from).size !== statSync(to).size;

const target = process.argv[2];
if (target === undefined) end(2, "用法 usage: [DATA_DIR=data] [DATABASE_URL=postgresql://…] npm run backup -- <folder>");
if (existsSync(".env")) process.loadEnvFile(".env"); // as the server does; what the environment says stands
const dataDir = resolve(process.env["DATA_DIR"] || "data");
const url = process.env["DATABASE_URL"] || `file:${join(dataDir, "yilu.db")}`;
const folder = resolve(target);
mkdirSync(folder, { recursive: true, mode: 0o700 });
// The database first: what it names is on the disk by then.
await (providerOf(url) === "sqlite" ? copySqlite : dumpPostgresql)(url, folder);
for (const name of stored) {
  if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(folder, name), { recursive: true, filter: isMissing });
}
console.log(`已备份到 / backed up to ${folder}`);
