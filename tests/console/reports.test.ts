import { describe, expect, test } from "vitest";
import { heatGrid, heatStep, heatSteps } from "../../console/src/features/reports/heat.ts";
import { heatOption, pastHours } from "../../console/src/features/reports/heatChart.ts";
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

describe("the picture of the heat map", () => {
  const days = ["2026-06-20", "2026-06-21", "2026-06-22"];
  test("hours that are over are hatched up to the one that runs; what is still to come is not", () => {
    const hours = { firstHour: 6, lastHour: 22 };
    expect(pastHours(days, "2026-06-21", 9, hours)).toEqual([
      { from: 0, to: 1, hours: 17 },
      { from: 1, to: 2, hours: 3 },
    ]);
    expect(pastHours(days, "2026-06-20", 5, hours)).toEqual([]);
    expect(pastHours(days, "2026-07-01", 12, hours)).toEqual([{ from: 0, to: 3, hours: 17 }]);
  });

  test("each hour with plays is a cell of its step, under its day and beside its hour", () => {
    const grid = heatGrid([{ date: "2026-06-21", hour: 7, plays: 70, completed: 70, airtimeMs: 0 }, { date: "2026-06-22", hour: 23, plays: 700, completed: 700, airtimeMs: 0 }], days);
    const option = heatOption(grid, days, [], { dayOf: (date) => date.slice(8), hourOf: (hour) => `${hour} 时`, cellOf: ({ date, hour, plays }) => `${date} ${hour} ${plays}` });
    expect(option).toMatchObject({
      xAxis: { data: ["20", "21", "22"] },
      yAxis: { inverse: true, data: Array.from({ length: 18 }, (_, row) => `${row + 6} 时`) },
      series: [{ data: [] }, { data: [[1, 1, 0], [2, 17, 6]] }],
    });
  });
});

describe("where a row of the report leads", () => {
  test("to the screens or the films behind it, in the same period and scope", () => {
    expect(linkOf({ ...week, by: "unit", level: "county" }, "u1")).toBe("?from=2026-06-20&to=2026-06-26&by=screen&level=county&unitId=u1");
    expect(linkOf({ ...week, by: "screen" }, "s1")).toBe("?from=2026-06-20&to=2026-06-26&by=media&screenId=s1");
    expect(linkOf({ ...week, by: "level" }, "national")).toBe("?from=2026-06-20&to=2026-06-26&by=media&level=national");
    expect(linkOf({ ...week, by: "unit", sort: "failed", order: "desc" }, "u1")).toBe("?from=2026-06-20&to=2026-06-26&by=screen&unitId=u1");
    expect(linkOf({ ...week, by: "day" }, "2026-06-21")).toBe("?from=2026-06-21&to=2026-06-21&by=screen");
  });

  test("hours, and screens without a line, lead nowhere", () => {
    expect(linkOf({ ...week, by: "hour" }, "08")).toBeNull();
    expect(linkOf({ ...week, by: "line" }, "")).toBeNull();
  });

  test("the heat map is asked for without a grouping and its order", () => {
    expect(scopeOf({ ...week, by: "hour", sort: "label", order: "desc", line: "1路" })).toEqual({ ...week, line: "1路" });
  });
});
