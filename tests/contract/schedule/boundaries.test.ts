import { blocks, preview, slots, type Cursor, type Schedule } from "@yilu/contract/schedule";
import { describe, expect, it } from "vitest";
import { at, blockAt, entry, HOUR, MINUTE, order, playlist, schedule, take, validity } from "./support/make.ts";

const NOW = at("2026-06-26T09:00+08:00");
const NOON = at("2026-06-26T12:00+08:00");

describe("boundaries", () => {
  const morning = { dayparts: [{ days: [5], from: "00:00", to: "12:00" }] };
  const afternoon = { dayparts: [{ days: [5], from: "12:00", to: "24:00" }] };
  const change = (start: "soft" | "hard", seconds: number) =>
    schedule([entry("a", morning), entry("b", { ...afternoon, start })], { playlists: [playlist("a", seconds), playlist("b", 10)] });
  const around = (of: Schedule, from: number) => preview(of, from, NOON + MINUTE + 1).map(({ mediaId, startsAt, durationMs }) => [mediaId, startsAt - NOON, durationMs]).slice(0, 2);

  it("[E3] a soft boundary lets the item end", () => {
    expect(around(change("soft", 40), NOON - 10_000)).toEqual([
      ["a1", -10_000, 40_000],
      ["b1", 30_000, 10_000],
    ]);
  });

  it("[E3] at most 60 s late", () => {
    expect(around(change("soft", 500), NOON - 10_000)).toEqual([
      ["a1", -10_000, 70_000],
      ["b1", 60_000, 10_000],
    ]);
  });

  it("[E3] a hard entry that begins to win cuts", () => {
    expect(around(change("hard", 40), NOON - 10_000)).toEqual([
      ["a1", -10_000, 10_000],
      ["b1", 0, 10_000],
    ]);
  });

  it("[E3] a hard entry that already plays does not cut again", () => {
    const both = schedule([entry("a", { start: "hard" }), entry("b", afternoon)], { playlists: [playlist("a", 40), playlist("b", 10)] });
    expect(around(both, NOON - 10_000)[0]).toEqual(["a1", -10_000, 40_000]);
  });

  it("[E3] an entry that keeps winning is not hurried: a film runs over midnight", () => {
    const film = schedule([entry("a")], { playlists: [playlist("a", 600)] });
    const midnight = at("2026-06-27T00:00+08:00");
    expect(preview(film, midnight - 10_000, midnight + MINUTE).map(({ startsAt, durationMs }) => [startsAt - midnight, durationMs])).toEqual([[-10_000, 600_000]]);
  });

  it("[E3] after a late item the block that is then current decides", () => {
    const short = schedule([entry("a"), entry("b", { tier: "takeover", window: { startsAt: NOON, endsAt: NOON + 20_000 } })], { playlists: [playlist("a", 40), playlist("b", 10)] });
    expect(around(short, NOON - 10_000)).toEqual([
      ["a1", -10_000, 40_000],
      ["a1", 30_000, 40_000],
    ]);
  });

  it("[E3] a hard entry cuts an item that is already late", () => {
    const three = schedule(
      [entry("a", morning), entry("b", afternoon), entry("c", { tier: "takeover", start: "hard", window: { startsAt: NOON + 15_000, endsAt: NOON + HOUR } })],
      { playlists: [playlist("a", 40), playlist("b", 10), playlist("c", 10)] },
    );
    expect(around(three, NOON - 10_000)).toEqual([
      ["a1", -10_000, 25_000],
      ["c1", 15_000, 10_000],
    ]);
  });

  it("[E4] an emergency cuts, whatever its start says", () => {
    const two = schedule([entry("a"), entry("e", { tier: "emergency", window: { startsAt: NOON + 5_000, endsAt: NOON + HOUR } })], { playlists: [playlist("a", 40)] });
    expect(around(two, NOON)).toEqual([
      ["a1", 0, 5_000],
      ["e1", 5_000, 15_000],
    ]);
  });

  it("[E3] a hard entry that lost and wins again cuts again", () => {
    const twice = schedule(
      [entry("a"), entry("h", { start: "hard", dayparts: [{ days: [5], from: "00:00", to: "12:00" }, { days: [5], from: "12:02", to: "24:00" }] })],
      { playlists: [playlist("a", 600)] },
    );
    const cursor: Cursor = { h: { item: 0, lag: 10_000, tries: 0, positionMs: 0 } };
    const [film] = preview(twice, NOON - MINUTE, NOON, { cursor });
    expect([film?.mediaId, film?.durationMs]).toEqual(["a1", 3 * MINUTE]);
  });

  it("[E3] a cut play is an interruption: the item plays again afterwards", () => {
    const two = schedule(
      [entry("a"), entry("e", { tier: "emergency", window: { startsAt: NOON + 5_000, endsAt: NOON + 20_000 } })],
      { playlists: [playlist("a", 40, 30)] },
    );
    expect(order(preview(two, NOON, NOON + 2 * MINUTE))).toBe("a1 e1 a1 a2 a1");
  });
});

