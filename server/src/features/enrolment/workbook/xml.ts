import { Unreadable } from "./zip.ts";

/** A piece of XML: where an element begins (and, when empty, ends), where one ends, or text between. Names come without their prefix. */
export type Piece =
  | { kind: "open"; name: string; attributes: string; isEmpty: boolean }
  | { kind: "close"; name: string }
  | { kind: "text"; text: string };

const notXml = () => new Unreadable("表格的内容读不懂，请用 Excel 或 WPS 另存为 .xlsx 再试", "The workbook's content cannot be read; save it as .xlsx with Excel or WPS");
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text with its references replaced: only those that XML itself has, since none can be declared here. */
export function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w{1,8}));/g, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const [quote, apostrophe, greater] = [34, 39, 62];

/** Where the tag that begins at `open` ends; a value in quotes may hold a ">". Looks at each character once, whatever they are. */
function endOfTag(xml: string, open: number): number {
  for (let at = open; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === greater) return at;
    if (code !== quote && code !== apostrophe) continue;
    at = xml.indexOf(code === quote ? '"' : "'", at + 1);
    if (at < 0) throw notXml();
  }
  throw notXml();
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * The pieces of an XML document, one after the other. A document type is refused: with it come entities that grow, and
 * no spreadsheet writes one.
 * @param reader set to where the next piece begins
 * @throws Unreadable
 */
export function* pieces(xml: string, reader = { at: 0 }): Generator<Piece> {
  let at = 0;
  for (;;) {
    reader.at = at;
    const open = xml.indexOf("<", at);
    if (open < 0) return;
    if (open > at) yield { kind: "text", text: unescaped(xml.slice(at, open)) };
    if (xml.startsWith("<![CDATA[", open)) {
      const end = xml.indexOf("]]>", open);
      if (end < 0) throw notXml();
      yield { kind: "text", text: xml.slice(open + 9, end) };
      at = end + 3;
      continue;
    }
    if (xml.startsWith("<!--", open)) {
      const end = xml.indexOf("-->", open + 4);
      if (end < 0) throw notXml();
      at = end + 3;
      continue;
    }
    if (xml.startsWith("<!", open)) throw notXml();
    const close = endOfTag(xml, open);
    at = close + 1;
    if (xml.startsWith("<?", open)) continue;
    if (xml.startsWith("</", open)) {
      yield { kind: "close", name: local(xml.slice(open + 2, close).trimEnd()) };
      continue;
    }
    const isEmpty = xml.charAt(close - 1) === "/";
    const inside = xml.slice(open + 1, isEmpty ? close - 1 : close);
    const space = inside.search(/\s/);
    yield { kind: "open", name: local(space < 0 ? inside : inside.slice(0, space)), attributes: space < 0 ? "" : inside.slice(space), isEmpty };
  }
}

/** Names, as written with their prefix, and values of attributes. Looks at each character once. */
export function* attributesOf(attributes: string): Generator<readonly [name: string, value: string]> {
  for (let at = 0; ; ) {
    const equals = attributes.indexOf("=", at);
    if (equals < 0) return;
    let from = equals + 1;
    while (/\s/.test(attributes.charAt(from))) from += 1;
    const mark = attributes.charAt(from);
    const to = mark === '"' || mark === "'" ? attributes.indexOf(mark, from + 1) : -1;
    if (to < 0) return;
    yield [attributes.slice(at, equals).trim(), unescaped(attributes.slice(from + 1, to))];
    at = to + 1;
  }
}

/** The value of an attribute; undefined when the element has none of that name. */
export function attribute(attributes: string, name: string): string | undefined {
  for (const [key, value] of attributesOf(attributes)) if (key === name) return value;
  return undefined;
}
