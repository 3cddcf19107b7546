import { AlignmentType, BorderStyle, Footer, HeightRule, ImageRun, LineRuleType, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType, type ISectionOptions } from "docx";
import type { Chart } from "./charts.ts";

/**
 * Layout of an official document after GB/T 9704: A4, margins 37/35/28/26 mm, title 2号 centred, body 仿宋 3号 with 28 pt
 * lines and an indent of two characters. The fonts are those that Windows in Chinese brings along; where one is
 * missing, Word and LibreOffice take the nearest Song or Hei.
 */
const latin = "Times New Roman";
const fontOf = (eastAsia: string) => ({ ascii: latin, hAnsi: latin, cs: latin, eastAsia });
const fonts = { title: fontOf("方正小标宋简体"), number: fontOf("宋体"), body: fontOf("仿宋"), first: fontOf("黑体"), second: fontOf("楷体") };
/** Half points: 2号 is 22 pt, 3号 16 pt, 4号 14 pt, 小4 12 pt. */
const sizes = { title: 44, body: 32, footer: 28, table: 21 };
const line = { line: 560, lineRule: LineRuleType.EXACT };
const mm = (value: number) => Math.round((value / 25.4) * 1440);
const textWidthTwips = mm(210 - 28 - 26);
const textWidthPx = Math.round(((210 - 28 - 26) / 25.4) * 96);

export const title = (text: string): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 0, after: 560, line: 700, lineRule: LineRuleType.EXACT }, children: [new TextRun({ text, font: fonts.title, size: sizes.title })] });

const indented = { firstLine: sizes.body * 20 };

/** 一、 */
export const heading = (text: string): Paragraph =>
  new Paragraph({ heading: "Heading1", keepNext: true, spacing: line, indent: indented, children: [new TextRun({ text, font: fonts.first, size: sizes.body, color: "000000" })] });

/** （一） */
export const subheading = (text: string): Paragraph =>
  new Paragraph({ heading: "Heading2", keepNext: true, spacing: line, indent: indented, children: [new TextRun({ text, font: fonts.second, size: sizes.body, color: "000000" })] });

/** 1. */
export const point = (text: string): Paragraph =>
  new Paragraph({ heading: "Heading3", keepNext: true, spacing: line, indent: indented, children: [new TextRun({ text, font: fonts.body, size: sizes.body, color: "000000" })] });

/** An address: from the edge, and not spread over the width. */
export const addressLine = (text: string): Paragraph => new Paragraph({ spacing: line, children: [new TextRun({ text, font: fonts.body, size: sizes.body })] });

export const body = (text: string): Paragraph => new Paragraph({ alignment: AlignmentType.BOTH, spacing: line, indent: indented, children: [new TextRun({ text, font: fonts.body, size: sizes.body })] });

/** The sender and date at the end, four characters from the right. */
export const signature = (text: string, first: boolean): Paragraph =>
  new Paragraph({ alignment: AlignmentType.RIGHT, keepNext: true, spacing: { ...line, before: first ? 1120 : 0 }, indent: { right: sizes.body * 40 }, children: [new TextRun({ text, font: fonts.body, size: sizes.body })] });

export const caption = (text: string, above = false): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, keepNext: above, spacing: { before: above ? 160 : 40, after: above ? 60 : 160 }, children: [new TextRun({ text, font: fonts.first, size: 24 })] });

export const small = (text: string): Paragraph => new Paragraph({ spacing: { before: 200 }, children: [new TextRun({ text, font: fonts.body, size: 18, color: "595959" })] });

export interface Image {
  data: Buffer;
  type: "png" | "jpg";
  widthPx: number;
  heightPx: number;
}

const imageRun = ({ data, type, widthPx, heightPx }: Image, width: number) => new ImageRun({ type, data, transformation: { width: Math.round(width), height: Math.round((width * heightPx) / widthPx) } });

/** A picture as wide as the text, or narrower. @param share of the text's width */
function picture(image: Image, share = 1): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, spacing: { before: 120 }, children: [imageRun(image, Math.min(textWidthPx * share, image.widthPx))] });
}

export const chart = ({ png, widthPx, heightPx }: Chart): Paragraph => picture({ data: png, type: "png", widthPx, heightPx });

const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
const unruled = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const centred = (children: ConstructorParameters<typeof Paragraph>[0] & object) => new Paragraph({ alignment: AlignmentType.CENTER, ...children });

/** Pictures side by side, two in a row, each over what it shows; null: its bytes are gone, which is said. */
export function pictureGrid(pictures: readonly { image: Image | null; text: string }[]): Table {
  const width = Math.round(textWidthTwips / 2);
  const cell = (one: { image: Image | null; text: string } | undefined) => {
    const words = new TextRun({ text: one === undefined ? "" : one.image === null ? `［图片缺失］${one.text}` : one.text, font: fonts.body, size: 21 });
    const shown = one?.image ?? null;
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlign.BOTTOM,
      margins: { top: 80, bottom: 40, left: 60, right: 60 },
      children: [...(shown === null ? [] : [centred({ children: [imageRun(shown, fitting(shown))] })]), centred({ children: [words] })],
    });
  };
  const rows = Array.from({ length: Math.ceil(pictures.length / 2) }, (_, row) => new TableRow({ cantSplit: true, children: [cell(pictures[2 * row]), cell(pictures[2 * row + 1])] }));
  return new Table({ width: { size: textWidthTwips, type: WidthType.DXA }, columnWidths: [width, width], alignment: AlignmentType.CENTER, borders: unruled, rows });
}

