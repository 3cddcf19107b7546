import { setImmediate } from "node:timers/promises";
import { importLimits } from "@yilu/contract";
import { attribute, pieces } from "./xml.ts";
import { Unreadable, Zip } from "./zip.ts";

/** A row of a sheet: texts by column, counted from 0. */
export interface SheetRow {
  /** As the spreadsheet numbers it, from 1. */
  number: number;
  cells: ReadonlyMap<number, string>;
}

/** A cell whose value is an error of Excel's ("#N/A"), or a formula that was never worked out. */
export const unworkable = "\u0000";

const rowsAtOnce = 2_000;
/** Notes and titles stand above the rows. */
export const headRows = 10;

/** "C" → 2. */
function columnOf(reference: string): number {
  let number = 0;
  for (const letter of reference.replace(/[^A-Z]/g, "").slice(0, 3)) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** "_x000D_" stands for the character of that number (ECMA-376 part 1, 22.9.2.19). */
const decoded = (text: string): string => (text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let text = "";
  let isText = false;
  let phonetic = 0;
  for (const piece of pieces(xml)) {
    if (piece.kind === "text") {
      if (isText && phonetic === 0) text += piece.text;
      continue;
    }
    const opens = piece.kind === "open";
    if (piece.name === "t") isText = opens && !piece.isEmpty;
    else if (piece.name === "rPh" && !(opens && piece.isEmpty)) phonetic += opens ? 1 : -1;
    else if (piece.name === "si") {
      if (opens) text = "";
      if (!opens || piece.isEmpty) strings.push(decoded(text));
    }
  }
  return strings;
}

/** Marks that are pasted along unseen: zero widths, directions. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** A number as it is shown without a format: 12, 0.5; a text that is no number stays. */
function plainNumber(value: string): string {
  const number = Number(value);
  return value !== "" && Number.isFinite(number) ? String(number) : value;
}

function valueOf(type: string, value: string, inline: string, strings: readonly string[], isFormula: boolean): string {
  if (type === "e" || (isFormula && value === "" && type !== "str")) return unworkable;
  switch (type) {
    case "s":
      return strings[Number(value)] ?? "";
    case "inlineStr":
      return decoded(inline);
    case "str":
      return decoded(value);
    case "b":
      return value === "1" ? "TRUE" : "FALSE";
    default:
      return plainNumber(value);
  }
}

/** The rows that hold anything, in order; gives way to others every few thousand. @throws Unreadable */
async function rowsOf(xml: string, strings: readonly string[]): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  let row: { number: number; cells: Map<number, string> } | null = null;
  let cell = { column: 0, type: "", value: "", inline: "", isFormula: false };
  let inside = "";
  let number = 0;
  let column = -1;
  let seen = 0;
  const endCell = (): void => {
    const text = valueOf(cell.type, cell.value, cell.inline, strings, cell.isFormula).replace(invisible, "").trim();
    if (text === "" || row === null) return;
    if (cell.column >= importLimits.columns) throw new Unreadable(`表格太宽：至多 ${importLimits.columns} 列`, `The sheet is too wide: at most ${importLimits.columns} columns`);
    row.cells.set(cell.column, text);
  };
  for (const piece of pieces(xml)) {
    if (piece.kind === "text") {
      if (inside === "v") cell.value += piece.text;
      else if (inside === "t") cell.inline += piece.text;
      continue;
    }
    const opens = piece.kind === "open";
    if (piece.name === "row") {
      if (opens) {
        number = Number(attribute(piece.attributes, "r") ?? number + 1);
        if (!Number.isSafeInteger(number) || number < 1) throw new Unreadable("表格的行号不对", "The sheet numbers its rows wrongly");
        row = { number, cells: new Map() };
        column = -1;
      }
      if ((!opens || piece.isEmpty) && row !== null) {
        if (row.cells.size > 0) rows.push(row);
        if (rows.length > importLimits.rows + headRows) throw new Unreadable(`行数太多：一份表格至多 ${importLimits.rows} 行，请拆开导入`, `Too many rows: at most ${importLimits.rows} in one workbook; split it`);
        row = null;
        seen += 1;
        if (seen % rowsAtOnce === 0) await setImmediate();
      }
    } else if (piece.name === "c") {
      if (opens) {
        const reference = attribute(piece.attributes, "r");
        column = reference === undefined ? column + 1 : columnOf(reference);
        cell = { column, type: attribute(piece.attributes, "t") ?? "n", value: "", inline: "", isFormula: false };
      }
      if (!opens || piece.isEmpty) endCell();
    } else if (piece.name === "f") cell.isFormula = true;
    else if (piece.name === "v" || piece.name === "t") inside = opens && !piece.isEmpty ? piece.name : "";
    else if (piece.name === "sheetData" && !opens) break;
  }
  return rows;
}

