import { openReader, Prisma, ReaderClosed, type Reader } from "@yilu/prisma";
import { HoursRepository } from "@yilu/server/features/reports/hours.repository.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds, newDatabase, type TestDatabase } from "../support/databases.ts";

const day0 = Date.parse("2026-06-01T00:00:00+08:00");

/** A month of what forty screens showed in each hour, four films each: 115,200 rows. */
async function fillHours({ client, provider }: TestDatabase): Promise<void> {
  const numbers = (name: string, count: number) =>
    provider === "sqlite" ? `${name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM ${name} WHERE i < ${count - 1})` : `${name}(i) AS (SELECT generate_series(0, ${count - 1}))`;
  await client.$executeRawUnsafe(`INSERT INTO "ScreenAssignment" ("screenId", "screenName", "unitId", "unitPath", "kind", "timeZone", "fromAt")
    WITH RECURSIVE ${numbers("n", 40)} SELECT 's' || i, 's' || i, 'u', '/u/', 'bus', 'Asia/Shanghai', 0 FROM n`);
  await client.$executeRawUnsafe(`INSERT INTO "PlayName" ("kind", "ref", "name") SELECT 'entry', 'e', 'e'`);
  await client.$executeRawUnsafe(`INSERT INTO "PlayHour" ("assignmentKey", "mediaKey", "entryKey", "hourStartAt", "completed", "interrupted", "failed", "airtimeMs")
    WITH RECURSIVE ${numbers("h", 720)}, ${numbers("m", 4)} SELECT a."key", m.i, 1, ${day0} + CAST(h.i AS BIGINT) * 3600000, 2, 0, 0, 20000 FROM h, "ScreenAssignment" a, m`);
}

describe.each(databaseKinds)("the reader of a %s database", (kind) => {
  let database: TestDatabase;
  let reader: Reader;
  beforeEach(async () => {
    database = await newDatabase(kind);
    reader = openReader(database.url, database.client);
  });
  afterEach(async () => {
    await reader.close();
    await database.remove();
  });
  const names = Prisma.sql`SELECT COUNT(*) AS "count" FROM "PlayName"`;
  const count = async () => Number((await reader.query<{ count: number | bigint }>(names))[0]?.count);

  it("sees everything that was committed before it was asked, again and again", async () => {
    for (let name = 1; name <= 20; name += 1) {
      await database.client.playName.create({ data: { kind: "media", ref: `m${name}`, name: "片" } });
      expect(await count()).toBe(name);
    }
  });

  it("does not see what is not committed", async () => {
    await database.client.$transaction(async (tx) => {
      await tx.playName.create({ data: { kind: "media", ref: "m", name: "片" } });
      if (kind === "sqlite") expect(await count()).toBe(0);
    });
    expect(await count()).toBe(1);
  });

  it("answers many at once, each with its own rows", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => reader.query<{ n: number | bigint; text: string }>(Prisma.sql`SELECT CAST(${n} AS INTEGER) AS "n", CAST(${`片${n}`} AS TEXT) AS "text"`)));
    expect(answers.map(([row]) => [Number(row?.n), row?.text])).toEqual(Array.from({ length: 30 }, (_, n) => [n, `片${n}`]));
  });

  it("passes on what the database says, and goes on", async () => {
    await expect(reader.query(Prisma.sql`SELECT * FROM "Nowhere"`)).rejects.toThrow(/Nowhere/);
    expect(await count()).toBe(0);
  });

  it("reads a month of every screen as it is, hour by hour", async () => {
    await fillHours(database);
    const hours = new HoursRepository(reader, kind);
    const offsets = [{ timeZone: "Asia/Shanghai", fromAt: day0 - 86_400_000, toAt: day0 + 40 * 86_400_000, offsetMs: 28_800_000 }];
    const scope = { from: "2026-06-01", to: "2026-06-30", unitPaths: ["/u/"], entryIds: ["e"] };
    const rows = await hours.heat(scope, offsets);
    expect(rows).toHaveLength(720);
    expect(rows.every(({ plays }) => plays === 320)).toBe(true);
    const { rows: byHour, total } = await hours.byHour(scope, offsets);
    expect(byHour.map(({ key, completed, screens }) => [key, completed, screens])).toEqual(Array.from({ length: 24 }, (_, hour) => [String(hour).padStart(2, "0"), 30 * 320, 40]));
    expect(total).toMatchObject({ completed: 720 * 320, screens: 40, vehicles: 40 });
  });

  it("closed, it refuses what waits and what comes, and ends", async () => {
    const busy = Array.from({ length: 6 }, () => count().then(() => "answered", (error: unknown) => (error instanceof ReaderClosed ? "refused" : error)));
    await reader.close();
    expect((await Promise.all(busy)).every((outcome) => outcome === "answered" || outcome === "refused")).toBe(true);
    await expect(count()).rejects.toBeInstanceOf(ReaderClosed);
    await reader.close();
  });
});

describe("the reader of a SQLite file", () => {
  it("cannot change anything", async () => {
    const database = await newDatabase("sqlite");
    const reader = openReader(database.url, database.client);
    await expect(reader.query(Prisma.sql`INSERT INTO "PlayName" ("kind", "ref", "name") VALUES ('media', 'm', 'm') RETURNING "key"`)).rejects.toMatchObject({ code: "SQLITE_READONLY" });
    expect(await database.client.playName.count()).toBe(0);
    await reader.close();
    await database.remove();
  });

  it("leaves the server's thread free while it reads", async () => {
    const database = await newDatabase("sqlite");
    const reader = openReader(database.url, database.client);
    await fillHours(database);
    // Each row of a month beside forty others: half a second of work for a database, in one answer.
    const heavy = Prisma.sql`SELECT COUNT(*) AS "count" FROM "PlayHour" h JOIN "PlayHour" d ON d."hourStartAt" = ${day0} AND d."assignmentKey" <= 10 WHERE h."completed" + d."completed" > 3`;
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 10);
    const [row] = await reader.query<{ count: number }>(heavy);
    clearInterval(ticking);
    expect(row?.count).toBe(115_200 * 40);
    // Read on this thread, it would let none of them in between.
    expect(ticks).toBeGreaterThan(10);
    await reader.close();
    await database.remove();
  });

  it("says what is wrong with a file that is not there, each time it is asked", async () => {
    const database = await newDatabase("sqlite");
    const reader = openReader("file:/nowhere/yilu.db", database.client);
    for (let time = 0; time < 3; time += 1) await expect(reader.query(Prisma.sql`SELECT 1`)).rejects.toThrow(/directory does not exist|unable to open/);
    await reader.close();
    await database.remove();
  });
});
