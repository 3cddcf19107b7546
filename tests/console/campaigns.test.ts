import dayjs from "dayjs";
import { describe, expect, test } from "vitest";
import { routes, type Campaign } from "@yilu/contract";
import { base64Of, sizeWithin } from "../../console/src/features/campaigns/shrink.ts";
import { contentOf, fieldsOf, type Fields } from "../../console/src/features/campaigns/draft.ts";

const campaign: Campaign = {
  id: "c1",
  unitId: "u1",
  unitName: "县禁毒办",
  name: "全民禁毒宣传月",
  theme: "健康人生 绿色无毒",
  startDate: "2026-06-01",
  endDate: "2026-06-30",
  specialDates: ["2026-06-26"],
  targetPlaysPerScreenPerDay: 40,
  entryIds: ["e1"],
  unitIds: ["u1"],
  reportDue: 1_783_000_000_000,
  closesAt: null,
  audienceEstimate: null,
  evidencePerDay: 0,
  notes: "",
  draftsAt: 1_782_900_000_000,
  closesByItselfAt: 1_783_000_000_000,
  state: "running",
  summaries: [],
  ownUnitIds: [],
  whole: true,
  version: 3,
};
/** A form that holds every field, as it does once it has been checked. */
const filled = (change: Partial<Fields>): Fields => ({ ...(fieldsOf(campaign, "u1") as Fields), ...change });

describe("the form of a campaign", () => {
  test("opened and saved unchanged, it sends what was there, which the contract accepts", () => {
    const content = contentOf(filled({}));
    const { name, theme, startDate, endDate, specialDates, targetPlaysPerScreenPerDay, entryIds, unitIds, reportDue, closesAt, audienceEstimate, evidencePerDay, notes } = campaign;
    expect(content).toEqual({ name, theme, startDate, endDate, specialDates, targetPlaysPerScreenPerDay, entryIds, unitIds, reportDue, closesAt, audienceEstimate, evidencePerDay, notes });
    expect(routes.campaigns.change.body.safeParse({ ...content, version: 3 }).success).toBe(true);
    expect(routes.campaigns.create.body.safeParse({ ...content, unitId: "u1" }).success).toBe(true);
  });

  test("special dates are sent in order and once each; line breaks of the notes become spaces", () => {
    const content = contentOf(filled({ specialDates: ["2026-06-26", "2026-06-03", "2026-06-26"].map((day) => dayjs(day)), notes: " 第一行\n第二行 " }));
    expect(content.specialDates).toEqual(["2026-06-03", "2026-06-26"]);
    expect(content.notes).toBe("第一行 第二行");
  });

  test("a new campaign starts with one's own unit, without a target", () => {
    expect(fieldsOf(null, "u7")).toMatchObject({ unitId: "u7", unitIds: ["u7"], targetPlaysPerScreenPerDay: 0, entryIds: [] });
  });
});

describe("pictures are made small before they are sent", () => {
  test("the longer side is at most 1,600 px, the shape stays, small ones stay as they are", () => {
    expect(sizeWithin(4000, 3000)).toEqual({ width: 1600, height: 1200 });
    expect(sizeWithin(3000, 4000)).toEqual({ width: 1200, height: 1600 });
    expect(sizeWithin(640, 480)).toEqual({ width: 640, height: 480 });
    expect(sizeWithin(9000, 1)).toEqual({ width: 1600, height: 1 });
  });

  test("base64 is the same whatever the pieces", () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, n) => n % 256);
    expect(base64Of(bytes, 7)).toBe(Buffer.from(bytes).toString("base64"));
    expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  });
});
