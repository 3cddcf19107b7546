import { activeEntries, blocks } from "@yilu/contract/schedule";
import { describe, expect, it } from "vitest";
import { at, blockAt, entry, playlist, schedule, spans, utc, validity } from "./support/make.ts";

describe("boundaries", () => {
  it("[T5] a boundary is exact to the millisecond", () => {
    const startsAt = at("2026-06-26T09:00:00.123+08:00");
    const both = schedule([entry("a"), entry("b", { tier: "takeover", window: { startsAt, endsAt: startsAt + 1 } })]);
    expect(blocks(both, startsAt - 10, startsAt + 10).map(({ from, to, entries }) => [from - startsAt, to - startsAt, entries[0]?.entryId])).toEqual([
      [at("2026-06-26T00:00+08:00") - startsAt, 0, "a"],
      [0, 1, "b"],
      [1, at("2026-06-27T00:00+08:00") - startsAt, "a"],
    ]);
  });

  it("[T5] a daypart opens and closes on the minute even where the zone's offset has seconds", () => {
    // Shanghai kept its own solar time, +08:05:43, until 1901.
    const old = schedule([entry("a", { dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "07:00", to: "09:00" }] })]);
    const [, open] = blocks(old, at("1899-12-31T16:00Z"), at("1900-01-01T15:00Z"));
    expect(open && [utc(open.from), utc(open.to)]).toEqual(["1899-12-31T22:54:17Z", "1900-01-01T00:54:17Z"]);
  });

  it("[T6] blocks split at local midnight and nowhere else while nothing changes", () => {
    expect(spans(blocks(schedule([entry("a")]), at("2026-06-26T12:00+08:00"), at("2026-06-27T12:00+08:00")))).toEqual([
      "2026-06-25T16:00:00Z – 2026-06-26T16:00:00Z: a",
      "2026-06-26T16:00:00Z – 2026-06-27T16:00:00Z: a",
    ]);
  });

  it("[T6] a day of 23 and of 25 hours is one block", () => {
    const berlin = schedule([entry("a")], { timeZone: "Europe/Berlin" });
    expect(spans([blockAt(berlin, at("2026-03-29T12:00Z"))])).toEqual(["2026-03-28T23:00:00Z – 2026-03-29T22:00:00Z: a"]);
    expect(spans([blockAt(berlin, at("2026-10-25T12:00Z"))])).toEqual(["2026-10-24T22:00:00Z – 2026-10-25T23:00:00Z: a"]);
  });

  it("[T6] a day that begins at 01:00 begins there; a midnight that comes twice splits once", () => {
    const santiago = schedule([entry("a")], { timeZone: "America/Santiago" });
    expect(spans([blockAt(santiago, at("2026-09-06T12:00Z"))])).toEqual(["2026-09-06T04:00:00Z – 2026-09-07T03:00:00Z: a"]);
    // Santiago, 2026-04-05: at 24:00 the clock goes back to 23:00 on the 4th.
    expect(spans([blockAt(santiago, at("2026-04-04T12:00Z"))])).toEqual(["2026-04-04T03:00:00Z – 2026-04-05T04:00:00Z: a"]);
  });

  it("[T6] where a clock goes back over midnight, each coming of a date is a block of its own", () => {
    // St. John's, 2006: at 00:01 on 29 October the clock goes back to 23:01 on the 28th.
    const newfoundland = schedule([entry("a")], { timeZone: "America/St_Johns" });
    expect(spans(blocks(newfoundland, at("2006-10-28T12:00Z"), at("2006-10-29T12:00Z")))).toEqual([
      "2006-10-28T02:30:00Z – 2006-10-29T02:30:00Z: a",
      "2006-10-29T02:30:00Z – 2006-10-29T02:31:00Z: a",
      "2006-10-29T02:31:00Z – 2006-10-29T03:30:00Z: a",
      "2006-10-29T03:30:00Z – 2006-10-30T03:30:00Z: a",
    ]);
    expect(spans([blockAt(newfoundland, at("2006-10-29T03:00Z"))])).toEqual(["2006-10-29T02:31:00Z – 2006-10-29T03:30:00Z: a"]);
  });

  it("[T6] blocks are never clipped: from and to only select", () => {
    const morning = schedule([entry("a", { dayparts: [{ days: [5], from: "07:00", to: "09:00" }] })]);
    const inside = at("2026-06-26T08:00+08:00");
    expect(spans(blocks(morning, inside, inside + 1))).toEqual(["2026-06-25T23:00:00Z – 2026-06-26T01:00:00Z: a"]);
    expect(blocks(morning, inside, inside)).toEqual([]);
  });

  it("[T6] a block without entries is the slate", () => {
    expect(blockAt(schedule([]), at("2026-06-26T08:00+08:00"))).toEqual({
      from: at("2026-06-26T00:00+08:00"),
      to: at("2026-06-27T00:00+08:00"),
      tier: "slate",
      entries: [],
    });
  });

  it("[T6] what cannot win makes no boundary", () => {
    const withLosers = schedule([
      entry("a", { tier: "takeover" }),
      entry("b", { dayparts: [{ days: [5], from: "07:00", to: "09:00" }] }),
      entry("c", { playlistId: "empty", dayparts: [{ days: [5], from: "10:00", to: "11:00" }] }),
    ], { playlists: [{ id: "empty", items: [] }], media: [validity("b1", "2026-06-26T12:00+08:00", null)] });
    expect(blocks(withLosers, at("2026-06-26T00:00+08:00"), at("2026-06-27T00:00+08:00"))).toHaveLength(1);
  });

  it("[T6] media validity makes a boundary, for what it changes in the block that plays", () => {
    const halves = schedule([entry("a")], {
      playlists: [playlist("a", 10, 20)],
      media: [validity("a2", "2026-06-26T10:00+08:00", "2026-06-26T11:00+08:00")],
    });
    expect(blocks(halves, at("2026-06-26T00:00+08:00"), at("2026-06-27T00:00+08:00")).map(({ from }) => utc(from))).toEqual([
      "2026-06-25T16:00:00Z",
      "2026-06-26T02:00:00Z",
      "2026-06-26T03:00:00Z",
    ]);
  });
});

