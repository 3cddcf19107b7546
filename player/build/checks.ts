/** Makes small checks of the contract's schemas, so that zod itself (9 KB of gzip) stays at home. Nothing is typed twice. */
import { runnerImport, type Plugin } from "vite";
import * as checks from "../src/checks.ts";

/** What zod keeps of a schema or of one of its rules: as far as it is read here. */
interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  innerType?: Schema;
  element?: Schema;
  items?: Schema[];
  options?: Schema[];
  catchall?: Schema;
  rest?: Schema | null;
  values?: unknown[];
  entries?: Record<string, unknown>;
  check?: string;
  format?: string;
  pattern?: RegExp;
  minimum?: number;
  maximum?: number;
  value?: number;
  inclusive?: boolean;
  checks?: Schema[];
  fn?: unknown;
  tx?: unknown;
}
export interface Schema {
  _zod: { def: object };
}

const definition = (schema: Schema): Definition => schema._zod.def as Definition; // every schema has one of these; unknown types end the build
const unknown = (what: string | undefined): never => {
  throw new Error(`build/checks.ts does not know zod's "${String(what)}": teach it, or do without it in what the player is told`);
};

/** A rule of a string or a number, as a function in script. */
function rule(check: Schema): string {
  const { check: kind, format, pattern, value, minimum, maximum, inclusive, fn, tx } = definition(check);
  if (kind === "string_format" && format === "regex" && pattern && !pattern.global) return `(it) => ${String(pattern)}.test(it)`;
  if (kind === "min_length") return `(it) => it.length >= ${String(minimum)}`;
  if (kind === "max_length") return `(it) => it.length <= ${String(maximum)}`;
  if (kind === "greater_than") return `(it) => it >${inclusive ? "=" : ""} ${String(value)}`;
  if (kind === "less_than") return `(it) => it <${inclusive ? "=" : ""} ${String(value)}`;
  if (kind === "number_format" && format === "safeint") return "Number.isSafeInteger";
  // Refinements of the contract stand on their own: they name nothing but what every browser has.
  if (kind === "custom" && typeof fn === "function") return String(fn);
  if (kind === "overwrite" && typeof tx === "function") return String(tx);
  return unknown(kind);
}

/** How long a list may be. */
function bounds(rules: Schema[]): string {
  let [least, most] = ["0", "Infinity"];
  for (const { check, minimum, maximum } of rules.map(definition)) {
    if (check === "min_length") least = String(minimum);
    else if (check === "max_length") most = String(maximum);
    else unknown(check);
  }
  return rules.length > 0 ? `, ${least}, ${most}` : "";
}

/**
 * The same check in terms of src/checks.ts, as script.
 *
 * @throws where a schema uses what is not known here: that ends the build.
 */
export function transcribe(schema: Schema): string {
  const { type, shape = {}, innerType, element, items = [], options = [], catchall, rest, values = [], entries = {}, check, checks: rules = [] } = definition(schema);
  const inner = (one: Schema | undefined): string => (one ? transcribe(one) : unknown(type));
  const own = check === undefined ? [] : [schema];
  if (rules.length > 0 && !["string", "number", "array"].includes(type)) unknown(`rules of ${type}`);
  switch (type) {
    case "string":
      return `text(${[...own, ...rules].map(rule).join(", ")})`;
    case "number":
      return `number(${[...own, ...rules].map(rule).join(", ")})`;
    case "boolean":
      return "flag";
    case "literal":
      return `oneOf(${values.map((value) => JSON.stringify(value)).join(", ")})`;
    case "enum":
      return `oneOf(${Object.values(entries).map((value) => JSON.stringify(value)).join(", ")})`;
    case "nullable":
      return `nullable(${inner(innerType)})`;
    case "optional":
      return `optional(${inner(innerType)})`;
    case "array":
      return `list(${inner(element)}${bounds(rules)})`;
    case "tuple":
      return rest ? unknown("rest") : `tuple(${items.map(transcribe).join(", ")})`;
    case "union":
      return `either(${options.map(transcribe).join(", ")})`;
    case "object": {
      const isStrict = catchall !== undefined && (definition(catchall).type === "never" || unknown("catchall"));
      const parts = Object.entries(shape).map(([key, part]) => `${JSON.stringify(key)}: ${transcribe(part)}`);
      return `object({ ${parts.join(", ")} }${isStrict ? ", true" : ""})`;
    }
    default:
      return unknown(type);
  }
}

/** Puts the checks in the place of src/wire.ts. Not while developing, where a schema may change under a running player. */
export function smallChecks(): Plugin {
  const at = (file: string): string => new URL(`../src/${file}`, import.meta.url).pathname;
  return {
    name: "yilu:small-checks",
    apply: "build",
    enforce: "pre",
    async load(id) {
      if (id !== at("wire.ts")) return null;
      const { module } = await runnerImport<{ wire: Record<string, Schema> }>(id, { configFile: false, logLevel: "error" });
      const parts = Object.entries(module.wire).map(([name, schema]) => `${name}: whole(${transcribe(schema)})`);
      return `import { ${Object.keys(checks).join(", ")} } from ${JSON.stringify(at("checks.ts"))};\nexport const wire = { ${parts.join(",\n")} };`;
    },
  };
}
