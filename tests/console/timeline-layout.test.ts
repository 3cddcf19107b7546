import type { Tier } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { shareOf, whenOf } from "../../console/src/features/entries/timeline/barWords.ts";
import { copyableIn, firstDateOf, monthLater } from "../../console/src/features/entries/timeline/copies.ts";
import { emptyOf, offSpans, heightsOf, layoutOf, type RawBar, type Segment } from "../../console/src/features/entries/timeline/layout.ts";
import { inCommon, inSight, linesOf, ownToOneRow, type Row } from "../../console/src/features/entries/timeline/rows.ts";
import { beside, daysBetween, instantAt, placeOf, stretchOf, within } from "../../console/src/features/entries/timeline/stretch.ts";
import { timelineText } from "../../console/src/features/entries/timeline/timelineText.ts";
import { text } from "../../console/src/features/entries/text.ts";
import { formatsOf } from "../../console/src/lib/format.ts";
import { plainWords } from "./plainWords.ts";

const zone = "Asia/Shanghai";
const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const bar = (entryId: string, from: string, to: string, share: number): RawBar => ({ entryId, from: at(from), to: at(to), share, playing: share > 0 });
const tiers = new Map<string, Tier>([["loop", "regular"], ["peak", "regular"], ["hero", "takeover"], ["flood", "emergency"], ["filler", "default"]]);
const seen = ({ entryId, part, from, to, top, height, share, main }: Segment) => ({ entryId, part, from, to, top, height, share, main });
const of = (segments: readonly Segment[], entryId: string): Segment[] => segments.filter((segment) => segment.entryId === entryId);

describe("the stretch shown", () => {
  test("a week begins on Monday, a month has its own length", () => {
    expect(stretchOf("week", "2026-06-26", zone).dates).toEqual(["2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26", "2026-06-27", "2026-06-28"]);
    expect(stretchOf("month", "2026-06-26", zone).dates).toHaveLength(30);
    expect(stretchOf("month", "2028-02-29", zone).dates).toHaveLength(29);
    expect(stretchOf("day", "2026-06-26", zone)).toMatchObject({ from: at("2026-06-26T00:00"), to: at("2026-06-27T00:00") });
  });

  test("the stretch before and after", () => {
    expect([beside("day", "2026-06-30", 1), beside("week", "2026-06-26", -1), beside("month", "2026-01-31", 1), beside("month", "2026-03-31", -1)]).toEqual(["2026-07-01", "2026-06-19", "2026-02-01", "2026-02-01"]);
    expect(daysBetween("2026-02-27", "2026-03-02")).toBe(3);
  });

  test("a moment has its place, and a place its moment", () => {
    const week = stretchOf("week", "2026-06-26", zone);
    expect(placeOf(week, at("2026-06-25T12:00"))).toBe(0.5);
    expect(instantAt(week, 0.5)).toBe(at("2026-06-25T12:00"));
    expect(instantAt(week, 1)).toBe(at("2026-06-28T23:59"));
    expect(placeOf(week, at("2026-07-30T12:00"))).toBe(1);
  });

  test("a day of 23 hours is as wide as the others", () => {
    const week = stretchOf("week", "2026-03-29", "Europe/Berlin");
    expect(week.to - week.from).toBe((7 * 24 - 1) * 3_600_000);
    expect(placeOf(week, Date.parse("2026-03-28T23:00:00Z"))).toBeCloseTo(6 / 7, 12);
  });

  test("a moment elsewhere keeps its time of day", () => {
    const week = stretchOf("week", "2026-06-26", zone);
    expect(within(week, at("2026-06-24T20:12"))).toBe(at("2026-06-24T20:12"));
    expect(within(week, at("2026-07-24T20:12"))).toBe(at("2026-06-22T20:12"));
  });
});

describe("heights are shares", () => {
  test.each([
    [[0.5, 0.5], [50, 50]],
    [[0.9, 0.1], [80, 20]],
    [[0.98, 0.01, 0.01], [60, 20, 20]],
    [[0.3], [30]],
    [[0], [20]],
  ])("%j of 100, at least 20: %j", (parts, heights) => {
    expect(heightsOf(parts, 100, 20)).toEqual(heights);
  });
});