describe("tiers", () => {
  const NOW = at("2026-06-26T09:10+08:00");
  const emergency = entry("e", { tier: "emergency", window: { startsAt: NOW, endsAt: NOW + 1_800_000 } });
  const all = [entry("d", { tier: "default" }), entry("r"), entry("t", { tier: "takeover" }), emergency];
  const winners = (entries: typeof all, playable?: (mediaId: string) => boolean) => {
    const { tier, entries: playing } = blocks(schedule(entries), NOW, NOW + 1, playable)[0] ?? { tier: "none", entries: [] };
    return [tier, ...playing.map(({ entryId }) => entryId)];
  };

  it("[P1] emergency > takeover > regular > default", () => {
    expect(winners(all)).toEqual(["emergency", "e"]);
    expect(winners(all.slice(0, 3))).toEqual(["takeover", "t"]);
    expect(winners(all.slice(0, 2))).toEqual(["regular", "r"]);
    expect(winners(all.slice(0, 1))).toEqual(["default", "d"]);
  });

  it("[E5] an entry with nothing to play does not hold its tier", () => {
    expect(winners(all, (mediaId) => mediaId !== "e1")).toEqual(["takeover", "t"]);
    expect(winners(all, (mediaId) => mediaId === "d1")).toEqual(["default", "d"]);
    expect(winners(all, () => false)).toEqual(["slate"]);
  });

  it("[E5] outside its validity media does not count", () => {
    const both = schedule([entry("a"), entry("d", { tier: "default" })], { media: [validity("a1", "2026-06-26T09:00+08:00", "2026-06-26T10:00+08:00")] });
    expect(spans(blocks(both, at("2026-06-26T00:00+08:00"), at("2026-06-27T00:00+08:00")))).toEqual([
      "2026-06-25T16:00:00Z – 2026-06-26T01:00:00Z: d",
      "2026-06-26T01:00:00Z – 2026-06-26T02:00:00Z: a",
      "2026-06-26T02:00:00Z – 2026-06-26T16:00:00Z: d",
    ]);
  });

  it("[E5] an item without a length never plays", () => {
    expect(activeEntries(schedule([entry("a")], { playlists: [playlist("a", 0)] }), NOW)).toEqual([]);
  });

  it("[E1] a synced timeline does not ask what the screen holds", () => {
    const synced = schedule(all, { order: "synced" });
    expect(blocks(synced, NOW, NOW + 1, () => false)).toEqual(blocks(synced, NOW, NOW + 1));
    expect(activeEntries(synced, NOW, () => false)).toEqual([{ entryId: "e", share: 1 }]);
  });

  it("[E4] an emergency begins and ends by its own window", () => {
    expect(spans(blocks(schedule([entry("r"), emergency]), NOW - 1, NOW + 1_800_001))).toEqual([
      "2026-06-25T16:00:00Z – 2026-06-26T01:10:00Z: r",
      "2026-06-26T01:10:00Z – 2026-06-26T01:40:00Z: e",
      "2026-06-26T01:40:00Z – 2026-06-26T16:00:00Z: r",
    ]);
  });

  it("[E6] the 26th of June plays whatever the horizon, years ahead", () => {
    const programme = entry("hero", { tier: "takeover", startDate: "2031-06-26", endDate: "2031-06-26" });
    expect(activeEntries(schedule([entry("r"), programme]), at("2031-06-26T08:00+08:00"))).toEqual([{ entryId: "hero", share: 1 }]);
  });
});
