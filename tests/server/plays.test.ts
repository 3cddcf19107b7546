import * as fc from "fast-check";
import { rangesOf } from "@yilu/server/features/plays/believe.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addScreen, contents, openBooks, playOf, type Books } from "../support/books.ts";
import { databaseKinds, newDatabase, type TestDatabase } from "../support/databases.ts";

const ledger = "00000000-0000-4000-8000-000000000001";
const noon = Date.parse("2026-06-26T12:00:00+08:00");

describe.each(databaseKinds)("plays on %s", (kind) => {
  let database: TestDatabase;
  let books: Books;
  let now = noon;
  beforeEach(async () => {
    now = noon;
    database = await newDatabase(kind);
    books = await openBooks(database, () => now);
    await addScreen(books, "bus");
  });
  afterEach(() => database.remove());
  const send = (rows: unknown[], screenId = "bus", ledgerId = ledger) => books.service.receive({ screenId, ledgerId, rows });

  it("a play is acknowledged once it is in the books, with its hour and day", async () => {
    expect(await send([playOf(1, noon - 60_000)])).toEqual({ ledgerId: ledger, acknowledged: [[1, 1]], keptApart: [] });
    const { plays, hours, days, ledgers } = await contents(books);
    expect(plays).toHaveLength(1);
    expect(plays[0]).toMatchObject({ seq: 1, startedAt: BigInt(noon - 60_000), airtimeMs: 8000, outcome: 0, clock: 0 });
    expect(hours).toMatchObject([{ hourStartAt: BigInt(Date.parse("2026-06-26T11:00:00+08:00")), completed: 1, interrupted: 0, failed: 0, airtimeMs: 8000n }]);
    expect(days).toMatchObject([{ date: "2026-06-26", completed: 1, airtimeMs: 8000n }]);
    expect(ledgers).toMatchObject([{ receivedTo: 1, received: 1, conflictAt: null }]);
  });

  it("the same play again changes nothing and is acknowledged again", async () => {
    await send([playOf(1, noon), playOf(2, noon + 8000)]);
    const before = await contents(books);
    expect(await send([playOf(2, noon + 8000), playOf(1, noon)])).toEqual({ ledgerId: ledger, acknowledged: [[1, 2]], keptApart: [] });
    expect(await contents(books)).toEqual(before);
  });

  it("the same number twice in one batch counts once", async () => {
    expect((await send([playOf(1, noon), playOf(1, noon)])).acknowledged).toEqual([[1, 1]]);
    expect((await contents(books)).days).toMatchObject([{ completed: 1 }]);
  });

  it("a number that comes again with other content is kept apart and the ledger is flagged", async () => {
    await send([playOf(1, noon)]);
    now += 5000;
    expect(await send([playOf(1, noon, { airtimeMs: 7000 })])).toEqual({ ledgerId: ledger, acknowledged: [[1, 1]], keptApart: [{ seq: 1, reason: "conflict" }] });
    const { plays, days, ledgers, apart } = await contents(books);
    expect(plays).toMatchObject([{ airtimeMs: 8000 }]);
    expect(days).toMatchObject([{ completed: 1, airtimeMs: 8000n }]);
    expect(ledgers).toMatchObject([{ conflictAt: BigInt(noon + 5000), received: 1 }]);
    expect(apart).toEqual([{ seq: 1, reason: "conflict" }]);
  });

  it("a bad row never blocks its batch: it is kept apart with the reason and acknowledged", async () => {
    const ack = await send([playOf(1, noon), { seq: 2, nonsense: true }, playOf(3, noon + 3_600_000), playOf(4, noon, { mediaId: "never-heard-of" }), "not even a row"]);
    expect(ack.acknowledged).toEqual([[1, 4]]);
    expect(ack.keptApart).toEqual([
      { seq: 2, reason: "malformed" },
      { seq: 3, reason: "inFuture" },
      { seq: null, reason: "malformed" },
      { seq: 4, reason: "unknownMedia" },
    ]);
    const { plays, ledgers } = await contents(books);
    expect(plays.map((play) => play.seq)).toEqual([1]);
    expect(ledgers).toMatchObject([{ receivedTo: 4, received: 1 }]);
  });

  it("the same bad row sent again is kept once", async () => {
    await send([{ seq: 2, nonsense: true }]);
    await send([{ seq: 2, nonsense: true }]);
    expect((await contents(books)).apart).toEqual([{ seq: 2, reason: "malformed" }]);
  });

  it("a play of an entry or playlist that is gone still counts; media keeps its remembered name", async () => {
    await books.client.playName.create({ data: { kind: "media", ref: "gone", name: "删掉的片子", level: "county" } });
    const ack = await send([playOf(1, noon, { mediaId: "gone", entryId: "gone-entry", playlistId: "gone-list" })]);
    expect(ack).toEqual({ ledgerId: ledger, acknowledged: [[1, 1]], keptApart: [] });
  });

  it("two ledgers of one screen, and equal ledgers of two screens, are different books", async () => {
    await addScreen(books, "coach");
    const other = ledger.replace(/1$/, "2");
    await Promise.all([send([playOf(1, noon)]), send([playOf(1, noon)], "bus", other), send([playOf(1, noon)], "coach")]);
    const { plays, ledgers } = await contents(books);
    expect(plays).toHaveLength(3);
    expect(ledgers.map(({ screenId, ledgerId }) => `${screenId} ${ledgerId.at(-1) ?? ""}`).sort()).toEqual(["bus 1", "bus 2", "coach 1"]);
  });

  it("a play counts in the local hour and day in which it started: midnight, month's end, half-hour zones", async () => {
    await addScreen(books, "kolkata", "Asia/Kolkata");
    await send([playOf(1, Date.parse("2026-05-31T23:59:59.999+08:00")), playOf(2, Date.parse("2026-06-01T00:00:00+08:00"))]);
    await send([playOf(1, Date.parse("2026-06-01T00:29:00+05:30"))], "kolkata");
    const { days, hours } = await contents(books);
    expect(days.map(({ date, completed }) => [date, completed])).toEqual([["2026-05-31", 1], ["2026-06-01", 1], ["2026-06-01", 1]]);
    expect(hours.map((row) => new Date(Number(row.hourStartAt)).toISOString())).toEqual(["2026-05-31T15:00:00.000Z", "2026-05-31T16:00:00.000Z", "2026-05-31T18:30:00.000Z"]);
  });

  it("both passes of a repeated hour are hours of their own", async () => {
    now = Date.parse("2026-11-01T12:00:00-05:00");
    await addScreen(books, "new-york", "America/New_York");
    await send([playOf(1, Date.parse("2026-11-01T01:30:00-04:00")), playOf(2, Date.parse("2026-11-01T01:30:00-05:00"))], "new-york");
    const { hours, days } = await contents(books);
    expect(hours.map((row) => new Date(Number(row.hourStartAt)).toISOString())).toEqual(["2026-11-01T05:00:00.000Z", "2026-11-01T06:00:00.000Z"]);
    expect(days).toMatchObject([{ date: "2026-11-01", completed: 2 }]);
  });

  it("moving a bus to another line never rewrites history", async () => {
    const moved = noon - 3_600_000;
    await books.client.screenAssignment.updateMany({ where: { screenId: "bus" }, data: { toAt: BigInt(moved) } });
    const after = await books.client.screenAssignment.create({
      data: { screenId: "bus", screenName: "bus", unitId: "county", unitPath: "/county/", kind: "bus", line: "9路", timeZone: "Asia/Shanghai", fromAt: BigInt(moved) },
    });
    await send([playOf(1, moved - 1), playOf(2, moved)]);
    const { plays } = await contents(books);
    expect(plays[0]?.assignmentKey).not.toBe(after.key);
    expect(plays[1]?.assignmentKey).toBe(after.key);
  });

  it("tells how many plays were new, and today's count", async () => {
    await send([playOf(1, noon - 86_400_000), playOf(2, noon - 1000)]);
    await send([playOf(2, noon - 1000), playOf(3, noon)]);
    await expect.poll(() => books.counted).toEqual([{ screenId: "bus", plays: 2, playsToday: 1 }, { screenId: "bus", plays: 1, playsToday: 2 }]);
  });

  it("when the database refuses, nothing is acknowledged, nothing is half-entered, and the next try succeeds", async () => {
    await send([playOf(1, noon)]);
    await expect.poll(() => books.counted).toHaveLength(1);
    await books.client.$executeRawUnsafe(`ALTER TABLE "PlayDay" RENAME TO "Away"`);
    await expect(send([playOf(2, noon)])).rejects.toMatchObject({ code: "overloaded" });
    expect(await books.client.play.count()).toBe(1);
    await books.client.$executeRawUnsafe(`ALTER TABLE "Away" RENAME TO "PlayDay"`);
    expect((await send([playOf(2, noon)])).acknowledged).toEqual([[2, 2]]);
    expect((await contents(books)).days).toMatchObject([{ completed: 2 }]);
    expect(books.failures).toHaveLength(1);
  });

  it("sent 1–5 times, in any order and grouping, by several screens at once: the books equal the ledgers", async () => {
    const sizes = kind === "sqlite" ? { numRuns: 12 } : { numRuns: 6 };
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.array(fc.array(fc.nat(59), { minLength: 1, maxLength: 30 }), { minLength: 5, maxLength: 25 }), async (length, deliveries) => {
        round += 1;
        const id = `${String(round).padStart(8, "0")}-0000-4000-8000-000000000000`;
        const mine = Array.from({ length }, (_, index) =>
          playOf(index + 1, noon - index * 8000, { mediaId: index % 3 ? "m1" : "m2", outcome: index % 5 ? "completed" : "interrupted", airtimeMs: 1000 + index }),
        );
        const before = await books.client.playDay.aggregate({ _sum: { completed: true, interrupted: true, airtimeMs: true } });
        const every = [...deliveries, Array.from({ length }, (_, index) => index)];
        await Promise.all(every.map((delivery) => send(delivery.flatMap((index) => mine[index] ?? []).concat(mine[0] ?? []), "bus", id)));
        const key = (await books.client.ledger.findFirstOrThrow({ where: { ledgerId: id } })).key;
        const rows = await books.client.play.findMany({ where: { ledgerKey: key }, orderBy: { seq: "asc" } });
        expect(rows.map((row) => [row.seq, Number(row.startedAt), row.airtimeMs])).toEqual(mine.map((play) => [play.seq, play.startedAt, play.airtimeMs]));
        const after = await books.client.playDay.aggregate({ _sum: { completed: true, interrupted: true, airtimeMs: true } });
        const gained = (name: "completed" | "interrupted" | "airtimeMs") => Number(after._sum[name] ?? 0) - Number(before._sum[name] ?? 0);
        expect(gained("completed")).toBe(mine.filter((play) => play.outcome === "completed").length);
        expect(gained("interrupted")).toBe(mine.filter((play) => play.outcome === "interrupted").length);
        expect(gained("airtimeMs")).toBe(mine.reduce((sum, play) => sum + play.airtimeMs, 0));
        expect(await books.client.ledger.findUniqueOrThrow({ where: { key } })).toMatchObject({ receivedTo: length, received: length, conflictAt: null });
        expect(await books.client.playKeptApart.count()).toBe(0);
      }),
      sizes,
    );
    const hours = await books.client.playHour.aggregate({ _sum: { completed: true, airtimeMs: true } });
    const days = await books.client.playDay.aggregate({ _sum: { completed: true, airtimeMs: true } });
    expect(hours._sum).toEqual(days._sum);
  });
});

describe("ranges", () => {
  it("join neighbours and forget duplicates and order", () => {
    expect(rangesOf([5, 1, 2, 2, 9, 3])).toEqual([[1, 3], [5, 5], [9, 9]]);
    expect(rangesOf([])).toEqual([]);
  });
});