/** At most half the text wide, and 220 px high so that an upright photograph takes no page. */
const fitting = ({ widthPx, heightPx }: Image): number => Math.min(textWidthPx / 2 - 12, widthPx, (220 * widthPx) / heightPx);

const longestBarPx = 300;
const barHeightPx = 12;
const mostBarsTogether = 30;

/**
 * Shares as bars, each beside its name in the document's own letters, whatever fonts the server has.
 * @param colour a picture of one colour; it is stretched
 * @param highest share at which a bar is longest
 */
export function barTable(rows: readonly { name: string; share: number; text: string; colour: Buffer }[], highest: number): Table {
  const widths = [0.3, 0.55, 0.15].map((share) => Math.round(textWidthTwips * share));
  const cell = (index: number, alignment: (typeof AlignmentType)[keyof typeof AlignmentType], child: TextRun | ImageRun) =>
    new TableCell({ width: { size: widths[index] ?? 0, type: WidthType.DXA }, verticalAlign: VerticalAlign.CENTER, margins: { top: 20, bottom: 20, left: 60, right: 60 }, children: [new Paragraph({ alignment, keepNext: rows.length <= mostBarsTogether, children: [child] })] });
  const words = (text: string) => new TextRun({ text, font: fonts.body, size: sizes.table });
  const bar = (share: number, colour: Buffer) => new ImageRun({ type: "png", data: colour, transformation: { width: Math.max(1, Math.round((longestBarPx * Math.min(share, highest)) / highest)), height: barHeightPx } });
  return new Table({
    width: { size: textWidthTwips, type: WidthType.DXA },
    columnWidths: widths,
    alignment: AlignmentType.CENTER,
    borders: unruled,
    rows: rows.map(({ name, share, text, colour }) => new TableRow({ cantSplit: true, children: [cell(0, AlignmentType.RIGHT, words(name)), cell(1, AlignmentType.LEFT, bar(share, colour)), cell(2, AlignmentType.LEFT, words(text))] })),
  });
}

/** A table of so few rows is not divided between pages. */
const mostRowsTogether = 10;
const edge = { style: BorderStyle.SINGLE, size: 4, color: "000000" };

/**
 * A table as wide as the text; its first row repeats on every page.
 * @param widths shares of the width
 * @param size of the letters, in half points
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[], total?: readonly string[], size = sizes.table): Table {
  const sum = widths.reduce((all, width) => all + width, 0);
  const twips = widths.map((width) => Math.round((textWidthTwips * width) / sum));
  const together = rows.length <= mostRowsTogether;
  const cell = (text: string, index: number, bold: boolean, keepNext: boolean) =>
    new TableCell({
      width: { size: twips[index] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 50, right: 50 },
      children: [
        new Paragraph({
          keepNext,
          alignment: bold ? AlignmentType.CENTER : /^[-\d.,%—]+$/.test(text) ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text, font: bold ? fonts.first : fonts.body, size })],
        }),
      ],
    });
  const row = (cells: readonly string[], bold: boolean, header: boolean, keepNext: boolean) =>
    new TableRow({ tableHeader: header, cantSplit: true, height: { value: 400, rule: HeightRule.ATLEAST }, children: cells.map((text, index) => cell(text, index, bold, keepNext)) });
  const isLast = (index: number) => total === undefined && index === rows.length - 1;
  return new Table({
    width: { size: textWidthTwips, type: WidthType.DXA },
    columnWidths: twips,
    alignment: AlignmentType.CENTER,
    borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
    rows: [row(head, true, true, true), ...rows.map((cells, index) => row(cells, false, false, together && !isLast(index))), ...(total === undefined ? [] : [row(total, true, false, false)])],
  });
}

/** The page: margins, and "— 1 —" at the foot, at the right of odd pages and at the left of even ones, a character from the edge. */
export function section(children: ISectionOptions["children"]): ISectionOptions {
  const dash = (text: string) => new TextRun({ text, font: fonts.number, size: sizes.footer });
  const number = () => [dash("— "), new TextRun({ children: [PageNumber.CURRENT], font: fonts.number, size: sizes.footer }), dash(" —")];
  const inset = sizes.footer * 10;
  return {
    properties: { page: { size: { width: mm(210), height: mm(297) }, margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(24) } } },
    footers: {
      default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, indent: { right: inset }, children: number() })] }),
      even: new Footer({ children: [new Paragraph({ alignment: AlignmentType.LEFT, indent: { left: inset }, children: number() })] }),
    },
    children,
  };
}
