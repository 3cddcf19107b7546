import { readFileSync } from "node:fs";
import { join } from "node:path";
import { adapterFor, offlinePostgresql, openDatabase, providerOf, schemaText, sqlBetween } from "@yilu/prisma";
import { afterAll, describe, expect, it } from "vitest";
import { databaseKinds, newDatabase, prismaFolder } from "../support/databases.ts";

describe.each(databaseKinds)("migrations on %s", (kind) => {
  const adapter = () => (kind === "sqlite" ? adapterFor("file::memory:") : offlinePostgresql());

  it("lead to the schema as it stands: after a change run `npm run db:migration <name>`", async () => {
    const migrated = readFileSync(join(prismaFolder, "migrations", kind, "schema.prisma"), "utf8");
    const now = schemaText(join(prismaFolder, "schema"), kind);
    expect(migrated).toBe(now);
    expect(await sqlBetween(migrated, now, adapter())).toContain("empty migration");
  });

  it("are noticed when the schema moves on without them", async () => {
    const now = schemaText(join(prismaFolder, "schema"), kind);
    const sql = await sqlBetween(now, now.replace("model Setting {", "model Setting {\n  note String?"), adapter());
    expect(sql).toMatch(/ALTER TABLE "Setting" ADD COLUMN +"note" TEXT/);
  });

  it("apply once: the second start finds nothing to do", async () => {
    const database = await newDatabase(kind);
    expect(await database.migrate()).toEqual([]);
    await database.remove();
  });

  it("make the tables that the schema says: every model answers a query", async () => {
    const database = await newDatabase(kind);
    const models = [...schemaText(join(prismaFolder, "schema"), kind).matchAll(/^model (\w+) \{/gm)].map((match) => match[1] ?? "");
    expect(models.length).toBeGreaterThan(25);
    for (const model of models) {
      const [row] = await database.client.$queryRawUnsafe<{ rows: bigint }[]>(`SELECT COUNT(*) AS rows FROM "${model}"`);
      expect([model, Number(row?.rows)]).toEqual([model, 0]);
    }
    await database.remove();
  });
});

describe("SQLite as an installation can trust it", async () => {
  const database = await newDatabase("sqlite");
  afterAll(() => database.remove());
  const pragma = async (name: string) => {
    const [row] = await database.client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
    return String(Object.values(row ?? {})[0]);
  };

  it("flushes every commit to the disk: synchronous is FULL (2)", async () => {
    expect(await pragma("synchronous")).toBe("2");
  });
  it("writes ahead: journal_mode is wal", async () => {
    expect(await pragma("journal_mode")).toBe("wal");
  });
  it("holds foreign keys", async () => {
    expect(await pragma("foreign_keys")).toBe("1");
    await expect(database.client.user.create({ data: { id: "u", unitId: "gone", username: "u", displayName: "u", role: "operator", passwordHash: "", createdAt: 0n } })).rejects.toThrow();
  });
  it("waits five seconds for a lock", async () => {
    expect(await pragma("busy_timeout")).toBe("5000");
  });
});

it("names the database by its URL, and refuses others by name", () => {
  expect(providerOf("file:x.db")).toBe("sqlite");
  expect(providerOf("postgresql://a/b")).toBe("postgresql");
  expect(() => openDatabase("mysql://a/b", prismaFolder)).toThrow("DATABASE_URL must start with file: or postgresql://, not mysql:");
});
