import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { auditText as text } from "../../console/src/features/system/auditText.ts";

const server = join(import.meta.dirname, "../../server/src");
const read = (file: string): string => readFileSync(join(server, file), "utf8");
const sources = readdirSync(join(server, "features"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(join("features", file)));
const named = (pattern: RegExp): string[] => [...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name]) => name ?? "")))].sort();

const things = named(/objectType: "([A-Za-z]+)"/g);
/** "unit.create", as it stands in the server's code; names of events look the same and are left out. */
function actions(): string[] {
  const events = new Set([...read("events.ts").matchAll(/^ {2}"?([a-z.]+)"?:/gm)].map(([, name]) => name));
  return named(/"([a-z][A-Za-z]*\.[a-z][A-Za-z]*)"/g).filter((name) => !events.has(name) && [...things, "session"].includes(name.split(".")[0] ?? ""));
}
const lacks = (prefix: "thing" | "do", names: readonly string[]): string[] => names.filter((name) => !Object.hasOwn(text.zh, `${prefix}.${name}`));

it("every thing and every deed that the server writes down has its words", () => {
  expect(things).toEqual(expect.arrayContaining(["unit", "user", "screen", "entry"]));
  expect(lacks("thing", things)).toEqual([]);
  expect(actions()).toEqual(expect.arrayContaining(["unit.create", "user.resetPassword", "session.signIn", "security.change"]));
  expect(lacks("do", actions().map((name) => name.split(".")[1] ?? ""))).toEqual([]);
});
