import { shiftDate } from "../../lib/format.ts";

export type Preset = "today" | "yesterday" | "week" | "month" | "lastMonth";
export interface Period {
  from: string;
  to: string;
}

const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** The usual periods, both ends inclusive, seen from a day "2026-06-24". */
export function periodsOf(today: string): Record<Preset, Period> {
  const lastOfLastMonth = shiftDate(firstOfMonth(today), -1);
  const yesterday = shiftDate(today, -1);
  return {
    today: { from: today, to: today },
    yesterday: { from: yesterday, to: yesterday },
    week: { from: shiftDate(today, -6), to: today },
    month: { from: firstOfMonth(today), to: today },
    lastMonth: { from: firstOfMonth(lastOfLastMonth), to: lastOfLastMonth },
  };
}

/** Every day of a period, so that a day without plays is drawn as none. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 400; day = shiftDate(day, 1)) days.push(day);
  return days;
}
