/** When an entry is on the calendar: T1–T4. */
import { DAY_MS, dayNumber, timeNumber, timeOfDay, weekdayOf, type LocalDay } from "./zoned-time.ts";
import type { ScheduleEntry, Verdict } from "./types.ts";

/** An entry's calendar, parsed once per call of the public functions. Days are day numbers, times ms since midnight. */
export interface Calendar {
  firstDay: number;
  lastDay: number;
  exceptDays: number[];
  dayparts: { days: number[]; from: number; to: number }[];
  startsAt: number;
  endsAt: number;
}

/** `[from, to)` in ms since local midnight. */
export interface OpenRange {
  from: number;
  to: number;
}

/** @throws RangeError when a date or time is malformed. */
export function calendarOf(entry: ScheduleEntry): Calendar {
  return {
    firstDay: entry.startDate === null ? -Infinity : dayNumber(entry.startDate),
    lastDay: entry.endDate === null ? Infinity : dayNumber(entry.endDate),
    exceptDays: entry.exceptDates.map(dayNumber),
    dayparts: entry.dayparts.map(({ days, from, to }) => ({ days, from: timeNumber(from), to: timeNumber(to) })),
    startsAt: entry.window?.startsAt ?? -Infinity,
    endsAt: entry.window?.endsAt ?? Infinity,
  };
}

type DateVerdict = Extract<Verdict, "before-start-date" | "after-end-date" | "excepted-date">;

/** T1: why the entry does not start on this day, or null when it may. */
function dateVerdict(calendar: Calendar, day: number): DateVerdict | null {
  if (day < calendar.firstDay) return "before-start-date";
  if (day > calendar.lastDay) return "after-end-date";
  return calendar.exceptDays.includes(day) ? "excepted-date" : null;
}

/** T2, T3: the parts of this day that lie in dayparts started on it or on the day before, whatever the dates say. */
function daypartRanges(calendar: Calendar, day: number): (OpenRange & { startedOn: number })[] {
  if (calendar.dayparts.length === 0) return [{ from: 0, to: DAY_MS, startedOn: day }];
  const ranges = [];
  for (const { days, from, to } of calendar.dayparts) {
    const crosses = to <= from;
    if (days.includes(weekdayOf(day))) ranges.push({ from, to: crosses ? DAY_MS : to, startedOn: day });
    if (crosses && days.includes(weekdayOf(day - 1))) ranges.push({ from: 0, to, startedOn: day - 1 });
  }
  return ranges;
}

/** T1–T3: the parts of a local day, by the wall clock, in which the entry is active (the window of instants aside). */
export function openRanges(calendar: Calendar, day: number): OpenRange[] {
  return daypartRanges(calendar, day).filter((range) => range.from < range.to && dateVerdict(calendar, range.startedOn) === null);
}

/** Whether the window of instants holds `at`. */
export function inWindow(calendar: Calendar, at: number): boolean {
  return calendar.startsAt <= at && at < calendar.endsAt;
}

/** Whether one of the ranges holds what the wall clock shows. */
export function isOpen(ranges: OpenRange[], time: number): boolean {
  return ranges.some(({ from, to }) => from <= time && time < to);
}

/**
 * Why the calendar keeps an entry from playing at an instant; null when it does not. A daypart that crossed midnight
 * answers with the date it started on: an entry excepted on the 26th is `excepted-date` at 01:00 on the 27th.
 */
export function calendarVerdict(calendar: Calendar, localDay: LocalDay, at: number): Verdict | null {
  if (!inWindow(calendar, at)) return "outside-window";
  const time = timeOfDay(localDay, at);
  const verdicts = daypartRanges(calendar, localDay.day)
    .filter(({ from, to }) => from <= time && time < to)
    .map(({ startedOn }) => dateVerdict(calendar, startedOn));
  if (verdicts.includes(null)) return null;
  return verdicts[0] ?? dateVerdict(calendar, localDay.day) ?? "outside-dayparts";
}
