import { crc32, deflateRawSync, deflateSync } from "node:zlib";

function chunk(name: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}

/** A PNG that unpacks to a picture of so many pixels, all of one colour: a few kilobytes that want gigabytes. @param bits of a grey pixel, or 48 for colour of 16 bits */
export function pngBomb(widthPx: number, heightPx: number, bits: 1 | 8 | 48): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set(bits === 48 ? [16, 2] : [bits, 0], 8);
  const rowBytes = 1 + Math.ceil((widthPx * bits) / 8);
  // As many rows as fit 64 MB; the rest is missing, which is only found when all of that was unpacked.
  const rows = Math.max(1, Math.min(heightPx, Math.floor((64 * 1024 * 1024) / rowBytes)));
  const pixels = deflateSync(Buffer.alloc(rowBytes * rows), { level: 9 });
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/** A PNG with a compressed text that unpacks to so many megabytes. */
export function pngTextBomb(megabytes: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 0], 8);
  const text = Buffer.concat([Buffer.from("Comment\0\0", "latin1"), deflateSync(Buffer.alloc(megabytes * 1024 * 1024, 0x20), { level: 9 })]);
  const profile = Buffer.concat([Buffer.from("icc\0\0", "latin1"), deflateSync(Buffer.alloc(megabytes * 1024 * 1024), { level: 9 })]);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("iCCP", profile), chunk("zTXt", text), chunk("IDAT", deflateSync(Buffer.from([0, 0]))), chunk("IEND", Buffer.alloc(0))]);
}

/** A JPEG that says it has other measures than it has. */
export function jpegClaiming(jpeg: Buffer, widthPx: number, heightPx: number): Buffer {
  const claiming = Buffer.from(jpeg);
  for (let at = 2; at + 9 < claiming.length && claiming[at] === 0xff; at += 2 + claiming.readUInt16BE(at + 2)) {
    const marker = claiming[at + 1] ?? 0;
    if (marker < 0xc0 || marker > 0xc2) continue;
    claiming.writeUInt16BE(heightPx, at + 5);
    claiming.writeUInt16BE(widthPx, at + 7);
    return claiming;
  }
  return claiming;
}

interface ZipEntry {
  name: string;
  /** What it unpacks to. */
  bytes: Buffer;
  /** What its header says that it unpacks to, when that is a lie. */
  claims?: number;
}

/** A ZIP of deflated files. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claims = bytes.length } of entries) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const [title, sum] = [Buffer.from(name, "utf8"), crc32(bytes)];
    const fields = (head: Buffer, at: number): void => {
      head.writeUInt16LE(20, at);
      head.writeUInt16LE(8, at + 4);
      head.writeUInt32LE(sum, at + 10);
      head.writeUInt32LE(packed.length, at + 14);
      head.writeUInt32LE(claims, at + 18);
      head.writeUInt16LE(title.length, at + 22);
    };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    fields(local, 4);
    const listed = Buffer.alloc(46);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(20, 4);
    fields(listed, 6);
    listed.writeUInt32LE(offset, 42);
    locals.push(local, title, packed);
    central.push(listed, title);
    offset += local.length + title.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const close = Buffer.alloc(22);
  close.writeUInt32LE(0x06054b50, 0);
  close.writeUInt16LE(entries.length, 8);
  close.writeUInt16LE(entries.length, 10);
  close.writeUInt32LE(directory.length, 12);
  close.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, close]);
}

const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;
const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const workbook = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const workbookRels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;

/** A workbook whose only sheet is this XML. @param claims the length that its header lies about */
export function workbookOf(sheet: Buffer, claims?: number): Buffer {
  const text = (name: string, content: string): ZipEntry => ({ name, bytes: Buffer.from(content) });
  return zipOf([text("[Content_Types].xml", types), text("_rels/.rels", rels), text("xl/workbook.xml", workbook), text("xl/_rels/workbook.xml.rels", workbookRels), { name: "xl/worksheets/sheet1.xml", bytes: sheet, ...(claims === undefined ? {} : { claims }) }]);
}

/** Workbooks that are small and unpack to far more, lie, refer, or climb out of their folder. */
export function workbookBombs(): Buffer[] {
  const sheet = (inner: string): Buffer => Buffer.from(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${inner}</sheetData></worksheet>`);
  const entities = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&d;&e;</t></is></c></row></sheetData></worksheet>`;
  return [
    workbookOf(Buffer.alloc(300 * 1024 * 1024, 0x20)),
    workbookOf(Buffer.alloc(60 * 1024 * 1024, 0x20), 100),
    workbookOf(sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>')),
    workbookOf(sheet('<row r="99999999"><c r="A99999999"><v>1</v></c></row>')),
    workbookOf(sheet('<row><c r="__proto__"><v>1</v></c></row>')),
    workbookOf(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'.repeat(200_000))),
    workbookOf(sheet(`<row r="1">${'<c t="s"><v>9</v></c>'.repeat(100_000)}</row>`)),
    workbookOf(Buffer.from(entities)),
    workbookOf(Buffer.from("<".repeat(1_000_000))),
    workbookOf(Buffer.from(`<a>`.repeat(300_000))),
    workbookOf(Buffer.from([0, 1, 2, 255, 254])),
    zipOf(Array.from({ length: 5_000 }, (_, index) => ({ name: `xl/${index}.xml`, bytes: Buffer.from("x") }))),
    zipOf([{ name: "../../../etc/cron.d/x", bytes: Buffer.from("x") }, { name: "/etc/passwd", bytes: Buffer.from("x") }]),
    zipOf([{ name: "a.zip", bytes: zipOf([{ name: "b", bytes: Buffer.alloc(50_000_000) }]) }]),
    Buffer.from("PK\u0005\u0006".padEnd(22, "\u00ff"), "latin1"),
  ];
}
