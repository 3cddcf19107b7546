import { jsonRows } from "@yilu/server/database/json-rows.ts";
import { cutBySpans, spanOf } from "@yilu/server/features/plays/spans.ts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addScreen, openBooks, playOf, type Books } from "../support/books.ts";
import { databaseKinds, newDatabase, type TestDatabase } from "../support/databases.ts";
import { differences, expectedSums, storedPlays, storedSums } from "../support/roll-ups.ts";

const ledger = "00000000-0000-4000-8000-000000000001";
const noon = Date.parse("2026-06-26T12:00:00+08:00");
const hourMs = 3_600_000;
const fullHour = { firstHalf: 2 ** 30 - 1, secondHalf: 2 ** 30 - 1 };

describe.each(databaseKinds)("roll-ups on %s", (kind) => {
  let database: TestDatabase;
  let books: Books;
  let now = noon;
  let bus = 0;
  beforeEach(async () => {
    now = noon;
    database = await newDatabase(kind);
    books = await openBooks(database, () => now);
    bus = await addScreen(books, "bus");
  });
  afterEach(() => database.remove());
  const send = (rows: unknown[], screenId = "bus") => books.service.receive({ screenId, ledgerId: ledger, rows });
  const disagreements = async () => differences(expectedSums(await storedPlays(books.client)), await storedSums(books.client));
  const daysToWork = async () => (await books.client.dayToWork.findMany({ orderBy: { date: "asc" } })).map((row) => row.date);

  it("what a screen did in an hour and on a day, and five days of each media, are the sums of its plays", async () => {
    await addScreen(books, "new-york", "America/New_York");
    const plays = Array.from({ length: 120 }, (_, index) =>
      playOf(index + 1, noon - index * 5 * hourMs, { mediaId: index % 3 ? "m1" : "m2", outcome: index % 7 ? "completed" : index % 2 ? "interrupted" : "failed", airtimeMs: 1000 + index }),
    );
    await Promise.all([send(plays), send(plays.slice(0, 50)), send(plays, "new-york")]);
    expect(await disagreements()).toEqual([]);
    expect(await books.client.playSpan.findMany({ where: { assignmentKey: bus, mediaKey: 1 }, orderBy: { fromDate: "asc" }, select: { fromDate: true, completed: true } })).toHaveLength(6);
  });

  it("what many sockets deliver while one transaction runs goes into the next, together", async () => {
    const commits = vi.spyOn(books.client, "$transaction");
    await Promise.all(Array.from({ length: 40 }, (_, index) => send([playOf(index + 1, noon - index)])));
    expect(await books.client.play.count()).toBe(40);
    expect(commits.mock.calls.length).toBeLessThanOrEqual(2);
    commits.mockRestore();
  });

  it("plays that no range knows, in a database mended by hand, count once", async () => {
    await send([playOf(1, noon), playOf(2, noon)]);
    await books.client.ledgerRange.deleteMany();
    expect((await send([playOf(1, noon), playOf(2, noon), playOf(3, noon)])).acknowledged).toEqual([[1, 3]]);
    expect(await books.client.play.count()).toBe(3);
    expect(await books.client.screenDay.findMany()).toMatchObject([{ completed: 3 }]);
    expect(await disagreements()).toEqual([]);
  });

  it("what players say of when they ran sets the minutes; only what is news is worked out again", async () => {
    const from = Date.parse("2026-06-25T22:30:20+08:00");
    await books.service.poweredOn(new Map([["bus", [[from, from + 3 * hourMs]]], ["unknown", [[from, from + hourMs]]]]));
    const hours = await books.client.screenHour.findMany({ orderBy: { hourStartAt: "asc" } });
    expect(hours).toMatchObject([
      { assignmentKey: bus, hourStartAt: BigInt(Date.parse("2026-06-25T22:00:00+08:00")), firstHalf: 0, secondHalf: 2 ** 30 - 1, completed: 0 },
      { hourStartAt: BigInt(Date.parse("2026-06-25T23:00:00+08:00")), ...fullHour },
      { hourStartAt: BigInt(Date.parse("2026-06-26T00:00:00+08:00")), ...fullHour },
      { hourStartAt: BigInt(Date.parse("2026-06-26T01:00:00+08:00")), firstHalf: 2 ** 30 - 1, secondHalf: 1 },
    ]);
    expect(await daysToWork()).toEqual(["2026-06-25", "2026-06-26"]);
    await books.client.dayToWork.deleteMany();
    await books.service.poweredOn(new Map([["bus", [[from, from + 3 * hourMs + 60_000]]]]));
    expect(await daysToWork()).toEqual(["2026-06-26"]);
  });

  it("a bus that moved ran for whom it belonged to then", async () => {
    const moved = noon - hourMs;
    await books.client.screenAssignment.updateMany({ where: { screenId: "bus" }, data: { toAt: BigInt(moved) } });
    const { key: after } = await books.client.screenAssignment.create({ data: { screenId: "bus", screenName: "bus", unitId: "county", unitPath: "/county/", kind: "bus", line: "9路", timeZone: "Asia/Shanghai", fromAt: BigInt(moved) } });
    await books.service.poweredOn(new Map([["bus", [[moved - hourMs, moved + hourMs]]]]));
    expect(await books.client.screenHour.findMany({ orderBy: { hourStartAt: "asc" } })).toMatchObject([
      { assignmentKey: bus, hourStartAt: BigInt(moved - hourMs), ...fullHour },
      { assignmentKey: after, hourStartAt: BigInt(moved), ...fullHour },
    ]);
  });

  it("texts reach the database as they are, whatever stands in them", async () => {
    const text = fc.string({ unit: fc.constantFrom(...`ab"'\\{},NULL 岣嵝\u{1F68C}\n%_?$1`), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ name: fc.option(text), count: fc.option(fc.integer()) }), { maxLength: 8 }), async (rows) => {
        const read = await books.client.$queryRaw<{ name: string | null; count: number | bigint | null }[]>(jsonRows(kind, rows, { name: "text", count: "bigint" }));
        expect(read.map(({ name, count }) => ({ name, count: count === null ? null : Number(count) }))).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });
});

