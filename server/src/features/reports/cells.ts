import { stringify } from "csv-stringify/sync";

export type Cell = string | number | null;

export const kinds: Readonly<Record<string, string>> = { bus: "公交车", coach: "客运班车", led: "户外电子屏" };
/** Number format of Excel. */
export const whole = "#,##0";
export const hours = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 36_000) / 100);

/** A text that a spreadsheet would run as a formula when it reads a CSV, made plain. */
function safeCell(cell: Cell): Cell {
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** Titles and rows as CSV: UTF-8 with BOM, as Excel in Chinese wants it. */
export function csvText(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([titles, ...rows.map((row) => row.map(safeCell))], { bom: true, record_delimiter: "windows" });
}

/** An instant as Excel shows it: a date without zone, as the wall clock there reads. */
export function wallClock(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(at);
}
