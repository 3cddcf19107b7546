import "fake-indexeddb/auto";
import type { Play } from "@yilu/contract";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Clock } from "../../player/src/clock.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
import { openDatabase, readState, type Database } from "../../player/src/storage/database.ts";

const known = Date.UTC(2026, 5, 24, 7, 42);
const revision = "a".repeat(64);
const show = (startedMonotonicMs: number) => ({ mediaId: "film", playlistId: "list", entryId: "entry", revision, startedMonotonicMs });

let db: Database;
let sources: { monotonic: number; device: number };

/** A page load: monotonic time starts again. */
function run(name: string, anchorAt: number | null, floorAt: number | null = null): Clock {
  const clock = new Clock(name, floorAt, { monotonic: () => sources.monotonic, device: () => sources.device });
  if (anchorAt !== null) clock.adopt({ serverAt: anchorAt, monotonicMs: 0 });
  return clock;
}

async function opened(clock: Clock): Promise<Ledger> {
  const ledger = await Ledger.open(db, clock);
  await ledger.bind("screen");
  return ledger;
}

function playFor(ledger: Ledger, startedMonotonicMs: number, airtimeMs = 15_000): void {
  ledger.begin(show(startedMonotonicMs)).close("completed", airtimeMs);
}

const seqs = (plays: Play[] | undefined): number[] => plays?.map(({ seq }) => seq) ?? [];

beforeEach(async () => {
  sources = { monotonic: 0, device: known };
  db = await openDatabase(makeUuid());
});

