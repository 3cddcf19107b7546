import { routes } from "@yilu/contract";
import { expect, test } from "vitest";
import { filtersOf } from "../../console/src/lib/filters.ts";
import { daysOf, periodsOf } from "../../console/src/features/reports/periods.ts";

test("filters are read from the address, with the endpoint's own defaults", () => {
  expect(filtersOf(routes.screens.list, new URLSearchParams("kind=bus&page=3&q=6路"))).toEqual({ kind: "bus", page: 3, q: "6路", pageSize: 50 });
});

test("what the endpoint does not know or would refuse is ignored, the rest stays", () => {
  expect(filtersOf(routes.screens.list, new URLSearchParams("kind=boat&page=0&pair=ABCD&state=offline"), { pageSize: 120 })).toEqual({ page: 1, pageSize: 120, state: "offline" });
});

test("a refused date falls back to the default, not to an error", () => {
  const defaults = { from: "2026-06-18", to: "2026-06-24", by: "screen" } as const;
  expect(filtersOf(routes.reports.plays, new URLSearchParams("from=2026-02-30&by=day"), defaults)).toEqual({ ...defaults, by: "day" });
});

test("the usual periods have both ends inside", () => {
  expect(periodsOf("2026-03-01")).toEqual({
    today: { from: "2026-03-01", to: "2026-03-01" },
    yesterday: { from: "2026-02-28", to: "2026-02-28" },
    week: { from: "2026-02-23", to: "2026-03-01" },
    month: { from: "2026-03-01", to: "2026-03-01" },
    lastMonth: { from: "2026-02-01", to: "2026-02-28" },
  });
  expect(daysOf({ from: "2026-02-27", to: "2026-03-01" })).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});
