import type { HeatMap, ReportRow } from "@yilu/contract";

/** Plays by day out of plays by hour and day: a shared report of another grouping has no days of its own. */
export function daysOfHeat(rows: HeatMap["rows"]): Pick<ReportRow, "key" | "delivered" | "planned">[] {
  const days = new Map<string, number>();
  for (const { date, completed } of rows) days.set(date, (days.get(date) ?? 0) + completed);
  return [...days].map(([key, delivered]) => ({ key, delivered, planned: null }));
}
