import { importLimits } from "@yilu/contract";
import { stretch, unhurried, type Pace } from "../pace.ts";
import { attribute, attributesOf, pieces, type Piece } from "./xml.ts";
import { Unreadable, Zip } from "./zip.ts";

/** A row of a sheet: texts by column, counted from 0. */
export interface SheetRow {
  /** As the spreadsheet numbers it, from 1. */
  number: number;
  cells: ReadonlyMap<number, string>;
}

/** A cell whose value is an error of Excel's ("#N/A"), or a formula that was never worked out. */
export const unworkable = "\u0000";

const piecesAtOnce = 10_000;
/** A cell holds at most 32,767 characters (ECMA-376); what is longer than any field is too long at this length as well. */
const longestText = 6_000;
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

/** The pieces of a document, giving way to others every few thousand. */
async function* inTurns(xml: string, pace: Pace): AsyncGenerator<readonly Piece[]> {
  const reader = { at: 0 };
  let some: Piece[] = [];
  for (const piece of pieces(xml, reader)) {
    some.push(piece);
    if (some.length < piecesAtOnce) continue;
    yield some;
    some = [];
    await pace.rest(reader.at / xml.length);
  }
  yield some;
}

async function sharedStrings(xml: string, pace: Pace): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let isText = false;
  let phonetic = 0;
  const take = (piece: Piece): void => {
    if (piece.kind === "text") {
      if (isText && phonetic === 0) text += piece.text;
      return;
    }
    const opens = piece.kind === "open";
    if (piece.name === "t") isText = opens && !piece.isEmpty;
    else if (piece.name === "rPh" && !(opens && piece.isEmpty)) phonetic += opens ? 1 : -1;
    else if (piece.name === "si") {
      if (opens) text = "";
      if (!opens || piece.isEmpty) strings.push(decoded(text.slice(0, longestText)));
    }
  };
  for await (const some of inTurns(xml, pace)) some.forEach(take);
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

/** Gathers the rows that hold anything, piece by piece. */
class Rows {
  readonly found: SheetRow[] = [];
  /** What comes after the cells is nobody's business. */
  isDone = false;
  private row: { number: number; cells: Map<number, string> } | null = null;
  private cell = { type: "", value: "", inline: "", isFormula: false };
  private inside = "";
  private number = 0;
  private column = -1;

  constructor(private readonly strings: readonly string[]) {}

  /** @throws Unreadable when there are too many rows or columns */
  take(piece: Piece): void {
    if (this.isDone) return;
    if (piece.kind === "text") {
      if (this.inside === "v") this.cell.value += piece.text;
      else if (this.inside === "t") this.cell.inline += piece.text;
      return;
    }
    const opens = piece.kind === "open";
    const ends = piece.kind === "close" || piece.isEmpty;
    switch (piece.name) {
      case "row":
        if (opens) this.beginRow(attribute(piece.attributes, "r"));
        if (ends) this.endRow();
        break;
      case "c":
        if (opens) this.beginCell(attribute(piece.attributes, "r"), attribute(piece.attributes, "t"));
        if (ends) this.endCell();
        break;
      case "f":
        this.cell.isFormula = true;
        break;
      case "v":
      case "t":
        this.inside = ends ? "" : piece.name;
        break;
      case "sheetData":
        this.isDone = ends;
    }
  }

  private beginRow(number: string | undefined): void {
    this.number = Number(number ?? this.number + 1);
    if (!Number.isSafeInteger(this.number) || this.number < 1) throw new Unreadable("表格的行号不对", "The sheet numbers its rows wrongly");
    this.row = { number: this.number, cells: new Map() };
    this.column = -1;
  }

  private endRow(): void {
    if (this.row !== null && this.row.cells.size > 0) this.found.push(this.row);
    this.row = null;
    if (this.found.length > importLimits.rows + headRows) throw new Unreadable(`行数太多：一份表格至多 ${importLimits.rows} 行，请拆开导入`, `Too many rows: at most ${importLimits.rows} in one workbook; split it`);
  }

  private beginCell(reference: string | undefined, type = "n"): void {
    this.column = reference === undefined ? this.column + 1 : columnOf(reference);
    this.cell = { type, value: "", inline: "", isFormula: false };
  }

  private endCell(): void {
    const { type, value, inline, isFormula } = this.cell;
    const text = valueOf(type, value, inline, this.strings, isFormula).slice(0, longestText).replace(invisible, "").trim();
    if (text === "" || this.row === null) return;
    if (this.column >= importLimits.columns) throw new Unreadable(`表格太宽：至多 ${importLimits.columns} 列`, `The sheet is too wide: at most ${importLimits.columns} columns`);
    this.row.cells.set(this.column, text);
  }
}

/** Where the sheet to read lies in the ZIP: the one named so, else the first that is not hidden. */
function sheetPath(workbook: string, relations: string, wanted: string): string {
  const sheets: { name: string; relation: string }[] = [];
  for (const piece of pieces(workbook)) {
    if (piece.kind !== "open" || piece.name !== "sheet" || (attribute(piece.attributes, "state") ?? "visible") !== "visible") continue;
    // Its prefix is the writer's choice: "r:id", "ns1:id".
    const [, relation] = [...attributesOf(piece.attributes)].find(([key]) => key.endsWith(":id")) ?? [];
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
export async function readSheet(file: Buffer, wanted: string, pace: Pace = unhurried): Promise<SheetRow[]> {
  if (file.length > importLimits.fileBytes) throw new Unreadable(`文件太大：至多 ${importLimits.fileBytes / 1024 / 1024} MB`, `The file is too large: at most ${importLimits.fileBytes / 1024 / 1024} MB`);
  refuseOthers(file);
  const zip = Zip.open(file, importLimits);
  if (zip.has("xl/workbook.bin")) throw new Unreadable("这是 .xlsb 文件：用 Excel 打开，另存为 .xlsx", "This is an .xlsb file: open it with Excel and save it as .xlsx");
  const [workbook, relations] = [await zip.text("xl/workbook.xml"), await zip.text("xl/_rels/workbook.xml.rels")];
  if (workbook === null || relations === null) throw new Unreadable("这个压缩包不是 .xlsx 表格：用 Excel 或 WPS 另存为 .xlsx", "This archive is no .xlsx workbook: save it as .xlsx with Excel");
  const strings = await zip.text("xl/sharedStrings.xml");
  const sheet = await zip.text(sheetPath(workbook, relations, wanted));
  if (sheet === null) throw new Unreadable("文件里没有工作表", "The file has no sheet");
  const rows = new Rows(strings === null ? [] : await sharedStrings(strings, stretch(pace, 0, 0.4)));
  for await (const some of inTurns(sheet, stretch(pace, strings === null ? 0 : 0.4, 1))) {
    for (const piece of some) rows.take(piece);
    if (rows.isDone) break;
  }
  return rows.found;
}
