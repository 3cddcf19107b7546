import { localHour } from "./local-time.ts";

/**
 * The minutes of a local hour in which a screen was on: bits 0–29 and 30–59. Proven by every play (from its start for
 * as long as it showed something), every minute of a connection, and what the player says of its runs. Bits are only
 * ever added, so what comes late or again gives the same as what came in time.
 */
export interface PowerHour {
  assignmentKey: number;
  hourStartAt: number;
  firstHalf: number;
  secondHalf: number;
}

const minuteMs = 60_000;
/** A play longer than this proves no more: nothing that is shown is. */
const longestPlayMs = 6 * 60 * minuteMs;

/** Some plays of one assignment that follow each other, as one stretch. */
interface Run {
  assignmentKey: number;
  timeZone: string;
  from: number;
  to: number;
}

/** Sets the minutes in which plays showed something. */
export class PlayMinutes {
  readonly #hours = new Map<string, PowerHour>();
  #run: Run | null = null;

  add(assignmentKey: number, timeZone: string, startedAt: number, airtimeMs: number): void {
    const to = startedAt + Math.min(Math.max(airtimeMs, 1), longestPlayMs);
    const run = this.#run;
    // Where no minute lies between, both together set what each would.
    if (run?.assignmentKey === assignmentKey && startedAt >= run.from && minuteOf(startedAt) <= minuteOf(run.to - 1) + 1) {
      if (to > run.to) run.to = to;
      return;
    }
    this.end();
    this.#run = { assignmentKey, timeZone, from: startedAt, to };
  }

  /** @returns the hours with all that was added */
  end(): Map<string, PowerHour> {
    if (this.#run !== null) addStretch(this.#hours, this.#run.assignmentKey, this.#run.timeZone, this.#run.from, this.#run.to);
    this.#run = null;
    return this.#hours;
  }
}

const minuteOf = (at: number): number => Math.floor(at / minuteMs);

/** Sets the minutes that a stretch of time touches. */
export function addStretch(hours: Map<string, PowerHour>, assignmentKey: number, timeZone: string, from: number, to: number): void {
  for (let at = from; at < to; ) {
    const { hourStartAt } = localHour(at, timeZone);
    const [first, end] = [Math.floor((at - hourStartAt) / minuteMs), Math.min(60, Math.ceil((to - hourStartAt) / minuteMs))];
    const key = powerKey({ assignmentKey, hourStartAt });
    const hour = hours.get(key) ?? { assignmentKey, hourStartAt, firstHalf: 0, secondHalf: 0 };
    hour.firstHalf |= bitsBelow(end) & ~bitsBelow(first);
    hour.secondHalf |= bitsBelow(end - 30) & ~bitsBelow(first - 30);
    hours.set(key, hour);
    at = hourStartAt + 60 * minuteMs;
  }
}

/** By what an hour of a screen is known. */
export const powerKey = ({ assignmentKey, hourStartAt }: Pick<PowerHour, "assignmentKey" | "hourStartAt">): string => `${assignmentKey} ${hourStartAt}`;

/** Bits 0 … count − 1, of 30. */
function bitsBelow(count: number): number {
  return 2 ** Math.min(30, Math.max(0, count)) - 1;
}

/** The bit of the minute in which an instant lies. */
export function minuteBits(at: number, hourStartAt: number): { firstHalf: number; secondHalf: number } {
  const minute = Math.floor((at - hourStartAt) / minuteMs);
  return minute < 30 ? { firstHalf: 1 << minute, secondHalf: 0 } : { firstHalf: 0, secondHalf: 1 << (minute - 30) };
}

/** Minutes without proof that are taken as on when they lie between two that are proven: a reload, a slow network. */
const bridgedMinutes = 5;

/**
 * How long a screen was on in each of the given hours, bridging gaps of at most five minutes, also over the hour.
 * @param hours of one screen, in order of time
 * @param counts whether a minute (0–59) of an hour counts
 * @returns ms by hourStartAt
 */
export function onTimes(hours: readonly PowerHour[], counts: (hourStartAt: number, minute: number) => boolean = () => true): Map<number, number> {
  const minutes: number[] = [];
  for (const { hourStartAt, firstHalf, secondHalf } of hours) {
    const first = Math.round(hourStartAt / minuteMs);
    for (let minute = 0; minute < 60; minute += 1) {
      const bits = minute < 30 ? firstHalf >> minute : secondHalf >> (minute - 30);
      if ((bits & 1) === 1) minutes.push(first + minute);
    }
  }
  const answer = new Map<number, number>(hours.map((hour) => [hour.hourStartAt, 0]));
  const starts = hours.map((hour) => hour.hourStartAt);
  let index = 0;
  const add = (minute: number) => {
    const at = minute * minuteMs;
    while (index + 1 < starts.length && (starts[index + 1] ?? Infinity) <= at) index += 1;
    const start = starts[index] ?? 0;
    // A bridged minute between two hours that both are there belongs to the one it lies in.
    if (at >= start && at < start + 60 * minuteMs && counts(start, (at - start) / minuteMs)) answer.set(start, (answer.get(start) ?? 0) + minuteMs);
  };
  let previous: number | null = null;
  for (const minute of minutes) {
    if (previous !== null && minute - previous - 1 <= bridgedMinutes) for (let gap = previous + 1; gap < minute; gap += 1) add(gap);
    add(minute);
    previous = minute;
  }
  return answer;
}