describe("the ledger", () => {
  test("numbers plays from 1 without gaps, over restarts", async () => {
    const first = await opened(run("one", known));
    for (const start of [0, 15_000, 30_000]) playFor(first, start);
    await first.settled();
    const second = await opened(run("two", known));
    playFor(second, 1_000);
    await second.settled();
    expect(second.ledgerId).toBe(first.ledgerId);
    expect(second.head).toBe(4);
    expect(second.unsent).toBe(4);
    expect(seqs((await second.nextBatch())?.plays)).toEqual([1, 2, 3, 4]);
  });

  test("a play is on disk from its first frame, and not sent while it runs", async () => {
    const ledger = await opened(run("one", known));
    ledger.begin(show(500));
    await ledger.settled();
    expect(await db.get("plays", [ledger.ledgerId, 1])).toMatchObject({ mediaId: "film", outcome: null, airtimeMs: 0, startedMonotonicMs: 500 });
    expect(ledger.unsent).toBe(0);
    expect(await ledger.nextBatch()).toBeNull();
  });

  test("after a crash the open play is interrupted at its last checkpoint", async () => {
    const before = await opened(run("one", known));
    const play = before.begin(show(2_000));
    play.checkpoint(5_000);
    play.checkpoint(10_004.6);
    await before.settled();
    const after = await opened(run("two", known + 3_600_000));
    expect((await after.nextBatch())?.plays).toEqual([
      {
        seq: 1,
        mediaId: "film",
        playlistId: "list",
        entryId: "entry",
        revision,
        startedAt: known + 2_000,
        airtimeMs: 10_005,
        outcome: "interrupted",
        clock: "synced",
        notBefore: null,
        notAfter: null,
      },
    ]);
  });

  test("a play left open in the middle does not hold up those after it", async () => {
    const before = await opened(run("one", known));
    before.begin(show(0));
    playFor(before, 15_000);
    await before.settled();
    const after = await opened(run("two", known));
    expect(after.unsent).toBe(2);
    expect((await after.nextBatch())?.plays.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [1, "interrupted"],
      [2, "completed"],
    ]);
  });

  test("nothing is changed after it was sent: a better anchor does not move it", async () => {
    const clock = run("one", known);
    const ledger = await opened(clock);
    playFor(ledger, 1_000);
    const first = await ledger.nextBatch();
    clock.adopt({ serverAt: known + 40, monotonicMs: 0 });
    expect(await ledger.nextBatch()).toEqual(first);
    expect(first?.plays[0]?.startedAt).toBe(known + 1_000);
  });

  test("without an anchor nothing is stamped, and so nothing is sent", async () => {
    const clock = run("one", null);
    const ledger = await opened(clock);
    playFor(ledger, 1_000);
    expect(await ledger.nextBatch()).toBeNull();
    clock.adopt({ serverAt: known, monotonicMs: 0 });
    expect((await ledger.nextBatch())?.plays[0]).toMatchObject({ clock: "synced", startedAt: known + 1_000 });
  });

  test("a run that never had an anchor is estimated between what was known then and the run that sends it", async () => {
    sources.device = known + 7_200_000;
    const before = await opened(run("one", null, known));
    playFor(before, 60_000);
    await before.settled();
    const after = await opened(run("two", known + 86_400_000));
    expect((await after.nextBatch())?.plays[0]).toMatchObject({
      clock: "estimated",
      notBefore: known + 60_000,
      notAfter: known + 86_400_000,
      startedAt: known + 7_200_000,
    });
  });

  test("an estimated play of a device in 1970 starts no earlier than what was known", async () => {
    sources.device = 5_000;
    const before = await opened(run("one", null, known));
    playFor(before, 60_000);
    await before.settled();
    const after = await opened(run("two", known + 86_400_000));
    expect((await after.nextBatch())?.plays[0]).toMatchObject({ clock: "estimated", startedAt: known + 60_000 });
  });

  test("only what was acknowledged is removed", async () => {
    const ledger = await opened(run("one", known));
    for (const start of [0, 1, 2, 3, 4]) playFor(ledger, start);
    const { ledgerId } = ledger;
    await ledger.nextBatch();
    await ledger.acknowledge({ ledgerId, acknowledged: [[1, 2], [4, 4]], keptApart: [] });
    expect(ledger.unsent).toBe(2);
    expect(seqs((await ledger.nextBatch())?.plays)).toEqual([3, 5]);
    expect(ledger.head).toBe(5);
  });

  test("an acknowledgement of what was never sent removes nothing", async () => {
    const ledger = await opened(run("one", known));
    playFor(ledger, 0);
    await ledger.settled();
    await ledger.acknowledge({ ledgerId: ledger.ledgerId, acknowledged: [[1, 1]], keptApart: [] });
    expect(ledger.unsent).toBe(1);
  });

  test("a batch has at most 500 plays", async () => {
    const ledger = await opened(run("one", known));
    for (let count = 0; count < 501; count += 1) playFor(ledger, count);
    expect((await ledger.nextBatch())?.plays).toHaveLength(500);
  });

  test("a batch has at most 128 KB", async () => {
    const ledger = await opened(run("one", known));
    const long = { mediaId: "m".repeat(40), playlistId: "p".repeat(40), entryId: "e".repeat(40) };
    for (let count = 0; count < 500; count += 1) ledger.begin({ ...show(count), ...long }).close("completed", 15_000);
    await ledger.settled();
    const first = await ledger.nextBatch();
    const plays = first?.plays ?? [];
    expect(JSON.stringify(first).length).toBeLessThanOrEqual(128 * 1024);
    expect(JSON.stringify({ ...first, plays: [...plays, plays[0]] }).length).toBeGreaterThan(128 * 1024);
    expect(seqs(plays)).toEqual(Array.from(plays, (_, index) => index + 1));
    await ledger.acknowledge({ ledgerId: ledger.ledgerId, acknowledged: [[1, plays.length]], keptApart: [] });
    expect((await ledger.nextBatch())?.plays[0]?.seq).toBe(plays.length + 1);
  });

  test("a rolled-back storage starts a new ledger, and the play on the screen moves into it", async () => {
    const ledger = await opened(run("one", known));
    playFor(ledger, 0);
    const running = ledger.begin(show(15_000));
    await ledger.settled();
    const old = ledger.ledgerId;
    expect(await ledger.reconcile(old, 1)).toBe(false);
    expect(await ledger.reconcile(old, 2)).toBe(true);
    running.close("completed", 15_000);
    await ledger.settled();
    expect(ledger.ledgerId).not.toBe(old);
    expect(ledger.head).toBe(1);
    const first = await ledger.nextBatch();
    const both = [{ ledgerId: first?.ledgerId, seqs: seqs(first?.plays) }];
    await ledger.acknowledge({ ledgerId: first?.ledgerId ?? "", acknowledged: [[1, 2]], keptApart: [] });
    const second = await ledger.nextBatch();
    both.push({ ledgerId: second?.ledgerId, seqs: seqs(second?.plays) });
    expect(both).toHaveLength(2);
    expect(both).toContainEqual({ ledgerId: old, seqs: [1] });
    expect(both).toContainEqual({ ledgerId: ledger.ledgerId, seqs: [1] });
    expect(second?.plays[0]?.startedAt === known + 15_000 || first?.plays[0]?.startedAt === known + 15_000).toBe(true);
  });

  test("a ledger belongs to one screen: paired again elsewhere, a new one begins and the old plays wait", async () => {
    const ledger = await opened(run("one", known));
    playFor(ledger, 0);
    await ledger.settled();
    const old = ledger.ledgerId;
    await ledger.bind("another");
    expect(ledger.ledgerId).not.toBe(old);
    expect([ledger.head, ledger.unsent]).toEqual([0, 0]);
    expect(await ledger.nextBatch()).toBeNull();
    expect(await db.count("plays")).toBe(1);
  });

  test("a play that cannot be written uses up no number", async () => {
    const ledger = await opened(run("one", known));
    const refused = vi.spyOn(db, "transaction").mockImplementationOnce(() => {
      throw new DOMException("", "QuotaExceededError");
    });
    playFor(ledger, 0);
    await ledger.settled();
    refused.mockRestore();
    playFor(ledger, 15_000);
    await ledger.settled();
    expect(ledger.lost).toBe(1);
    expect(seqs((await ledger.nextBatch())?.plays)).toEqual([1]);
  });

  test("a full disk: the ballast is given up and the play is written", async () => {
    let ballast = 1;
    const ledger = await Ledger.open(db, run("one", known), { release: async () => ballast-- > 0 });
    await ledger.bind("screen");
    await ledger.settled();
    const full = (): never => {
      throw new DOMException("", "QuotaExceededError");
    };
    const refused = vi.spyOn(db, "transaction").mockImplementationOnce(full);
    const play = ledger.begin(show(0));
    await ledger.settled();
    expect([ledger.head, ledger.lost, ballast]).toEqual([1, 0, 0]);
    refused.mockImplementation(full);
    ledger.begin(show(15_000)).close("completed", 15_000);
    await ledger.settled();
    expect([ledger.head, ledger.lost]).toEqual([1, 1]);
    refused.mockRestore();
    play.close("completed", 15_000);
    await ledger.settled();
    expect(seqs((await ledger.nextBatch())?.plays)).toEqual([1]);
  });

  test("a play whose end cannot be written is written with the next", async () => {
    const ledger = await opened(run("one", known));
    const play = ledger.begin(show(0));
    await ledger.settled();
    const refused = vi.spyOn(db, "transaction").mockImplementationOnce(() => {
      throw new DOMException("", "QuotaExceededError");
    });
    play.close("completed", 15_000);
    await ledger.settled();
    refused.mockRestore();
    expect(ledger.unsent).toBe(0);
    playFor(ledger, 15_000);
    await ledger.settled();
    expect(ledger.unsent).toBe(2);
    expect((await ledger.nextBatch())?.plays.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [1, "completed"],
      [2, "completed"],
    ]);
  });

  test("what has certainly passed is saved with each write", async () => {
    const ledger = await opened(run("one", known));
    sources.monotonic = 20_000;
    playFor(ledger, 5_000);
    await ledger.settled();
    expect(await readState(db, "floorAt")).toBe(known + 20_000);
  });
});
