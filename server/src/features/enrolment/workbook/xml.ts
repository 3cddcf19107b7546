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
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w+));/g, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** One tag to its end; a value in quotes may hold a ">". */
const tag = /<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>/y;

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * The pieces of an XML document, one after the other. A document type is refused: with it come entities that grow, and
 * no spreadsheet writes one.
 * @throws Unreadable
 */
export function* pieces(xml: string): Generator<Piece> {
  let at = 0;
  for (;;) {
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
    tag.lastIndex = open;
    if (!tag.test(xml)) throw notXml();
    at = tag.lastIndex;
    const close = at - 1;
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

/** The value of an attribute; undefined when the element has none of that name. The name is as written, with its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  for (const [, key, double, single] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) if (key === name) return unescaped(double ?? single ?? "");
  return undefined;
}
