const spanDays = 5;
const lastStart = 26;

/** First date of the five days of a month in which a local date lies; the last span takes what is left of the month. */
export function spanOf(date: string): string {
  const day = Number(date.slice(8));
  const first = Math.min(lastStart, day - ((day - 1) % spanDays));
  return `${date.slice(0, 8)}${String(first).padStart(2, "0")}`;
}

/** The local date so many days later. */
function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Local dates, both inclusive. */
export interface Dates {
  from: string;
  to: string;
}

/**
 * Cuts a period into whole spans (first and last start) and the days before and after them, so that each day is in one part.
 * @returns null for a part that is empty; a period without a whole span is all `before`
 */
export function cutBySpans({ from, to }: Dates): { before: Dates | null; spans: Dates | null; after: Dates | null } {
  const first = spanOf(from) === from ? from : nextSpan(from);
  const afterLast = spanOf(shifted(to, 1)) === shifted(to, 1) ? shifted(to, 1) : spanOf(to);
  if (first >= afterLast) return { before: from <= to ? { from, to } : null, spans: null, after: null };
  return {
    before: from < first ? { from, to: shifted(first, -1) } : null,
    spans: { from: first, to: spanOf(shifted(afterLast, -1)) },
    after: afterLast <= to ? { from: afterLast, to } : null,
  };
}

/** First date of the span after the one in which a date lies. */
function nextSpan(date: string): string {
  const start = spanOf(date);
  // Five days on, or over the end of a month, which lies at most six days after the last start.
  const five = shifted(start, spanDays);
  return Number(start.slice(8)) < lastStart ? five : `${shifted(start, 6).slice(0, 8)}01`;
}
