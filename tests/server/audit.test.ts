import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { png } from "../support/png.ts";
import { World } from "../support/world.ts";

describe.each(databaseKinds)("the log of who did what, on %s", (database) => {
  it("takes down a file's name as far as it can be stored: the upload never fails for it", async () => {
    const world = await World.start({ database });
    const folder = mkdtempSync(join(tmpdir(), "yilu-audit-"));
    const file = join(folder, "picture.png");
    writeFileSync(file, png(424_242));
    const { mediaId } = await world.server.media.intake.takeCopy(world.place("here").staff, { filename: "禁毒\u0000海报\ud800.png", title: "海报", level: "county" }, file);
    const row = await world.inspector.client.auditEntry.findFirst({ where: { objectId: mediaId, action: "media.upload" } });
    expect(row?.after).toMatchObject({ title: "海报", level: "county", filename: "禁毒\ufffd海报\ufffd.png" });
    rmSync(folder, { recursive: true });
    await world.close();
  });
});
