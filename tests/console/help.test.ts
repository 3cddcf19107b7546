import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { pages } from "../../console/src/app/pages.ts";
import { en, topics, zh } from "../../console/src/features/help/content.ts";
import { manualEn, manualZh } from "../../console/src/features/help/manual.ts";

test("every page of the menu has its help, in both languages, with at least one task", () => {
  for (const { name } of pages) expect(topics).toContain(name);
  for (const topic of topics) {
    for (const guide of [zh[topic], en[topic]]) {
      expect(guide.about.length).toBeGreaterThan(12);
      expect(guide.tasks.length).toBeGreaterThan(0);
      expect(guide.tasks.flatMap(({ title, steps }) => [title, ...steps]).filter((line) => line.trim() === "")).toEqual([]);
    }
    expect([topic, en[topic].tasks.length, en[topic].words.length]).toEqual([topic, zh[topic].tasks.length, zh[topic].words.length]);
  }
});

test("the manual is two sheets with the same chapters in both languages", () => {
  expect(manualZh.sheets.map((sheet) => sheet.length)).toEqual([6, 6]);
  expect(manualEn.sheets.map((sheet) => sheet.length)).toEqual([6, 6]);
});

/** Every text that pages other than the help show, without what is filled in. */
async function shownTexts(language: "zh" | "en"): Promise<Set<string>> {
  const source = resolve(import.meta.dirname, "../../console/src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => /[tT]ext\.ts$/.test(path) && !path.includes("help"));
  const modules = await Promise.all(files.map(async (path): Promise<Record<string, unknown>> => import(pathToFileURL(join(source, path)).href)));
  const texts = modules.flatMap((module) => Object.values(module)).flatMap((words) => (typeof words === "object" && words !== null && language in words ? Object.values((words as { zh: object; en: object })[language]) : []));
  return new Set(texts.map((text) => String(text).replace(/\{\{\w+\}\}|：.*$|:.*$/g, "").trim()));
}

test("what the help and the manual put in quotes stands on a page, in these very words", async () => {
  for (const [language, guides, manual] of [["zh", zh, manualZh], ["en", en, manualEn]] as const) {
    const shown = await shownTexts(language);
    const lines = [...Object.values(guides).flatMap(({ about, tasks }) => [about, ...tasks.flatMap(({ title, steps }) => [title, ...steps])]), ...manual.sheets.flat().flatMap((part) => part.lines)];
    const quoted = lines.flatMap((line) => [...line.matchAll(/“([^”]+)”/g)].map(([, name = ""]) => name));
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((name) => !shown.has(name))).toEqual([]);
  }
});
