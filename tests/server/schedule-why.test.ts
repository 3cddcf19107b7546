import { routes, type Entry, type Explanation, type Manifest, type Playlist, type Screen, type Timeline } from "@yilu/contract";
import { activeEntries, blocks, explain, preview, type ScheduleEntry } from "@yilu/contract/schedule";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, County, onScreen, Refused, shanghai, type Player } from "../support/county.ts";

const today = shanghai("2026-06-20 12:00");
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const from = shanghai("2026-06-20 00:00");
const to = shanghai("2026-07-05 00:00");
const everyDay = [1, 2, 3, 4, 5, 6, 7];

let county: County;
let lists: Playlist[];
const screens: Record<string, Screen> = {};
const players: Player[] = [];
const saved: Record<string, Entry> = {};
beforeAll(async () => {
  county = await County.open(today);
  const film = await county.picture();
  await county.valid(film, null, shanghai("2026-06-24 10:30"));
  lists = [await county.playlist("三段", [10, 20, 15]), await county.playlist("一段", [25]), await county.list("到期", [[film, 10]])];
  const [three, one, expiring] = lists;
  if (!three || !one || !expiring) throw new Error("no lists");
  screens["bus"] = await county.screen("北公交", "north");
  screens["depot"] = await county.screen("车队客车", "depot", { kind: "coach" });
  screens["led"] = await county.screen("南大屏", "south", { kind: "led" });
  screens["abroad"] = await county.screen("柏林屏", "south", { kind: "led", timeZone: "Europe/Berlin" });
  for (const screen of Object.values(screens)) players.push(await county.player(screen));
  saved["daily"] = await county.save("日常", three, { startDate: "2026-06-01", endDate: "2026-06-30" });
  saved["hours"] = await county.save("高峰", one, { share: { kind: "percent", percent: 30 }, dayparts: [{ days: [1, 2, 3, 4, 5], from: "07:00", to: "09:00" }, { days: everyDay, from: "22:00", to: "01:00" }] });
  saved["special"] = await county.save("致敬禁毒英雄", one, { tier: "takeover", startDate: "2026-06-26", endDate: "2026-06-26", dayparts: [{ days: everyDay, from: "06:30", to: "23:30" }], start: "hard" });
  saved["expiring"] = await county.save("到期", expiring, { share: { kind: "fill", weight: 3 }, exceptDates: ["2026-06-22"] });
  saved["ceiling"] = await county.save("限次", three, { maxPlaysPerHour: 6, include: [{ kind: "screenKind", screenKind: "led" }] });
  saved["filler"] = await county.save("垫片", one, { tier: "default" });
  saved["north"] = await county.save("北区自己的", one, { unitId: county.units.north.id, share: { kind: "playsPerHour", plays: 20 } });
});
afterAll(() => county.close());

const why = (screenId: string, at: number, who = county.staff.office): Promise<Explanation> => ask(who, routes.planning.explain, { params: { id: screenId }, query: { at } });
const timeline = (who = county.staff.office, query: object = {}): Promise<Timeline> => ask(who, routes.planning.timeline, { query: { from, to, ...query } });
const withoutEntries = (manifest: Manifest, entry: ScheduleEntry): Manifest => ({ ...manifest, entries: [entry] });

/** Any instant of the fortnight, often on an edge or a millisecond beside it. */
const instant = fc.oneof(
  fc.integer({ min: from, max: to - 1 }),
  fc.tuple(fc.integer({ min: 0, max: (to - from) / 1_800_000 - 1 }), fc.constantFrom(-1, 0, 1)).map(([half, ms]) => Math.max(from, from + half * 1_800_000 + ms)),
);

