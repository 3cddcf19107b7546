/**
 * What the schedule costs: one screen with 50 entries, one day and thirty, beside a naive scan that asks once a minute.
 * Prints figures; `npx tsx tests/bench/schedule.bench.ts`.
 */
import { performance } from "node:perf_hooks";
import { activeEntries, blocks, preview, slots, type Schedule, type ScheduleEntry } from "../../server/contract/src/schedule/index.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FROM = Date.UTC(2026, 5, 1, 0) - 8 * 3_600_000;

function entry(n: number): ScheduleEntry {
  const open = 5 + (n % 9);
  const always: ScheduleEntry = {
    id: `entry-${String(n).padStart(2, "0")}`,
    playlistId: `playlist-${n % 12}`,
    tier: n === 0 ? "default" : n === 1 ? "takeover" : "regular",
    startDate: "2026-05-01",
    endDate: "2026-07-31",
    dayparts: [],
    exceptDates: n % 7 === 0 ? ["2026-06-10", "2026-06-26"] : [],
    window: null,
    share: n % 5 === 0 ? { kind: "percent", percent: 2 } : { kind: "fill", weight: 1 + (n % 4) },
    maxPlaysPerHour: n % 11 === 0 ? 6 : null,
    start: "soft",
  };
  if (n === 1) return { ...always, startDate: "2026-06-26", endDate: "2026-06-26", dayparts: [{ days: [5], from: "09:00", to: "11:30" }] };
  if (n % 3 === 0) return always;
  const minutes = n % 2 === 0 ? "00" : "30";
  return {
    ...always,
    dayparts: [
      { days: [1, 2, 3, 4, 5], from: `${String(open).padStart(2, "0")}:${minutes}`, to: `${open + 6}:${minutes}` },
      { days: [6, 7], from: "21:00", to: `0${n % 5}:${minutes}` },
    ],
  };
}

const schedule: Schedule = {
  timeZone: "Asia/Shanghai",
  order: "synced",
  entries: Array.from({ length: 50 }, (_, n) => entry(n)),
  playlists: Array.from({ length: 12 }, (_, n) => ({
    id: `playlist-${n}`,
    items: Array.from({ length: 2 + (n % 4) }, (_, k) => ({ mediaId: `media-${n}-${k}`, durationMs: 12_000 + 1_500 * ((n + k) % 7) })),
  })),
};

/** The best of some runs, in ms, after warming up: what else the machine does must not count. */
function cost(run: () => unknown, runs: number): number {
  for (let n = 0; n < 5; n++) run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function scanByMinute(days: number): number {
  let changes = 0;
  let before = "";
  for (let at = FROM; at < FROM + days * DAY_MS; at += MINUTE_MS) {
    const now = JSON.stringify(activeEntries(schedule, at));
    if (now !== before) changes++;
    before = now;
  }
  return changes;
}

const lastMoment = FROM + DAY_MS - MINUTE_MS;
const figures: [what: string, ms: number, bar: number | null][] = [
  ["blocks, 1 day", cost(() => blocks(schedule, FROM, FROM + DAY_MS), 51), null],
  ["preview (blocks and slots), 1 day, synced", cost(() => preview(schedule, FROM, FROM + DAY_MS), 51), 5],
  ["preview, 1 day, resume", cost(() => preview({ ...schedule, order: "resume" }, FROM, FROM + DAY_MS), 51), 5],
  ["preview, 30 days, synced", cost(() => preview(schedule, FROM, FROM + 30 * DAY_MS), 11), 100],
  ["preview, 30 days, resume", cost(() => preview({ ...schedule, order: "resume" }, FROM, FROM + 30 * DAY_MS), 11), 100],
  ["player's question at the end of a day, synced", cost(() => {
    for (const block of blocks(schedule, lastMoment, lastMoment + 1)) slots(schedule, block, { from: lastMoment }).next();
  }, 51), null],
  ["naive scan by the minute, 1 day, no slots", cost(() => scanByMinute(1), 3), null],
];

for (const [what, ms, bar] of figures) {
  console.log(`${what.padEnd(48)} ${ms.toFixed(2).padStart(9)} ms${bar === null ? "" : `   bar ${bar} ms${ms <= bar ? "" : "   MISSED"}`}`);
}
console.log(`${blocks(schedule, FROM, FROM + DAY_MS).length} blocks and ${preview(schedule, FROM, FROM + DAY_MS).length} slots a day`);
