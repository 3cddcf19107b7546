import { changesBetween, holds, withNumbers } from "@yilu/server/features/plays/ranges.ts";
import { addStretch, onTimes, PlayMinutes, type PowerHour } from "@yilu/server/features/plays/power.ts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addScreen, contents, openBooks, playOf, type Books } from "../support/books.ts";
import { databaseKinds, newDatabase, type TestDatabase } from "../support/databases.ts";

const ledger = "00000000-0000-4000-8000-000000000001";
const noon = Date.parse("2026-06-26T12:00:00+08:00");
const dayMs = 86_400_000;

describe.each(databaseKinds)("the books for ever, on %s", (kind) => {
  let database: TestDatabase;
  let books: Books;
  let now = noon;
  beforeEach(async () => {
    now = noon;
    database = await newDatabase(kind);
    books = await openBooks(database, () => now, 10_000);
    await addScreen(books, "bus");
  });
  afterEach(() => database.remove());
  const send = (rows: unknown[], screenId = "bus") => books.service.receive({ screenId, ledgerId: ledger, rows });
  const ranges = async () => (await books.client.ledgerRange.findMany({ orderBy: { fromSeq: "asc" } })).map((row) => [row.fromSeq, row.toSeq]);

  it("a play that comes again after single plays were forgotten is still a duplicate", async () => {
    await send([playOf(1, noon - 1000), playOf(2, noon)]);
    const { hours, days } = await contents(books);
    now = noon + 181 * dayMs;
    expect(await books.service.forget(180)).toBe(2);
    expect(await books.client.play.count()).toBe(0);
    expect((await send([playOf(1, noon - 1000), playOf(2, noon), playOf(3, now)])).acknowledged).toEqual([[1, 3]]);
    const after = await contents(books);
    expect(after.plays.map((play) => play.seq)).toEqual([3]);
    expect(after.hours.slice(0, hours.length)).toEqual(hours);
    expect(after.days.slice(0, days.length)).toEqual(days);
    expect(after.days).toHaveLength(days.length + 1);
    expect(after.apart).toEqual([]);
    expect(await ranges()).toEqual([[1, 3]]);
  });

  it("forgets exactly what began before the limit, and nothing else", async () => {
    await send([playOf(1, noon - 180 * dayMs - 1), playOf(2, noon - 180 * dayMs), playOf(3, noon)]);
    expect(await books.service.forget(180)).toBe(1);
    expect((await contents(books)).plays.map((play) => play.seq)).toEqual([2, 3]);
    expect(await books.service.forget(180)).toBe(0);
  });

  it("numbers are kept as ranges; a late one closes the gap between two", async () => {
    await send([playOf(1, noon), playOf(2, noon), playOf(5, noon), playOf(6, noon)]);
    expect(await ranges()).toEqual([[1, 2], [5, 6]]);
    await send([playOf(4, noon)]);
    expect(await ranges()).toEqual([[1, 2], [4, 6]]);
    await send([playOf(3, noon)]);
    expect(await ranges()).toEqual([[1, 6]]);
  });

  it("a row kept apart is in no range: when it comes in good form it counts", async () => {
    await send([playOf(1, noon, { mediaId: "later" })]);
    expect(await ranges()).toEqual([]);
    await books.client.media.create({ data: { id: "later", unitId: "county", title: "late", level: "county", status: "approved", sourceSha256: "later", uploaderId: "u", createdAt: 0n } });
    await send([playOf(1, noon, { mediaId: "later" })]);
    expect(await ranges()).toEqual([[1, 1]]);
    expect((await contents(books)).days).toMatchObject([{ completed: 1 }]);
  });

  it("the newest play of a ledger is remembered, whatever comes later", async () => {
    await send([playOf(2, noon)]);
    await send([playOf(1, noon - 60_000)]);
    expect((await contents(books)).ledgers).toMatchObject([{ newestAt: BigInt(noon), receivedTo: 2, received: 2 }]);
  });

  it("a play sets the minutes of its hour, once, and marks its day to be worked out", async () => {
    const start = Date.parse("2026-06-26T11:29:30+08:00");
    await send([playOf(1, start, { airtimeMs: 90_000 })]);
    const rows = await books.client.screenHour.findMany();
    expect(rows).toMatchObject([{ hourStartAt: BigInt(Date.parse("2026-06-26T11:00:00+08:00")), firstHalf: 1 << 29, secondHalf: 1 }]);
    await send([playOf(1, start, { airtimeMs: 90_000 })]);
    expect(await books.client.screenHour.findMany()).toEqual(rows);
    expect(await books.client.dayToWork.findMany()).toMatchObject([{ date: "2026-06-26" }]);
  });

  it("a connection proves that the screen is on, with nothing played", async () => {
    now = Date.parse("2026-06-26T23:59:10+08:00");
    await books.service.connected(["bus", "unknown"]);
    now += 60_000;
    await books.service.connected(["bus"]);
    expect(await books.client.screenHour.findMany({ orderBy: { hourStartAt: "asc" } })).toMatchObject([
      { hourStartAt: BigInt(Date.parse("2026-06-26T23:00:00+08:00")), firstHalf: 0, secondHalf: 1 << 29 },
      { hourStartAt: BigInt(Date.parse("2026-06-27T00:00:00+08:00")), firstHalf: 1, secondHalf: 0 },
    ]);
    expect((await books.client.dayToWork.findMany({ orderBy: { date: "asc" } })).map((row) => row.date)).toEqual(["2026-06-26", "2026-06-27"]);
  });

  it("when too many rows wait, players are told to come later and nothing is lost of what was taken", async () => {
    const batches = Array.from({ length: 25 }, (_, batch) => Array.from({ length: 500 }, (_, index) => ({ seq: batch * 500 + index + 1, nonsense: true })));
    const outcomes = await Promise.allSettled(batches.map((rows) => send(rows)));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.length).toBe(5);
    expect(refused.every((outcome) => (outcome.reason as { code: string }).code === "overloaded")).toBe(true);
    expect(await books.client.playKeptApart.count()).toBe(20 * 500);
    expect((await send([playOf(100_000, noon)])).acknowledged).toEqual([[100_000, 100_000]]);
  });
});

