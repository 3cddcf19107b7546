/** What the schedule costs: one screen with 50 entries, one day and thirty, beside a naive scan that asks once a minute. */
import { activeEntries, blocks, preview, slots, type Schedule, type ScheduleEntry } from "@yilu/contract/schedule";
import type { Figure } from "./table.ts";

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
function cost(run: () => unknown, runs: number, warming = 5): number {
  for (let n = 0; n < warming; n++) run();
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

export function scheduleFigures(): Figure[] {
  const day = { what: "scan by the minute, winners only", value: cost(() => scanByMinute(1), 2) };
  const month = { what: day.what, value: cost(() => scanByMinute(30), 1, 0) };
  const previewOf = (days: number, order: Schedule["order"], runs: number) => cost(() => preview({ ...schedule, order }, FROM, FROM + days * DAY_MS), runs);
  const figure = (what: string, value: number, bar: number | null, naive: Figure["naive"]): Figure => ({ what, value, unit: "ms", bar, naive });
  return [
    figure("preview of a day, 50 entries, synced", previewOf(1, "synced", 51), 5, day),
    figure("preview of a day, 50 entries, resume", previewOf(1, "resume", 51), 5, day),
    figure("preview of 30 days, synced", previewOf(30, "synced", 31), 100, month),
    figure("preview of 30 days, resume", previewOf(30, "resume", 31), 100, month),
    figure("blocks of a day", cost(() => blocks(schedule, FROM, FROM + DAY_MS), 51), null, day),
    figure("what a player asks at the end of a day, synced", cost(() => {
      for (const block of blocks(schedule, lastMoment, lastMoment + 1)) slots(schedule, block, { from: lastMoment }).next();
    }, 51), null, null),
  ];
}
