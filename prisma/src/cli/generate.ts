/** Generates the client twice, once for each database, from the one schema. Downloads nothing. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { providers, schemaText } from "../schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");

for (const provider of providers) {
  const folder = join(root, "generated", provider);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const schema = join(folder, "schema.prisma");
  writeFileSync(schema, schemaText(join(root, "schema"), provider, "./client"));
  execFileSync(process.execPath, [prisma, "generate", "--schema", schema], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    // `generate` never runs the schema engine; without a path to one the command line would download it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  });
}
console.log(`Prisma clients generated: ${providers.join(", ")}`);
