import type { Wall } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { countAfterAnswer, hourBars, inPages, panelsOf, remaining, roomOf, turnAt } from "../../console/src/features/wall/logic.ts";

const hour = 3_600_000;
/** Wednesday 24 June 2026, midnight in Shanghai. */
const midnight = Date.UTC(2026, 5, 23, 16, 0);
const at = (h: number, minutes = 0) => midnight + h * hour + minutes * 60_000;

const row = (name: string): Wall["standing"]["rows"][number] => ({ key: name, name, screens: 1, delivered: 1, target: 2, contributed: null });
const wall: Wall = {
  at: at(15, 42),
  timeZone: "Asia/Shanghai",
  unitName: "衡阳县",
  campaign: null,
  screens: { total: 0, online: 0, offline: 0, alarm: 0, notOut: 0, kinds: [] },
  plays: { completed: 0, planned: 0, hours: [] },
  playing: [],
  standing: { by: "today", of: "townships", rows: Array.from({ length: 26 }, (_, n) => row(`乡${n}`)) },
  marks: Array.from({ length: 17 }, (_, n) => ({ kind: "bus" as const, line: `${n}路`, states: "ofan" })),
  alarms: { at: 0, open: 0, acknowledged: 0, screens: 0, kinds: [], first: [] },
  emergencies: [],
  next: null,
};

test("within a day the count never falls; another day begins with what the server says", () => {
  expect(countAfterAnswer(null, "2026-06-24", 100)).toEqual({ day: "2026-06-24", value: 100 });
  expect(countAfterAnswer({ day: "2026-06-24", value: 105 }, "2026-06-24", 103)).toEqual({ day: "2026-06-24", value: 105 });
  expect(countAfterAnswer({ day: "2026-06-24", value: 105 }, "2026-06-24", 110)).toEqual({ day: "2026-06-24", value: 110 });
  expect(countAfterAnswer({ day: "2026-06-24", value: 105 }, "2026-06-25", 3)).toEqual({ day: "2026-06-25", value: 3 });
});

describe("what takes turns", () => {
  test("as few pages as hold all, each about as full as the others", () => {
    expect(inPages([1, 2, 3, 4, 5, 6, 7], 6)).toEqual([[1, 2, 3, 4], [5, 6, 7]]);
    expect(inPages([1, 2], 6)).toEqual([[1, 2]]);
    expect(inPages([], 6)).toEqual([]);
  });

  test("25 townships and the 界牌 area are two pages, also where an emergency takes its band", () => {
    const pages = (one: Wall) => panelsOf(one, roomOf(one)).map((panel) => (panel.what === "standing" ? panel.rows.length : panel.what === "marks" ? `${panel.lines.length} lines` : panel.what));
    expect(pages(wall)).toEqual(["plays", 13, 13, "9 lines", "8 lines"]);
    expect(pages({ ...wall, emergencies: [{ id: "e", name: "暴雨", endsAt: 1, screens: 3 }], next: { name: "致敬禁毒英雄", startsAt: 1, screens: 1, ready: 1, poster: null } })).toEqual(["plays", 13, 13, "next", "9 lines", "8 lines"]);
    expect(pages({ ...wall, marks: null, standing: { by: "today", of: "lines", rows: [] } })).toEqual(["plays"]);
  });

  test("walls beside each other turn together", () => {
    expect([0, 11_999, 12_000, 35_999, 36_000].map((now) => turnAt(now, 3, 12_000))).toEqual([0, 0, 1, 2, 0]);
    expect(turnAt(5, 0, 12_000)).toBe(0);
  });
});

describe("the hours of the day", () => {
  const bars = (hours: Wall["plays"]["hours"], now: number) => hourBars({ plays: { completed: 0, planned: 0, hours }, timeZone: "Asia/Shanghai" }, now).map((bar) => bar.hour);
  const played = (h: number) => ({ hourStartAt: at(h), completed: 5, planned: 6 });
  test("from six to ten at night, earlier or later where something was shown then", () => {
    const day = Array.from({ length: 17 }, (_, n) => n + 6);
    expect(bars([played(9)], at(15, 42))).toEqual(day);
    expect(bars([played(4)], at(15, 42))).toEqual([4, 5, ...day]);
    expect(bars([played(9)], at(23, 10))).toEqual([...day, 23]);
    expect(bars([], at(3))).toEqual([3, 4, 5, ...day]);
  });
  test("the hour that runs is marked, and what was not said is nothing", () => {
    const all = hourBars({ plays: { completed: 5, planned: 6, hours: [played(15)] }, timeZone: "Asia/Shanghai" }, at(15, 42));
    expect(all.filter(({ isRunning }) => isRunning)).toEqual([{ hourStartAt: at(15), hour: 15, completed: 5, planned: 6, isRunning: true }]);
    expect(all[0]).toEqual({ hourStartAt: at(6), hour: 6, completed: 0, planned: 0, isRunning: false });
  });
});

test("what remains is told in the two units that matter", () => {
  expect(remaining(2 * 24 * hour + 4 * hour + 60_000)).toEqual({ key: "inDays", d: 2, h: 4 });
  expect(remaining(4 * hour + 90_000)).toEqual({ key: "inHours", h: 4, m: 2 });
  expect(remaining(59_000)).toEqual({ key: "inMinutes", m: 1 });
  expect(remaining(-5)).toEqual({ key: "inMinutes", m: 0 });
});
