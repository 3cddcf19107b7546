import type { BooksReport } from "@yilu/contract";

export type ScreenBooks = BooksReport["rows"][number];
export const troubles = ["all", "conflict", "missing", "waiting", "neverOn"] as const;
export type Trouble = (typeof troubles)[number];

/** Never powered on in the period: no data, which is not the same as no plays. */
export const neverOn = ({ daysOn, counted }: ScreenBooks): boolean => daysOn === 0 && counted === 0;

/** Whether a screen has such a trouble. */
export function has(row: ScreenBooks, trouble: Trouble): boolean {
  switch (trouble) {
    case "all":
      return true;
    case "conflict":
      return row.conflictAt !== null;
    case "missing":
      return row.missing > 0;
    case "waiting":
      return row.waitingOnScreens > 0;
    case "neverOn":
      return neverOn(row);
  }
}

/** The worst first: conflicts, then what is missing, then what waits, then what was never on; else as they came. */
export function worstFirst(rows: readonly ScreenBooks[]): ScreenBooks[] {
  const rank = (row: ScreenBooks): number => (row.conflictAt !== null ? 0 : row.missing > 0 ? 1 : row.waitingOnScreens > 0 ? 2 : neverOn(row) ? 3 : 4);
  return rows.toSorted((one, other) => rank(one) - rank(other) || other.missing - one.missing || other.waitingOnScreens - one.waitingOnScreens);
}

/** A trouble named in an address; all where it is none. */
export function troubleOf(text: string | null): Trouble {
  return troubles.find((trouble) => trouble === text) ?? "all";
}

/** Numbers wanting in one ledger, "4–6、9". */
export function gapText(gaps: ScreenBooks["gaps"], separator: string): string {
  return gaps.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(separator);
}
