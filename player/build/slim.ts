/** What keeps the player's script small: parts of its libraries that it never runs are left out of the bundle. */
import type { Plugin } from "vite";

interface Node {
  type: string;
  start: number;
  end: number;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value && "start" in value;

/** Where calls begin that run as a module is loaded: not those inside functions. */
function callsAtLoad(node: unknown, found: Set<number>): Set<number> {
  if (Array.isArray(node)) for (const child of node) callsAtLoad(child, found);
  if (!isNode(node) || node.type.includes("Function")) return found;
  if (node.type === "CallExpression" || node.type === "NewExpression") found.add(node.start);
  for (const child of Object.values(node)) callsAtLoad(child, found);
  return found;
}

/** The methods of every class in a module, by name. */
function methodsOf(node: unknown, found: Map<string, Node>): Map<string, Node> {
  if (Array.isArray(node)) for (const child of node) methodsOf(child, found);
  if (!isNode(node)) return found;
  if (node.type === "MethodDefinition" && "key" in node && isNode(node.key) && "name" in node.key) found.set(String(node.key.name), node);
  for (const child of Object.values(node)) methodsOf(child, found);
  return found;
}

/**
 * Wire schemas are built by calls, and a bundler keeps every call whose purity it cannot prove: the tables of errors and
 * of the console's schemas came along, 3 KB of gzip. Schemas have no effect but their value, so each call is marked pure.
 */
export function pureSchemas(): Plugin {
  return {
    name: "yilu:pure-schemas",
    transform(code, id) {
      if (!/\/contract\/src\/wire\/|\/zod\/v4\//.test(id)) return null;
      const marks = new Set<number>();
      for (const statement of this.parse(code, { lang: "ts" }).body) {
        const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
        if (declared?.type === "VariableDeclaration") callsAtLoad(declared, marks);
      }
      let last = 0;
      const parts = [...marks].sort((a, b) => a - b).map((at) => code.slice(last, (last = at)));
      return { code: [...parts, code.slice(last)].join("/* @__PURE__ */ "), map: null };
    },
  };
}

/** Modules that are replaced, by the end of their package and of what is imported there. */
const standIns: { importer: RegExp; source: RegExp; code: (engine: string) => string }[] = [
  // The player speaks WebSocket only: no long polling, no WebTransport.
  {
    importer: /engine\.io-client/,
    source: /\/transports\/index\.js$/,
    code: (engine) => `import { WS } from ${JSON.stringify(engine.replace(/index\.js(\?.*)?$/, "transports/websocket.js"))}; export const transports = { websocket: WS };`,
  },
  // It speaks JSON only: no binary attachments.
  {
    importer: /socket\.io-parser/,
    source: /\/(is-)?binary\.js$/,
    code: () => "export const hasBinary = () => false, isBinary = () => false, deconstructPacket = () => undefined, reconstructPacket = () => undefined;",
  },
  // Its connection comes back in its own time (backoff.ts): the manager's own is switched off.
  {
    importer: /socket\.io-client/,
    source: /\/backo2\.js$/,
    code: () => "export class Backoff { setMin() {} setMax() {} setJitter() {} reset() {} }",
  },
  // It knows the parts of its server's address, and takes none apart.
  { importer: /engine\.io-client/, source: /\/parseuri\.js$/, code: () => "export const parse = () => undefined;" },
  // Binary messages over long polling: neither comes here.
  {
    importer: /engine\.io-parser/,
    source: /base64-arraybuffer\.js$/,
    code: () => "export const decode = () => undefined;",
  },
];

/** Methods of its classes that nothing in the player calls, by file. One that was called all the same would end the journeys in tests/. */
const idleMethods: { file: RegExp; names: string[] }[] = [
  {
    file: /socket\.io-client\/build\/esm\/socket\.js/,
    names: ["disconnected", "open", "send", "_addToQueue", "close", "compress", "volatile", "onAny", "prependAny", "offAny", "listenersAny", "onAnyOutgoing", "prependAnyOutgoing", "offAnyOutgoing", "listenersAnyOutgoing"],
  },
  // Its connection comes back in its own time (backoff.ts).
  { file: /socket\.io-client\/build\/esm\/manager\.js/, names: ["connect", "disconnect", "reconnect", "onreconnect"] },
  // WebSocket from the start: there is nothing to upgrade to.
  { file: /engine\.io-client\/build\/esm\/socket\.js/, names: ["_probe", "send"] },
  { file: /engine\.io-client\/build\/esm\/transport\.js/, names: ["pause"] },
  { file: /socket\.io-parser\/build\/esm\/index\.js/, names: ["encodeAsBinary", "takeBinaryData"] },
];

/** What modules do when they are loaded that nothing in the player needs: register transports, hang helpers on `io`. */
const idle = /\/(engine\.io-client|socket\.io-client)\/build\/esm\/(index|transports\/(polling|webtransport)[^/]*)\.js/;

/** Leaves out what the player's libraries can do and the player never asks them to (2.6 KB of gzip). */
export function leaveOut(): Plugin {
  const mark = "\0yilu:stand-in:";
  return {
    name: "yilu:leave-out",
    enforce: "pre",
    async resolveId(source, importer) {
      if (importer === undefined) return null;
      const index = standIns.findIndex((one) => one.importer.test(importer) && one.source.test(source));
      if (index >= 0) return `${mark}${index}`;
      if (!/(engine|socket)\.io/.test(source + importer)) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved && idle.test(resolved.id) ? { ...resolved, moduleSideEffects: false } : resolved;
    },
    async load(id) {
      if (!id.startsWith(mark)) return null;
      const engine = await this.resolve("engine.io-client");
      return standIns[Number(id.slice(mark.length))]?.code(engine?.id ?? "") ?? null;
    },
    transform(code, id) {
      const names = idleMethods.find(({ file }) => file.test(id))?.names;
      if (!names) return null;
      const methods = methodsOf(this.parse(code), new Map());
      const gone = names.map((name) => methods.get(name) ?? this.error(`${id} has no method ${name} any more: look what does its work now`));
      let last = 0;
      const parts = gone.toSorted((a, b) => a.start - b.start).map(({ start, end }) => {
        const kept = code.slice(last, start);
        last = end;
        return kept;
      });
      return { code: [...parts, code.slice(last)].join(""), map: null };
    },
  };
}
