import { describe, expect, test } from "vitest";
import { heatGrid, heatStep, heatSteps } from "../../console/src/features/reports/heat.ts";
import { linkOf, scopeOf } from "../../console/src/features/reports/links.ts";

const week = { from: "2026-06-20", to: "2026-06-26" };

describe("the heat map", () => {
  test("an hour without a play has no step; the fullest hour has the darkest, one play the lightest", () => {
    expect(heatStep(0, 700)).toBeNull();
    expect(heatStep(1, 700)).toBe(0);
    expect(heatStep(100, 700)).toBe(0);
    expect(heatStep(101, 700)).toBe(1);
    expect(heatStep(700, 700)).toBe(heatSteps - 1);
    expect(heatStep(0, 0)).toBeNull();
  });

  test("hours run from 06 to 22 and further where something was played; days outside the period are left out", () => {
    const row = (date: string, hour: number, plays: number) => ({ date, hour, plays, completed: plays, airtimeMs: 0 });
    const grid = heatGrid([row("2026-06-20", 4, 10), row("2026-06-21", 12, 70), row("2026-06-22", 12, 900), row("2026-06-21", 13, 0)], ["2026-06-20", "2026-06-21"]);
    expect([grid.firstHour, grid.lastHour]).toEqual([4, 22]);
    expect(grid.cells.map(({ day, hour }) => [day, hour])).toEqual([
      [0, 4],
      [1, 12],
    ]);
    expect(heatGrid([], ["2026-06-20"])).toEqual({ most: 0, firstHour: 6, lastHour: 22, cells: [] });
  });
});

describe("where a row of the report leads", () => {
  test("to the screens or the films behind it, in the same period and scope", () => {
    expect(linkOf({ ...week, by: "unit", level: "county" }, "u1")).toBe("?from=2026-06-20&to=2026-06-26&by=screen&level=county&unitId=u1");
    expect(linkOf({ ...week, by: "screen" }, "s1")).toBe("?from=2026-06-20&to=2026-06-26&by=media&screenId=s1");
    expect(linkOf({ ...week, by: "level" }, "national")).toBe("?from=2026-06-20&to=2026-06-26&by=media&level=national");
    expect(linkOf({ ...week, by: "day" }, "2026-06-21")).toBe("?from=2026-06-21&to=2026-06-21&by=screen");
  });

  test("hours, and screens without a line, lead nowhere", () => {
    expect(linkOf({ ...week, by: "hour" }, "08")).toBeNull();
    expect(linkOf({ ...week, by: "line" }, "")).toBeNull();
  });

  test("the heat map is asked for without a grouping", () => {
    expect(scopeOf({ ...week, by: "hour", line: "1路" })).toEqual({ ...week, line: "1路" });
  });
});
