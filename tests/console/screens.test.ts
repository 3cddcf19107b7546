import type { Screen, ScreenLive } from "@yilu/contract";
import { describe, expect, test, vi } from "vitest";
import { sectionsOf } from "../../console/src/features/screens/Board.tsx";
import { wholeDay } from "../../console/src/features/home/PlaysToday.tsx";
import { codeOf } from "../../console/src/features/screens/PairDialog.tsx";
import { troubleOf } from "../../console/src/features/screens/states.tsx";
import { refresher } from "../../console/src/lib/live.ts";

const now = Date.parse("2026-06-24T07:42:00Z");
const live: ScreenLive = {
  screenId: "s",
  state: "online",
  lastSeenAt: now - 5000,
  rollout: "playing",
  stage: "latest",
  download: null,
  revision: null,
  playing: null,
  playsToday: 0,
  unsentPlays: 0,
  clock: "synced",
  cacheUsedBytes: 100,
  cacheQuotaBytes: 1000,
  playerVersion: null,
  health: null,
};
const screenOf = (name: string, change: Partial<Screen>, changeLive: Partial<ScreenLive> = {}): Screen => ({
  id: name,
  unitId: "u1",
  unitName: "县公交公司",
  name,
  kind: "bus",
  plate: null,
  line: null,
  place: null,
  widthPx: 1920,
  heightPx: 1080,
  timeZone: "Asia/Shanghai",
  tags: [],
  groupIds: [],
  order: "resume",
  version: 1,
  ...change,
  live: { ...live, screenId: name, ...changeLive },
});

describe("what is trouble", () => {
  test.each([
    ["all is well", {}, null],
    ["a download that failed", { download: { revision: "a".repeat(64), state: "failed", doneBytes: 1, totalBytes: 2 } }, "download"],
    ["less than 5 % of the storage left", { cacheUsedBytes: 951 }, "storage"],
    ["exactly 5 % left is enough", { cacheUsedBytes: 950 }, null],
    ["a clock that is only estimated", { clock: "estimated" }, "clock"],
    ["offline for an hour is not an alarm", { state: "offline", lastSeenAt: now - 3_600_000 }, null],
    ["silent for a day is", { state: "offline", lastSeenAt: now - 86_400_000 }, "silent"],
    ["never seen is not a fault", { state: "neverSeen", lastSeenAt: null, clock: null }, null],
  ] as const)("%s", (_, change, trouble) => {
    expect(troubleOf({ ...live, ...change }, now)).toBe(trouble);
  });
});

describe("the board", () => {
  test("LED walls first, then buses and coaches by line in counting order; trouble first in each", () => {
    const sections = sectionsOf(
      [
        screenOf("甲", { line: "10路" }),
        screenOf("乙", { line: "9路" }),
        screenOf("丙", { line: "9路" }, { clock: "estimated" }),
        screenOf("广场", { kind: "led", place: "广场" }),
        screenOf("丁", { kind: "coach", line: "西渡—界牌" }),
      ],
      "line",
      now,
    );
    expect(sections.map((section) => [section.kind, section.title, section.screens.map((screen) => screen.name)])).toEqual([
      ["led", "", ["广场"]],
      ["bus", "9路", ["丙", "乙"]],
      ["bus", "10路", ["甲"]],
      ["coach", "西渡—界牌", ["丁"]],
    ]);
  });
});

test("a pairing code may be typed in lower case, with spaces and dashes; other letters fall out", () => {
  expect(codeOf("cfgh-23 45")).toBe("CFGH2345");
  expect(codeOf("A1B0CFGH2345")).toBe("CFGH2345");
  expect(codeOf("CFGH23459999")).toBe("CFGH2345");
});

test("a burst of pushes asks again once for each list it touches", () => {
  vi.useFakeTimers();
  const asked: unknown[] = [];
  const client = { invalidateQueries: (filter?: { queryKey?: readonly unknown[] }) => Promise.resolve(void asked.push(filter?.queryKey?.[0])) };
  const refresh = refresher(client, 400);
  for (let n = 0; n < 50; n += 1) refresh("groups");
  refresh("screens");
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(asked.sort()).toEqual(["audit", "entries", "groups", "overview", "preview", "screens", "timeline"]);
  vi.useRealTimers();
});

test("the hours of the day have no gaps: from six, or from the first play, to now", () => {
  const hourMs = 3_600_000;
  const six = Date.parse("2026-06-23T22:00:00Z"); // 06:00 in Shanghai
  const hourOf = (at: number): number => new Date(at + 8 * hourMs).getUTCHours();
  const nine = [{ hourStartAt: six + 3 * hourMs, plays: 5 }];
  expect(wholeDay(nine, six + 4 * hourMs + 1, hourOf)).toEqual([0, 0, 0, 5, 0].map((plays, place) => ({ hourStartAt: six + place * hourMs, plays })));
  expect(wholeDay([{ hourStartAt: six - hourMs, plays: 2 }], six, hourOf).map((hour) => hour.plays)).toEqual([2, 0]);
  expect(wholeDay([], six, hourOf)).toEqual([]);
});
