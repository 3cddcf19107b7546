import { localDateOf, shiftDate } from "../../../lib/format.ts";
import { instantOf, minuteAt } from "../times.ts";

export type Scale = "day" | "week" | "month";
export const scales: readonly Scale[] = ["day", "week", "month"];

/** What the timeline shows: whole local days of one zone. */
export interface Stretch {
  scale: Scale;
  timeZone: string;
  dates: readonly string[];
  /** Where each day begins, and at the end where the last one ends. */
  bounds: readonly number[];
  from: number;
  to: number;
}

/** Calendar days from one date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
const firstOf = (scale: Scale, date: string): string => (scale === "day" ? date : scale === "week" ? shiftDate(date, -weekdayOf(date)) : `${date.slice(0, 8)}01`);
/** The first of the month after the one a date is in. */
const nextMonth = (date: string): string => `${shiftDate(`${date.slice(0, 8)}01`, 31).slice(0, 8)}01`;
const lengthOf = (scale: Scale, first: string): number => (scale === "day" ? 1 : scale === "week" ? 7 : daysBetween(first, nextMonth(first)));

/** The day, the week from Monday, or the month that holds a date. */
export function stretchOf(scale: Scale, date: string, timeZone: string): Stretch {
  const first = firstOf(scale, date);
  const dates = Array.from({ length: lengthOf(scale, first) }, (_, index) => shiftDate(first, index));
  const end = shiftDate(first, dates.length);
  const bounds = [...dates, end].map((day) => instantOf(day, 0, timeZone));
  return { scale, timeZone, dates, bounds, from: instantOf(first, 0, timeZone), to: instantOf(end, 0, timeZone) };
}

/** A date in the stretch before (-1) or after (1). */
export function beside(scale: Scale, date: string, way: -1 | 1): string {
  if (scale === "day") return shiftDate(date, way);
  if (scale === "week") return shiftDate(date, way * 7);
  return way === 1 ? nextMonth(date) : `${shiftDate(`${date.slice(0, 8)}01`, -1).slice(0, 8)}01`;
}

/** Where an instant lies, 0 … 1; every day is as wide as the others, also one of 23 hours. */
export function placeOf({ bounds, dates, from, to }: Stretch, instant: number): number {
  if (instant <= from) return 0;
  if (instant >= to) return 1;
  const after = bounds.findIndex((bound) => bound > instant);
  const [start = from, end = to] = [bounds[after - 1], bounds[after]];
  return (after - 1 + (instant - start) / (end - start)) / dates.length;
}

/** The minute that lies at a place 0 … 1. */
export function instantAt({ bounds, dates, from, to }: Stretch, place: number): number {
  const days = Math.min(Math.max(place, 0), 1) * dates.length;
  const day = Math.min(Math.floor(days), dates.length - 1);
  const [start = from, end = to] = [bounds[day], bounds[day + 1]];
  const instant = start + Math.floor(((days - day) * (end - start)) / 60_000) * 60_000;
  return Math.min(instant, to - 60_000);
}

/** A moment as it stands in a stretch: itself, or the same time of day on the stretch's first day. */
export function within(stretch: Stretch, at: number): number {
  if (at >= stretch.from && at < stretch.to) return at;
  return instantOf(stretch.dates[0] ?? localDateOf(at, stretch.timeZone), minuteAt(at, stretch.timeZone), stretch.timeZone);
}
