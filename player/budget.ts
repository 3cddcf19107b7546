/** Fails when the player's script has outgrown what a bus may be asked to download and an old box to parse. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 40 * 1024;
const dist = join(import.meta.dirname, "dist");

const rows = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".js"))
  .map((file) => {
    const code = readFileSync(join(dist, file));
    return { file, bytes: code.length, gzip: gzipSync(code, { level: 9 }).length };
  })
  .sort((a, b) => b.gzip - a.gzip);
const total = rows.reduce((sum, { gzip }) => sum + gzip, 0);

for (const { file, bytes, gzip } of rows) console.log(`${String(gzip).padStart(7)} gzip ${String(bytes).padStart(8)} raw  ${file}`);
console.log(`${String(total).padStart(7)} of ${BUDGET_BYTES} bytes gzip`);
if (rows.length === 0) throw new Error("nothing is built: run the build first");
if (total > BUDGET_BYTES) {
  console.error(`The player is ${total - BUDGET_BYTES} bytes over its budget. See what was imported; the contract's routes and error texts do not belong in it.`);
  process.exitCode = 1;
}
