import { Temporal } from "temporal-polyfill";

export interface LocalHour {
  /** Instant at which the local hour began. */
  hourStartAt: number;
  /** Local date, "2026-06-26". */
  date: string;
}

/** Every zone's offset changes only at a quarter of an hour, so the answer holds for a whole quarter. */
const quarterMs = 15 * 60_000;
const cache = new Map<string, Map<number, LocalHour>>();
const mostQuarters = 10_000;

/** The local hour and date in which an instant lies. */
export function localHour(at: number, timeZone: string): LocalHour {
  const quarter = Math.floor(at / quarterMs);
  let quarters = cache.get(timeZone);
  if (quarters === undefined || quarters.size > mostQuarters) cache.set(timeZone, (quarters = new Map()));
  const known = quarters.get(quarter);
  if (known) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(quarter * quarterMs).toZonedDateTimeISO(timeZone);
  // The hour began `minute` minutes ago in exact time, also in a repeated or shifted hour.
  const answer = { hourStartAt: quarter * quarterMs - local.minute * 60_000, date: local.toPlainDate().toString() };
  quarters.set(quarter, answer);
  return answer;
}

/** The instant at which a local date begins. */
export function dayStart(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The local date of an instant. */
export const localDate = (at: number, timeZone: string): string => localHour(at, timeZone).date;
