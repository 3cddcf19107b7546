import "fake-indexeddb/auto";
import type { Play } from "@yilu/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Clock } from "../../player/src/clock.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
import { dateRuns } from "../../player/src/ledger/runs.ts";
import { openDatabase, readState } from "../../player/src/storage/database.ts";

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** Wed 24 June 2026, 15:42 in Shanghai. */
const known = Date.UTC(2026, 5, 24, 7, 42);

/** One time that the player was on: how long it was off before and on then, whether it ever reached the server, and what somebody did to its clock. */
interface Trip {
  offMs: number;
  onMs: number;
  anchoredAfterMs: number | null;
  /** The device's clock is put by so much, so long after the start; before it, if that is negative. */
  step: { afterMs: number; byMs: number } | null;
}
/** right: a battery keeps it going, however wrong it is set; reset: starts in 1970; saved: goes on where the power was cut. */
type Keeping = "right" | "reset" | "saved";

/**
 * A life of a player on one storage: plays every 20 s, and one last run that reaches the server and sends everything.
 *
 * @returns each play with the true instant of its start and the trip it belongs to.
 */
async function live(keeping: Keeping, aheadMs: number, trips: Trip[]): Promise<{ play: Play; trueAt: number; trip: Trip }[]> {
  const db = await openDatabase(makeUuid());
  let trueAt = known;
  let aheadOfTrueMs = keeping === "reset" ? -known : aheadMs;
  const truth: { startedAt: number; trip: Trip }[] = [];
  let ledger: Ledger | null = null;
  for (const trip of trips) {
    trueAt += trip.offMs;
    if (keeping === "reset") aheadOfTrueMs = 5_000 - trueAt;
    if (keeping === "saved") aheadOfTrueMs -= trip.offMs - 20_000;
    const bootAt = trueAt;
    let isStepped = trip.step !== null && trip.step.afterMs < 0;
    if (isStepped) aheadOfTrueMs += trip.step?.byMs ?? 0;
    const clock = new Clock(makeUuid(), (await readState(db, "floorAt")) ?? null, { monotonic: () => trueAt - bootAt, device: () => trueAt + aheadOfTrueMs });
    ledger = await Ledger.open(db, clock);
    await ledger.bind("screen");
    for (let atMs = 0; atMs < trip.onMs; atMs += 20_000) {
      trueAt = bootAt + atMs;
      if (trip.step && !isStepped && atMs >= trip.step.afterMs) {
        aheadOfTrueMs += trip.step.byMs;
        isStepped = true;
      }
      if (trip.anchoredAfterMs !== null && atMs >= trip.anchoredAfterMs) clock.adopt({ serverAt: trueAt, monotonicMs: trueAt - bootAt });
      truth.push({ startedAt: trueAt, trip });
      const play = ledger.begin({ mediaId: "film", playlistId: "list", entryId: "entry", revision: "a".repeat(64), startedMonotonicMs: trueAt - bootAt });
      trueAt += 15_000;
      play.close("completed", 15_000);
      await ledger.settled();
    }
  }
  const plays: Play[] = [];
  for (let batch = await ledger?.nextBatch(); batch; batch = await ledger?.nextBatch()) {
    plays.push(...batch.plays);
    await ledger?.acknowledge({ ledgerId: batch.ledgerId, acknowledged: batch.plays.map(({ seq }): [number, number] => [seq, seq]), keptApart: [] });
  }
  expect(plays.map(({ seq }) => seq)).toEqual(truth.map((_, index) => index + 1));
  return truth.flatMap(({ startedAt, trip }, index) => {
    const play = plays[index];
    return play ? [{ play, trueAt: startedAt, trip }] : [];
  });
}

const online = (change: Partial<Trip> = {}): Trip => ({ offMs: 8 * HOUR_MS, onMs: 120_000, anchoredAfterMs: 30_000, step: null, ...change });
const offline = (change: Partial<Trip> = {}): Trip => online({ anchoredAfterMs: null, ...change });
const clocks = (found: { play: Play; trip: Trip }[], trip: Trip): string[] => [...new Set(found.filter((one) => one.trip === trip).map(({ play }) => play.clock))];

function expectHonest(found: { play: Play; trueAt: number }[]): void {
  for (const { play, trueAt } of found) {
    if (play.clock !== "estimated") expect(Math.abs(play.startedAt - trueAt)).toBeLessThanOrEqual(2_000);
    else {
      expect(play.notAfter).not.toBeNull();
      expect(play.notBefore ?? 0).toBeLessThanOrEqual(trueAt);
      expect(play.notAfter ?? 0).toBeGreaterThanOrEqual(trueAt);
      expect([play.startedAt >= (play.notBefore ?? 0), play.startedAt <= (play.notAfter ?? 0)]).toEqual([true, true]);
    }
  }
}

