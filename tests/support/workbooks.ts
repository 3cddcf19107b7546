import exceljs from "exceljs";

/** The titles of the template. */
export const titles = ["单位*", "名称*", "类型*", "车牌", "线路", "位置", "分辨率", "时区", "分组", "标签"];

/** A workbook as an office makes one: a row of titles and rows of cells on the sheet 屏幕. */
export async function workbook(rows: readonly (readonly exceljs.CellValue[])[], head: readonly string[] = titles, sheetName = "屏幕"): Promise<Buffer> {
  const made = new exceljs.Workbook();
  const sheet = made.addWorksheet(sheetName);
  sheet.addRow([...head]);
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await made.xlsx.writeBuffer());
}

/** The sheet of screens as texts, row by row; empty cells are "". */
export async function sheetOf(file: Buffer): Promise<string[][]> {
  const read = new exceljs.Workbook();
  await read.xlsx.load(file as unknown as exceljs.Buffer); // exceljs declares a Buffer of its own
  const rows: string[][] = [];
  read.worksheets[0]?.eachRow((row) => {
    const cells: string[] = [];
    for (let column = 1; column <= titles.length; column += 1) cells.push(row.getCell(column).text);
    rows.push(cells);
  });
  return rows;
}
