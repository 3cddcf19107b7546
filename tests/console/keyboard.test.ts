import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/* What the keyboard check in the browser cannot see: rows of tables, which it excepts, and pictures, whose library hears clicks for itself. */
const folder = fileURLToPath(new URL("../../console/src", import.meta.url));
/** Hand a picture's clicks on to whoever draws it. */
const handsOn = ["components/BarsChart.tsx"];

const rules = [
  ["a row hears clicks and takes no focus or no key", /\bonRow\b/, (source: string) => /\btabIndex\b/.test(source) && /\bonKeyDown\b/.test(source)],
  ["a row unfolds by a click, and has not antd's own button", /\bexpandRowByClick\b/, (source: string) => !/\b(?:expandIcon|showExpandColumn)\b/.test(source)],
  ["a picture leads on, and its numbers do not", /<(?:BarsChart|ChartBox)\b(?:(?!\/>)[^])*\bonSelect\b/, (source: string) => /<Numbers\b/.test(source) && /<(?:Link|button|Button)\b/.test(source)],
] as const;

/** What in a source can be had by a click alone. */
const faultsOf = (source: string): string[] => rules.flatMap(([what, clicks, hasKeys]) => (clicks.test(source) && !hasKeys(source) ? [what] : []));

test("no row and no picture leads on by a click alone", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx") && !handsOn.includes(file));
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => faultsOf(readFileSync(join(folder, file), "utf8")).map((what) => `${file}: ${what}`))).toEqual([]);
});

test("one that does is found, and one with a way by keys is not", () => {
  const [row, unfolding, picture] = ["<Table onRow={(one) => ({ onClick })} />", "<Table expandable={{ expandRowByClick: true, showExpandColumn: false }} />", "<BarsChart format={(n) => n} {...(onSelect && { onSelect })} />"];
  expect([row, unfolding, picture].map(faultsOf)).toEqual(rules.map(([what]) => [what]));
  expect(faultsOf(`${row.replace("onClick", "onClick, onKeyDown, tabIndex: 0")}<Table expandable={{ expandRowByClick: true }} />${picture}<Numbers rows={<button />} />`)).toEqual([]);
});
