import type { Outcome } from "@yilu/contract";
import { localHour } from "./local-time.ts";
import { addPlay, type PowerHour } from "./power.ts";
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

const none = (): Counts => ({ completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 });

/** The row under a key, made when it is not there yet. */
function rowOf<T>(rows: Map<string, T>, key: string, make: () => T): T {
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row = make();
  rows.set(key, row);
  return row;
}

/** Sums plays up. A play belongs to the local hour and day in which it started; it proves its screen on for as long as it was shown. */
export function rollUpOf(plays: readonly CountedPlay[]): RollUp {
  const hours = new Map<string, RollUp["hours"][number]>();
  const days = new Map<string, RollUp["days"][number]>();
  const spans = new Map<string, RollUp["spans"][number]>();
  const power = new Map<string, PowerHour>();
  const countsOf = new Map<string, Counts>();
  const screenDays = new Map<string, RollUp["screenDays"][number]>();
  for (const { assignmentKey, mediaKey, entryKey, startedAt, airtimeMs, outcome, timeZone } of plays) {
    const { hourStartAt, date } = localHour(startedAt, timeZone);
    const fromDate = spanOf(date);
    const names = { assignmentKey, mediaKey, entryKey };
    const key = `${assignmentKey} ${mediaKey} ${entryKey}`;
    addPlay(power, assignmentKey, timeZone, startedAt, airtimeMs);
    const sums: Counts[] = [
      rowOf(hours, `${key} ${hourStartAt}`, () => ({ ...names, hourStartAt, ...none() })),
      rowOf(days, `${key} ${date}`, () => ({ ...names, date, ...none() })),
      rowOf(spans, `${key} ${fromDate}`, () => ({ ...names, fromDate, ...none() })),
      rowOf(countsOf, `${assignmentKey} ${hourStartAt}`, none),
      rowOf(screenDays, `${assignmentKey} ${date}`, () => ({ assignmentKey, date, ...none() })),
    ];
    for (const sum of sums) {
      sum[outcome] += 1;
      sum.airtimeMs += airtimeMs;
    }
  }
  // The minute of a play's start is set, so every hour that counts one is among those with power.
  const screenHours = [...power].map(([key, hour]) => ({ ...hour, ...(countsOf.get(key) ?? none()) }));
  return { hours: [...hours.values()], days: [...days.values()], spans: [...spans.values()], screenHours, screenDays: [...screenDays.values()] };
}