describe("a row by day", () => {
  const day = stretchOf("day", "2026-06-26", zone);
  const bars = [
    bar("loop", "2026-06-26T00:00", "2026-06-26T07:00", 1),
    bar("loop", "2026-06-26T07:00", "2026-06-26T09:00", 0.5),
    bar("peak", "2026-06-26T07:00", "2026-06-26T09:00", 0.5),
    bar("loop", "2026-06-26T09:00", "2026-06-26T20:00", 1),
    bar("loop", "2026-06-26T20:00", "2026-06-26T21:00", 0),
    bar("hero", "2026-06-26T20:00", "2026-06-26T21:00", 1),
    bar("loop", "2026-06-26T21:00", "2026-06-27T00:00", 1),
    bar("filler", "2026-06-26T00:00", "2026-06-27T00:00", 0),
  ];
  const { segments, height, top } = layoutOf(bars, tiers, day);

  test("entries stand on each other; the largest piece of a run carries the words", () => {
    expect(of(segments, "loop").map(seen)).toEqual([
      { entryId: "loop", part: "plays", from: at("2026-06-26T00:00"), to: at("2026-06-26T07:00"), top: 0, height: 68, share: 1, main: false },
      { entryId: "loop", part: "plays", from: at("2026-06-26T07:00"), to: at("2026-06-26T09:00"), top: 0, height: 33, share: 0.5, main: false },
      { entryId: "loop", part: "plays", from: at("2026-06-26T09:00"), to: at("2026-06-26T20:00"), top: 0, height: 68, share: 1, main: true },
      { entryId: "loop", part: "plays", from: at("2026-06-26T21:00"), to: at("2026-06-27T00:00"), top: 0, height: 68, share: 1, main: true },
    ]);
    expect(of(segments, "peak").map(seen)).toEqual([{ entryId: "peak", part: "plays", from: at("2026-06-26T07:00"), to: at("2026-06-26T09:00"), top: 35, height: 33, share: 0.5, main: true }]);
  });

  test("a takeover takes the whole height, and an hour of a day needs no flag", () => {
    expect(of(segments, "hero").map(seen)).toEqual([{ entryId: "hero", part: "over", from: at("2026-06-26T20:00"), to: at("2026-06-26T21:00"), top: 0, height: 68, share: 1, main: true }]);
    expect(of(segments, "hero")[0]?.flag).toBeNull();
    expect(top).toBe(0);
  });

  test("what never gets a turn has a lane of its own; what is only interrupted has not", () => {
    expect(of(segments, "filler").map(seen)).toEqual([{ entryId: "filler", part: "yields", from: at("2026-06-26T00:00"), to: at("2026-06-27T00:00"), top: 70, height: 16, share: 0, main: true }]);
    expect(segments.filter(({ part }) => part === "yields")).toHaveLength(1);
    expect(height).toBe(88);
  });

  test("an emergency stopped within a minute parts nothing", () => {
    const from = at("2026-06-26T10:00");
    const cut: RawBar[] = [bar("loop", "2026-06-26T00:00", "2026-06-26T10:00", 1), { entryId: "flood", from, to: from + 200, share: 1, playing: true }, { ...bar("loop", "2026-06-26T10:00", "2026-06-27T00:00", 1), from: from + 200 }];
    expect(layoutOf(cut, tiers, day).segments.map(({ entryId, from: start, to }) => [entryId, start, to])).toEqual([["loop", day.from, day.to]]);
  });

  test("where nothing plays is told", () => {
    expect(emptyOf([bar("loop", "2026-06-26T08:00", "2026-06-26T22:00", 1)], day)).toEqual([
      { from: at("2026-06-26T00:00"), to: at("2026-06-26T08:00") },
      { from: at("2026-06-26T22:00"), to: at("2026-06-27T00:00") },
    ]);
  });
});

