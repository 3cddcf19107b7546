/**
 * Instants ↔ the screen's wall clock, with Intl alone.
 *
 * A zone's offset is constant between transitions, so it is asked for once a week and kept: `Intl` costs microseconds a
 * call, a lookup nanoseconds. A week whose two ends agree is taken to hold no transition; from 1970 to 2039 no zone has
 * two in one of these weeks.
 */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** `[from, to)` in which wall clock = instant + offsetMs. */
interface Piece {
  from: number;
  to: number;
  offsetMs: number;
}

/** A stretch of instants that share one local date; its ends are local midnights (T6), its pieces cover it. */
export interface LocalDay {
  /** Days from 1970-01-01 to this date on the calendar, as {@link dayNumber} gives. */
  day: number;
  from: number;
  to: number;
  pieces: Piece[];
}

interface Zone {
  format: Intl.DateTimeFormat;
  weeks: Map<number, Piece[]>;
}

const zones = new Map<string, Zone>();

/** @throws RangeError when the zone is unknown to Intl. */
function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const zone = { format, weeks: new Map<number, Piece[]>() };
  zones.set(timeZone, zone);
  return zone;
}

/** Asks Intl; `at` must be a whole second. */
function measureOffset(zone: Zone, at: number): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (zone.format.format(at).match(/\d+/g) ?? []).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

/** Appends the pieces of `[from, to)`, whose offsets at the ends are known, halving until transitions are found to the second. */
function appendPieces(zone: Zone, from: number, offsetMs: number, to: number, offsetAtEnd: number, pieces: Piece[]): void {
  if (offsetMs === offsetAtEnd || to - from <= 1000) {
    const last = pieces.at(-1);
    if (last?.offsetMs === offsetMs) last.to = to;
    else pieces.push({ from, to, offsetMs });
    return;
  }
  const middle = from + Math.floor((to - from) / 2000) * 1000;
  const offsetAtMiddle = measureOffset(zone, middle);
  appendPieces(zone, from, offsetMs, middle, offsetAtMiddle, pieces);
  appendPieces(zone, middle, offsetAtMiddle, to, offsetAtEnd, pieces);
}

/** The piece that holds `at`, cut at the week's ends. */
function pieceAt(zone: Zone, at: number): Piece {
  const week = Math.floor(at / WEEK_MS);
  let pieces = zone.weeks.get(week);
  if (!pieces) {
    pieces = [];
    const from = week * WEEK_MS;
    const to = from + WEEK_MS;
    appendPieces(zone, from, measureOffset(zone, from), to, measureOffset(zone, to), pieces);
    zone.weeks.set(week, pieces);
  }
  for (const piece of pieces) if (at < piece.to) return piece;
  throw new RangeError(`not an instant: ${at}`);
}

/**
 * The local date at an instant, with the whole stretch of instants that share it. Where a clock set back makes a date
 * come twice (…, 26th, 27th for a minute, 26th again), each coming is a stretch of its own.
 *
 * @throws RangeError when the zone is unknown or `at` is not finite.
 */
export function localDayAt(timeZone: string, at: number): LocalDay {
  const zone = zoneOf(timeZone);
  const here = pieceAt(zone, at);
  const day = Math.floor((at + here.offsetMs) / DAY_MS);
  const clip = (piece: Piece): Piece => ({
    from: Math.max(piece.from, day * DAY_MS - piece.offsetMs),
    to: Math.min(piece.to, (day + 1) * DAY_MS - piece.offsetMs),
    offsetMs: piece.offsetMs,
  });
  const pieces = [clip(here)];
  for (let first = here, part = clip(here); part.from === first.from; ) {
    first = pieceAt(zone, first.from - 1);
    part = clip(first);
    if (part.to < first.to || part.from >= part.to) break;
    pieces.unshift(part);
  }
  for (let last = here, part = clip(here); part.to === last.to; ) {
    last = pieceAt(zone, last.to);
    part = clip(last);
    if (part.from > last.from || part.from >= part.to) break;
    pieces.push(part);
  }
  return { day, from: pieces[0]?.from ?? at, to: pieces.at(-1)?.to ?? at, pieces };
}

/** What the wall clock shows at `at`, in ms since midnight of `localDay.day`, which must hold `at`. */
export function timeOfDay(localDay: LocalDay, at: number): number {
  for (const piece of localDay.pieces) if (at < piece.to) return at + piece.offsetMs - localDay.day * DAY_MS;
  throw new RangeError(`not within the day: ${at}`);
}

/** ISO weekday of a day number: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Days from 1970-01-01 to a calendar date. @throws RangeError unless `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : NaN;
  if (Number.isNaN(at)) throw new RangeError(`not a local date: ${date}`);
  return at / DAY_MS;
}

/** `"HH:MM"` in ms since midnight, `"24:00"` included. @throws RangeError otherwise. */
export function timeNumber(time: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  const ms = Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS;
  if (!(ms <= DAY_MS)) throw new RangeError(`not a local time: ${time}`);
  return ms;
}
