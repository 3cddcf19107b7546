import * as contract from "@yilu/contract";
import type { BooksFileQuery, ReportBy, ReportFileQuery, ReportRow, ReportScope, ReportSort, SortOrder } from "@yilu/contract";

/** What a report is about, without how its rows are made and ordered. */
export function filtersOf({ by: _by, sort: _sort, order: _order, columns: _columns, ...filters }: ReportFileQuery): ReportScope {
  return filters;
}

/** The same of the books. */
export function booksFiltersOf({ only: _only, sort: _sort, order: _order, columns: _columns, ...filters }: BooksFileQuery): ReportScope {
  return filters;
}

/** What a row stands by in the order of names; null stands last. */
function nameOf({ key, label }: ReportRow, by: ReportBy): string | number | null {
  if (key === "") return null;
  if (by === "kind") return contract.screenKind.options.findIndex((kind) => kind === key);
  if (by === "level") return contract.level.options.findIndex((level) => level === key);
  return by === "day" || by === "hour" ? key : label;
}

function compare(one: string | number, other: string | number): number {
  return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), "zh-CN", { numeric: true });
}

/** Rows as the page and every file of it show them. What belongs to no campaign stays last, whatever the order. */
export function ordered(rows: readonly ReportRow[], by: ReportBy, sort: ReportSort | undefined, order: SortOrder = "asc"): ReportRow[] {
  if (sort === undefined) return [...rows];
  const valueOf = (row: ReportRow) => (sort === "label" ? nameOf(row, by) : row[sort]);
  const isApart = (row: ReportRow) => by === "campaign" && row.key === "";
  return rows.toSorted((one, other) => {
    if (isApart(one) || isApart(other)) return Number(isApart(one)) - Number(isApart(other));
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return order === "asc" ? compare(a, b) : compare(b, a);
  });
}
