import { expect, test } from "vitest";
import { levelAt, localDay, opening } from "../../player/src/calendar.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
/** Of Wednesday 24 June 2026, in Shanghai. */
const at = (hour: number, minute = 0): number => Date.UTC(2026, 5, 24, hour - 8, minute);

test("[T2] hours hold from their beginning to their end, and say until when", () => {
  const hours = [{ days: everyDay, from: "06:00", to: "22:30" }];
  expect(opening(hours, "Asia/Shanghai", at(5, 59))).toEqual({ isOpen: false, until: at(6) });
  expect(opening(hours, "Asia/Shanghai", at(6))).toEqual({ isOpen: true, until: at(22, 30) });
  expect(opening(hours, "Asia/Shanghai", at(22, 30))).toMatchObject({ isOpen: false });
});

test("[T3] hours that cross midnight belong to the day they begin on", () => {
  const hours = [{ days: [3], from: "22:00", to: "02:00" }];
  expect([at(1), at(23), at(25), at(26)].map((instant) => opening(hours, "Asia/Shanghai", instant).isOpen)).toEqual([false, true, true, false]);
});

test("without hours it is always open", () => {
  expect(opening(undefined, "Asia/Shanghai", at(3))).toEqual({ isOpen: true, until: Infinity });
  expect(opening([], "Asia/Shanghai", at(3))).toEqual({ isOpen: true, until: Infinity });
});

test("a level is that of the first daypart that holds the instant, else 100", () => {
  const levels = [
    { days: everyDay, from: "22:00", to: "06:00", percent: 30 },
    { days: everyDay, from: "18:00", to: "23:00", percent: 60 },
  ];
  expect([at(12), at(19), at(22, 30), at(3)].map((instant) => levelAt(levels, "Asia/Shanghai", instant))).toEqual([100, 60, 30, 30]);
  expect(levelAt(undefined, "Asia/Shanghai", at(3))).toBe(100);
});

test("the day is the screen's own", () => {
  expect([localDay("Asia/Shanghai", at(23, 59)), localDay("Asia/Shanghai", at(24)), localDay("UTC", at(24))]).toEqual(["2026-06-24", "2026-06-25", "2026-06-24"]);
});
