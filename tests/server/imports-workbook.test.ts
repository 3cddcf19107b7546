import { importLimits } from "@yilu/contract";
import { readSheet, unworkable } from "@yilu/server/features/enrolment/workbook/sheet.ts";
import { Unreadable } from "@yilu/server/features/enrolment/workbook/zip.ts";
import exceljs from "exceljs";
import { describe, expect, it } from "vitest";
import { workbook } from "../support/workbooks.ts";
import { zipOf, type ZipFile } from "../support/zip-maker.ts";

const book = `<workbook xmlns:r="rel"><sheets><sheet name="屏幕" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const relations = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`;
/** A workbook with this XML as its only sheet. */
const bare = (sheet: string, ...more: ZipFile[]) => zipOf([{ name: "xl/workbook.xml", content: book }, { name: "xl/_rels/workbook.xml.rels", content: relations }, { name: "xl/worksheets/sheet1.xml", content: sheet }, ...more]);
const data = (rows: string) => `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`;
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

async function texts(file: Buffer): Promise<string[][]> {
  return (await readSheet(file, "屏幕")).map(({ cells }) => [...cells].map(([column, value]) => `${column}=${value}`));
}

async function reason(file: Buffer): Promise<string> {
  try {
    await readSheet(file, "屏幕");
    return "read";
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    expect(error.en).not.toBe("");
    return error.zh;
  }
}

describe("a workbook is read as its cells show", () => {
  it("with texts, numbers, rich text, results of formulas, and without empty cells", async () => {
    const made = new exceljs.Workbook();
    const sheet = made.addWorksheet("屏幕");
    sheet.getCell("A2").value = " 湘D·0618D ";
    sheet.getCell("B2").value = 3;
    sheet.getCell("C2").value = 0.5;
    sheet.getCell("D2").value = { richText: [{ text: "界" }, { text: "牌", font: { bold: true } }] };
    sheet.getCell("E2").value = { formula: "B2&\"路\"", result: "3路" };
    sheet.getCell("F2").value = true;
    sheet.getCell("H2").value = "";
    sheet.getCell("B5").value = "a<b & \"c\"";
    expect(await texts(Buffer.from(await made.xlsx.writeBuffer()))).toEqual([["0=湘D·0618D", "1=3", "2=0.5", "3=界牌", "4=3路", "5=TRUE"], ['1=a<b & "c"']]);
  });

  it("rows keep the numbers that the spreadsheet shows, also where rows and cells do not say theirs", async () => {
    const numbered = await readSheet(bare(data(`<row r="7"><c r="C7" t="str"><v>甲</v></c>${text("乙")}</row><row>${text("丙")}</row>`)), "屏幕");
    expect(numbered.map(({ number, cells }) => [number, [...cells]])).toEqual([
      [7, [[2, "甲"], [3, "乙"]]],
      [8, [[0, "丙"]]],
    ]);
  });

  it("with shared texts, without how they are pronounced, and with characters written as numbers", async () => {
    const strings = `<sst><si><t>衡阳</t><rPh sb="0" eb="2"><t>ヘンヤン</t></rPh></si><si/><si><r><t>甲_x0041_</t></r><r><t xml:space="preserve"> &#20057;&#x4E59;&amp;amp;</t></r></si></sst>`;
    const cells = [0, 1, 2, 9].map((index) => `<c t="s"><v>${index}</v></c>`).join("");
    expect(await texts(bare(data(`<row>${cells}</row>`), { name: "xl/sharedStrings.xml", content: strings }))).toEqual([["0=衡阳", "2=甲A 乙乙&amp;"]]);
  });

  it("a formula without a result and an error of Excel's are told from texts", async () => {
    expect(await texts(bare(data(`<row><c><f>1+1</f></c><c t="e"><v>#N/A</v></c><c t="str"><f>""</f><v></v></c></row>`)))).toEqual([[`0=${unworkable}`, `1=${unworkable}`]]);
  });

  it("marks that are pasted along unseen are taken out", async () => {
    expect(await texts(bare(data(`<row>${text("\u200b湘D\u202e0618D\u00a0\ufeff")}</row>`)))).toEqual([["0=湘D0618D"]]);
  });

  it("the sheet 屏幕 is read wherever it stands, else the first that is not hidden", async () => {
    const made = new exceljs.Workbook();
    made.addWorksheet("藏着", { state: "hidden" }).addRow(["藏"]);
    made.addWorksheet("封面").addRow(["封"]);
    const file = async () => Buffer.from(await made.xlsx.writeBuffer());
    expect(await texts(await file())).toEqual([["0=封"]]);
    made.addWorksheet("屏幕").addRow(["屏"]);
    expect(await texts(await file())).toEqual([["0=屏"]]);
  });
});

