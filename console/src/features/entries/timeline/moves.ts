/*
 * Moving and resizing an entry with the mouse or the keys: whole days by week and month, quarters of an hour by day.
 * Pure: what an entry would become, or why it cannot be moved so.
 */
import type { Entry } from "@yilu/contract";
import { shiftDate } from "../../../lib/format.ts";
import { draftOf, type EntryDraft } from "../draft.ts";
import { minutesOf, timeOfMinutes } from "../times.ts";
import { daysBetween } from "./stretch.ts";

export type Edge = "move" | "start" | "end";
/** In days or in minutes. */
export type Unit = "days" | "minutes";
export type Timed = Pick<EntryDraft, "startDate" | "endDate" | "dayparts" | "exceptDates">;
export type WhyNot = "emergency" | "notOwn" | "noDates" | "noStart" | "noEnd" | "wholeDay" | "manyDayparts";
export type Outcome = { change: Timed; by: number } | { whyNot: WhyNot };

export const quarter = 15;
const dayMinutes = 24 * 60;
const clamp = (n: number, least: number, most: number): number => Math.min(Math.max(n, least), most);
const timedOf = ({ startDate, endDate, dayparts, exceptDates }: Timed): Timed => ({ startDate, endDate, dayparts, exceptDates });

function byDays(entry: Timed, edge: Edge, days: number): Outcome {
  const { startDate, endDate, exceptDates } = entry;
  if (edge === "move") {
    if (startDate === null && endDate === null) return { whyNot: "noDates" };
    const shift = (date: string | null): string | null => (date === null ? null : shiftDate(date, days));
    return { change: { ...timedOf(entry), startDate: shift(startDate), endDate: shift(endDate), exceptDates: exceptDates.map((date) => shiftDate(date, days)) }, by: days };
  }
  if (edge === "start") {
    if (startDate === null) return { whyNot: "noStart" };
    const by = endDate === null ? days : Math.min(days, daysBetween(startDate, endDate));
    return { change: { ...timedOf(entry), startDate: shiftDate(startDate, by) }, by };
  }
  if (endDate === null) return { whyNot: "noEnd" };
  const by = startDate === null ? days : Math.max(days, daysBetween(endDate, startDate));
  return { change: { ...timedOf(entry), endDate: shiftDate(endDate, by) }, by };
}

function byMinutes(entry: Timed, edge: Edge, minutes: number): Outcome {
  const [daypart, second] = entry.dayparts;
  if (daypart === undefined) return { whyNot: "wholeDay" };
  if (second !== undefined) return { whyNot: "manyDayparts" };
  const from = minutesOf(daypart.from);
  const given = minutesOf(daypart.to);
  const overnight = given <= from;
  const to = overnight ? given + dayMinutes : given;
  const last = overnight ? 2 * dayMinutes - quarter : dayMinutes;
  const wanted = Math.round(minutes / quarter) * quarter;
  // A window stays on its side of midnight, and keeps its length when moved.
  const by =
    edge === "move"
      ? clamp(wanted, Math.max(-from, overnight ? dayMinutes + quarter - to : -from), Math.min(last - to, dayMinutes - quarter - from))
      : edge === "start"
        ? clamp(wanted, Math.max(-from, to - dayMinutes - from), Math.min(to - quarter, dayMinutes - quarter) - from)
        : clamp(wanted, Math.max(from + quarter, overnight ? dayMinutes + quarter : 0) - to, Math.min(last, from + dayMinutes) - to);
  const start = edge === "end" ? from : from + by;
  const end = edge === "start" ? to : to + by;
  return { change: { ...timedOf(entry), dayparts: [{ days: daypart.days, from: timeOfMinutes(start), to: timeOfMinutes(end > dayMinutes ? end - dayMinutes : end) }] }, by };
}

/** What an entry becomes when its bar is moved or pulled at an edge; nothing leaves the calendar or the day. */
export function moved(entry: Pick<Entry, "tier"> & Timed, own: boolean, edge: Edge, unit: Unit, amount: number): Outcome {
  if (!own) return { whyNot: "notOwn" };
  if (entry.tier === "emergency") return { whyNot: "emergency" };
  return unit === "days" ? byDays(entry, edge, amount) : byMinutes(entry, edge, amount);
}

export type Saved = EntryDraft & { version: number };

/** The call that saves a move. */
export const bodyOf = (entry: Entry, change: Timed): Saved => ({ ...draftOf(entry), ...timedOf(change), version: entry.version });
/** The call that takes a move back: what was, over the version that the move has made. */
export const undoOf = (before: Entry, after: Pick<Entry, "version">): Saved => ({ ...draftOf(before), version: after.version });