describe("a row by week", () => {
  const week = stretchOf("week", "2026-06-26", zone);
  const bars = [
    ...[22, 23, 24, 25, 26, 27, 28].flatMap((date) => [
      bar("loop", `2026-06-${date}T00:00`, `2026-06-${date}T06:00`, 1),
      bar("loop", `2026-06-${date}T06:00`, `2026-06-${date}T12:00`, 0.6),
      bar("peak", `2026-06-${date}T06:00`, `2026-06-${date}T12:00`, 0.4),
      bar("loop", `2026-06-${date}T12:00`, `2026-06-${date}T18:00`, 1),
    ]),
    ...[22, 23, 24, 25, 27, 28].map((date) => bar("loop", `2026-06-${date}T18:00`, `2026-06-${date + 1 === 29 ? "28T24:00" : `${date + 1}T00:00`}`, 1)),
    bar("hero", "2026-06-26T18:00", "2026-06-27T00:00", 1),
  ];
  const { segments, top } = layoutOf(bars, tiers, week);

  test("heights are the mean of a day, without the time of takeovers; days alike are one bar", () => {
    // 18 h alone and 6 h at 60 % are 90 % of a day; on the 26th, 12 h alone and 6 h at 60 % are 87 % of what the takeover leaves. Both give way to the least height.
    expect(of(segments, "loop").map(({ from, to, height, varies }) => [from, to, height, varies])).toEqual([[week.from, week.to, 44, true]]);
    expect(of(segments, "peak").map(({ top: start, height, share, playsMs }) => [start, height, share, playsMs])).toEqual([[46, 22, 0.4, 7 * 6 * 3_600_000]]);
    const even = layoutOf([bar("loop", "2026-06-22T00:00", "2026-06-29T00:00", 0.6), bar("peak", "2026-06-22T00:00", "2026-06-29T00:00", 0.4)], tiers, week);
    expect(even.segments.map(({ entryId, top: start, height }) => [entryId, start, height])).toEqual([
      ["loop", 0, 40],
      ["peak", 42, 26],
    ]);
  });

  test("a takeover stands at its exact time, under a flag when it is too narrow for words", () => {
    const [hero] = of(segments, "hero");
    expect(hero).toMatchObject({ part: "over", from: at("2026-06-26T18:00"), to: at("2026-06-27T00:00"), flag: null, top: 0 });
    const short = layoutOf([bar("hero", "2026-06-26T20:00", "2026-06-26T21:00", 1), bar("flood", "2026-06-26T09:00", "2026-06-26T10:00", 1), bar("loop", "2026-06-22T00:00", "2026-06-26T09:00", 1)], tiers, week);
    expect(of(short.segments, "hero")[0]?.flag).toEqual({ lane: 1, back: false });
    expect(of(short.segments, "flood")[0]?.flag).toEqual({ lane: 0, back: false });
    expect(short.top).toBe(40);
    expect(top).toBe(0);
  });
});

