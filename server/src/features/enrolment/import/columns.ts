import type { ImportField, ScreenKind } from "@yilu/contract";

interface Column {
  field: ImportField;
  title: string;
  /** Other titles that mean the same, in lower case. */
  aliases: string[];
  width: number;
  /** What the cell's note says. */
  note: string;
  isNeeded: boolean;
}

/** The columns of the workbook, in the order of the template. */
export const columns: readonly Column[] = [
  { field: "unit", title: "单位", aliases: ["所属单位", "unit"], width: 24, note: "必填，从下拉里选。只有一个单位时可以空着", isNeeded: true },
  { field: "name", title: "名称", aliases: ["屏幕名称", "name"], width: 24, note: "同一单位里不能重名。车上的屏可以空着，就用车牌当名称", isNeeded: true },
  { field: "kind", title: "类型", aliases: ["屏幕类型", "kind", "type"], width: 9, note: "必填：公交、客运、LED", isNeeded: true },
  { field: "plate", title: "车牌", aliases: ["车牌号", "车牌号码", "plate"], width: 15, note: "如 湘D·0618D。一个车牌只对应一块屏，LED 屏空着", isNeeded: false },
  { field: "line", title: "线路", aliases: ["公交线路", "班线", "line", "route"], width: 16, note: "如 3路、县城—界牌", isNeeded: false },
  { field: "place", title: "位置", aliases: ["安装位置", "地点", "place"], width: 24, note: "LED 屏在哪里，如 人民广场东侧", isNeeded: false },
  { field: "size", title: "分辨率", aliases: ["resolution", "size"], width: 13, note: "宽×高，像素。车上的屏空着就是 1920×1080，LED 屏必填", isNeeded: false },
  { field: "timeZone", title: "时区", aliases: ["time zone", "timezone"], width: 16, note: "一般不用改", isNeeded: false },
  { field: "groups", title: "分组", aliases: ["屏幕分组", "groups", "group"], width: 20, note: "先在控制台建好分组。几个分组用“、”隔开", isNeeded: false },
  { field: "tags", title: "标签", aliases: ["tags", "tag"], width: 20, note: "随意写，几个标签用“、”隔开", isNeeded: false },
];

/** As the drop-down has them; export writes these. */
export const kindTitles: Record<ScreenKind, string> = { bus: "公交", coach: "客运", led: "LED" };
const kindAliases: Record<string, ScreenKind> = { 公交: "bus", 公交车: "bus", bus: "bus", 客运: "coach", 客运车: "coach", 客运班车: "coach", 班车: "coach", coach: "coach", led: "led", led屏: "led", 户外led: "led", 户外大屏: "led", 大屏: "led" };

/** Null: no such kind. */
export const kindOf = (text: string): ScreenKind | null => kindAliases[text.replace(/\s/g, "").toLowerCase()] ?? null;

/** "1920×1080", also with x, X, * or ✕ between; null: not that. */
export function sizeOf(text: string): { widthPx: number; heightPx: number } | null {
  const [, width, height] = /^(\d{1,6})\s*[×xX*✕＊ｘ]\s*(\d{1,6})$/.exec(text) ?? [];
  return width === undefined || height === undefined ? null : { widthPx: Number(width), heightPx: Number(height) };
}

/** The parts of a cell that lists several. */
export const partsOf = (text: string): string[] => text.split(/[、,，;；]/).map((part) => part.trim()).filter((part) => part !== "");

/** A plate as it is compared: "湘D·0618D", "湘D 0618D" and "湘d0618d" are one. */
export const plateKey = (plate: string): string => plate.normalize("NFKC").toUpperCase().replace(/[\s·•・.\-—_]/g, "");

const formulaStart = /^'*[=+\-@\t\r]/;
/** A text as a cell may hold it: what would begin a formula is led by an apostrophe, as spreadsheets do it themselves. */
export const escaped = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);
/** What `escaped` was given. */
export const unescapedCell = (text: string): string => (text.startsWith("'") && formulaStart.test(text) ? text.slice(1) : text);

/** The name of the sheet that is read and written. */
export const sheetName = "屏幕";

/** "C": the third column. */
export const letterOf = (index: number): string => (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

const normal = (title: string): string => title.replace(/[*＊\s（）()]/g, "").toLowerCase();

/** Which column each field stands in, when this row is the row of titles. */
export function titlesOf(cells: ReadonlyMap<number, string>): Map<ImportField, number> {
  const found = new Map<ImportField, number>();
  for (const [index, text] of cells) {
    const title = normal(text);
    const column = columns.find((one) => normal(one.title) === title || one.aliases.some((alias) => normal(alias) === title));
    if (column !== undefined && !found.has(column.field)) found.set(column.field, index);
  }
  return found;
}
