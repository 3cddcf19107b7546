import type { ReportShare } from "@yilu/contract";
import { expect, test } from "vitest";
import { linksOf, stateOf } from "../../console/src/components/sharing/state.ts";

const link = (id: string, change: Partial<ReportShare> = {}): ReportShare => ({
  id,
  title: id,
  shared: { what: "report", from: "2026-06-01", to: "2026-06-30", by: "unit" },
  createdAt: 1000,
  createdBy: "李静",
  expiresAt: 5000,
  revokedAt: null,
  lastOpenedAt: null,
  opens: 0,
  ...change,
});

test("a link is open until the instant at which it expires, and never again once it was revoked", () => {
  expect(stateOf(link("a"), 4999)).toBe("open");
  expect(stateOf(link("a"), 5000)).toBe("expired");
  expect(stateOf(link("a", { revokedAt: 2000 }), 2000)).toBe("revoked");
});

test("links of reports, of one campaign and of the wall stand apart; what still opens comes first, then the newest", () => {
  const campaign = link("campaign", { shared: { what: "campaign", campaignId: "c1" } });
  const other = link("other", { shared: { what: "campaign", campaignId: "c2" } });
  const wall = link("wall", { shared: { what: "wall" } });
  const rows = [link("old"), link("over", { expiresAt: 2000, createdAt: 1900 }), link("new", { createdAt: 1500 }), campaign, other, wall];
  expect(linksOf(rows, link("any").shared, 3000).map(({ id }) => id)).toEqual(["new", "old", "over"]);
  expect(linksOf(rows, campaign.shared, 3000)).toEqual([campaign]);
  expect(linksOf(rows, wall.shared, 3000)).toEqual([wall]);
});