describe("what is no .xlsx is refused with the reason, whatever it is called", () => {
  it.each([
    ["old .xls, or one with a password", Buffer.from("d0cf11e0a1b11ae1", "hex"), /旧的 \.xls/],
    ["a CSV", Buffer.from("单位,名称\n甲,乙\n"), /\.csv/],
    ["a picture", Buffer.from("89504e470d0a1a0a", "hex"), /不是 \.xlsx/],
    ["a single byte", Buffer.from("P"), /不是 \.xlsx/],
    ["nothing", Buffer.alloc(0), /空的/],
    ["half a ZIP", Buffer.from("504b0304ffff", "hex"), /不完整/],
    ["an OpenDocument", zipOf([{ name: "mimetype", content: "application/vnd.oasis.opendocument.spreadsheet" }]), /不是 \.xlsx/],
    ["an .xlsb", zipOf([{ name: "xl/workbook.bin", content: "" }]), /\.xlsb/],
    ["a locked file", zipOf([{ name: "xl/workbook.xml", content: book, flags: 1 }]), /密码/],
    ["a workbook without its sheet", zipOf([{ name: "xl/workbook.xml", content: book }, { name: "xl/_rels/workbook.xml.rels", content: relations }]), /没有工作表/],
    ["5 MB and a byte", Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(importLimits.fileBytes - 3)]), /至多 5 MB/],
  ])("%s", async (_name, file, why) => {
    expect(await reason(file)).toMatch(why);
  });

  it.each([10, 100, 1_000, 5_000])("one that was cut off after %d bytes, at whatever place", async (bytes) => {
    const whole = await workbook(Array.from({ length: 50 }, (_, n) => ["单位", `车${n}`, "公交"]));
    expect(await reason(whole.subarray(0, bytes))).toMatch(/不完整/);
  });

  it("every single byte changed: it is read or refused, and nothing else happens", async () => {
    const whole = await workbook([["单位", "车", "公交"]]);
    for (let at = 0; at < whole.length; at += 13) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
      await reason(spoilt);
    }
  });
});

describe("a workbook is a bomb until bounded", () => {
  const zeros = Buffer.alloc(importLimits.unpackedBytes + 1, " ");

  it("one that says what it unpacks to is refused before a byte is unpacked", async () => {
    expect(await reason(bare(data(""), { name: "xl/media/big.bin", content: zeros }))).toMatch(/压缩炸弹/);
  });

  it("one that lies about it is stopped while it unpacks", async () => {
    const file = zipOf([{ name: "xl/workbook.xml", content: book }, { name: "xl/_rels/workbook.xml.rels", content: relations }, { name: "xl/worksheets/sheet1.xml", content: zeros, saidBytes: 100 }]);
    expect(file.length).toBeLessThan(60_000);
    expect(await reason(file)).toMatch(/压缩炸弹/);
  });

  it("thousands of parts are refused", async () => {
    expect(await reason(zipOf(Array.from({ length: importLimits.files + 1 }, (_, n) => ({ name: `${n}`, content: "" }))))).toMatch(/201 个部件/);
  });

  it("two parts of one name are refused", async () => {
    expect(await reason(bare(data(""), { name: "xl/workbook.xml", content: book }))).toMatch(/不完整/);
  });

  it("entities that grow are refused: no document type is taken", async () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${data(`<row>${text("&b;")}</row>`)}`;
    expect(await reason(bare(laughs))).toMatch(/读不懂/);
  });

  it("ranges over the whole sheet cost nothing, since nothing but cells is looked at", async () => {
    const everywhere = "A1:XFD1048576";
    const sheet = `<worksheet><sheetData><row>${text("甲")}</row></sheetData><mergeCells><mergeCell ref="${everywhere}"/></mergeCells><dataValidations><dataValidation type="list" sqref="${everywhere}"><formula1>1</formula1></dataValidation></dataValidations></worksheet>`;
    expect(await texts(bare(sheet))).toEqual([["0=甲"]]);
  });

  // Ways in which a pattern would look at the same characters again and again: a minute each, where one look takes milliseconds.
  it.each([
    ["a tag with one endless word", `<c ${"a".repeat(1_000_000)}>`],
    ["a tag with words that are no attributes", `<c ${"a ".repeat(500_000)}>`],
    ["a value that never ends", `<c r="${"a".repeat(1_000_000)}`],
    ["a million attributes", `<c ${'a="b" '.repeat(300_000)}>`],
    ["a million quotes", `<c ${"'\"'".repeat(300_000)}`],
    ["an endless reference", `<c t="inlineStr"><is><t>&${"a".repeat(1_000_000)}</t></is></c>`],
    ["opened tags that are never closed", "<row>".repeat(200_000)],
  ])("%s is read or refused in a moment", async (_name, sheet) => {
    const startedMs = performance.now();
    await reason(bare(data(`<row>${sheet}</row>`)));
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it("a sheet's name and place with one endless word, likewise", async () => {
    const long = "a".repeat(1_000_000);
    const startedMs = performance.now();
    await reason(zipOf([{ name: "xl/workbook.xml", content: `<workbook><sheets><sheet ${long} r:id="rId1" name="${long}"/></sheets></workbook>` }, { name: "xl/_rels/workbook.xml.rels", content: relations }]));
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it("20,000 rows are read and no more, and only 100 columns", async () => {
    const rows = (count: number) => bare(data(`<row>${text("标题")}</row>`.repeat(count)));
    expect(await readSheet(rows(importLimits.rows), "屏幕")).toHaveLength(importLimits.rows);
    expect(await reason(rows(importLimits.rows + 20))).toMatch(/至多 20000 行/);
    expect(await reason(bare(data(`<row><c r="CW1" t="str"><v>远</v></c></row>`)))).toMatch(/至多 100 列/);
    expect(await texts(bare(data(`<row><c r="CW1" s="1"/><c r="CV1" t="str"><v>近</v></c></row>`)))).toEqual([["99=近"]]);
  });

  it("empty rows by the hundred thousand are no rows", async () => {
    expect(await texts(bare(data(`<row s="1"/>`.repeat(200_000))))).toEqual([]);
  });
});