describe("why a screen plays what it plays", () => {
  it("is what the engine says of the manifest its player holds, at any instant", async () => {
    const manifests = new Map<string, Manifest>();
    for (const player of players) manifests.set(player.screenId, await player.manifest());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...manifests.values()), instant, async (manifest, at) => {
        const { entries, tier, blockFrom, blockTo, timeZone, slot, orderMayDiffer } = await why(manifest.screenId, at);
        expect(entries.map(({ entryId, verdict, by }) => ({ entryId, verdict, by: by.map((one) => one.id) }))).toEqual(explain(manifest, at).map(({ entryId, verdict, by = [] }) => ({ entryId, verdict, by })));
        expect(entries.filter((entry) => entry.share !== null).map(({ entryId, share }) => ({ entryId, share }))).toEqual(activeEntries(manifest, at));
        const [block] = blocks(manifest, at, at + 1);
        expect({ tier, blockFrom, blockTo, timeZone }).toEqual({ tier: block?.tier, blockFrom: block?.from, blockTo: block?.to, timeZone: manifest.timeZone });
        const [planned] = preview(manifest, at, at + 1);
        expect(slot && [slot.entryId, slot.mediaId, slot.startsAt, slot.durationMs]).toEqual(planned ? [planned.entryId, planned.mediaId, planned.startsAt, planned.durationMs] : null);
        expect(orderMayDiffer).toBe(manifest.order === "resume");
      }),
      { numRuns: 150 },
    );
  });

  it("says it in words: who plays, who waits for whom, whose day it is not", async () => {
    const { entries, tier, slot, screenName } = await why(screens["led"]?.id ?? "", shanghai("2026-06-26 20:00"));
    expect([screenName, tier, slot?.entryName]).toEqual(["南大屏", "takeover", "致敬禁毒英雄"]);
    const verdicts = new Map(entries.map((entry) => [entry.entryName, [entry.verdict, entry.by.map((one) => one.name), entry.share]]));
    expect(verdicts).toEqual(
      new Map<string, unknown>([
        ["日常", ["outranked", ["致敬禁毒英雄"], null]],
        ["高峰", ["outside-dayparts", [], null]],
        ["致敬禁毒英雄", ["playing", [], 1]],
        ["到期", ["no-playable-media", [], null]],
        ["限次", ["outranked", ["致敬禁毒英雄"], null]],
        ["垫片", ["outranked", ["致敬禁毒英雄"], null]],
      ]),
    );
  });

  it("the minute of all screens agrees with each screen's own explanation", async () => {
    await fc.assert(
      fc.asyncProperty(instant, async (at) => {
        const { rows } = await ask(county.staff.office, routes.planning.minute, { query: { at } });
        expect(rows.map((row) => row.screenName).sort()).toEqual(["北公交", "南大屏", "柏林屏", "车队客车"].sort());
        for (const row of rows) {
          const { tier, slot, orderMayDiffer } = await why(row.screenId, at);
          expect({ tier: row.tier, slot: row.slot, orderMayDiffer: row.orderMayDiffer }).toEqual({ tier, slot, orderMayDiffer });
        }
      }),
      { numRuns: 25 },
    );
  });

  it("the timeline agrees with the explanation at any instant: a bar for each entry that is active, with its share", async () => {
    const { rows } = await timeline();
    const active = new Set(["playing", "outranked", "no-airtime-left"]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...rows), instant, async (row, at) => {
        const bars = row.bars.filter((bar) => bar.from <= at && at < bar.to).map(({ entryId, share, playing }) => ({ entryId, share, playing }));
        const { entries } = await why(row.screens[0]?.id ?? "", at);
        const expected = entries.filter((entry) => active.has(entry.verdict)).map(({ entryId, share, verdict }) => ({ entryId, share: share ?? 0, playing: verdict === "playing" }));
        const byId = (a: { entryId: string }, b: { entryId: string }) => (a.entryId < b.entryId ? -1 : 1);
        expect(bars.sort(byId)).toEqual(expected.sort(byId));
      }),
      { numRuns: 150 },
    );
  });

  it("the bars of an entry tile its active time: none overlap, none is cut without reason, together they are what it is active for by itself", async () => {
    const { rows } = await timeline();
    const manifests = await Promise.all(players.map((player) => player.manifest()));
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const manifest = manifests.find((one) => row.screens.some((screen) => screen.id === one.screenId));
      if (manifest === undefined) throw new Error("no manifest");
      for (const entry of manifest.entries) {
        const bars = row.bars.filter((bar) => bar.entryId === entry.id);
        for (const [index, bar] of bars.entries()) {
          const next = bars[index + 1];
          expect(bar.from).toBeLessThan(bar.to);
          if (next) expect(bar.to < next.from || (bar.to === next.from && bar.share !== next.share)).toBe(true);
        }
        const alone = blocks(withoutEntries(manifest, entry), from, to).filter((block) => block.entries.length > 0);
        const length = (stretches: { from: number; to: number }[]) => stretches.reduce((sum, one) => sum + Math.min(one.to, to) - Math.max(one.from, from), 0);
        expect(length(bars)).toBe(length(alone));
      }
    }
  });

  it("what begins and ends under a takeover has its bar all the same", async () => {
    const { rows } = await timeline();
    const bus = rows.find((row) => row.screens.some((screen) => screen.name === "北公交"));
    const onFriday = bus?.bars.filter((bar) => bar.entryId === saved["hours"]?.id && bar.from >= shanghai("2026-06-26 01:00") && bar.to <= shanghai("2026-06-27 01:00"));
    expect(onFriday?.map((bar) => [bar.from, bar.to, bar.playing])).toEqual([
      [shanghai("2026-06-26 07:00"), shanghai("2026-06-26 09:00"), false],
      [shanghai("2026-06-26 22:00"), shanghai("2026-06-26 23:30"), false],
      [shanghai("2026-06-26 23:30"), shanghai("2026-06-27 01:00"), true],
    ]);
  });

  it("screens that play the same share a row", async () => {
    const twin = await county.screen("北公交二", "north");
    const { rows } = await timeline();
    expect(rows).toHaveLength(4);
    expect(rows.find((row) => row.screens.some((screen) => screen.id === twin.id))?.screens.map((screen) => screen.name)).toEqual(["北公交", "北公交二"]);
    await county.server.screens.remove(county.server.system, twin.id);
  });

  it("a stretch must have a length, of at most 45 days", async () => {
    for (const [start, end] of [[from, from], [to, from], [from, from + 45 * dayMs + 1]]) {
      await expect(timeline(county.staff.office, { from: start, to: end })).rejects.toThrow("invalidInput");
    }
    expect((await timeline(county.staff.office, { from, to: from + 45 * dayMs })).rows).toHaveLength(4);
  });
});

