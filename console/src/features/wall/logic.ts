import type { Wall } from "@yilu/contract";

/** The count that is shown: it belongs to a day, and within a day it never falls. */
export interface Count {
  day: string;
  value: number;
}

export function countAfterAnswer(before: Count | null, day: string, completed: number): Count {
  return before === null || before.day !== day ? { day, value: completed } : { day, value: Math.max(before.value, completed) };
}

/** As many marks of one line are drawn; more are a bar. */
export const mostMarks = 36;

/** How much fits below: rows of two columns, rows of four lines each, alarms. */
export interface Room {
  standingRows: number;
  lineRows: number;
  alarms: number;
}

/** An emergency takes a band of its own. */
export const roomOf = (wall: Pick<Wall, "emergencies">): Room => (wall.emergencies.length === 0 ? { standingRows: 9, lineRows: 4, alarms: 5 } : { standingRows: 7, lineRows: 3, alarms: 3 });

export type Standing = Wall["standing"]["rows"][number];
export type Line = NonNullable<Wall["marks"]>[number];
export type Panel = { what: "plays" } | { what: "standing"; rows: Standing[] } | { what: "marks"; lines: Line[] } | { what: "next" };

/** As few pages as hold all, each about as full as the others. */
export function inPages<T>(rows: readonly T[], most: number): T[][] {
  const pages = Math.ceil(rows.length / most);
  const onPage = Math.min(most, Math.ceil(rows.length / Math.max(1, pages)));
  return Array.from({ length: pages }, (_, page) => rows.slice(page * onPage, (page + 1) * onPage));
}

/** What takes turns below: whatever does not fit one page has several. */
export function panelsOf(wall: Wall, { standingRows, lineRows }: Room): Panel[] {
  return [
    { what: "plays" },
    ...inPages(wall.standing.rows, 2 * standingRows).map((rows): Panel => ({ what: "standing", rows })),
    ...(wall.next === null ? [] : [{ what: "next" } as const]),
    ...inPages(wall.marks ?? [], 4 * lineRows).map((lines): Panel => ({ what: "marks", lines })),
  ];
}

/** Which page it is the turn of: each as long as the others, by the clock, so that walls beside each other turn together. */
export const turnAt = (now: number, pages: number, everyMs: number): number => (pages === 0 ? 0 : Math.floor(now / everyMs) % pages);

const hourMs = 3_600_000;
const firstHour = 6;
const lastHour = 22;

export interface HourBar {
  hourStartAt: number;
  hour: number;
  completed: number;
  planned: number;
  isRunning: boolean;
}

/** The hours from six, or from the first play if it was earlier, to ten at night, or to now where it is later. */
export function hourBars(wall: Pick<Wall, "plays" | "timeZone">, now: number): HourBar[] {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: wall.timeZone, hour: "2-digit", hourCycle: "h23" });
  const hourOf = (at: number): number => Number(format.format(at));
  const known = new Map(wall.plays.hours.map((hour) => [hour.hourStartAt, hour]));
  let start = wall.plays.hours[0]?.hourStartAt ?? now - (now % hourMs);
  while (hourOf(start) > firstHour) start -= hourMs;
  const bars: HourBar[] = [];
  for (let at = start; bars.length < 26; at += hourMs) {
    const hour = hourOf(at);
    const isNextDay = hour < (bars.at(-1)?.hour ?? 0);
    if (isNextDay || (hour > lastHour && at > now)) break;
    const { completed = 0, planned = 0 } = known.get(at) ?? {};
    bars.push({ hourStartAt: at, hour, completed, planned, isRunning: at <= now && now < at + hourMs });
  }
  return bars;
}

/** What remains until an instant, in the two units that matter. */
export function remaining(ms: number): { key: "inDays"; d: number; h: number } | { key: "inHours"; h: number; m: number } | { key: "inMinutes"; m: number } {
  const minutes = Math.max(0, Math.ceil(ms / 60_000));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d > 0) return { key: "inDays", d, h };
  return h > 0 ? { key: "inHours", h, m } : { key: "inMinutes", m };
}
