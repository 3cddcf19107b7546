import type { BooksSort, ReportRow } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { compareBooks, gapText, neverOn, type ScreenBooks } from "../../console/src/features/reports/books.ts";
import { daysOfHeat } from "../../console/src/features/reports/shared/days.ts";
import { unitScale } from "../../console/src/features/reports/units.ts";
import { unitsOption } from "../../console/src/features/reports/unitsChart.ts";

const row = (label: string, completion: number | null): ReportRow => ({
  key: label,
  label,
  note: null,
  level: null,
  withdrawn: false,
  completed: 0,
  interrupted: 0,
  failed: 0,
  airtimeMs: 0,
  delivered: 0,
  planned: null,
  completion,
  causes: null,
  screens: 0,
  vehicles: 0,
  poweredOnMs: null,
});

describe("completion by unit", () => {
  test("the scale holds the lowest, the target and 100 %; the best stands first, units without a plan nowhere", () => {
    const { from, to, dots } = unitScale([row("甲", 0.97), row("乙", 0.864), row("丙", null), row("丁", 1)], 0.95);
    expect([from, to]).toEqual([0.8, 1]);
    expect(dots.map(({ label }) => label)).toEqual(["丁", "甲", "乙"]);
    expect(dots.map(({ at }) => Number(at.toFixed(3)))).toEqual([1, 0.85, 0.32]);
  });

  test("what is beyond 120 % stands at the end of the scale and keeps its number", () => {
    const { from, to, dots } = unitScale([row("甲", 3.5), row("乙", 0)], 0.95);
    expect([from, to]).toEqual([0, 1.2]);
    expect(dots.map(({ completion, at }) => [completion, at])).toEqual([[3.5, 1], [0, 0]]);
  });
});

test("the picture has a row for each unit, each with its dot where it lies on the scale", () => {
  const scale = unitScale([row("甲", 0.97), row("乙", 3.5), row("丙", 0.52)], 0.95);
  const option = unitsOption(scale, (completion) => `${completion * 100} %`, true, 400);
  expect(option).toMatchObject({ xAxis: { min: 0.5, max: 1.2 }, yAxis: { data: ["乙", "甲", "丙"] }, series: [{ cursor: "pointer", data: [[1.2, 0], [expect.closeTo(0.97, 6), 1], [expect.closeTo(0.52, 6), 2]] }] });
});

const books = (screenId: string, change: Partial<ScreenBooks> = {}): ScreenBooks => ({
  screenId,
  screenName: screenId,
  unitName: "县公交公司",
  line: null,
  kind: "bus",
  counted: 10,
  waitingOnScreens: 0,
  missing: 0,
  keptApart: 0,
  receivedTo: 1,
  lastSeenAt: 1,
  daysOn: 1,
  daysOff: 0,
  poweredOnMs: 1,
  gaps: [],
  apart: [],
  conflictAt: null,
  ...change,
});

describe("the books of each screen", () => {
  test("never on is not the same as no plays", () => {
    expect(neverOn(books("a", { daysOn: 0, counted: 0 }))).toBe(true);
    expect(neverOn(books("a", { daysOn: 1, counted: 0 }))).toBe(false);
    expect(neverOn(books("a", { daysOn: 0, counted: 3 }))).toBe(false);
  });

  test("the numbers wanting are named as ranges", () => {
    expect(gapText([{ ledgerId: "l", from: 1, to: 1 }, { ledgerId: "l", from: 7, to: 9 }], "、")).toBe("1、7–9");
  });

  test("behind a link they are put in order on the page, what is not known last in either direction", () => {
    const rows = [books("8路"), books("10路", { receivedTo: null }), books("9路", { receivedTo: 5 })];
    const ids = (sort: BooksSort, order: "ascend" | "descend") => rows.toSorted((a, b) => compareBooks(sort)(a, b, order) * (order === "descend" ? -1 : 1)).map(({ screenId }) => screenId);
    expect([ids("screenName", "ascend"), ids("receivedTo", "ascend"), ids("receivedTo", "descend")]).toEqual([["8路", "9路", "10路"], ["8路", "9路", "10路"], ["9路", "8路", "10路"]]);
  });
});

test("days of a shared report add up its hours", () => {
  const hour = (date: string, at: number, completed: number) => ({ date, hour: at, plays: completed + 1, completed, airtimeMs: 0 });
  expect(daysOfHeat([hour("2026-06-25", 8, 3), hour("2026-06-25", 9, 4), hour("2026-06-26", 8, 5)])).toEqual([
    { key: "2026-06-25", delivered: 7, planned: null },
    { key: "2026-06-26", delivered: 5, planned: null },
  ]);
});
