import type { DraftCheck, Playlist } from "@yilu/contract";
import { isOutsideHours, operatingHours } from "@yilu/server/features/schedule/hours.ts";
import { expect, it } from "vitest";
import { startTestServer, userIn } from "../support/server.ts";

const day = { from: 6, to: 22 };
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const at = (from: string, to: string) => [{ days: everyDay, from, to }];

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

it("nothing lies outside a whole day", () => {
  expect(operatingHours("00:00-24:00")).toEqual({ from: 0, to: 24 });
  expect(isOutsideHours(at("23:59", "24:00"), { from: 0, to: 24 })).toBe(false);
});

it("a draft that would play only while screens are off is warned of, before it is saved", async () => {
  const server = await startTestServer({ variables: { OPERATING_HOURS: "06:00-22:00" } });
  try {
    const office = await userIn(server, "scheduler", server.root.id);
    const shape = { kind: "bus", plate: null, line: null, place: null, widthPx: 1280, heightPx: 720, timeZone: "Asia/Shanghai", tags: [], groupIds: [], unitId: server.root.id };
    expect((await office.request("POST", "/api/screens", { ...shape, name: "湘D·0001D" })).status).toBe(200);
    const playlist = (await office.request("POST", "/api/playlists", { name: "夜里", items: [] })).body as Playlist;
    const draft = {
      id: null, name: "夜里", playlistId: playlist.id, tier: "regular", startDate: null, endDate: null, exceptDates: [], window: null,
      share: { kind: "fill", weight: 1 }, maxPlaysPerHour: null, start: "soft", include: [{ kind: "all" }], exclude: [],
    };
    const codes = async (dayparts: unknown[]) => ((await office.request("POST", "/api/entries/check", { ...draft, dayparts })).body as DraftCheck).warnings.map((warning) => warning.code);
    expect(await codes(at("22:30", "05:30"))).toContain("outsideOperatingHours");
    expect(await codes(at("08:00", "09:00"))).not.toContain("outsideOperatingHours");
  } finally {
    await server.remove();
  }
});