describe("ranges of numbers", () => {
  it("hold exactly the numbers that were put in, whatever the order, and are written by their differences", () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 8 }), (groups) => {
        const stored = new Map<number, number>();
        let ranges: [number, number][] = [];
        const all = new Set<number>();
        for (const group of groups) {
          const next = withNumbers(ranges, group);
          const { put, gone } = changesBetween(ranges, next);
          for (const from of gone) stored.delete(from);
          for (const [from, to] of put) stored.set(from, to);
          ranges = next;
          for (const seq of group) all.add(seq);
        }
        for (let seq = 0; seq <= 61; seq += 1) expect(holds(ranges, seq)).toBe(all.has(seq));
        expect([...stored].sort(([one], [other]) => one - other)).toEqual(ranges);
      }),
    );
  });
});

describe("powered-on time", () => {
  const zone = "Asia/Shanghai";
  const hour = Date.parse("2026-06-26T08:00:00+08:00");
  const timesOf = (plays: [startedAt: number, airtimeMs: number][]) => {
    const minutes = new PlayMinutes();
    for (const [startedAt, airtimeMs] of plays) minutes.add(1, zone, startedAt, airtimeMs);
    return [...onTimes([...minutes.end().values()].sort((one, other) => one.hourStartAt - other.hourStartAt)).values()];
  };

  it("is the same whether plays are added in a run or one by one", () => {
    const play = fc.tuple(fc.integer({ min: 0, max: 3 * 3_600_000 }), fc.integer({ min: 0, max: 5 * 60_000 }), fc.constantFrom(1, 2));
    fc.assert(
      fc.property(fc.array(play, { maxLength: 60 }), fc.boolean(), (plays, isInOrder) => {
        const list = isInOrder ? plays.toSorted(([one], [other]) => one - other) : plays;
        const [minutes, each] = [new PlayMinutes(), new Map<string, PowerHour>()];
        for (const [at, airtimeMs, key] of list) {
          minutes.add(key, zone, hour + at, airtimeMs);
          addStretch(each, key, zone, hour + at, hour + at + Math.max(1, airtimeMs));
        }
        expect(new Map([...minutes.end()].sort())).toEqual(new Map([...each].sort()));
      }),
    );
  });

  it("counts whole minutes in which something was shown", () => {
    expect(timesOf([[hour + 10_000, 8000]])).toEqual([60_000]);
    expect(timesOf([[hour + 59_000, 2000]])).toEqual([120_000]);
  });

  it("bridges five minutes and not six", () => {
    expect(timesOf([[hour, 1000], [hour + 6 * 60_000, 1000]])).toEqual([7 * 60_000]);
    expect(timesOf([[hour, 1000], [hour + 7 * 60_000, 1000]])).toEqual([2 * 60_000]);
  });

  it("bridges from one hour into the next", () => {
    expect(timesOf([[hour + 58 * 60_000, 1000], [hour + 62 * 60_000, 1000]])).toEqual([2 * 60_000, 3 * 60_000]);
  });

  it("a full hour of plays is an hour", () => {
    expect(timesOf(Array.from({ length: 360 }, (_, index) => [hour + index * 10_000, 10_000]))).toEqual([3_600_000]);
  });
});
