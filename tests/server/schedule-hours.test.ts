import type { AnswerOf, DraftCheck, Explanation, Playlist, routes, Screen, Timeline } from "@yilu/contract";
import { closedIn, hoursOf, isOpen, isOutsideHours, operatingHours } from "@yilu/server/features/schedule/hours.ts";
import { expect, it } from "vitest";
import { startTestServer, userIn } from "../support/server.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const at = (from: string, to: string, days = everyDay) => [{ days, from, to }];
const day = at("06:00", "22:00");

it.each([
  ["before they open", at("03:00", "06:00"), true],
  ["after they close", at("22:00", "24:00"), true],
  ["overnight, between closing and opening", at("22:30", "05:30"), true],
  ["overnight, into the morning", at("22:30", "06:01"), false],
  ["overnight, from the evening", at("21:59", "05:00"), false],
  ["in the day", at("08:00", "09:00"), false],
  ["one out of two in the day", [...at("03:00", "04:00"), ...at("08:00", "09:00")], false],
  ["no dayparts at all", [], false],
])("a daypart %s", (_what, dayparts, outside) => {
  expect(isOutsideHours(dayparts, day)).toBe(outside);
});

it.each([
  ["on a day when the screen is off", at("08:00", "09:00", [6, 7]), at("06:00", "22:00", [1, 2, 3, 4, 5]), true],
  ["on the morning after a night that is open", at("01:00", "02:00", [1]), at("20:00", "02:30", [7]), false],
  ["on the night before one that is open", at("01:00", "02:00", [7]), at("20:00", "02:30", [7]), true],
  ["at the very end of one", at("22:00", "22:30"), at("21:30", "22:00"), true],
])("a daypart %s", (_what, dayparts, hours, outside) => {
  expect(isOutsideHours(dayparts, hours)).toBe(outside);
});

it("an instant lies in hours by the screen's own clock, over midnight too; none means always", () => {
  const night = at("20:00", "02:30", [5]);
  const open = (text: string) => isOpen(night, "Asia/Shanghai", Date.parse(text));
  expect(["2026-06-26T11:59:59Z", "2026-06-26T12:00:00Z", "2026-06-26T18:29:59Z", "2026-06-26T18:30:00Z", "2026-06-27T13:00:00Z"].map(open)).toEqual([false, true, true, false, false]);
  expect(isOpen([], "Asia/Shanghai", 0)).toBe(true);
});

it("the stretches outside of hours, cut to what is asked: nights join over midnight, days off with them", () => {
  const [from, to] = [Date.parse("2026-06-26T00:00:00+08:00"), Date.parse("2026-06-29T00:00:00+08:00")]; // Friday to Sunday
  const shown = (hours: Parameters<typeof closedIn>[0]) => closedIn(hours, "Asia/Shanghai", from, to).map((one) => [one.from, one.to].map((at) => new Date(at + 8 * 3_600_000).toISOString().slice(8, 16)));
  expect(shown(day)).toEqual([["26T00:00", "26T06:00"], ["26T22:00", "27T06:00"], ["27T22:00", "28T06:00"], ["28T22:00", "29T00:00"]]);
  expect(shown(at("06:00", "22:00", [1, 2, 3, 4, 5]))).toEqual([["26T00:00", "26T06:00"], ["26T22:00", "29T00:00"]]);
  expect([shown([]), shown(at("00:00", "24:00"))]).toEqual([[], []]);
});

it("hours that were set for a screen hold instead of the usual ones; nothing lies outside a whole day", () => {
  const usual = operatingHours("06:00-22:00");
  expect(usual).toEqual({ from: 6, to: 22 });
  expect(hoursOf({}, usual)).toEqual(day);
  expect(hoursOf({ operatingHours: at("05:30", "23:00") }, usual)).toEqual(at("05:30", "23:00"));
  expect(hoursOf({ operatingHours: [] }, usual)).toEqual([]);
  expect(hoursOf({}, operatingHours("00:00-24:00"))).toEqual([]);
  expect(isOutsideHours(at("23:59", "24:00"), [])).toBe(false);
});

it("a draft that would play only while screens are off is warned of, before it is saved", async () => {
  const server = await startTestServer({ variables: { OPERATING_HOURS: "06:00-22:00" } });
  try {
    const office = await userIn(server, "scheduler", server.root.id);
    const shape = { kind: "bus", plate: null, line: null, place: null, widthPx: 1280, heightPx: 720, timeZone: "Asia/Shanghai", tags: [], groupIds: [], unitId: server.root.id };
    const early = (await office.request("POST", "/api/screens", { ...shape, name: "湘D·0001D" })).body as Screen;
    const late = (await office.request("POST", "/api/screens", { ...shape, name: "湘D·0002D" })).body as Screen;
    const playlist = (await office.request("POST", "/api/playlists", { name: "夜里", items: [] })).body as Playlist;
    const draft = {
      id: null, name: "夜里", playlistId: playlist.id, tier: "regular", startDate: null, endDate: null, exceptDates: [], window: null,
      share: { kind: "fill", weight: 1 }, maxPlaysPerHour: null, start: "soft", include: [{ kind: "all" }], exclude: [],
    };
    const warnings = async (dayparts: unknown[]) => ((await office.request("POST", "/api/entries/check", { ...draft, dayparts })).body as DraftCheck).warnings;
    const codes = async (dayparts: unknown[]) => (await warnings(dayparts)).map((warning) => warning.code);
    expect(await codes(at("22:30", "05:30"))).toContain("outsideOperatingHours");
    expect(await codes(at("08:00", "09:00"))).not.toContain("outsideOperatingHours");
    const set = (screenIds: string[], operatingHours: unknown[]) => office.request("POST", "/api/screens/settings", { screenIds, set: { operatingHours }, clear: [] });
    expect((await set([late.id], at("18:00", "23:30"))).status).toBe(200);
    expect(await warnings(at("22:30", "05:30"))).toContainEqual({ code: "outsideOperatingHours", message: { zh: "有 1 块屏幕那时不开：时段都在它们的运营时间之外", en: "1 screens are off then: all dayparts lie outside their operating hours" } });
    expect((await set([early.id], at("20:00", "23:00"))).status).toBe(200);
    expect(await codes(at("22:30", "05:30"))).not.toContain("outsideOperatingHours");
    const noon = Date.parse("2026-06-24T12:00:00+08:00");
    const isOff = async (instant: number) => ((await office.request("GET", `/api/screens/${early.id}/explanation?at=${instant}`)).body as Explanation).isOff;
    expect([await isOff(noon), await isOff(noon + 9 * 3_600_000), await isOff(noon + 11 * 3_600_000)]).toEqual([true, false, true]);
    type Minute = AnswerOf<typeof routes.planning.minute>;
    const { rows } = (await office.request("GET", `/api/preview?at=${noon + 7 * 3_600_000}`)).body as Minute;
    expect(rows.map((row) => [row.screenId, row.isOff])).toEqual([[early.id, true], [late.id, false]]);
    const midnight = noon - 12 * 3_600_000;
    const line = (await office.request("GET", `/api/timeline?from=${midnight}&to=${midnight + 24 * 3_600_000}`)).body as Timeline;
    const off = (hours: [number, number][]) => hours.map(([from, to]) => ({ from: midnight + from * 3_600_000, to: midnight + to * 3_600_000 }));
    expect(line.rows.map((row) => [row.screens[0]?.id, row.off])).toEqual([[early.id, off([[0, 20], [23, 24]])], [late.id, off([[0, 18], [23.5, 24]])]]);
  } finally {
    await server.remove();
  }
});
