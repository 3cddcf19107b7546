import type { AnswerOf, Entry, Playlist, routes } from "@yilu/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, unitIn, userIn, type Client, type TestServer } from "../support/server.ts";

let server: TestServer;
let above: Client;
let below: Client;
let playlist: Playlist;
beforeAll(async () => {
  server = await startTestServer();
  const unit = await unitIn(server, "公交公司");
  const beside = await unitIn(server, "客运公司");
  above = await userIn(server, "scheduler", server.root.id);
  below = await userIn(server, "scheduler", unit.id);
  const shape = { kind: "bus", plate: null, line: null, place: null, widthPx: 1280, heightPx: 720, timeZone: "Asia/Shanghai", tags: [], groupIds: [] };
  await above.request("POST", "/api/screens", { ...shape, name: "甲车", unitId: unit.id });
  await above.request("POST", "/api/screens", { ...shape, name: "乙车", unitId: beside.id });
  playlist = (await below.request("POST", "/api/playlists", { name: "公司的列表", items: [] })).body as Playlist;
});
afterAll(() => server.remove());

const timing = { startDate: null, endDate: null, dayparts: [], exceptDates: [], window: null, share: { kind: "fill", weight: 1 }, maxPlaysPerHour: null, start: "soft" };

it("a unit sees that its playlist is in use above, but not by what", async () => {
  const entry = { ...timing, name: "县里的排期", playlistId: playlist.id, tier: "regular", include: [{ kind: "all" }], exclude: [] };
  expect((await above.request("POST", "/api/entries", entry)).status).toBe(200);
  expect(((await above.request("GET", `/api/playlists/${playlist.id}`)).body as Playlist).usedIn).toMatchObject([{ name: "县里的排期" }]);
  expect(((await below.request("GET", `/api/playlists/${playlist.id}`)).body as Playlist).usedIn).toEqual([]);
  const refused = await below.request("DELETE", `/api/playlists/${playlist.id}`);
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.body)).not.toContain("县里的排期");
  expect(JSON.stringify(refused.body)).toContain("上级单位的 1 条");
});

it("an emergency from above is seen below with one's own screens only, and not whom else it is for", async () => {
  const sent = await above.request("POST", "/api/emergencies", { name: "山洪预警", playlistId: playlist.id, minutes: 30, include: [{ kind: "screenKind", screenKind: "bus" }], exclude: [] });
  expect((sent.body as Entry).screenCount).toBe(2);
  type Running = AnswerOf<typeof routes.emergencies.list>;
  const seen = async (who: Client) => (await who.request("GET", "/api/emergencies")).body as Running;
  expect(await seen(above)).toMatchObject([{ name: "山洪预警", screenCount: 2, playingScreens: 2, include: [{ kind: "screenKind", screenKind: "bus" }] }]);
  expect(await seen(below)).toMatchObject([{ name: "山洪预警", screenCount: 1, playingScreens: 1, include: [{ kind: "all" }], exclude: [] }]);
});