describe("synced", () => {
  const wall = schedule([entry("a"), entry("b", { dayparts: [{ days: [5], from: "12:00", to: "24:00" }] })], {
    order: "synced",
    playlists: [playlist("a", 50, 70), playlist("b", 45)],
  });

  it("[P6] every block begins at its first item, on the dot", () => {
    const shown = preview(wall, NOON - MINUTE, NOON + 2 * MINUTE).map(({ mediaId, startsAt, durationMs }) => [mediaId, startsAt - NOON, durationMs]);
    expect(shown).toEqual([
      ["a2", -70_000, 70_000],
      ["b1", 0, 45_000],
      ["a1", 45_000, 50_000],
      ["b1", 95_000, 45_000],
    ]);
  });

  it("[E1] the last item is cut at the boundary", () => {
    const long = schedule([entry("a", { dayparts: [{ days: [5], from: "00:00", to: "12:00" }] })], { order: "synced", playlists: [playlist("a", 420)] });
    const last = [...slots(long, blockAt(long, NOW))].at(-1);
    expect([last && last.startsAt - NOON, last?.durationMs]).toEqual([-360_000, 360_000]);
  });

  it("[E1] a player that starts in the middle joins the slot that runs, whatever its cursor", () => {
    const cursor: Cursor = { a: { item: 1, lag: 9_000, tries: 1, positionMs: 0 } };
    const [joined] = take(1, slots(wall, blockAt(wall, NOON), { cursor, from: NOON + 50_000 }));
    expect([joined?.mediaId, joined && joined.startsAt - NOON, joined?.durationMs]).toEqual(["a1", 45_000, 50_000]);
  });

  it("[E1] a screen that lacks an item shows the default playlist's first playable item for exactly that slot", () => {
    const withDefault = { ...wall, entries: [...wall.entries, entry("d", { tier: "default" })], playlists: [...wall.playlists, playlist("d", 10, 10)] };
    const full = preview(withDefault, NOON, NOON + 3 * MINUTE);
    const lacking = preview(withDefault, NOON, NOON + 3 * MINUTE, { playable: (mediaId) => mediaId !== "b1" && mediaId !== "d1" });
    expect(order(full)).toBe("b1 a1 b1 a2");
    expect(order(lacking)).toBe("d2 a1 d2 a2");
    expect(lacking.map(({ startsAt, durationMs }) => [startsAt, durationMs])).toEqual(full.map(({ startsAt, durationMs }) => [startsAt, durationMs]));
    expect(lacking[0]).toEqual({ entryId: "d", playlistId: "d", mediaId: "d2", itemIndex: 1, startsAt: NOON, durationMs: 45_000 });
  });

  it("[E1] with no default to show, the slot stays as planned and the player shows its slate", () => {
    expect(preview(wall, NOON, NOON + MINUTE, { playable: () => false })).toEqual(preview(wall, NOON, NOON + MINUTE));
  });

  it("[E5] validity is the schedule's, not the screen's: it moves the timeline of all alike", () => {
    const limited = { ...wall, media: [validity("b1", null, "2026-06-26T12:01+08:00")] };
    expect(blocks(limited, NOON, NOON + MINUTE + 1).map(({ from }) => from - NOON)).toEqual([0, MINUTE]);
  });
});
