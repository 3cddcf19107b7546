import { routes, type Manifest, type Screen, type ScreenLive } from "@yilu/contract";
import { believable, united, within } from "@yilu/server/features/screens/power-on.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { send, signedIn, withToken, type Actor } from "../support/actors.ts";
import { campaignBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { listening, welcomed, type Line } from "../support/sockets.ts";
import { until } from "../support/until.ts";
import { noon, World } from "../support/world.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

describe("stretches in which a player was running", () => {
  it("are believed unless they lie in the future, run backwards, or are longer or older than 400 days", () => {
    const good = [noon - hourMs, noon - minuteMs] as const;
    expect(believable([good], noon)).toEqual([good]);
    expect(believable([[noon - hourMs, noon + 30_000]], noon)).toEqual([[noon - hourMs, noon]]);
    expect(believable([[noon - hourMs, noon + 2 * minuteMs]], noon)).toEqual([]);
    expect(believable([[noon - hourMs, noon - hourMs], [noon - minuteMs, noon - hourMs], [noon - 401 * dayMs, noon - dayMs], [0, hourMs]], noon)).toEqual([]);
  });

  it("are one where they overlap or lie less than a minute apart", () => {
    expect(united([[100_000, 200_000], [0, 50_000], [150_000, 300_000], [360_000, 400_000], [460_001, 500_000]])).toEqual([[0, 400_000], [460_001, 500_000]]);
    expect(united([[0, 1000], [0, 500], [200, 300]])).toEqual([[0, 1000]]);
    expect(united([])).toEqual([]);
  });

  it("are cut to what is asked for", () => {
    expect(within([[0, 10], [20, 30], [40, 50]], 5, 40)).toEqual([[5, 10], [20, 30]]);
  });
});

describe.each(databaseKinds)("on %s", (database) => {
  let world: World;
  let now = noon;
  let operator: Actor;
  const lines: Line[] = [];
  const kept = (line: Line): Line => {
    lines.push(line);
    return line;
  };

  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
    operator = await signedIn(world, "operator");
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
    now = noon;
  });
  afterAll(() => world.close());

  const status = (change: object = {}) => ({
    revision: null,
    download: null,
    playing: null,
    cacheUsedBytes: 300,
    cacheQuotaBytes: 1_000,
    persistent: true,
    ledgerHead: 12,
    unsentPlays: 3,
    clock: "trusted",
    droppedFrames: 4,
    failedItems: 1,
    ...change,
  });
  async function player() {
    const screen = await world.screen("here");
    const token = await world.token(screen);
    return { screen, token, line: kept(await welcomed(world.server, token)) };
  }
  const reported = (line: Line, change: object = {}) => line.ask("status", status(change));
  const rowsOf = (screenId: string) => world.inspector.client.powerOn.findMany({ where: { screenId }, orderBy: { fromAt: "asc" } });
  const stretches = async (screenId: string) => (await rowsOf(screenId)).map(({ fromAt, toAt }) => [Number(fromAt), Number(toAt)]);
  /** What a screen's stretches are once they are so; a status is written within half a second. */
  const written = (screenId: string, wanted: number[][]) => until(async () => JSON.stringify(await stretches(screenId)) === JSON.stringify(wanted));
  const screenOf = async ({ id }: Screen) => (await send(operator, routes.screens.get, { params: { id } })).body as Screen;

  it("what a player says of itself is shown with its screen and pushed; what an older player does not say is not known", async () => {
    const { screen, line } = await player();
    const console = kept(await listening(world.server, operator.client));
    const runStartedAt = noon - hourMs;
    const said = { showing: "black", lostPlays: 2, restarts: 31, runStartedAt, isMuted: true, decoders: 2, evidenceWaiting: 5, evidenceLost: 1 };
    await reported(line, said);
    const health = { ...said, droppedFrames: 4, failedItems: 1, ledgerHead: 12, persistent: true };
    const isTold = (message: unknown) => (message as ScreenLive).screenId === screen.id && (message as ScreenLive).health !== null;
    expect(await console.until("screen:live", isTold)).toMatchObject({ health, unsentPlays: 3, clock: "trusted", cacheUsedBytes: 300, cacheQuotaBytes: 1_000 });
    expect((await screenOf(screen)).live.health).toEqual(health);
    const old = await player();
    expect((await screenOf(old.screen)).live.health).toBeNull();
    await reported(old.line);
    const plain = { droppedFrames: 4, failedItems: 1, ledgerHead: 12, persistent: true, showing: null, lostPlays: 0, restarts: null, runStartedAt: null, isMuted: null, decoders: null, evidenceWaiting: null, evidenceLost: null };
    await until(async () => (await screenOf(old.screen)).live.health);
    expect((await screenOf(old.screen)).live.health).toEqual(plain);
  });

  it("the welcome names the screen's unit", async () => {
    const { line, screen } = await player();
    expect(line.all("welcome")).toMatchObject([{ screenName: screen.name, unitName: screen.unitName }]);
  });

  it("when it was on is kept, joined with what was known before; the same again changes nothing, and the status row stays small", async () => {
    const { screen, line } = await player();
    const [morning, evening] = [[noon - 5 * hourMs, noon - 4 * hourMs], [noon - 2 * hourMs, noon - hourMs]];
    await reported(line, { poweredOn: [morning, evening] });
    await written(screen.id, [morning, evening] as number[][]);
    await reported(line, { poweredOn: [morning, [noon - 2 * hourMs, noon - minuteMs]] });
    await written(screen.id, [morning, [noon - 2 * hourMs, noon - minuteMs]] as number[][]);
    await reported(line, { poweredOn: [[noon - 4.5 * hourMs, noon - 2 * hourMs - 30_000]] });
    await written(screen.id, [[noon - 5 * hourMs, noon - minuteMs]]);
    const row = await world.inspector.client.screenStatus.findUniqueOrThrow({ where: { screenId: screen.id } });
    expect(row.report).not.toHaveProperty("poweredOn");
    expect((await send(operator, routes.remote.power, { params: { id: screen.id }, query: { days: 1 } })).body).toEqual({
      fromAt: Date.parse("2026-06-25T16:00:00Z"),
      toAt: noon,
      timeZone: "Asia/Shanghai",
      on: [[noon - 5 * hourMs, noon - minuteMs]],
    });
  });

  it("what cannot be is left out, and the rest is kept; reports of many screens are one piece of work", async () => {
    const { screen, line } = await player();
    const good = [noon - 3 * hourMs, noon - 2 * hourMs];
    await reported(line, { poweredOn: [[noon - 500 * dayMs, noon - 499 * dayMs], good, [noon + dayMs, noon + 2 * dayMs]] });
    await written(screen.id, [good]);
    const ids = Array.from({ length: 300 }, (_, index) => `screen-${index}`);
    await world.server.powerOn.take(new Map(ids.map((id, index) => [id, [[noon - hourMs - index, noon]] as const])));
    const found = await world.server.powerOn.between(ids, noon - hourMs, noon);
    expect([found.size, found.get("screen-0"), found.get("screen-299")]).toEqual([300, [[noon - hourMs, noon]], [[noon - hourMs, noon]]]);
    expect(await world.server.powerOn.between(["nobody"], 0, noon)).toEqual(new Map());
  });

  it("is forgotten after its time", async () => {
    await world.server.powerOn.take(new Map([["long-ago", [[noon - 3 * dayMs, noon - 2 * dayMs], [noon - hourMs, noon]] as const]]));
    now = noon + 399 * dayMs;
    expect(await world.server.powerOn.forget(400)).toBeGreaterThanOrEqual(1);
    expect(await stretches("long-ago")).toEqual([[noon - hourMs, noon]]);
  });

  it("campaigns that want pictures say so in the profile of just the screens that show their entries, while they last", async () => {
    const mine = await player();
    const other = await player();
    const { staff, playlist, entry: everywhere } = world.place("here");
    const { id: entryId } = await world.entry("here");
    const entry = await world.server.schedule.get(staff, entryId);
    const { version, ...content } = entry;
    const targeted = { name: content.name, playlistId: playlist.id, tier: content.tier, startDate: null, endDate: null, dayparts: [], exceptDates: [], window: null, share: content.share, maxPlaysPerHour: null, start: content.start, exclude: [] };
    await world.server.schedule.change(staff, entryId, { ...targeted, include: [{ kind: "screen", screenId: mine.screen.id }], version });
    const manifestOf = async (token: string) => (await send(withToken(world, "player", "player", token), routes.player.manifest, {})).body as Manifest;
    const wanted = async (token: string) => (await manifestOf(token)).profile.evidence;
    expect(await wanted(mine.token)).toBeUndefined();
    const campaign = await world.server.campaigns.create(staff, { ...campaignBody(world, "here"), entryIds: [entryId], evidencePerDay: 2 });
    expect([await wanted(mine.token), await wanted(other.token)]).toEqual([[{ entryId, perDay: 2 }], undefined]);
    await mine.line.until("manifest:changed", () => mine.line.all("manifest:changed").length > 0);
    const second = await world.server.campaigns.create(staff, { ...campaignBody(world, "here"), entryIds: [entryId, everywhere.id], evidencePerDay: 5 });
    expect((await wanted(mine.token))?.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1))).toEqual([entryId, everywhere.id].sort().map((id, index) => ({ entryId: id, perDay: index === 0 ? 3 : 2 })));
    const third = await world.server.campaigns.create(staff, { ...campaignBody(world, "here"), entryIds: [entryId, everywhere.id], evidencePerDay: 1 });
    await world.server.campaigns.remove(staff, second.id);
    expect((await wanted(mine.token))?.toSorted((a, b) => b.perDay - a.perDay)).toEqual([{ entryId, perDay: 2 }, { entryId: everywhere.id, perDay: 1 }]);
    await world.server.campaigns.remove(staff, third.id);
    expect(await wanted(mine.token)).toEqual([{ entryId, perDay: 2 }]);
    now = Date.parse("2026-06-30T23:00:00Z");
    expect(await wanted(mine.token)).toEqual([{ entryId, perDay: 2 }]);
    now = Date.parse("2026-07-02T00:00:00Z");
    expect(await wanted(mine.token)).toBeUndefined();
    expect(campaign.evidencePerDay).toBe(2);
  });

  it("nothing of all this was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
