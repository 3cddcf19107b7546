/**
 * `npm run db:migration <name>`: writes the SQL that leads from the schema as last migrated to the schema as it
 * stands, for both databases. Beside the migrations lies the schema they lead to, so no database is needed here.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sqlBetween } from "../engine.ts";
import { offlinePostgresql } from "../offline.ts";
import { adapterFor } from "../open.ts";
import { providers, schemaText } from "../schema.ts";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error("用法 usage: npm run db:migration <name>   (a-z, 0-9, _; e.g. add_campaigns)");
  process.exit(2);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);

let written = 0;
for (const provider of providers) {
  const folder = join(root, "migrations", provider);
  const snapshot = join(folder, "schema.prisma");
  const from = existsSync(snapshot) ? readFileSync(snapshot, "utf8") : null;
  const to = schemaText(join(root, "schema"), provider);
  const sql = await sqlBetween(from, to, provider === "sqlite" ? adapterFor("file::memory:") : offlinePostgresql());
  if (sql.trim() === "" || sql.includes("This is an empty migration")) {
    console.log(`${provider}: schema unchanged, nothing written`);
    continue;
  }
  mkdirSync(join(folder, `${stamp}_${name}`), { recursive: true });
  writeFileSync(join(folder, `${stamp}_${name}`, "migration.sql"), sql);
  writeFileSync(snapshot, to);
  console.log(`${provider}: migrations/${provider}/${stamp}_${name}/migration.sql`);
  written += 1;
}
if (written === 1) throw new Error("the two databases disagree on whether the schema changed");
