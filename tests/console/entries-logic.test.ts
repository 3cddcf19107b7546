import { describe, expect, test } from "vitest";
import { timeOf } from "../../console/src/components/dayparts/times.ts";
import { emptyDraft, inputOf, isDirty, takesOverForGood, type EntryDraft } from "../../console/src/features/entries/draft.ts";
import { reachOf, withTarget } from "../../console/src/features/entries/reach.ts";
import { slotAt, totalsOf } from "../../console/src/features/entries/slots.ts";
import { instantOf, minuteAt } from "../../console/src/features/entries/times.ts";

describe("times as people type them", () => {
  test.each([
    ["7", "07:00"],
    ["730", "07:30"],
    ["0730", "07:30"],
    ["7:30", "07:30"],
    ["19：05", "19:05"],
    ["24:00", "24:00"],
    [" 9 ", "09:00"],
  ])("%s is %s", (typed, time) => {
    expect(timeOf(typed)).toBe(time);
  });

  test.each(["", "24:30", "25:00", "7:60", "abc", "7:3"])("%s is no time", (typed) => {
    expect(timeOf(typed)).toBeNull();
  });
});

describe("a local time of a zone as an instant", () => {
  test("Shanghai is eight hours ahead", () => {
    expect(instantOf("2026-06-26", 20 * 60 + 12, "Asia/Shanghai")).toBe(Date.parse("2026-06-26T12:12:00Z"));
    expect(minuteAt(Date.parse("2026-06-26T12:12:59.999Z"), "Asia/Shanghai")).toBe(20 * 60 + 12);
    expect(minuteAt(Date.parse("2026-06-26T18:00:00Z"), "Asia/Shanghai")).toBe(2 * 60);
  });

  test("Berlin's skipped hour is read as after the jump, its repeated hour as the first pass", () => {
    expect(instantOf("2026-03-29", 2 * 60 + 30, "Europe/Berlin")).toBe(Date.parse("2026-03-29T01:30:00Z"));
    expect(instantOf("2026-10-25", 2 * 60 + 30, "Europe/Berlin")).toBe(Date.parse("2026-10-25T00:30:00Z"));
    expect(instantOf("2026-10-25", 0, "Europe/Berlin")).toBe(Date.parse("2026-10-24T22:00:00Z"));
  });
});

describe("whom targets reach", () => {
  const units = [
    { id: "county", path: "/county/" },
    { id: "bus", path: "/county/bus/" },
    { id: "line3", path: "/county/bus/line3/" },
    { id: "media", path: "/county/media/" },
  ];
  const screens = [
    { id: "a", kind: "bus" as const, unitId: "bus", groupIds: ["g1"] },
    { id: "b", kind: "bus" as const, unitId: "line3", groupIds: [] },
    { id: "c", kind: "led" as const, unitId: "media", groupIds: ["g1"] },
  ];
  const ids = (include: Parameters<typeof reachOf>[2], exclude: Parameters<typeof reachOf>[3] = []): string[] => reachOf(screens, units, include, exclude).map(({ id }) => id);

  test("a unit means its screens and those below", () => {
    expect(ids([{ kind: "unit", unitId: "bus" }])).toEqual(["a", "b"]);
    expect(ids([{ kind: "unit", unitId: "line3" }])).toEqual(["b"]);
    expect(ids([{ kind: "unit", unitId: "us" }])).toEqual([]);
  });

  test("each screen counts once, and an exclusion wins", () => {
    expect(ids([{ kind: "screenKind", screenKind: "bus" }, { kind: "group", groupId: "g1" }])).toEqual(["a", "b", "c"]);
    expect(ids([{ kind: "all" }], [{ kind: "group", groupId: "g1" }])).toEqual(["b"]);
    expect(ids([{ kind: "screen", screenId: "c" }], [{ kind: "all" }])).toEqual([]);
  });

  test("all stands alone", () => {
    expect(withTarget([{ kind: "screenKind", screenKind: "bus" }], { kind: "all" })).toEqual([{ kind: "all" }]);
    expect(withTarget([{ kind: "all" }], { kind: "screenKind", screenKind: "led" })).toEqual([{ kind: "screenKind", screenKind: "led" }]);
  });
});

describe("what the form holds", () => {
  const saved: EntryDraft = { ...emptyDraft, name: "宣传月循环", playlistId: "p1", dayparts: [{ days: [1, 2], from: "07:00", to: "09:00" }], exceptDates: ["2026-06-02", "2026-06-01"] };

  test("the order of days and of exception dates changes nothing, nor do spaces round the name", () => {
    expect(isDirty({ ...saved, name: " 宣传月循环 ", dayparts: [{ days: [2, 1], from: "07:00", to: "09:00" }], exceptDates: ["2026-06-01", "2026-06-02"] }, saved)).toBe(false);
  });

  test("a share, a target or a daypart does", () => {
    expect(isDirty({ ...saved, share: { kind: "fill", weight: 2 } }, saved)).toBe(true);
    expect(isDirty({ ...saved, include: [{ kind: "screenKind", screenKind: "bus" }] }, saved)).toBe(true);
    expect(isDirty({ ...saved, dayparts: [] }, saved)).toBe(true);
  });

  test("the window, which the form does not show, is sent as it was", () => {
    const window = { startsAt: 1, endsAt: 2 };
    expect(inputOf({ ...saved, window: null }, { window })).toEqual({ ...saved, exceptDates: ["2026-06-01", "2026-06-02"], window });
  });

  test("a takeover without end and dayparts is for good", () => {
    expect(takesOverForGood({ ...saved, tier: "takeover", dayparts: [] })).toBe(true);
    expect(takesOverForGood({ ...saved, tier: "takeover", dayparts: [], endDate: "2026-06-26" })).toBe(false);
    expect(takesOverForGood({ ...saved, tier: "regular", dayparts: [] })).toBe(false);
  });
});

describe("planned slots", () => {
  const slot = (entryId: string, mediaId: string, startsAt: number, durationMs: number) => ({ entryId, entryName: entryId, playlistId: "p", mediaId, title: mediaId, startsAt, durationMs });
  const slots = [slot("e1", "m1", 0, 1000), slot("e2", "m2", 1000, 500), slot("e1", "m1", 1500, 1000)];

  test("a slot's start is inside, its end is not", () => {
    expect(slotAt(slots, 999)?.startsAt).toBe(0);
    expect(slotAt(slots, 1000)?.entryId).toBe("e2");
    expect(slotAt(slots, 2500)).toBeUndefined();
  });

  test("totals add up to one, the longest first", () => {
    expect(totalsOf(slots)).toEqual([
      { key: "e1 m1", entryName: "e1", title: "m1", mediaId: "m1", plays: 2, airtimeMs: 2000, part: 0.8 },
      { key: "e2 m2", entryName: "e2", title: "m2", mediaId: "m2", plays: 1, airtimeMs: 500, part: 0.2 },
    ]);
  });
});