/** Where the sheet to read lies in the ZIP: the one named so, else the first that is not hidden. */
function sheetPath(workbook: string, relations: string, wanted: string): string {
  const sheets: { name: string; relation: string }[] = [];
  for (const piece of pieces(workbook)) {
    if (piece.kind !== "open" || piece.name !== "sheet" || (attribute(piece.attributes, "state") ?? "visible") !== "visible") continue;
    const relation = Array.from(piece.attributes.matchAll(/[\w.-]+:id\s*=\s*["']([^"']*)["']/g), ([, id]) => id)[0];
    if (relation !== undefined) sheets.push({ name: attribute(piece.attributes, "name") ?? "", relation });
  }
  const sheet = sheets.find(({ name }) => name === wanted) ?? sheets[0];
  for (const piece of pieces(relations)) {
    if (piece.kind !== "open" || piece.name !== "Relationship" || attribute(piece.attributes, "Id") !== sheet?.relation) continue;
    const target = attribute(piece.attributes, "Target") ?? "";
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  throw new Unreadable("文件里没有工作表", "The file has no sheet");
}

/** What a file that is no .xlsx is, told by its first bytes and never by its name. */
function refuseOthers(file: Buffer): void {
  if (file.length === 0) throw new Unreadable("文件是空的", "The file is empty");
  const head = file.toString("hex", 0, 4);
  if (head === "d0cf11e0") throw new Unreadable("这是旧的 .xls，或加了打开密码的文件：用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx", "This is an old .xls, or a file with a password: open it with Excel, remove the password and save it as .xlsx");
  if (!head.startsWith("504b")) throw new Unreadable("这不是 .xlsx 文件（.csv、.txt 等也不行）：用 Excel 或 WPS 打开，另存为 .xlsx", "This is no .xlsx file (nor is .csv or .txt): open it with Excel and save it as .xlsx");
}

/**
 * The filled rows of an .xlsx workbook (ECMA-376): plain values only, no formula is worked out and no other part of the file
 * is looked at.
 * @param wanted name of the sheet to prefer
 * @throws Unreadable with the reason
 */
export async function readSheet(file: Buffer, wanted: string): Promise<SheetRow[]> {
  if (file.length > importLimits.fileBytes) throw new Unreadable(`文件太大：至多 ${importLimits.fileBytes / 1024 / 1024} MB`, `The file is too large: at most ${importLimits.fileBytes / 1024 / 1024} MB`);
  refuseOthers(file);
  const zip = Zip.open(file, importLimits);
  if (zip.has("xl/workbook.bin")) throw new Unreadable("这是 .xlsb 文件：用 Excel 打开，另存为 .xlsx", "This is an .xlsb file: open it with Excel and save it as .xlsx");
  const [workbook, relations] = [await zip.text("xl/workbook.xml"), await zip.text("xl/_rels/workbook.xml.rels")];
  if (workbook === null || relations === null) throw new Unreadable("这个压缩包不是 .xlsx 表格：用 Excel 或 WPS 另存为 .xlsx", "This archive is no .xlsx workbook: save it as .xlsx with Excel");
  const strings = await zip.text("xl/sharedStrings.xml");
  const sheet = await zip.text(sheetPath(workbook, relations, wanted));
  if (sheet === null) throw new Unreadable("文件里没有工作表", "The file has no sheet");
  return rowsOf(sheet, strings === null ? [] : sharedStrings(strings));
}
