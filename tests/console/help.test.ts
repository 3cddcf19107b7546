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
