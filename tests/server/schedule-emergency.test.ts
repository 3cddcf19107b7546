import { routes, type AnswerOf, type BodyOf, type Entry, type Playlist, type Screen } from "@yilu/contract";
import { activeEntries, blocks } from "@yilu/contract/schedule";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, County, onScreen, refusal, shanghai, type Player } from "../support/county.ts";
import { databaseKinds } from "../support/databases.ts";
import type { Client } from "../support/server.ts";
import { welcomed } from "../support/sockets.ts";

const today = shanghai("2026-06-26 12:00");
const minuteMs = 60_000;
type Input = BodyOf<typeof routes.emergencies.start>;

describe.each(databaseKinds)("an emergency, on %s", (database) => {
  let county: County;
  let list: Playlist;
  let northList: Playlist;
  let bus: Screen;
  let led: Screen;
  let onBus: Player;
  let onLed: Player;
  let daily: Entry;
  beforeAll(async () => {
    county = await County.open(today, database);
    list = await county.playlist("日常", [10]);
    northList = await county.playlist("北区", [10], "north");
    bus = await county.screen("公交", "north");
    led = await county.screen("大屏", "south", { kind: "led" });
    onBus = await county.player(bus);
    onLed = await county.player(led);
    daily = await county.save("日常", list);
  });
  afterAll(() => county.close());
  afterEach(async () => {
    county.clock.now = today;
    const { rows } = await ask(county.staff.office, routes.entries.list, { query: { tier: "emergency", pageSize: 200 } });
    for (const emergency of rows) await county.remove(emergency);
  });

  const start = (rest: Partial<Input> = {}, who: Client = county.staff.office): Promise<Entry> =>
    ask(who, routes.emergencies.start, { body: { name: "暴雨红色预警", playlistId: list.id, minutes: 30, include: [{ kind: "all" }], exclude: [], ...rest } });
  const stop = (id: string, who: Client = county.staff.office): Promise<Entry> => ask(who, routes.emergencies.stop, { params: { id } });
  const running = (who: Client = county.staff.office): Promise<AnswerOf<typeof routes.emergencies.list>> => ask(who, routes.emergencies.list);
  const playingOn = async (player: Player, at = county.clock.now) => activeEntries(await player.manifest(), at).map((entry) => entry.entryId);
  const newest = (player: Player) => player.hints.at(-1);
  /** The player hears of a manifest it does not know yet. */
  async function nextHint(player: Player, act: () => Promise<unknown>): Promise<{ revision: string; ms: number }> {
    const known = player.hints.length;
    const begun = performance.now();
    await act();
    await player.line.until("manifest:changed", () => player.hints.length > known);
    return { revision: newest(player) ?? "", ms: performance.now() - begun };
  }

  it("is told to every connected player in the same second, and plays alone there at once", async () => {
    const takeover = await county.save("独占", list, { tier: "takeover" });
    let emergency: Entry | null = null;
    const { revision, ms } = await nextHint(onBus, async () => void (emergency = await start()));
    expect(ms).toBeLessThan(1000);
    await onLed.line.until("manifest:changed", () => newest(onLed) !== undefined);
    expect((await onBus.manifest()).revision).toBe(revision);
    for (const player of [onBus, onLed]) expect(await playingOn(player)).toEqual([emergency === null ? "" : (emergency as Entry).id]);
    expect(emergency).toMatchObject({ tier: "emergency", start: "hard", window: { startsAt: today, endsAt: today + 30 * minuteMs }, screenCount: 2 });
    await county.remove(takeover);
  });

  it("on the screens named, and no other is touched", async () => {
    const before = await onLed.manifest();
    const emergency = await start({ include: onScreen(bus) });
    expect(await playingOn(onBus)).toEqual([emergency.id]);
    expect((await onLed.manifest()).revision).toBe(before.revision);
    expect(await running()).toMatchObject([{ id: emergency.id, playingScreens: 1, startsAt: today, endsAt: today + 30 * minuteMs }]);
  });

  it("[E4] ends by itself, to the millisecond, by the manifest a player already holds", async () => {
    const emergency = await start({ minutes: 5 });
    const held = await onBus.manifest();
    const endsAt = today + 5 * minuteMs;
    expect(activeEntries(held, endsAt - 1).map((entry) => entry.entryId)).toEqual([emergency.id]);
    expect(activeEntries(held, endsAt).map((entry) => entry.entryId)).toEqual([daily.id]);
    expect(blocks(held, today, today + 1)).toMatchObject([{ from: today, to: endsAt, tier: "emergency" }]);
    county.clock.now = endsAt - 1;
    expect(await running()).toHaveLength(1);
    county.clock.now = endsAt;
    expect(await running()).toEqual([]);
    const { tier } = await ask(county.staff.office, routes.planning.explain, { params: { id: bus.id }, query: { at: endsAt } });
    expect(tier).toBe("regular");
    expect((await onBus.manifest()).revision).toBe(held.revision);
    expect(await refusal(stop(emergency.id))).toMatchObject({ code: "notFound" });
  });

  it("ends on command: players are told, it plays no more, and cannot be stopped twice", async () => {
    const emergency = await start({ minutes: 60 });
    county.clock.now = today + 10 * minuteMs;
    const { revision } = await nextHint(onBus, () => stop(emergency.id));
    expect((await onBus.manifest()).revision).toBe(revision);
    expect(await playingOn(onBus)).toEqual([daily.id]);
    expect(await running()).toEqual([]);
    expect(await refusal(stop(emergency.id))).toMatchObject({ code: "notFound" });
    const entry = await ask(county.staff.office, routes.entries.get, { params: { id: emergency.id } });
    expect([entry.window, entry.version]).toEqual([{ startsAt: today, endsAt: today + 10 * minuteMs }, 2]);
    // Who had it open in a form is told that it is not what it was.
    expect(await refusal(county.change(emergency, { name: "改名" }))).toMatchObject({ code: "versionMismatch" });
  });

  it("survives a restart of the server, and goes on to end by itself", async () => {
    const emergency = await start({ minutes: 20 });
    onBus.line.close();
    onLed.line.close();
    await county.server.stop();
    county.server = await county.server.restart();
    county.clock.now = today + minuteMs;
    const manifest = await onBus.manifest();
    const welcome = await (await welcomed(county.server, onBus.token)).until("welcome");
    expect(welcome).toMatchObject({ screenId: bus.id, revision: manifest.revision });
    expect(await running()).toMatchObject([{ id: emergency.id, playingScreens: 2, endsAt: today + 20 * minuteMs }]);
    expect(await playingOn(onBus)).toEqual([emergency.id]);
    expect(await playingOn(onBus, today + 20 * minuteMs)).toEqual([daily.id]);
    await stop(emergency.id);
    onBus = await county.player(bus);
    onLed = await county.player(led);
  });

  it("is in the audit log from beginning to end, with who, where and until when", async () => {
    const emergency = await start({ minutes: 45, name: "寻人" });
    county.clock.now = today + 5 * minuteMs;
    await stop(emergency.id);
    const administrator = await county.person("administrator");
    const { rows } = await ask(administrator, routes.audit.list, { query: { pageSize: 10 } });
    const lines = rows.filter((row) => row.objectId === emergency.id);
    expect(lines.map((row) => [row.action, row.objectName, row.at])).toEqual([
      ["emergency.stop", "寻人", today + 5 * minuteMs],
      ["entry.create", "寻人", today],
    ]);
    expect(lines[0]).toMatchObject({ before: { endsAt: today + 45 * minuteMs }, after: { endsAt: today + 5 * minuteMs } });
    expect(lines[1]).toMatchObject({ before: null, after: { tier: "emergency", window: { startsAt: today, endsAt: today + 45 * minuteMs }, include: [{ kind: "all" }] } });
    for (const line of lines) expect(line.actorName).toBe((await ask(county.staff.office, routes.session.me)).displayName);
  });

  it.each(["operator", "reviewer"] as const)("a person who is %s can neither start nor stop one, nor enter one as an entry", async (role) => {
    const emergency = await start();
    const somebody = await county.person(role);
    expect(await refusal(start({}, somebody))).toMatchObject({ code: "forbidden" });
    expect(await refusal(stop(emergency.id, somebody))).toMatchObject({ code: "forbidden" });
    const window = { startsAt: today, endsAt: today + minuteMs };
    expect(await refusal(county.save("绕道", list, { tier: "emergency", window }, somebody))).toMatchObject({ code: "forbidden" });
    expect(await running(somebody)).toHaveLength(1);
  });

  it("a unit's own reaches only its screens; it sees the office's and cannot stop it", async () => {
    const own = await start({ playlistId: northList.id }, county.staff.north);
    expect([await playingOn(onBus), await playingOn(onLed)]).toEqual([[own.id], [daily.id]]);
    const above = await start();
    expect((await running(county.staff.north)).map((one) => [one.id, one.playingScreens]).sort()).toEqual([[own.id, 1], [above.id, 1]].sort());
    expect(await refusal(stop(above.id, county.staff.north))).toMatchObject({ code: "notFound" });
    expect((await running(county.staff.south)).map((one) => one.id)).toEqual([above.id]);
    expect((await playingOn(onBus)).sort()).toEqual([own.id, above.id].sort());
  });

  it("lasts from a minute to a day, and an entry of that tier needs such a window too", async () => {
    for (const minutes of [0, 1441, 1.5]) expect(await refusal(start({ minutes }))).toMatchObject({ code: "invalidInput" });
    for (const minutes of [1, 1440]) expect((await start({ minutes })).window?.endsAt).toBe(today + minutes * minuteMs);
    expect(await refusal(county.save("无窗", list, { tier: "emergency" }))).toMatchObject({ code: "invalidInput", paths: ["body.window"] });
    const long = { startsAt: today, endsAt: today + 1440 * minuteMs + 1 };
    expect(await refusal(county.save("太长", list, { tier: "emergency", window: long }))).toMatchObject({ code: "invalidInput", paths: ["body.window"] });
  });
});
