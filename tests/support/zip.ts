import { inflateRawSync } from "node:zlib";

/** The files of a ZIP by name, read from its central directory. @throws on anything that is not stored or deflated */
export function filesOfZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const header = zip.readUInt32LE(at + 42);
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString("utf8");
    const from = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const bytes = zip.subarray(from, from + packed);
    if (method !== 0 && method !== 8) throw new Error(`${name}: method ${method}`);
    files.set(name, method === 8 ? inflateRawSync(bytes) : Buffer.from(bytes));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map((match) => match[1] ?? "")
    .join("")
    .replaceAll("&amp;", "&");

/** The tables of a Word document: rows of cells, each cell its plain text. */
export function documentTables(docx: Buffer): string[][][] {
  const xml = filesOfZip(docx).get("word/document.xml")?.toString("utf8") ?? "";
  const parts = (of: string, name: string): string[] => [...of.matchAll(new RegExp(`<w:${name}[ >].*?</w:${name}>`, "gs"))].map(([part]) => part);
  return parts(xml, "tbl").map((table) => parts(table, "tr").map((row) => parts(row, "tc").map(textOf)));
}

/** The plain text of a Word document, paragraphs and cells run together. */
export function documentText(docx: Buffer): string {
  return textOf(filesOfZip(docx).get("word/document.xml")?.toString("utf8") ?? "");
}
