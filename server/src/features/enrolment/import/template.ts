import exceljs from "exceljs";
import { importLimits } from "@yilu/contract";
import { columns, escaped, kindTitles, letterOf, sheetName } from "./columns.ts";
import { shownField } from "./fields.ts";
import type { Known, ScreenContent } from "./known.ts";

const optionsName = "选项";
const sizes = ["1920×1080", "1080×1920", "1280×720", "1366×768", "1024×768", "3840×2160", "1536×512", "1152×384"];
const zones = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau"];
const titleRow = 2;
const firstRow = titleRow + 1;
const lastRow = titleRow + importLimits.rows;
const accent = "FF1B5E9E";
const pale = "FFE9F1F9";

const notes = [
  "填法：一行一块屏幕，带 * 的列必填，各列的说明见标题上的批注。",
  "再次导入时，按“单位＋名称”找到原来的屏幕，找不到名称就按车牌找，找到就改，都没有就新建；车牌在别的单位下，就移到表里写的单位。表里没有的屏幕不动。",
  "可选的列整列删掉就不改，留着但空着就清空。导入前会先预览，确认后才写入。",
].join("\n");

interface Validated {
  dataValidations: { add(range: string, validation: exceljs.DataValidation): void };
}

/** A drop-down for a whole column. */
function dropDown(sheet: exceljs.Worksheet, column: number, list: string, isClosed: boolean, error: string): void {
  const letter = letterOf(column);
  // A range at once: exceljs writes it so, but only declares it cell by cell.
  (sheet as unknown as Validated).dataValidations.add(`${letter}${firstRow}:${letter}${lastRow}`, {
    type: "list",
    allowBlank: true,
    formulae: [list],
    showErrorMessage: isClosed,
    errorStyle: "error",
    errorTitle: "不在可选值之内",
    error,
  });
}

/** The lists of the drop-downs, on a sheet of their own that is not shown: a list inside a cell may be 255 characters at most. */
function addOptions(workbook: exceljs.Workbook, lists: readonly string[][]): string[] {
  const sheet = workbook.addWorksheet(optionsName, { state: "veryHidden" });
  return lists.map((list, index) => {
    sheet.getColumn(index + 1).numFmt = "@";
    list.forEach((option, row) => (sheet.getCell(row + 1, index + 1).value = escaped(option)));
    const letter = letterOf(index);
    return `${optionsName}!$${letter}$1:$${letter}$${Math.max(1, list.length)}`;
  });
}

/**
 * The workbook that is filled in and imported: notes, titles that stay in sight, drop-downs with what the caller may choose,
 * and every cell formatted as text, so that no plate becomes a number. Texts that would begin a formula are led by an apostrophe.
 */
export async function workbookOf({ directory, timeZone }: Pick<Known, "directory" | "timeZone">, screens: readonly ScreenContent[]): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  workbook.creator = "一路 Yilu";
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: "frozen", ySplit: titleRow, xSplit: 2 }] });
  sheet.columns = columns.map(({ width }) => ({ width, style: { numFmt: "@" } }));
  sheet.mergeCells(1, 1, 1, columns.length);
  const note = sheet.getCell(1, 1);
  note.value = notes;
  note.alignment = { wrapText: true, vertical: "top" };
  sheet.getRow(1).height = 52;
  const titles = sheet.getRow(titleRow);
  columns.forEach((column, index) => {
    const cell = titles.getCell(index + 1);
    cell.value = column.isNeeded ? `${column.title}*` : column.title;
    cell.note = column.note;
    cell.font = { bold: true, color: { argb: accent } };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: pale } };
    cell.border = { bottom: { style: "thin", color: { argb: accent } } };
  });
  for (const screen of screens) {
    sheet.addRow(
      columns.map(({ field }) => {
        const text = field === "kind" ? kindTitles[screen.kind] : shownField(field, screen, directory);
        return text === null ? null : escaped(text);
      }),
    );
  }
  const [units = "", kinds = "", commonSizes = "", allZones = "", groups = ""] = addOptions(workbook, [
    directory.units.map(({ id }) => directory.unitLabel(id)),
    Object.values(kindTitles),
    sizes,
    [...new Set([timeZone, ...zones])],
    directory.groups.map(({ id }) => directory.groupLabel(id) ?? ""),
  ]);
  const at = (field: string): number => columns.findIndex((column) => column.field === field);
  dropDown(sheet, at("unit"), units, true, "从下拉里选单位");
  dropDown(sheet, at("kind"), kinds, true, "写公交、客运或 LED");
  dropDown(sheet, at("size"), commonSizes, false, "");
  dropDown(sheet, at("timeZone"), allZones, false, "");
  if (directory.groups.length > 0) dropDown(sheet, at("groups"), groups, false, "");
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
