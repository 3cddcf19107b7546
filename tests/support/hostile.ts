import * as fc from "fast-check";

type Schema = Record<string, unknown>;
type Path = readonly (string | number)[];
export interface Edit {
  path: Path;
  /** Undefined: left out. */
  value: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const schemasIn = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isObject) : []);

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** Values that a program sends by mistake, and people on purpose. */
export const nasties: readonly unknown[] = [
  null, true, false, 0, -1, 0.5, -0, 1e308, 2 ** 53, -(2 ** 53), 8_640_000_000_000_001, 9_000_000_000_001, 2_147_483_648,
  "", " ", "0", "-1", "NaN", "Infinity", "1e999", "0x10", "null", "undefined", "true", "[object Object]",
  "\u0000", "a\u0000b", "\u0007", "line\nbreak", "\ud800", "a\udc00b", "\ud83d\ude00", "\u202eabc", "\ufeff", "e\u0301".repeat(50),
  "../../../etc/passwd", "..\\..\\windows", "%2e%2e%2f", "file:///etc/passwd", "' OR '1'='1", '"; DROP TABLE "Unit"; --', "1; SELECT pg_sleep(9)", "%", "_", "%' --", "\\",
  "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "=HYPERLINK(1)", "__proto__", "constructor", "toString", "hasOwnProperty",
  [], {}, [[]], [null], ["a", "b"], { length: 1_000_000 }, { toString: 1, valueOf: null }, Object.fromEntries([["__proto__", { admin: true }]]), { constructor: { prototype: { admin: true } } }, { $ne: null }, { in: [] }, { $ref: "#" },
  "x".repeat(101), "x".repeat(5_000), "x".repeat(120_000), "汉".repeat(30_000), Array.from({ length: 3_000 }, () => 0), nested(3_000, (inner) => [inner]), nested(2_000, (inner) => ({ a: inner })),
  "2026-02-30", "0000-00-00", "9999-12-31", "2200-12-31", "1970-01-01", "+275760-09-13", "24:00", "25:00", "Mars/Phobos", "UTC", "+08:00",
];

/** Values at and just past the borders of a schema. */
export function edges(schema: Schema): unknown[] {
  const variants = [...schemasIn(schema["anyOf"]), ...schemasIn(schema["oneOf"])].flatMap(edges);
  if (variants.length > 0) return variants;
  if ("const" in schema) return [schema["const"]];
  if (Array.isArray(schema["enum"])) return [...schema["enum"].slice(0, 12), "no such word"];
  const number = (name: string): number | null => (typeof schema[name] === "number" ? schema[name] : null);
  switch (schema["type"]) {
    case "integer":
    case "number": {
      const [least, most] = [number("minimum") ?? number("exclusiveMinimum") ?? -10, number("maximum") ?? 10];
      return [least, most, least - 1, most + 1, least + 0.5, most - 1];
    }
    case "string": {
      const most = number("maxLength");
      return most === null ? ["a", "A_-9", "0".repeat(64), "00:00", "2200-12-31"] : ["a", "汉".repeat(most), "x".repeat(most + 1), "😀".repeat(Math.floor(most / 2)), `a${"\ud83d"}`];
    }
    case "array": {
      const [one] = edges(isObject(schema["items"]) ? schema["items"] : {});
      return [[], [one], [one, one], Array.from({ length: (number("maxItems") ?? 5) + 1 }, () => one)];
    }
    case "object": {
      const properties = isObject(schema["properties"]) ? schema["properties"] : {};
      const choices = Object.entries(properties).map(([name, one]) => [name, edges(isObject(one) ? one : {})] as const);
      return [0, 1].map((index) => Object.fromEntries(choices.map(([name, values]) => [name, values[index] ?? values[0]])));
    }
    default:
      return [null, 0, "a"];
  }
}

/** Every single change of a good value to a border of its schema. */
export function edits(schema: Schema, good: unknown, path: Path = []): Edit[] {
  const here = path.length === 0 ? [] : edges(schema).map((value) => ({ path, value }));
  const variants = [...schemasIn(schema["anyOf"]), ...schemasIn(schema["oneOf"])].flatMap((variant) => edits(variant, good, path).filter((edit) => edit.path.length > path.length));
  const properties = isObject(schema["properties"]) && (isObject(good) || good === undefined) ? Object.entries(schema["properties"]) : [];
  const within = properties.flatMap(([name, one]) => (isObject(one) ? edits(one, isObject(good) ? good[name] : undefined, [...path, name]) : []));
  const items = Array.isArray(good) && good.length > 0 && isObject(schema["items"]) ? edits(schema["items"], good[0], [...path, 0]) : [];
  return [...here, ...variants, ...within, ...items];
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  const below = Array.isArray(value) ? value.slice(0, 3).map((one, index) => [index, one] as const) : isObject(value) ? Object.entries(value) : [];
  return [path, ...below.flatMap(([key, one]) => pathsIn(one, [...path, key]))];
}

/** The value with one place changed; objects on the way are made where there are none. */
export function applied(value: unknown, { path, value: put }: Edit): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    list[key] = applied(list[key], { path: rest, value: put });
    return list;
  }
  const entries = new Map(isObject(value) ? Object.entries(value) : []);
  if (rest.length === 0 && put === undefined) entries.delete(key);
  else entries.set(key, applied(entries.get(key), { path: rest, value: put }));
  return Object.fromEntries(entries); // makes "__proto__" an own key, as JSON.parse does
}

const keys = ["__proto__", "constructor", "toString", "id", "unitId", "role", "extra", "", "\u0000", "a".repeat(10_000), "\ud800"];

/** A good value with one to three things wrong, or right up to the border, or right at it. */
export function spoilt(good: unknown, borders: readonly Edit[]): fc.Arbitrary<unknown> {
  const places = pathsIn(good);
  const place = fc.constantFrom(...places);
  const nasty = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...nasties) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) });
  const replaced = fc.record({ path: place, value: nasty });
  const removed = place.map((path): Edit => ({ path, value: undefined }));
  const added = fc.record({ path: place, key: fc.constantFrom(...keys), value: nasty }).map(({ path, key, value }): Edit => ({ path: [...path, key], value }));
  const border = borders.length === 0 ? replaced : fc.constantFrom(...borders);
  const one = fc.oneof({ weight: 3, arbitrary: border }, { weight: 3, arbitrary: replaced }, removed, added);
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(applied, good));
}
