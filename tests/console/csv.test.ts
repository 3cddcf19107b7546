import { expect, test } from "vitest";
import { csvOf } from "../../console/src/lib/csv.ts";

test("a spreadsheet reads it: UTF-8 mark, quotes where needed, empty where nothing is known, nothing that runs", () => {
  const rows = [
    ["名称", "条次"],
    ['县城"公交", 12 路', 3],
    ["=HYPERLINK(1)", null],
    ["-5", -5],
  ];
  expect(csvOf(rows)).toBe(`\ufeff名称,条次\r\n"县城""公交"", 12 路",3\r\n'=HYPERLINK(1),\r\n'-5,-5\r\n`);
});
