import { activeEntries, advance, blocks, capacity, explain, preview, slots, type Block, type Cursor, type Schedule, type Slot } from "@yilu/contract/schedule";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { IS_LONG, nearby, playable, rotation, runs, scene } from "./support/arbitraries.ts";
import { at, blockAt, DAY, HOUR, MINUTE, take } from "./support/make.ts";
import { localDate, winners } from "./support/oracle.ts";

if (IS_LONG) vi.setConfig({ testTimeout: 2 * HOUR });

const NOW = at("2026-06-26T00:00+08:00");
/** P4: how many longest items an entry may be from its share; with ceilings see SPEC.md. */
const BOUND = 1;
const BOUND_WITH_CEILINGS = 1.25;

function endOf({ startsAt, durationMs }: Slot): number {
  return startsAt + durationMs;
}

function longestIn(schedule: Schedule, { entries }: Block): number {
  const lists = new Set(entries.map(({ entryId }) => schedule.entries.find(({ id }) => id === entryId)?.playlistId));
  return Math.max(...schedule.playlists.filter(({ id }) => lists.has(id)).flatMap(({ items }) => items.map(({ durationMs }) => durationMs)));
}

/** The furthest any entry of a block is from its share, at any of the boundaries, in longest items. */
function furthest(schedule: Schedule, block: Block, played: { entryId: string; playedMs: number }[]): number {
  const longest = longestIn(schedule, block);
  const airtime = new Map<string, number>();
  let elapsed = 0;
  let worst = 0;
  for (const { entryId, playedMs } of played) {
    elapsed += playedMs;
    airtime.set(entryId, (airtime.get(entryId) ?? 0) + playedMs);
    for (const { entryId: id, share } of block.entries) worst = Math.max(worst, Math.abs((airtime.get(id) ?? 0) - share * elapsed) / longest);
  }
  return worst;
}

describe("who plays", () => {
  it("[T1–T4 P1–P3 P5 E5] activeEntries agrees with a brute-force oracle", () => {
    fc.assert(
      fc.property(scene, fc.array(nearby, { minLength: 4, maxLength: 4 }), playable, ({ schedule, around }, offsets, holds) => {
        for (const offset of offsets) {
          const found = activeEntries(schedule, around + offset, holds);
          const expected = winners(schedule, around + offset, holds);
          expect(found.map(({ entryId }) => entryId)).toEqual([...expected.keys()].sort());
          for (const { entryId, share } of found) expect(share).toBeCloseTo(expected.get(entryId) ?? NaN, 7);
        }
      }),
      runs(700),
    );
  });

  it("[T1–E5] explain says playing exactly for activeEntries, and says something of every entry", () => {
    fc.assert(
      fc.property(scene, nearby, playable, ({ schedule, around }, offset, holds) => {
        const verdicts = explain(schedule, around + offset, holds);
        expect(verdicts.map(({ entryId }) => entryId)).toEqual(schedule.entries.map(({ id }) => id));
        const playing = verdicts.filter(({ verdict }) => verdict === "playing").map(({ entryId }) => entryId);
        expect(playing.sort()).toEqual(activeEntries(schedule, around + offset, holds).map(({ entryId }) => entryId));
        for (const { verdict, by } of verdicts) expect(by !== undefined).toBe(verdict === "outranked" || verdict === "no-airtime-left");
      }),
      runs(500),
    );
  });
});

describe("blocks", () => {
  it("[T5 T6] blocks follow one another without gap, are maximal, split at midnight and hold from their first millisecond to their last", () => {
    fc.assert(
      fc.property(scene, playable, ({ schedule, around }, holds) => {
        const found = blocks(schedule, around - DAY, around + DAY, holds);
        expect(found[0]?.from).toBeLessThanOrEqual(around - DAY);
        expect(found.at(-1)?.to).toBeGreaterThanOrEqual(around + DAY);
        found.forEach((block, n) => {
          const next = found[n + 1];
          expect(block.from).toBeLessThan(block.to);
          if (next) expect(next.from).toBe(block.to);
          for (const instant of [block.from, Math.floor((block.from + block.to) / 2), block.to - 1]) {
            const expected = winners(schedule, instant, holds);
            expect(block.entries.map(({ entryId }) => entryId)).toEqual([...expected.keys()].sort());
          }
          expect(localDate(schedule.timeZone, block.from)).toBe(localDate(schedule.timeZone, block.to - 1));
          const isValidityEdge = schedule.media?.some(({ validFrom, validUntil }) => validFrom === block.to || validUntil === block.to) ?? false;
          if (next && localDate(schedule.timeZone, block.to - 1) === localDate(schedule.timeZone, block.to) && !isValidityEdge) {
            expect(next.entries).not.toEqual(block.entries);
          }
        });
      }),
      runs(250),
    );
  });

  it("[T6] a block is the same from wherever it is asked", () => {
    fc.assert(
      fc.property(scene, nearby, ({ schedule, around }, offset) => {
        const block = blockAt(schedule, around + offset);
        for (const instant of [block.from, block.to - 1]) expect(blockAt(schedule, instant)).toEqual(block);
        expect(blocks(schedule, block.from - HOUR, block.to + HOUR)).toContainEqual(block);
      }),
      runs(300),
    );
  });
});

