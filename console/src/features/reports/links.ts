import type { ReportBy, ReportScope } from "@yilu/contract";
import type { ReportFilters } from "./reportFilters.ts";

/** What a report is about, without how its rows are made and ordered. */
export function scopeOf(filters: ReportFilters): ReportScope {
  const { by: _by, sort: _sort, order: _order, ...scope } = filters;
  return scope;
}

const narrowed: Readonly<Record<ReportBy, ((key: string) => Partial<ReportFilters>) | null>> = {
  unit: (unitId) => ({ by: "screen", unitId }),
  kind: (kind) => (kind === "bus" || kind === "coach" || kind === "led" ? { by: "screen", kind } : {}),
  line: (line) => ({ by: "screen", line }),
  screen: (screenId) => ({ by: "media", screenId }),
  media: (mediaId) => ({ by: "screen", mediaId }),
  level: (level) => (level === "national" || level === "provincial" || level === "municipal" || level === "county" ? { by: "media", level } : {}),
  entry: (entryId) => ({ by: "screen", entryId }),
  campaign: (campaignId) => ({ by: "unit", campaignId }),
  day: (day) => ({ by: "screen", from: day, to: day }),
  hour: null,
};

/** Where a row leads: the same period seen from the other side. Null where there is no such side: hours, screens without a line, plays of no campaign. */
export function linkOf(filters: ReportFilters, key: string): string | null {
  const narrow = narrowed[filters.by];
  if (narrow === null || key === "") return null;
  const pairs = Object.entries({ ...filters, sort: undefined, order: undefined, ...narrow(key) }).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return `?${new URLSearchParams(pairs).toString()}`;
}
