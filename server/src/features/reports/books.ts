import type { BooksQuery, BooksReport, BooksSort, BooksTrouble, SortOrder } from "@yilu/contract";

export type Books = BooksReport["rows"][number];

/** Never powered on in the period: no data, which is not the same as no plays. */
export const neverOn = ({ daysOn, counted }: Pick<Books, "daysOn" | "counted">): boolean => daysOn === 0 && counted === 0;

const troubles: Readonly<Record<BooksTrouble, (row: Books) => boolean>> = {
  conflict: (row) => row.conflictAt !== null,
  missing: (row) => row.missing > 0,
  waiting: (row) => row.waitingOnScreens > 0,
  neverOn,
};

/** The worst that is wrong with a screen's books; null: nothing. */
export function worstOf(row: Books): BooksTrouble | null {
  const all: readonly BooksTrouble[] = ["conflict", "missing", "waiting", "neverOn"];
  return all.find((trouble) => troubles[trouble](row)) ?? null;
}

const ranks: readonly (BooksTrouble | null)[] = ["conflict", "missing", "waiting", "neverOn", null];

/** Conflicts first, then what is missing, waits, was never on; else as they came. */
function worstFirst(one: Books, other: Books): number {
  return ranks.indexOf(worstOf(one)) - ranks.indexOf(worstOf(other)) || other.missing - one.missing || other.waitingOnScreens - one.waitingOnScreens;
}

function inOrder(sort: BooksSort, order: SortOrder): (one: Books, other: Books) => number {
  return (one, other) => {
    const [a, b] = [one[sort], other[sort]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const rising = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh-CN", { numeric: true });
    return order === "asc" ? rising : -rising;
  };
}

/** The books as the page and its files show them: of one trouble only, in the order asked for, and how many there are of each. */
export function chosenBooks(rows: readonly Books[], { only, sort, order = "asc" }: Pick<BooksQuery, "only" | "sort" | "order">): Pick<BooksReport, "rows" | "tally"> {
  const count = (trouble: BooksTrouble) => rows.filter(troubles[trouble]).length;
  return {
    rows: (only === undefined ? rows : rows.filter(troubles[only])).toSorted(worstFirst).toSorted(sort === undefined ? () => 0 : inOrder(sort, order)),
    tally: { all: rows.length, conflict: count("conflict"), missing: count("missing"), waiting: count("waiting"), neverOn: count("neverOn") },
  };
}
