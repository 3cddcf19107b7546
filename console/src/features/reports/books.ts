import type { BooksReport } from "@yilu/contract";

export type ScreenBooks = BooksReport["rows"][number];

/** Never powered on in the period: no data, which is not the same as no plays. */
export const neverOn = ({ daysOn, counted }: ScreenBooks): boolean => daysOn === 0 && counted === 0;

/** Numbers wanting in one ledger, "4–6、9". */
export function gapText(gaps: ScreenBooks["gaps"], separator: string): string {
  return gaps.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(separator);
}