describe("what a bar says", () => {
  const t = plainWords(timelineText);
  const base: Segment = { key: "", entryId: "loop", part: "plays", from: at("2026-06-22T00:00"), to: at("2026-06-29T00:00"), top: 0, height: 40, share: 0.4, varies: false, playsMs: 7 * 4 * 3_600_000, main: true, first: true, flag: null };
  test.each([
    [base, "week", "40 % · 每天 4 小时"],
    [{ ...base, share: 0.933, varies: true, playsMs: 7 * 24 * 3_600_000 }, "week", "约 93 %"],
    [{ ...base, share: 0.023, from: at("2026-06-26T07:00"), to: at("2026-06-26T09:00") }, "day", "2.3 %"],
  ] as const)("%j by %s: %s", (segment, scale, words) => {
    expect(shareOf(segment, { scale }, t)).toBe(words);
  });

  test("when: the dates, and by day the daypart", () => {
    const f = formatsOf("zh-CN");
    const entry = { startDate: "2026-06-01", endDate: "2026-06-30", dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", to: "21:00" }] };
    const words = plainWords(text);
    expect(whenOf({ ...entry } as never, { scale: "week" }, f, words)).toBe("6月1日–6月30日"); // only these fields are read
    expect(whenOf({ ...entry } as never, { scale: "day" }, f, words)).toBe("每天 20:00–21:00");
    expect(whenOf(undefined, { scale: "day" }, f, words)).toBe("");
  });
});

test("hours outside operation are drawn where they are wide enough to be seen as such: nights in a day and a week, days in a month", () => {
  const at = (text: string): number => Date.parse(`2026-06-${text}:00+08:00`);
  const night = { from: at("25T22:00"), to: at("26T06:00") };
  const weekend = { from: at("26T22:00"), to: at("29T06:00") };
  const drawn = (scale: "day" | "week" | "month") => offSpans([night, weekend], stretchOf(scale, "2026-06-26", zone));
  expect([drawn("day"), drawn("week"), drawn("month")]).toEqual([[night, weekend], [night, weekend], [weekend]]);
});

describe("rows", () => {
  const screen = (id: string, line: string | null) => ({ id, name: `湘D·${id}`, line, unitName: "公交公司" });
  const row = (screens: Row["screens"], bars: RawBar[] = []): Row => ({ key: "k", timeZone: zone, kind: "bus", screens, bars, off: [] });
  const day = stretchOf("day", "2026-06-26", zone);

  test("what the screens of a row share", () => {
    expect(inCommon(row([screen("1", "3路"), screen("2", "3路")]))).toEqual({ line: "3路", lines: 1 });
    expect(inCommon(row([screen("1", "3路"), screen("2", "4路"), screen("3", null)]))).toEqual({ line: null, lines: 2 });
    expect(inCommon(row([screen("1", null)]))).toEqual({ line: null, lines: 0 });
  });

  test("an opened row is followed by its screens; only what is in sight is drawn", () => {
    const rows = [row([screen("1", null), screen("2", null)]), row([screen("3", null)])];
    const lines = linesOf(rows, new Set(["1"]), tiers, day);
    expect(lines.map(({ key, top, height }) => [key, top, height])).toEqual([["1", 0, 54], ["1 1", 54, 34], ["1 2", 88, 34], ["3", 122, 54]]);
    expect(inSight(lines, 90, 20, 0).map(({ key }) => key)).toEqual(["1 2"]);
  });

  test("an entry on one row only is known as such", () => {
    const [a, b] = [bar("loop", "2026-06-26T00:00", "2026-06-26T07:00", 1), bar("peak", "2026-06-26T00:00", "2026-06-26T07:00", 1)];
    expect([...ownToOneRow([row([screen("1", null)], [a, b]), row([screen("2", null)], [a])])]).toEqual(["peak"]);
    expect([...ownToOneRow([row([screen("1", null)], [a])])]).toEqual([]);
  });
});

describe("copies", () => {
  const entry = (id: string, startDate: string | null, endDate: string | null, tier: Tier = "regular") => ({ id, tier, startDate, endDate });
  test("what is on in the stretch and has a first date, the earliest first", () => {
    const june = stretchOf("month", "2026-06-26", zone);
    const all = [entry("late", "2026-06-26", "2026-06-26"), entry("loop", "2026-06-01", "2026-06-30"), entry("open", "2026-05-01", null), entry("july", "2026-07-01", null), entry("filler", null, null), entry("flood", "2026-06-02", null, "emergency")];
    expect(copyableIn(all, june).map(({ id }) => id)).toEqual(["open", "loop", "late"]);
    expect(firstDateOf(copyableIn(all, june))).toBe("2026-05-01");
    expect(firstDateOf([])).toBeNull();
  });

  test("a month later is the same day, or the last there is", () => {
    expect([monthLater("2026-06-01"), monthLater("2026-01-31"), monthLater("2026-12-15")]).toEqual(["2026-07-01", "2026-02-28", "2027-01-15"]);
  });
});
