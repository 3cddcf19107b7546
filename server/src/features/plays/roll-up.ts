import type { Outcome } from "@yilu/contract";
import { localHour } from "./local-time.ts";
import { PlayMinutes, powerKey, type PowerHour } from "./power.ts";
import { spanOf } from "./spans.ts";

/** Plays by outcome, and how long they were shown. */
export interface Counts {
  completed: number;
  interrupted: number;
  failed: number;
  airtimeMs: number;
}

interface Shown {
  assignmentKey: number;
  mediaKey: number;
  entryKey: number;
}

/** What some plays add to each table of figures. */
export interface RollUp {
  hours: (Shown & Counts & { hourStartAt: number })[];
  days: (Shown & Counts & { date: string })[];
  spans: (Shown & Counts & { fromDate: string })[];
  screenHours: (PowerHour & Counts)[];
  screenDays: (Counts & { assignmentKey: number; date: string })[];
}

export interface CountedPlay {
  row: Shown & { startedAt: number; airtimeMs: number };
  play: { outcome: Outcome };
  /** Of its assignment. */
  timeZone: string;
}

/** What one assignment showed in one hour, by media and entry. */
interface Place {
  assignmentKey: number;
  hourStartAt: number;
  rows: Map<string, HourRow>;
}

type HourRow = RollUp["hours"][number] & { date: string };

const none = (): Counts => ({ completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 });

function addTo(sum: Counts, { completed, interrupted, failed, airtimeMs }: Counts): void {
  sum.completed += completed;
  sum.interrupted += interrupted;
  sum.failed += failed;
  sum.airtimeMs += airtimeMs;
}

/** Sums rows that have the same key. @param start a row's names, to begin a sum with */
function summed<T extends Counts>(rows: readonly HourRow[], keyOf: (row: HourRow) => string, start: (row: HourRow) => T): T[] {
  const sums = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? start(row);
    addTo(sum, row);
    sums.set(key, sum);
  }
  return [...sums.values()];
}

/**
 * Sums plays up. A play belongs to the local hour and day in which it started; it proves its screen on for as long as it
 * was shown. Hours are summed first: everything else is made of their few rows.
 */
export function rollUpOf(plays: readonly CountedPlay[]): RollUp {
  const places = new Map<string, Place>();
  const minutes = new PlayMinutes();
  let place: Place = { assignmentKey: -1, hourStartAt: 0, rows: new Map() }; // plays come in order: it is the same for many
  for (const { row, play, timeZone } of plays) {
    const { assignmentKey, mediaKey, entryKey, startedAt, airtimeMs } = row;
    const { hourStartAt, date } = localHour(startedAt, timeZone);
    if (place.assignmentKey !== assignmentKey || place.hourStartAt !== hourStartAt) {
      const key = powerKey({ assignmentKey, hourStartAt });
      place = places.get(key) ?? { assignmentKey, hourStartAt, rows: new Map() };
      places.set(key, place);
    }
    const key = `${mediaKey} ${entryKey}`;
    let sum = place.rows.get(key);
    if (sum === undefined) place.rows.set(key, (sum = { assignmentKey, mediaKey, entryKey, hourStartAt, date, ...none() }));
    sum[play.outcome] += 1;
    sum.airtimeMs += airtimeMs;
    minutes.add(assignmentKey, timeZone, startedAt, airtimeMs);
  }
  const power = minutes.end();
  const rows = [...places.values()].flatMap((one) => [...one.rows.values()]);
  const shown = ({ assignmentKey, mediaKey, entryKey }: Shown) => ({ assignmentKey, mediaKey, entryKey });
  const days = summed(rows, (row) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey} ${row.date}`, (row) => ({ ...shown(row), date: row.date, ...none() }));
  const spans = summed(rows, (row) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey} ${spanOf(row.date)}`, (row) => ({ ...shown(row), fromDate: spanOf(row.date), ...none() }));
  const screenDays = summed(rows, (row) => `${row.assignmentKey} ${row.date}`, ({ assignmentKey, date }) => ({ assignmentKey, date, ...none() }));
  const countsOf = new Map(summed(rows, powerKey, ({ assignmentKey, hourStartAt }) => ({ assignmentKey, hourStartAt, ...none() })).map((row) => [powerKey(row), row]));
  // The minute of a play's start is set, so every hour that counts one is among those with power.
  const screenHours = [...power].map(([key, hour]) => ({ ...none(), ...countsOf.get(key), ...hour }));
  return { hours: rows, days, spans, screenHours, screenDays };
}
