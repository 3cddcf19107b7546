/** What keeps the player's script small: parts of its libraries that it never runs are left out of the bundle. */
import type { Plugin } from "vite";

interface Node {
  type: string;
  start: number;
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

/** The player speaks WebSocket only; long polling and WebTransport stay out (1.4 KB of gzip). */
export function websocketOnly(): Plugin {
  const stand = "\0yilu:transports";
  return {
    name: "yilu:websocket-only",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!importer?.includes("engine.io-client")) return null;
      if (source === "./transports/index.js") return stand;
      if (!/\/(polling|webtransport)[^/]*\.js$/.test(source)) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved && { ...resolved, moduleSideEffects: false };
    },
    async load(id) {
      if (id !== stand) return null;
      const engine = await this.resolve("engine.io-client");
      if (!engine) throw new Error("engine.io-client is not installed");
      const websocket = JSON.stringify(engine.id.replace(/index\.js(\?.*)?$/, "transports/websocket.js"));
      return `import { WS } from ${websocket}; export const transports = { websocket: WS };`;
    },
  };
}
