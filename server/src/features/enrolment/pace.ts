import { setImmediate } from "node:timers/promises";

/** So many rows are worked through before others have their turn: some milliseconds of work. */
const rowsAtOnce = 250;

/** Work that says how far it is, lets others have their turn, and ends when it was stopped. */
export interface Pace {
  /** Called now and then with the part that is done, from 0 to 1. @throws Refusal importStopped */
  rest(part: number): Promise<void>;
}

/** For whoever nobody waits for. */
export const unhurried: Pace = { rest: () => setImmediate() };

/** A stretch of a longer work: its own 0 to 1 lies between these parts of the whole. */
export const stretch = (pace: Pace, from: number, to: number): Pace => ({ rest: (part) => pace.rest(from + (to - from) * part) });

/** Does something with some rows at a time, and rests after each time. */
export async function inSlices<T>(pace: Pace, rows: readonly T[], work: (some: readonly T[]) => unknown, atOnce = rowsAtOnce): Promise<void> {
  for (let first = 0; first < rows.length; first += atOnce) {
    await work(rows.slice(first, first + atOnce));
    await pace.rest(Math.min(1, (first + atOnce) / rows.length));
  }
}
