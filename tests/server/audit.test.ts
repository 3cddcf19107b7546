import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@yilu/prisma";
import { genesis, linkOf, walk, type AuditRow, type ChainedRow } from "@yilu/server/features/audit/chain.ts";
import { AuditRepository } from "@yilu/server/features/audit/repository.ts";
import { AuditService } from "@yilu/server/features/audit/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { png } from "../support/png.ts";
import { startTestServer, userIn } from "../support/server.ts";
import { noon, World } from "../support/world.ts";

const prismaFolder = fileURLToPath(new URL("../../prisma", import.meta.url));
const verifier = fileURLToPath(new URL("../../server/src/verify-audit.ts", import.meta.url));

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

describe.each(databaseKinds)("the chain of the log, on %s", (database) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ database });
  });
  afterAll(() => world.close());
  const auditor = () => new AuditService(new AuditRepository(world.inspector.client, database), () => noon, "Asia/Shanghai");

  it("holds from the first deed on, however many are written at once", async () => {
    const { server } = world;
    const names = Array.from({ length: 12 }, (_, index) => `并发${index}`);
    await Promise.all(names.map((name) => server.users.createUnit(server.system, { name, kind: "operator", parentId: server.root.id, code: null })));
    const entries = await world.inspector.client.auditEntry.count();
    expect(await auditor().verify()).toMatchObject({ ok: true, entries, unchained: 0, broken: null });
  });

  it("the database itself refuses to change or delete an entry", async () => {
    const { client } = world.inspector;
    const row = await client.auditEntry.findFirstOrThrow({ orderBy: { id: "asc" } });
    await expect(client.$executeRaw`UPDATE "AuditEntry" SET "actorName" = '别人' WHERE "id" = ${row.id}`).rejects.toThrow(/only added to/);
    const { id } = await client.auditEntry.create({ data: { ...entry("刚才"), at: BigInt(Date.now()) } });
    await expect(client.$executeRaw`DELETE FROM "AuditEntry" WHERE "id" = ${id}`).rejects.toThrow(/kept for 180 days/);
  });

  it("an entry that was slipped in is found, and so are those that were changed or removed", async () => {
    expect((await auditor().verify()).broken).toMatchObject({ why: "inserted" });
  });
});

/** An entry as somebody with the database's password might write it. */
const entry = (name: string) => ({ actorId: null, actorName: "某人", unitPath: "/", action: "unit.create", objectType: "unit", objectId: "x", objectName: name, address: null });

describe("a walk along the chain", () => {
  const deed = (at: number): AuditRow => ({ ...entry(`第 ${at} 件`), at, before: null, after: { b: 1, a: [at] } });
  const chain = (length: number): ChainedRow[] => {
    let prev = genesis.sha256;
    return Array.from({ length }, (_, index) => {
      const row = deed(index + 1);
      const [prevSha256, sha256] = [prev, linkOf(prev, row)];
      prev = sha256;
      return { ...row, id: index + 1, prevSha256, sha256 };
    });
  };
  async function* pages(rows: ChainedRow[]) {
    await Promise.resolve();
    yield rows.slice(0, 3);
    yield rows.slice(3);
  }
  const walked = (rows: ChainedRow[], whole = chain(6)) => walk(pages(rows), () => Promise.resolve({ entries: whole.length, sha256: whole.at(-1)?.sha256 ?? "" }));

  it("finds nothing wrong with what is whole, whatever the order of the keys that a database gives back", async () => {
    const rows = chain(6).map((row) => ({ ...row, after: { a: [row.at], b: 1 } }));
    expect(await walked(rows)).toEqual({ entries: 6, unchained: 0, head: rows[5]?.sha256, broken: null });
  });
  it("finds the entry that was changed, the place where one was removed, and the end that is missing", async () => {
    expect((await walked(chain(6).map((row) => (row.id === 4 ? { ...row, actorName: "别人" } : row)))).broken).toEqual({ id: 4, at: 4, why: "changed" });
    expect((await walked(chain(6).filter((row) => row.id !== 4))).broken).toEqual({ id: 5, at: 5, why: "removed" });
    expect((await walked(chain(6).slice(0, 4))).broken).toEqual({ id: null, at: null, why: "removed" });
    expect((await walked(chain(7))).broken).toEqual({ id: null, at: null, why: "inserted" });
    expect((await walked(chain(6).map((row) => (row.id === 4 ? { ...row, sha256: null } : row)))).broken).toEqual({ id: 4, at: 4, why: "inserted" });
  });
  it("a chain that was made anew from one entry on does not end at the head that was written down", async () => {
    let prev = genesis.sha256;
    const forged = chain(6).map((row) => {
      const told = row.id < 4 ? row : { ...row, actorName: "别人" };
      const [prevSha256, sha256] = [prev, linkOf(prev, told)];
      prev = sha256;
      return { ...told, prevSha256, sha256 };
    });
    expect((await walked(forged)).broken).toEqual({ id: null, at: null, why: "changed" });
  });
});

describe("the log over HTTP", () => {
  it("is filtered by part, words and days, and exported as a spreadsheet reads it", async () => {
    const world = await World.start();
    const { server } = world;
    await server.users.createUnit(server.system, { name: "=cmd|1", kind: "operator", parentId: server.root.id, code: null });
    const admin = await userIn(server, "administrator", server.root.id, "auditor");
    const list = async (query: string) => ((await admin.request("GET", `/api/audit?${query}`)).body as { rows: { action: string; objectName: string }[] }).rows;
    expect((await list("part=signIns")).map(({ action }) => action)).toEqual(["session.signIn"]);
    expect((await list("part=deeds&q=cmd")).map(({ objectName }) => objectName)).toEqual(["=cmd|1"]);
    expect(await list("from=2020-01-01&to=2020-01-02")).toEqual([]);
    const csv = await admin.request("GET", "/api/audit.csv?q=cmd");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.body).toContain(",'=cmd|1,");
    expect((await admin.request("GET", "/api/audit/verification")).body).toMatchObject({ ok: true, broken: null });
    await world.close();
  });
});

describe("npm run verify-audit", () => {
  it("says whether the log is whole, by its exit code too", async () => {
    const server = await startTestServer();
    await server.users.createUnit(server.system, { name: "某单位", kind: "operator", parentId: server.root.id, code: null });
    await server.stop();
    const run = () => spawnSync(process.execPath, ["--import", "tsx", verifier], { env: { ...process.env, DATA_DIR: server.env.DATA_DIR }, encoding: "utf8" });
    const whole = run();
    expect([whole.status, whole.stdout.includes("The chain holds")]).toEqual([0, true]);
    const database = openDatabase(`file:${join(server.env.DATA_DIR, "yilu.db")}`, prismaFolder);
    await database.client.auditEntry.create({ data: { ...entry("后来写的"), at: BigInt(noon) } });
    await database.close();
    const broken = run();
    expect([broken.status, /Broken at #\d+: inserted/.test(broken.stdout)]).toEqual([1, true]);
    await (await server.restart()).remove();
  });
});
