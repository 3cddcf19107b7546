import type { Outcome } from "@yilu/contract";
import { localHour } from "./local-time.ts";
import { addPlay, powerKey, type PowerHour } from "./power.ts";
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

export interface CountedPlay extends Shown {
  startedAt: number;
  airtimeMs: number;
  outcome: Outcome;
  timeZone: string;
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
  const byHour = new Map<string, HourRow>();
  const power = new Map<string, PowerHour>();
  for (const { assignmentKey, mediaKey, entryKey, startedAt, airtimeMs, outcome, timeZone } of plays) {
    const { hourStartAt, date } = localHour(startedAt, timeZone);
    const key = `${assignmentKey} ${mediaKey} ${entryKey} ${hourStartAt}`;
    const row = byHour.get(key) ?? { assignmentKey, mediaKey, entryKey, hourStartAt, date, ...none() };
    row[outcome] += 1;
    row.airtimeMs += airtimeMs;
    byHour.set(key, row);
    addPlay(power, assignmentKey, timeZone, startedAt, airtimeMs);
  }
  const rows = [...byHour.values()];
  const shown = ({ assignmentKey, mediaKey, entryKey }: Shown) => ({ assignmentKey, mediaKey, entryKey });
  const days = summed(rows, (row) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey} ${row.date}`, (row) => ({ ...shown(row), date: row.date, ...none() }));
  const spans = summed(rows, (row) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey} ${spanOf(row.date)}`, (row) => ({ ...shown(row), fromDate: spanOf(row.date), ...none() }));
  const screenDays = summed(rows, (row) => `${row.assignmentKey} ${row.date}`, ({ assignmentKey, date }) => ({ assignmentKey, date, ...none() }));
  const countsOf = new Map(summed(rows, powerKey, ({ assignmentKey, hourStartAt }) => ({ assignmentKey, hourStartAt, ...none() })).map((row) => [powerKey(row), row]));
  // The minute of a play's start is set, so every hour that counts one is among those with power.
  const screenHours = [...power].map(([key, hour]) => ({ ...none(), ...countsOf.get(key), ...hour }));
  return { hours: rows, days, spans, screenHours, screenDays };
}
