import type { QueryOf, routes } from "@yilu/contract";

/** What a report is about and how it is grouped, as it stands in the address. */
export type ReportFilters = QueryOf<typeof routes.reports.plays>;
