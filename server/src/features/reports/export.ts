import type { BooksReport, Report, ReportBy, ReportColumn, ReportFileQuery, ReportRow } from "@yilu/contract";
import exceljs from "exceljs";
import { addBooks } from "./books-export.ts";
import { csvText, hours, kinds, wallClock, whole, type Cell } from "./cells.ts";

const firstColumn: Record<ReportBy, string> = { unit: "单位", kind: "屏幕类型", line: "线路", screen: "屏幕", media: "素材", level: "级别", entry: "排期", campaign: "宣传活动", day: "日期", hour: "时段" };
const levels = { national: "国家级", provincial: "省级", municipal: "市级", county: "县级" };

/** A play may belong to several campaigns or none, so their rows do not add up to it. */
const totalOfCampaigns = "合计（一次播放可属于多个活动或不属于任何活动，不是各行之和）";

interface Column {
  /** By what name it is chosen; null: it is always there. */
  key: ReportColumn | null;
  title: string;
  /** Excel number format; null: text. */
  format: string | null;
  width: number;
  /** @param completed plays of all rows together */
  of(row: Omit<ReportRow, "key">, by: ReportBy, completed: number): Cell;
}

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000));

function labelOf({ label, withdrawn }: Omit<ReportRow, "key">, by: ReportBy): string {
  if (by === "kind") return kinds[label] ?? label;
  if (by === "level") return (levels as Record<string, string>)[label] ?? "未定级";
  if (by === "hour" && label !== "合计") return `${label}:00`;
  if (by === "line" && label === "") return "（无线路）";
  if (by === "campaign" && label === "") return "不属于任何活动";
  return withdrawn ? `${label}（已撤下）` : label;
}

/** The columns of every export, in the field's own words. Null is an empty cell: not known, which is not zero. */
const columns: Column[] = [
  { key: null, title: "", format: null, width: 28, of: labelOf },
  { key: "note", title: "线路/级别", format: null, width: 12, of: ({ note, level }) => note ?? (level === null ? "" : levels[level]) },
  { key: "screens", title: "屏幕数", format: whole, width: 9, of: (row) => row.screens },
  { key: "vehicles", title: "车辆数", format: whole, width: 9, of: (row) => row.vehicles },
  { key: "planned", title: "计划条次", format: whole, width: 11, of: (row) => row.planned },
  { key: "completed", title: "完整播放（条次）", format: whole, width: 16, of: (row) => row.completed },
  { key: "completion", title: "完成率", format: "0.0%", width: 9, of: (row) => row.completion },
  { key: "interrupted", title: "中断（条次）", format: whole, width: 13, of: (row) => row.interrupted },
  { key: "failed", title: "失败（条次）", format: whole, width: 13, of: (row) => row.failed },
  { key: "completion", title: "未下载（条次）", format: whole, width: 14, of: (row) => row.causes?.neverDownloaded ?? null },
  { key: "completion", title: "被插播占用（条次）", format: whole, width: 18, of: (row) => row.causes?.displaced ?? null },
  { key: "completion", title: "其他差异（条次）", format: whole, width: 16, of: (row) => row.causes?.other ?? null },
  { key: "airtimeMs", title: "播放时长（秒）", format: whole, width: 14, of: (row) => seconds(row.airtimeMs) },
  { key: "poweredOnMs", title: "运营小时", format: "#,##0.00", width: 11, of: (row) => hours(row.poweredOnMs) },
  { key: "share", title: "占比", format: "0.0%", width: 9, of: (row, _by, total) => (total === 0 ? null : row.completed / total) },
];

/** The columns that are asked for, in their order; all without a choice. */
function chosen(names: string | undefined): Column[] {
  const wanted = names?.split(",");
  return columns.filter(({ key }) => key === null || wanted === undefined || wanted.includes(key));
}

/** Titles, rows and the total of a report as cells; both exports are made of these. */
function tableOf({ rows, totals }: Pick<Report, "rows" | "totals">, by: ReportBy, shown: readonly Column[]): { titles: string[]; rows: Cell[][]; total: Cell[] } {
  const sum = { label: "合计", note: null, level: null, withdrawn: false, ...totals };
  const cells = (row: Omit<ReportRow, "key">) => shown.map((column) => column.of(row, by, totals.completed));
  return {
    titles: shown.map(({ key, title }) => (key === null ? firstColumn[by] : title)),
    rows: rows.map(cells),
    total: [by === "campaign" ? totalOfCampaigns : "合计", ...cells(sum).slice(1)],
  };
}

export function csvOf(report: Report, { by, columns: names }: Pick<ReportFileQuery, "by" | "columns">): string {
  const { titles, rows, total } = tableOf(report, by, chosen(names));
  return csvText(titles, [...rows, total]);
}

const bold = { bold: true } as const;

/** A sheet of a report: Chinese titles, frozen header, real numbers. Texts are stored as texts, so none runs as a formula. @param names the columns that are asked for */
export function addSheet(workbook: exceljs.Workbook, name: string, report: Pick<Report, "rows" | "totals">, by: ReportBy, names?: string): void {
  const shown = chosen(names);
  const { titles, rows, total } = tableOf(report, by, shown);
  const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1, xSplit: 1 }] });
  sheet.columns = shown.map((column, index) => ({ header: titles[index] ?? "", width: column.width, style: column.format === null ? {} : { numFmt: column.format } }));
  for (const row of rows) sheet.addRow(row);
  sheet.addRow(total).font = bold;
  sheet.getRow(1).font = bold;
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: shown.length } };
  sheet.pageSetup = { orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "1:1" };
}

/** A workbook: the figures, beside them how complete they are, and that for each screen. */
export async function xlsxOf(report: Report, books: BooksReport, query: ReportFileQuery, timeZone: string): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  workbook.creator = "一路 Yilu";
  addSheet(workbook, `按${firstColumn[query.by]}`, report, query.by, query.columns);
  const { completeness } = report;
  const sheet = workbook.addWorksheet("数据完整性");
  sheet.columns = [
    { header: "项目", width: 34 },
    { header: "数值", width: 22 },
  ];
  sheet.getRow(1).font = bold;
  const facts: [string, string | number][] = [
    ["统计开始日期", query.from],
    ["统计结束日期", query.to],
    ["生成时间", wallClock(report.generatedAt, timeZone)],
    ["已计入（条次）", completeness.counted],
    ["在屏幕上待上传（条次）", completeness.waitingOnScreens],
    ["缺失（台账断号，条次）", completeness.missing],
    ["存疑未计入（行）", completeness.keptApart],
    ["在册屏幕", completeness.screens],
    ["有播放的屏幕", completeness.screensWithPlays],
    ["未出车（整段未开机）的屏幕", completeness.screensNeverOn],
    ["屏幕·日", completeness.screenDays],
    ["其中开机", completeness.screenDaysOn],
    ["其中未出车（未开机，不算故障）", completeness.screenDaysOff],
    ["台账有冲突的屏幕", completeness.conflicts],
    ["最新一条播放开始于", completeness.receivedTo === null ? "尚无" : wallClock(completeness.receivedTo, timeZone)],
  ];
  for (const fact of facts) sheet.addRow(fact);
  addBooks(workbook, books, timeZone);
  const bytes = await workbook.xlsx.writeBuffer();
  return Buffer.from(bytes);
}
