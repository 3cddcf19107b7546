import type { ApartReason, BooksColumn, BooksFileQuery, BooksReport, BooksTrouble } from "@yilu/contract";
import exceljs from "exceljs";
import { neverOn, worstOf, type Books } from "./books.ts";
import { csvText, hours, kinds, wallClock, whole, type Cell } from "./cells.ts";

const states: Readonly<Record<BooksTrouble, string>> = { conflict: "编号冲突", missing: "缺失", waiting: "待上传", neverOn: "未出车" };
const reasons: Readonly<Record<ApartReason, string>> = { malformed: "内容不是一条播放记录", inFuture: "开始时间晚于收到时间", unknownMedia: "本系统从未有过的素材", conflict: "同一编号内容不同" };

interface Column {
  /** By what name it is chosen; null: it is always there. */
  key: BooksColumn | null;
  title: string;
  width: number;
  /** Excel number format; null: text. */
  format: string | null;
  of(row: Books, at: (instant: number | null) => string): Cell;
}

const range = ({ from, to }: Books["gaps"][number]) => (from === to ? String(from) : `${from}–${to}`);

/** Numbers wanting, "1、7–9"; each ledger under the beginning of its id where there are several. */
function gapsOf({ gaps }: Books): string {
  const ledgers = [...new Set(gaps.map(({ ledgerId }) => ledgerId))];
  const of = (ledgerId: string) => gaps.filter((gap) => gap.ledgerId === ledgerId).map(range).join("、");
  return ledgers.length < 2 ? gaps.map(range).join("、") : ledgers.map((ledgerId) => `${ledgerId.slice(0, 8)}…：${of(ledgerId)}`).join("；");
}

/** Completeness screen by screen, in the words of the page that shows it. Null is an empty cell: never on is not the same as no plays. */
const columns: readonly Column[] = [
  { key: null, title: "屏幕", width: 24, format: null, of: (row) => row.screenName },
  { key: "unitName", title: "单位", width: 20, format: null, of: (row) => row.unitName },
  { key: "line", title: "线路", width: 12, format: null, of: (row) => row.line ?? "" },
  { key: "line", title: "类型", width: 12, format: null, of: (row) => kinds[row.kind] ?? row.kind },
  { key: "counted", title: "已计入（条次）", width: 14, format: whole, of: (row) => (neverOn(row) ? null : row.counted) },
  { key: "waitingOnScreens", title: "待上传（条次）", width: 14, format: whole, of: (row) => row.waitingOnScreens },
  { key: "missing", title: "缺失（条次）", width: 12, format: whole, of: (row) => row.missing },
  { key: "keptApart", title: "存疑未计入（行）", width: 15, format: whole, of: (row) => row.keptApart },
  { key: "daysOn", title: "开机天数", width: 10, format: whole, of: (row) => row.daysOn },
  { key: "daysOn", title: "未出车天数", width: 11, format: whole, of: (row) => row.daysOff },
  { key: "daysOn", title: "运营小时", width: 11, format: "#,##0.00", of: (row) => hours(row.poweredOnMs) },
  { key: "receivedTo", title: "收到截至", width: 20, format: null, of: (row, at) => at(row.receivedTo) },
  { key: "lastSeenAt", title: "最近在线", width: 20, format: null, of: (row, at) => at(row.lastSeenAt) },
  { key: "missing", title: "缺失编号", width: 40, format: null, of: gapsOf },
  { key: "state", title: "台账冲突始于", width: 20, format: null, of: (row, at) => at(row.conflictAt) },
  { key: "state", title: "状态", width: 11, format: null, of: (row) => { const worst = worstOf(row); return worst === null ? "齐全" : states[worst]; } },
  { key: "keptApart", title: "存疑原因", width: 40, format: null, of: (row, at) => row.apart.map(({ reason, rows, lastAt }) => `${reasons[reason]}：${rows} 行，最近 ${at(lastAt)}`).join("；") },
];

/** The columns that are asked for, in their order; all without a choice. */
function chosen(names: string | undefined): readonly Column[] {
  const wanted = names?.split(",");
  return columns.filter(({ key }) => key === null || wanted === undefined || wanted.includes(key));
}

function cellsOf(shown: readonly Column[], timeZone: string): (row: Books) => Cell[] {
  const at = (instant: number | null) => (instant === null ? "" : wallClock(instant, timeZone));
  return (row) => shown.map((column) => column.of(row, at));
}

/** @param names the columns that are asked for */
export function addBooks(workbook: exceljs.Workbook, { rows }: Pick<BooksReport, "rows">, timeZone: string, names?: string): void {
  const shown = chosen(names);
  const sheet = workbook.addWorksheet("逐屏完整情况", { views: [{ state: "frozen", ySplit: 1, xSplit: 1 }] });
  sheet.columns = shown.map(({ title, width, format }) => ({ header: title, width, style: format === null ? {} : { numFmt: format } }));
  sheet.getRow(1).font = { bold: true };
  for (const row of rows.map(cellsOf(shown, timeZone))) sheet.addRow(row);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: shown.length } };
  sheet.pageSetup = { orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "1:1" };
}

export function booksCsvOf({ rows }: BooksReport, { columns: names }: Pick<BooksFileQuery, "columns">, timeZone: string): string {
  const shown = chosen(names);
  return csvText(shown.map(({ title }) => title), rows.map(cellsOf(shown, timeZone)));
}

/** A workbook of the books alone, and beside them what was asked for and when. */
export async function booksXlsxOf(report: BooksReport, { from, to, only, columns: names }: BooksFileQuery, timeZone: string): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  workbook.creator = "一路 Yilu";
  addBooks(workbook, report, timeZone, names);
  const sheet = workbook.addWorksheet("说明");
  sheet.columns = [{ width: 34 }, { width: 22 }];
  sheet.addRows([
    ["统计开始日期", from],
    ["统计结束日期", to],
    ["生成时间", wallClock(report.generatedAt, timeZone)],
    ["只看", only === undefined ? "全部" : states[only]],
    ["列出屏幕", report.rows.length],
    ["在册屏幕", report.tally.all],
  ]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