describe("shares kept", () => {
  it.each([
    ["without ceilings", false, BOUND],
    ["with ceilings", true, BOUND_WITH_CEILINGS],
  ])("[P4] at every slot boundary every entry is within the longest item of its share, %s", (_, hasCeilings, bound) => {
    fc.assert(
      fc.property(rotation(hasCeilings), (schedule) => {
        const block = blockAt(schedule, NOW);
        const played = take(300, slots(schedule, block)).map(({ entryId, durationMs }) => ({ entryId, playedMs: durationMs }));
        expect(furthest(schedule, block, played)).toBeLessThanOrEqual(bound);
      }),
      runs(500),
    );
  });

  it("[P4 E2] and over many short trips, each cut off by the driver's key", () => {
    fc.assert(
      fc.property(rotation(false), fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 15, maxLength: 15 }), (schedule, trips) => {
        const block = blockAt(schedule, NOW);
        const played: { entryId: string; playedMs: number }[] = [];
        let cursor: Cursor = {};
        let now = NOW;
        for (const seconds of trips) {
          const ends = now + seconds * 1000;
          while (now < ends) {
            const [slot] = take(1, slots(schedule, block, { cursor, from: now }));
            if (!slot) throw new Error("slate");
            const playedMs = Math.min(slot.durationMs, ends - now);
            cursor = advance(schedule, block, cursor, slot, playedMs);
            played.push({ entryId: slot.entryId, playedMs });
            now += playedMs;
          }
          now += 10 * MINUTE;
        }
        expect(furthest(schedule, block, played)).toBeLessThanOrEqual(BOUND);
      }),
      runs(150),
    );
  });

  it("[P5] no entry plays more often than its ceiling in any rolling hour, unless nothing else may play", () => {
    fc.assert(
      fc.property(rotation(true), (schedule) => {
        const block = blockAt(schedule, NOW);
        const shown = preview(schedule, NOW, NOW + 4 * HOUR);
        const longest = longestIn(schedule, block);
        for (const { entryId, share } of block.entries) {
          const entry = schedule.entries.find(({ id }) => id === entryId);
          const most = entry?.maxPlaysPerHour ?? Infinity;
          const items = schedule.playlists.find(({ id }) => id === entry?.playlistId)?.items ?? [];
          const ceiling = (most * Math.min(...items.map(({ durationMs }) => durationMs))) / (HOUR + longest);
          if (most === Infinity || share > ceiling + 1e-9) continue;
          const starts = shown.filter((slot) => slot.entryId === entryId).map(({ startsAt }) => startsAt);
          starts.slice(most).forEach((start, n) => expect(start - (starts[n] ?? NaN)).toBeGreaterThanOrEqual(HOUR));
        }
      }),
      runs(150),
    );
  });
});

