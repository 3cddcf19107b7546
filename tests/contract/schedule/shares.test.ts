import { activeEntries, type Schedule, type ScheduleEntry } from "@yilu/contract/schedule";
import { describe, expect, it } from "vitest";
import { at, entry, playlist, schedule } from "./support/make.ts";

const NOW = at("2026-06-26T09:10+08:00");

function fill(weight: number): Partial<ScheduleEntry> {
  return { share: { kind: "fill", weight } };
}
function percent(of: number): Partial<ScheduleEntry> {
  return { share: { kind: "percent", percent: of } };
}
function perHour(plays: number): Partial<ScheduleEntry> {
  return { share: { kind: "playsPerHour", plays } };
}
const asDefault = { tier: "default" } as const;

/** Shares by entry id, to nine places. */
function shares(entries: ScheduleEntry[], rest: Partial<Schedule> = {}, playable?: (mediaId: string) => boolean): Record<string, number> {
  const found = activeEntries(schedule(entries, rest), NOW, playable);
  return Object.fromEntries(found.map(({ entryId, share }) => [entryId, Math.round(share * 1e9) / 1e9]));
}

describe("who gets how much", () => {
  it("[P2] fill entries share by weight", () => {
    expect(shares([entry("a", fill(1)), entry("b", fill(3))])).toEqual({ a: 0.25, b: 0.75 });
  });

  it("[P2] percent is reserved, fill gets the remainder", () => {
    expect(shares([entry("a", percent(40)), entry("b", fill(1)), entry("c", fill(2))])).toEqual({ a: 0.4, b: 0.2, c: 0.4 });
  });

  it("[P2] playsPerHour reserves plays × mean item length ÷ 3600 s", () => {
    // 12 plays of 20 s on average are 240 s of the hour.
    expect(shares([entry("a", perHour(12)), entry("b")], { playlists: [playlist("a", 10, 30)] })).toEqual({ a: 0.066666667, b: 0.933333333 });
  });

  it("[P2] the mean is of the items that can play", () => {
    const halves = { playlists: [playlist("a", 10, 30)] };
    expect(shares([entry("a", perHour(12)), entry("b")], halves, (mediaId) => mediaId !== "a2")).toEqual({ a: 0.033333333, b: 0.966666667 });
  });

  it("[P2] without fill the remainder goes to the default tier's entries", () => {
    expect(shares([entry("a", percent(40)), entry("x", { ...asDefault, ...fill(1) }), entry("y", { ...asDefault, ...fill(2) })])).toEqual({
      a: 0.4,
      x: 0.2,
      y: 0.4,
    });
  });

  it("[P2] a default entry that joins counts by its weight, or as weight 1", () => {
    expect(shares([entry("a", percent(40)), entry("x", { ...asDefault, ...percent(90) }), entry("y", { ...asDefault, ...fill(2) })])).toEqual({
      a: 0.4,
      x: 0.2,
      y: 0.4,
    });
  });

  it("[P2] with fill in the tier the default tier gets nothing", () => {
    expect(shares([entry("a", percent(40)), entry("b"), entry("x", asDefault)])).toEqual({ a: 0.4, b: 0.6 });
  });

  it("[P2] with nothing to take the remainder, reservations are scaled up", () => {
    expect(shares([entry("a", percent(20)), entry("b", percent(60))])).toEqual({ a: 0.25, b: 0.75 });
    expect(shares([entry("x", { ...asDefault, ...percent(20) }), entry("y", { ...asDefault, ...percent(60) })])).toEqual({ x: 0.25, y: 0.75 });
  });

  it("[P2] a share of 0 is not active, and does not hold its tier", () => {
    expect(shares([entry("a", percent(100)), entry("b", fill(1))])).toEqual({ a: 1 });
    expect(shares([entry("a", fill(0)), entry("b", percent(0)), entry("c", perHour(0)), entry("d", { maxPlaysPerHour: 0 }), entry("x", asDefault)])).toEqual({ x: 1 });
  });

  it("[P3] more than 100 % reserved is scaled down in proportion, fill gets nothing", () => {
    expect(shares([entry("a", percent(90)), entry("b", percent(60)), entry("c")])).toEqual({ a: 0.6, b: 0.4 });
  });
});

describe("ceilings", () => {
  // 61 plays of 15 s over 3600 s + 15 s.
  const CEILING = (61 * 15) / 3615;

  it("[P5] a ceiling holds the share to plays × shortest ÷ (3600 s + longest), the excess goes to the others in proportion", () => {
    const left = 1 - CEILING;
    const found = activeEntries(schedule([entry("a", { ...fill(5), maxPlaysPerHour: 61 }), entry("b", fill(1)), entry("c", fill(2))]), NOW);
    expect(found.map(({ entryId }) => entryId)).toEqual(["a", "b", "c"]);
    expect(found[0]?.share).toBeCloseTo(CEILING, 12);
    expect(found[1]?.share).toBeCloseTo(left / 3, 12);
    expect(found[2]?.share).toBeCloseTo((left * 2) / 3, 12);
  });

  it("[P5] the longest item is the block's, the shortest the entry's own", () => {
    const found = activeEntries(schedule([entry("a", { ...fill(9), maxPlaysPerHour: 30 }), entry("b")], { playlists: [playlist("a", 10, 20), playlist("b", 100)] }), NOW);
    expect(found[0]?.share).toBeCloseTo((30 * 10) / 3700, 12);
  });

  it("[P5] what the excess lifts over a ceiling of its own is held too", () => {
    const found = activeEntries(
      schedule([entry("a", { ...fill(4), maxPlaysPerHour: 61 }), entry("b", { ...fill(2), maxPlaysPerHour: 61 }), entry("c", fill(2))]),
      NOW,
    );
    expect(found.map(({ share }) => share)).toEqual([expect.closeTo(CEILING, 12), expect.closeTo(CEILING, 12), expect.closeTo(1 - 2 * CEILING, 12)]);
  });

  it("[P5] what no one in the tier may take goes to the default tier", () => {
    const found = activeEntries(schedule([entry("a", { maxPlaysPerHour: 61 }), entry("x", asDefault)]), NOW);
    expect(found.map(({ share }) => share)).toEqual([expect.closeTo(CEILING, 12), expect.closeTo(1 - CEILING, 12)]);
  });

  it("[P5] what reservations may not take goes to fill entries that had nothing left", () => {
    const found = activeEntries(schedule([entry("a", { ...percent(100), maxPlaysPerHour: 61 }), entry("b"), entry("x", asDefault)]), NOW);
    expect(found.map(({ entryId, share }) => [entryId, share])).toEqual([
      ["a", expect.closeTo(CEILING, 12)],
      ["b", expect.closeTo(1 - CEILING, 12)],
    ]);
  });

  it("[P5] with no one to take it the screen is still not black", () => {
    expect(shares([entry("a", { maxPlaysPerHour: 6 }), entry("b", { maxPlaysPerHour: 18 })])).toEqual({ a: 0.25, b: 0.75 });
  });
});
