import type { Entry } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { bodyOf, moved, undoOf, type Edge, type Timed, type Unit, type WhyNot } from "../../console/src/features/entries/timeline/moves.ts";
import { stillOn } from "../../console/src/features/entries/emergency/draft.ts";

const days = [1, 2, 3, 4, 5, 6, 7];
const june: Timed & Pick<Entry, "tier"> = { tier: "regular", startDate: "2026-06-01", endDate: "2026-06-30", dayparts: [], exceptDates: ["2026-06-22"] };
const evening = { ...june, tier: "takeover" as const, startDate: "2026-06-26", endDate: "2026-06-26", exceptDates: [], dayparts: [{ days, from: "20:00", to: "21:00" }] };
const night = { ...evening, dayparts: [{ days, from: "22:00", to: "06:00" }] };
const after = (entry: Timed & Pick<Entry, "tier">, edge: Edge, unit: Unit, amount: number, own = true) => moved(entry, own, edge, unit, amount);

describe("whole days", () => {
  test.each<[Edge, number, string | null, string | null, string[]]>([
    ["move", 1, "2026-06-02", "2026-07-01", ["2026-06-23"]],
    ["move", -31, "2026-05-01", "2026-05-30", ["2026-05-22"]],
    ["start", 3, "2026-06-04", "2026-06-30", ["2026-06-22"]],
    ["end", -29, "2026-06-01", "2026-06-01", ["2026-06-22"]],
  ])("%s by %i", (edge, by, startDate, endDate, exceptDates) => {
    expect(after(june, edge, "days", by)).toEqual({ change: { startDate, endDate, exceptDates, dayparts: [] }, by });
  });

  test("an edge stops at the other", () => {
    expect(after(june, "start", "days", 99)).toMatchObject({ change: { startDate: "2026-06-30", endDate: "2026-06-30" }, by: 29 });
    expect(after(june, "end", "days", -99)).toMatchObject({ change: { startDate: "2026-06-01", endDate: "2026-06-01" }, by: -29 });
  });

  test("an open side stays open", () => {
    expect(after({ ...june, endDate: null }, "move", "days", 2)).toMatchObject({ change: { startDate: "2026-06-03", endDate: null } });
  });
});

describe("quarters of an hour", () => {
  const times = (entry: Timed & Pick<Entry, "tier">, edge: Edge, minutes: number): string => {
    const outcome = after(entry, edge, "minutes", minutes);
    return "whyNot" in outcome ? outcome.whyNot : `${outcome.change.dayparts[0]?.from}–${outcome.change.dayparts[0]?.to} ${outcome.by}`;
  };
  test.each<[Edge, number, string]>([
    ["move", 30, "20:30–21:30 30"],
    ["move", 37, "20:30–21:30 30"],
    ["move", 999, "23:00–24:00 180"],
    ["move", -9999, "00:00–01:00 -1200"],
    ["start", 999, "20:45–21:00 45"],
    ["start", -60, "19:00–21:00 -60"],
    ["end", -999, "20:00–20:15 -45"],
    ["end", 999, "20:00–24:00 180"],
  ])("20:00–21:00, %s by %i", (edge, minutes, words) => {
    expect(times(evening, edge, minutes)).toBe(words);
  });
  test.each<[Edge, number, string]>([
    ["move", 60, "23:00–07:00 60"],
    ["move", -999, "16:15–00:15 -345"],
    ["end", 60, "22:00–07:00 60"],
    ["start", -999, "06:00–06:00 -960"],
  ])("22:00–06:00 of the next day stays over midnight: %s by %i", (edge, minutes, words) => {
    expect(times(night, edge, minutes)).toBe(words);
  });
});

test.each<[WhyNot, Timed & Pick<Entry, "tier">, boolean, Edge, Unit]>([
  ["notOwn", june, false, "move", "days"],
  ["emergency", { ...june, tier: "emergency" }, true, "move", "days"],
  ["noDates", { ...june, startDate: null, endDate: null }, true, "move", "days"],
  ["noStart", { ...june, startDate: null }, true, "start", "days"],
  ["noEnd", { ...june, endDate: null }, true, "end", "days"],
  ["wholeDay", june, true, "move", "minutes"],
  ["manyDayparts", { ...june, dayparts: [...evening.dayparts, ...evening.dayparts] }, true, "end", "minutes"],
])("why it cannot be moved: %s", (whyNot, entry, own, edge, unit) => {
  expect(after(entry, edge, unit, 1, own)).toEqual({ whyNot });
});

test("a move is saved over the version that was seen, and taken back over the version it made", () => {
  const entry: Entry = {
    ...evening,
    id: "e1",
    unitId: "u1",
    unitName: "县交通运输局",
    name: "致敬禁毒英雄",
    playlistId: "p1",
    playlistName: "特别节目",
    window: null,
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "hard",
    include: [{ kind: "all" }],
    exclude: [],
    screenCount: 36,
    updatedAt: 0,
    version: 4,
  };
  const outcome = moved(entry, true, "move", "days", 1);
  if ("whyNot" in outcome) throw new Error(outcome.whyNot);
  const saved = bodyOf(entry, outcome.change);
  expect(saved).toEqual({
    name: "致敬禁毒英雄",
    playlistId: "p1",
    tier: "takeover",
    startDate: "2026-06-27",
    endDate: "2026-06-27",
    dayparts: [{ days, from: "20:00", to: "21:00" }],
    exceptDates: [],
    window: null,
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "hard",
    include: [{ kind: "all" }],
    exclude: [],
    version: 4,
  });
  expect(undoOf(entry, { version: 5 })).toEqual({ ...saved, startDate: "2026-06-26", endDate: "2026-06-26", version: 5 });
});

test("an emergency is gone at its end, to the millisecond", () => {
  expect(stillOn([{ endsAt: 999 }, { endsAt: 1000 }, { endsAt: 1001 }], 1000)).toEqual([{ endsAt: 1001 }]);
});