describe("spans of five days", () => {
  it("begin on the 1st, 6th, 11th, 16th, 21st and 26th; the last takes what is left", () => {
    expect(["01", "05", "06", "10", "11", "25", "26", "30", "31"].map((day) => spanOf(`2026-05-${day}`).slice(8))).toEqual(["01", "01", "06", "06", "11", "21", "26", "26", "26"]);
    expect(spanOf("2026-02-28")).toBe("2026-02-26");
  });

  it("a month is whole spans, and so is a part of one between their ends", () => {
    expect(cutBySpans({ from: "2026-06-01", to: "2026-06-30" })).toEqual({ before: null, spans: { from: "2026-06-01", to: "2026-06-26" }, after: null });
    expect(cutBySpans({ from: "2026-01-30", to: "2026-02-28" })).toEqual({ before: { from: "2026-01-30", to: "2026-01-31" }, spans: { from: "2026-02-01", to: "2026-02-26" }, after: null });
    expect(cutBySpans({ from: "2026-06-02", to: "2026-06-09" })).toEqual({ before: { from: "2026-06-02", to: "2026-06-09" }, spans: null, after: null });
    expect(cutBySpans({ from: "2026-06-10", to: "2026-06-09" })).toEqual({ before: null, spans: null, after: null });
  });

  it("cut any period into parts that hold each of its days once, and no other", () => {
    const dayMs = 86_400_000;
    const date = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
    const first = Date.parse("2023-12-01") / dayMs;
    fc.assert(
      fc.property(fc.nat(500), fc.nat(400), (start, length) => {
        const [from, to] = [first + start, first + start + length];
        const { before, spans, after } = cutBySpans({ from: date(from), to: date(to) });
        const within = (day: string, part: { from: string; to: string } | null) => part !== null && part.from <= day && day <= part.to;
        for (let day = from - 7; day <= to + 7; day += 1) {
          const parts = [within(date(day), before), within(spanOf(date(day)), spans), within(date(day), after)].filter(Boolean);
          expect(parts).toHaveLength(day >= from && day <= to ? 1 : 0);
        }
        const edges = [before, after].reduce((sum, part) => sum + (part === null ? 0 : (Date.parse(part.to) - Date.parse(part.from)) / dayMs + 1), 0);
        expect(edges).toBeLessThanOrEqual(10);
      }),
      { numRuns: 300 },
    );
  });
});
