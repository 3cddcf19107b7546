import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "@yilu/contract";
import type { Provider } from "@yilu/prisma";
import { parseEnv } from "@yilu/server/env.ts";
import { databaseUrl } from "@yilu/server/server.ts";
import { expect, it } from "vitest";
import { pgDump } from "../../prisma/src/cli/pg-dump.ts";
import { send, withToken } from "../support/actors.ts";
import { pictureInput } from "../support/remote-calls.ts";
import { emptyDatabase } from "../support/databases.ts";
import { Inspector } from "../support/inspect.ts";
import { findPostgresqlBin } from "../support/machine.ts";
import { startTestServer, userIn, type TestServer } from "../support/server.ts";
import { World } from "../support/world.ts";

const command = fileURLToPath(new URL("../../prisma/src/cli/backup.ts", import.meta.url));

/** Each starts three or four programs. */
const patience = 120_000;

/** Runs the command as an operator does. @param variables DATABASE_URL "": SQLite in the data folder */
const backUp = (folder: string, variables: Record<string, string>) => spawnSync(process.execPath, ["--import", "tsx", command, folder], { env: { ...process.env, ...variables }, encoding: "utf8" });
const newFolder = (): string => mkdtempSync(join(tmpdir(), "yilu-backup-"));

/** A world with a film and a picture of a screen; what it was given. */
async function inhabited(database: Provider) {
  const world = await World.start({ database });
  const { token, media } = world.place("here");
  const given = pictureInput(world, "here");
  expect((await send(withToken(world, "player", "player", token), routes.evidence.add, { body: given })).outcome).toBe("passes");
  return { world, media, given };
}

/** Whether a server on the backup shows the film and the picture. */
async function expectShown(restored: TestServer, { media, given }: Pick<Awaited<ReturnType<typeof inhabited>>, "media" | "given">): Promise<void> {
  const auditor = await userIn(restored, "administrator", restored.root.id, "auditor");
  const bytes = async (path: string) => Buffer.from(await (await fetch(restored.origin + path, { headers: { cookie: auditor.cookie } })).arrayBuffer());
  expect((await bytes(`/api/evidence/${given.id}/picture`)).toString("base64")).toBe(given.jpegBase64);
  expect((await bytes(media.fileUrl)).length).toBe(media.bytes);
}

it("a backup of a running server holds the database and every stored file, and a server on it shows them", async () => {
  const { world, media, given } = await inhabited("sqlite");
  const folder = newFolder();
  const variables = { DATA_DIR: world.server.env.DATA_DIR, DATABASE_URL: "" };
  expect(backUp(folder, variables).status).toBe(0);
  const whole = readdirSync(join(folder, "media"), { recursive: true, encoding: "utf8" }).map((path) => join(folder, "media", path)).find((path) => path.endsWith(media.sha256)) ?? "";
  truncateSync(whole, 10); // as if the backup before had been cut off
  expect([backUp(folder, variables).status, statSync(whole).size]).toEqual([0, media.bytes]);
  const restored = await startTestServer({ variables: { DATA_DIR: folder } });
  await expectShown(restored, { media, given });
  await restored.remove();
  await world.close();
}, patience);

it("with PostgreSQL too: pg_dump's file, read back into an empty database, is the same row by row", async () => {
  const { world, media, given } = await inhabited("postgresql");
  const folder = newFolder();
  const url = databaseUrl(world.server.env);
  const before = await world.inspector.dump();
  const run = backUp(folder, { DATA_DIR: world.server.env.DATA_DIR, DATABASE_URL: `${url}?schema=public&connection_limit=5`, PATH: `${findPostgresqlBin() ?? ""}:${process.env["PATH"] ?? ""}` });
  expect([run.status, run.stderr]).toEqual([0, ""]);
  const fresh = await emptyDatabase();
  const restore = spawnSync(join(findPostgresqlBin() ?? "", "pg_restore"), ["--no-owner", "--exit-on-error", `--dbname=${fresh.url}`, join(folder, "yilu.dump")], { encoding: "utf8" });
  expect([restore.status, restore.stderr]).toEqual([0, ""]);
  const variables = { DATA_DIR: folder, DATABASE_URL: fresh.url };
  const inspector = new Inspector({ env: parseEnv(variables) });
  const rows = await inspector.dump();
  expect(rows).toEqual(before);
  expect([rows["Media"]?.length, rows["Evidence"]?.length]).toEqual([4, 1]);
  await inspector.close();
  const restored = await startTestServer({ variables });
  await expectShown(restored, { media, given });
  await restored.remove();
  await fresh.drop();
  await world.close();
}, patience);

it("without pg_dump nothing is written, and it is said how to get it", () => {
  const folder = newFolder();
  const { status, stderr } = backUp(folder, { PATH: "/nowhere", DATABASE_URL: "postgresql://yilu:s3cret@127.0.0.1:1/yilu" });
  expect([status, readdirSync(folder)]).toEqual([1, []]);
  expect(stderr).toMatch(/apt install postgresql-client.*\n.*nothing was backed up/);
});

it("pg_dump gets the password by the environment, where no other user sees it, and only what it understands of the URL", () => {
  expect(pgDump("postgresql://yilu:p%40ss@db:5433/yilu?schema=public&sslmode=require", "/b/yilu.dump.new")).toEqual({
    command: "pg_dump",
    parameters: ["--format=custom", "--no-owner", "--no-privileges", "--file=/b/yilu.dump.new", "--dbname=postgresql://yilu@db:5433/yilu?sslmode=require"],
    environment: { PGPASSWORD: "p@ss" },
  });
});
