import type { BooksColumn, BooksReport, BooksSort } from "@yilu/contract";

export type ScreenBooks = BooksReport["rows"][number];

/** Never powered on in the period: no data, which is not the same as no plays. */
export const neverOn = ({ daysOn, counted }: ScreenBooks): boolean => daysOn === 0 && counted === 0;

/** Numbers wanting in one ledger, "4–6、9". */
export function gapText(gaps: ScreenBooks["gaps"], separator: string): string {
  return gaps.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(separator);
}

/** The word that stands above each column of the books. */
export const columnWords = {
  unitName: "unit",
  line: "line",
  state: "state",
  counted: "counted",
  waitingOnScreens: "waiting",
  missing: "missing",
  keptApart: "keptApart",
  daysOn: "daysOn",
  receivedTo: "receivedTo",
  lastSeenAt: "lastSeen",
} as const satisfies Readonly<Record<BooksColumn, string>>;

/** Puts rows in order where no server does. What is not known stands last in either direction. */
export function compareBooks(sort: BooksSort): (one: ScreenBooks, other: ScreenBooks, order?: "ascend" | "descend" | null) => number {
  return (one, other, order) => {
    const [a, b] = [one[sort], other[sort]];
    if (a === null || b === null) return (Number(a === null) - Number(b === null)) * (order === "descend" ? -1 : 1);
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh-CN", { numeric: true });
  };
}