describe("what a unit is told", () => {
  it("of no screen but its own and those below, in every view", async () => {
    const { north } = county.staff;
    const own = ["北公交", "车队客车"];
    const { rows, entries } = await timeline(north);
    expect(rows.flatMap((row) => row.screens.map((screen) => screen.name)).sort()).toEqual(own);
    expect(new Set(entries.map((entry) => [entry.name, entry.own].join()))).toEqual(new Set(["日常,false", "高峰,false", "致敬禁毒英雄,false", "到期,false", "垫片,false", "北区自己的,true"]));
    const minute = await ask(north, routes.planning.minute, { query: { at: today } });
    expect(minute.rows.map((row) => row.screenName).sort()).toEqual(own);
    for (const name of ["led", "abroad"]) await expect(why(screens[name]?.id ?? "", today, north)).rejects.toThrow(Refused);
    await expect(ask(north, routes.entries.preview, { params: { id: screens["led"]?.id ?? "" }, query: { from, to: from + hourMs } })).rejects.toThrow("notFound");
    expect(JSON.stringify([rows, entries, minute])).not.toMatch(/南大屏|柏林屏|限次/);
  });

  it("filters stay within it: another unit is refused, another unit's group and kind find nothing", async () => {
    const group = await county.group("南组", "south");
    const { north } = county.staff;
    await expect(timeline(north, { unitId: county.units.south.id })).rejects.toThrow("refersToMissing");
    expect((await timeline(north, { groupId: group.id })).rows).toEqual([]);
    expect((await timeline(north, { kind: "led" })).rows).toEqual([]);
    expect((await timeline(north, { q: "大屏" })).rows).toEqual([]);
    expect((await timeline(north, { unitId: county.units.depot.id })).rows.flatMap((row) => row.screens.map((screen) => screen.name))).toEqual(["车队客车"]);
    expect((await timeline(north, { q: "公交" })).rows.flatMap((row) => row.screens.map((screen) => screen.name))).toEqual(["北公交"]);
  });

  it("a draft of one unit never counts another unit's screens", async () => {
    const [, one] = lists;
    const draft = { name: "试", playlistId: saved["north"]?.playlistId ?? "", tier: "takeover" as const, startDate: null, endDate: null, dayparts: [], exceptDates: [], window: null, share: { kind: "fill" as const, weight: 1 }, maxPlaysPerHour: null, start: "soft" as const, include: [{ kind: "all" as const }], exclude: [], id: null };
    const list = await county.playlist("北区的", [10], "north");
    const asked = await ask(county.staff.north, routes.planning.check, { body: { ...draft, playlistId: list.id } });
    expect(asked.screenCount).toBe(2);
    expect(JSON.stringify(asked)).not.toMatch(/南大屏|柏林屏|限次/);
    await expect(ask(county.staff.north, routes.planning.check, { body: { ...draft, playlistId: one?.id ?? "" } })).rejects.toThrow("refersToMissing");
    await expect(ask(county.staff.north, routes.planning.check, { body: { ...draft, playlistId: list.id, include: onScreen({ id: screens["led"]?.id ?? "" }) } })).rejects.toThrow("refersToMissing");
  });
});