describe("slots", () => {
  it("[P4 E1] slots follow one another without gap or overlap through every block with entries, and there only", () => {
    fc.assert(
      fc.property(scene, ({ schedule, around }) => {
        for (const block of blocks(schedule, around, around + HOUR)) {
          const found = [...slots(schedule, block)];
          if (block.entries.length === 0) {
            expect(found).toEqual([]);
            continue;
          }
          expect(found[0]?.startsAt).toBe(block.from);
          expect(found.slice(1).filter((slot, n) => slot.startsAt !== endOf(found[n] ?? slot))).toEqual([]);
          const ends = found.map(endOf).at(-1) ?? NaN;
          expect(ends).toBeGreaterThanOrEqual(block.to);
          if (schedule.order === "synced") expect(ends).toBe(block.to);
          const winning = new Set(block.entries.map(({ entryId }) => entryId));
          expect(found.filter(({ entryId, durationMs }) => !(durationMs > 0) || !winning.has(entryId))).toEqual([]);
        }
      }),
      runs(150),
    );
  });

  it("[E3] a preview shows a slot at every instant that is not slate, and no two", () => {
    fc.assert(
      fc.property(scene, ({ schedule, around }) => {
        const [from, to] = [around, around + 4 * HOUR];
        const shown = preview(schedule, from, to);
        let reached = from;
        for (const slot of shown) {
          if (slot !== shown[0] || schedule.order === "resume") expect(slot.startsAt).toBeGreaterThanOrEqual(reached);
          for (const gap of slot.startsAt > reached ? blocks(schedule, reached, slot.startsAt) : []) expect(gap.entries).toEqual([]);
          reached = endOf(slot);
        }
        for (const gap of to > reached ? blocks(schedule, reached, to) : []) expect(gap.entries).toEqual([]);
      }),
      runs(200),
    );
  });

  it("[E1] a synced preview from any start agrees with any other", () => {
    fc.assert(
      fc.property(scene, nearby, nearby, ({ schedule, around }, one, other) => {
        const synced: Schedule = { ...schedule, order: "synced" };
        const to = around + Math.max(one, other) + HOUR;
        const from = around + Math.max(one, other);
        const long = preview(synced, around + Math.min(one, other), to).filter((slot) => endOf(slot) > from);
        expect(preview(synced, from, to)).toEqual(long);
      }),
      runs(150),
    );
  });

  it("[E2] a resume preview given the cursor agrees with a continuous run", () => {
    fc.assert(
      fc.property(scene, fc.nat({ max: 60 }), playable, ({ schedule, around }, stop, holds) => {
        const resume: Schedule = { ...schedule, order: "resume" };
        const options = holds ? { playable: holds } : {};
        const to = around + 3 * HOUR;
        const whole = preview(resume, around, to, options);
        let cursor: Cursor = {};
        for (const slot of whole.slice(0, stop)) {
          const [block] = blocks(resume, slot.startsAt, slot.startsAt + 1, holds);
          if (!block) throw new Error("no block");
          expect(take(1, slots(resume, block, { ...options, cursor, from: slot.startsAt }))).toEqual([slot]);
          cursor = JSON.parse(JSON.stringify(advance(resume, block, cursor, slot, slot.durationMs, holds)));
        }
        const left = whole.slice(stop);
        if (left[0]) expect(preview(resume, left[0].startsAt, to, { ...options, cursor })).toEqual(left);
      }),
      runs(150),
    );
  });
});

describe("capacity", () => {
  it("[P3] a reservation of the largest share that fits never overbooks, and a larger one does", () => {
    fc.assert(
      fc.property(scene, ({ schedule, around }) => {
        const [own, ...rest] = schedule.entries;
        if (!own) return;
        const tightest = capacity(schedule, own, around, around + DAY);
        const activeHere = (instant: number) => winners({ ...schedule, media: [], entries: [{ ...own, share: { kind: "fill", weight: 1 }, maxPlaysPerHour: null }], playlists: [{ id: own.playlistId, items: [{ mediaId: "any", durationMs: 1 }] }] }, instant).size > 0;
        const reserved = (instant: number) => {
          const peers = rest.filter(({ tier, share }) => tier === own.tier && share.kind !== "fill");
          return explain({ ...schedule, entries: peers }, instant)
            .filter(({ verdict }) => verdict === "playing")
            .reduce((sum, { entryId }) => {
              const peer = peers.find(({ id }) => id === entryId);
              const items = schedule.playlists.find(({ id }) => id === peer?.playlistId)?.items ?? [];
              const valid = items.filter(({ mediaId }) => schedule.media?.every(({ id, validFrom, validUntil }) => id !== mediaId || ((validFrom ?? instant) <= instant && instant < (validUntil ?? Infinity))));
              const mean = valid.reduce((ms, { durationMs }) => ms + durationMs, 0) / valid.length;
              if (peer?.share.kind === "percent") return sum + peer.share.percent / 100;
              return peer?.share.kind === "playsPerHour" ? sum + (peer.share.plays * mean) / HOUR : sum;
            }, 0);
        };
        const instants = Array.from({ length: 48 }, (_, n) => around + n * 30 * MINUTE);
        for (const instant of instants.filter(activeHere)) expect(1 - reserved(instant)).toBeGreaterThanOrEqual((tightest?.largestShare ?? NaN) - 1e-9 - Math.max(0, reserved(instant) - 1));
        if (tightest) {
          expect(activeHere(tightest.from) && activeHere(tightest.to - 1)).toBe(true);
          expect(Math.max(0, 1 - reserved(tightest.from))).toBeCloseTo(tightest.largestShare, 9);
        } else expect(instants.filter(activeHere)).toEqual([]);
      }),
      runs(150),
    );
  });
});