describe("when a play was", () => {
  test("synced from the anchor on; before it, restamped through it", async () => {
    const trip = online();
    const found = await live("right", 0, [trip]);
    expect(found.map(({ play }) => play.clock)).toEqual(["restamped", "restamped", "synced", "synced", "synced", "synced"]);
    expectHonest(found);
  });

  test.each([
    ["right", 0],
    ["a year ahead", YEAR_MS],
    ["ten minutes slow", -600_000],
  ])("runs without an anchor are restamped when the device's clock is %s and goes on steadily", async (_name, aheadMs) => {
    const [lost, lostToo] = [offline(), offline({ offMs: 30 * HOUR_MS })];
    const found = await live("right", aheadMs, [online(), lost, lostToo, online()]);
    expect([clocks(found, lost), clocks(found, lostToo)]).toEqual([["restamped"], ["restamped"]]);
    expectHonest(found);
  });

  test.each([["reset"], ["saved"]] as const)("a clock that is %s at each start dates nothing: estimated, between bounds that hold", async (keeping) => {
    const [lost, lostToo] = [offline(), offline()];
    const found = await live(keeping, 0, [online(), lost, lostToo, online()]);
    expect([clocks(found, lost), clocks(found, lostToo)]).toEqual([["estimated"], ["estimated"]]);
    expectHonest(found);
  });

  test("a clock that is set during a play moves nothing, in a run with an anchor or without", async () => {
    const [held, lost] = [online({ step: { afterMs: 60_000, byMs: -3 * HOUR_MS } }), offline({ step: { afterMs: 60_000, byMs: YEAR_MS } })];
    const found = await live("right", 0, [held, lost, online()]);
    expect([clocks(found, held), clocks(found, lost)]).toEqual([["restamped", "synced"], ["restamped"]]);
    expectHonest(found);
  });

  test("a clock that is set far back in a run, between anchors that differ by a millisecond: the run is dated to the millisecond", () => {
    // On at 15:42 for a minute; off for 8 h; on for a minute without an anchor, in which the clock is put 12 h back; off for 10 s; on with an anchor.
    const told = (monotonicMs: number, deviceAt: number) => ({ monotonicMs, deviceAt });
    const onceMore = known + 8 * HOUR_MS;
    const put = -12 * HOUR_MS;
    const dated = dateRuns([
      { runId: "before", number: 1, first: told(0, known), last: told(60_000, known + 60_000), anchor: { serverAt: known, monotonicMs: 0 }, anchoredFromMs: 0 },
      { runId: "lost", number: 2, first: told(0, onceMore), last: told(60_000, onceMore + 60_000 + put), anchor: null, anchoredFromMs: null },
      { runId: "after", number: 3, first: told(0, onceMore + 70_000 + put), last: told(60_000, onceMore + 130_000 + put), anchor: { serverAt: onceMore + 70_001, monotonicMs: 0 }, anchoredFromMs: 0 },
    ]);
    expect(Math.abs((dated.get("lost")?.originAt ?? 0) - onceMore)).toBeLessThanOrEqual(1);
  });

  test("a clock that was set while the device was off: nobody knows when, so the runs in between are estimated", async () => {
    const [before, after] = [offline(), offline({ step: { afterMs: -1, byMs: -2 * HOUR_MS } })];
    const found = await live("right", 0, [online(), before, after, online()]);
    expect(clocks(found, before)).toEqual(["estimated"]);
    expectHonest(found);
  });

  test("any life: what is not estimated is within two seconds, and the bounds of the rest hold", async () => {
    const trip = fc.record({
      offMs: fc.integer({ min: 5_000, max: 40 * HOUR_MS }),
      onMs: fc.integer({ min: 20_000, max: 200_000 }),
      anchoredAfterMs: fc.option(fc.integer({ min: 0, max: 200_000 }), { freq: 1 }),
      step: fc.option(fc.record({ afterMs: fc.integer({ min: -50_000, max: 200_000 }), byMs: fc.oneof(fc.integer({ min: 60_000, max: YEAR_MS }), fc.integer({ min: -YEAR_MS, max: -60_000 })) }), { freq: 4 }),
    });
    let isStepped = false; // once in a life: two steps that cancel each other out leave no trace
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Keeping>("right", "reset", "saved"), fc.integer({ min: -YEAR_MS, max: YEAR_MS }), fc.array(trip, { minLength: 1, maxLength: 6 }), async (keeping, aheadMs, trips) => {
        isStepped = false;
        const once = trips.map((one) => {
          const step = isStepped || keeping !== "right" ? null : one.step;
          isStepped ||= step !== null;
          return { ...one, step };
        });
        const found = await live(keeping, aheadMs, [online({ offMs: 0 }), ...once, online()]);
        expectHonest(found);
        if (keeping === "right" && !isStepped) expect(found.filter(({ play }) => play.clock === "estimated")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
