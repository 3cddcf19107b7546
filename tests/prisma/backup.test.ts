import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "@yilu/contract";
import { expect, it } from "vitest";
import { send, withToken } from "../support/actors.ts";
import { pictureInput } from "../support/remote-calls.ts";
import { startTestServer, userIn } from "../support/server.ts";
import { World } from "../support/world.ts";

const command = fileURLToPath(new URL("../../prisma/src/cli/backup.ts", import.meta.url));

it("a backup of a running server holds the database and every stored file, and a server on it shows them", async () => {
  const world = await World.start();
  const { token, media } = world.place("here");
  const given = pictureInput(world, "here");
  expect((await send(withToken(world, "player", "player", token), routes.evidence.add, { body: given })).outcome).toBe("passes");
  const folder = mkdtempSync(join(tmpdir(), "yilu-backup-"));
  const backUp = () => spawnSync(process.execPath, ["--import", "tsx", command, folder], { env: { ...process.env, DATA_DIR: world.server.env.DATA_DIR, DATABASE_URL: "" }, encoding: "utf8" });
  expect([backUp().status, backUp().status]).toEqual([0, 0]); // the second into the same folder

  const restored = await startTestServer({ variables: { DATA_DIR: folder } });
  const auditor = await userIn(restored, "administrator", restored.root.id, "auditor");
  const bytes = async (path: string) => Buffer.from(await (await fetch(restored.origin + path, { headers: { cookie: auditor.cookie } })).arrayBuffer());
  expect((await bytes(`/api/evidence/${given.id}/picture`)).toString("base64")).toBe(given.jpegBase64);
  expect((await bytes(media.fileUrl)).length).toBe(media.bytes);
  await restored.remove();
  await world.close();
});
