import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { dictionary, type Dictionary } from "../../console/src/lib/i18n.ts";

const source = resolve(import.meta.dirname, "../../console/src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => /[tT]ext\.ts$/.test(path));

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === "object" && value !== null && "zh" in value && "en" in value && "name" in value;
}
const all = (
  await Promise.all(
    files.map(async (path) => {
      const module: Record<string, unknown> = await import(pathToFileURL(join(source, path)).href);
      return Object.values(module).filter(isDictionary);
    }),
  )
).flat();
const variables = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();
const chinese = /[\u4e00-\u9fff]/;

describe("every word of the console exists in both languages", () => {
  test("every feature has a dictionary, under a name of its own", () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
    expect(all.map((words) => words.name).sort()).toEqual([...new Set(all.map((words) => words.name))].sort());
    expect(all.map((words) => words.name)).toEqual(expect.arrayContaining(["app", "common", "session", "home", "screens", "reports", "media", "playlists", "entries", "system"]));
  });

  test.each(all.map((words) => [words.name, words] as const))("%s: English has the keys of Chinese, and the same variables", (_, words) => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.zh).sort());
    for (const [key, zh] of Object.entries(words.zh)) expect([key, variables(words.en[key] ?? "")]).toEqual([key, variables(zh)]);
  });

  test.each(all.map((words) => [words.name, words] as const))("%s: English is English, and nothing is empty", (_, words) => {
    const own = new Set(["language"]); // the name of the other language, in that language
    expect(Object.entries(words.en).filter(([key, text]) => text.trim() === "" || (chinese.test(text) && !own.has(key)))).toEqual([]);
    expect(Object.entries(words.zh).filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test.each(all.map((words) => [words.name, words] as const))("%s: no exclamation marks, no 请您", (_, words) => {
    expect(Object.values(words.zh).filter((text) => /[！!]|请您/.test(text))).toEqual([]);
  });

  test("a key that English lacks does not compile", () => {
    // @ts-expect-error the English dictionary lacks "two"
    expect(dictionary("test-missing", { one: "一", two: "二" }, { one: "One" }).name).toBe("test-missing");
    // @ts-expect-error "three" is no key of the Chinese dictionary
    expect(dictionary("test-extra", { one: "一" }, { one: "One", three: "Three" }).name).toBe("test-extra");
  });

  test("the dictionaries found are those of the sources", () => {
    expect(files.map((path) => relative(source, join(source, path)))).toContain(join("features", "screens", "text.ts"));
  });
});
