import { rangesOf } from "./believe.ts";

/** Inclusive ranges of the numbers of one ledger that are in the books, sorted, apart from each other. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** Whether a number lies in one of the ranges. */
export function holds(ranges: Ranges, seq: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (seq < range[0]) high = middle - 1;
    else if (seq > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** The ranges with more numbers in them. */
export function withNumbers(ranges: Ranges, numbers: readonly number[]): [number, number][] {
  const merged: [number, number][] = [];
  const all = [...ranges.map(([from, to]): [number, number] => [from, to]), ...rangesOf(numbers)].sort((one, other) => one[0] - other[0]);
  for (const [from, to] of all) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** What must be written to turn one list into the other: ranges that begin anew or end elsewhere, and beginnings that are gone. */
export function changesBetween(before: Ranges, after: Ranges): { put: Ranges; gone: number[] } {
  const ends = new Map(before.map(([from, to]) => [from, to]));
  const begins = new Set(after.map(([from]) => from));
  return { put: after.filter(([from, to]) => ends.get(from) !== to), gone: before.flatMap(([from]) => (begins.has(from) ? [] : [from])) };
}
