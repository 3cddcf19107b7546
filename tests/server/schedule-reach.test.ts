import { routes, type Entry, type Group, type Playlist, type Screen, type Target } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, County, onScreen, refusal, shanghai, type Draft, type Player } from "../support/county.ts";

const today = shanghai("2026-06-26 12:00");
type Name = "officeBus" | "officeLed" | "northBus" | "northLed" | "depotCoach" | "southBus";
const names: Name[] = ["officeBus", "officeLed", "northBus", "northLed", "depotCoach", "southBus"];

let county: County;
let list: Playlist;
let northList: Playlist;
let screens: Record<Name, Screen>;
let players: Record<Name, Player>;
let group: Group;
let northGroup: Group;

beforeAll(async () => {
  county = await County.open(today);
  list = await county.playlist("甲", [10]);
  northList = await county.playlist("北", [10], "north");
  group = await county.group("组");
  northGroup = await county.group("北组", "north");
  screens = {
    officeBus: await county.screen("县公交"),
    officeLed: await county.screen("县大屏", "office", { kind: "led", groupIds: [group.id] }),
    northBus: await county.screen("北公交", "north", { groupIds: [group.id] }),
    northLed: await county.screen("北大屏", "north", { kind: "led" }),
    depotCoach: await county.screen("车队客车", "depot", { kind: "coach", groupIds: [northGroup.id] }),
    southBus: await county.screen("南公交", "south"),
  };
  players = {
    officeBus: await county.player(screens.officeBus),
    officeLed: await county.player(screens.officeLed),
    northBus: await county.player(screens.northBus),
    northLed: await county.player(screens.northLed),
    depotCoach: await county.player(screens.depotCoach),
    southBus: await county.player(screens.southBus),
  };
});
afterAll(() => county.close());
afterEach(() => county.clear());

const holders = async (entry: Pick<Entry, "id">): Promise<Name[]> => {
  const manifests = await Promise.all(names.map((name) => players[name].manifest()));
  return names.filter((_, index) => manifests[index]?.entries.some((one) => one.id === entry.id));
};

describe("which screens an entry is for", () => {
  interface Case {
    include: () => Target[];
    exclude?: () => Target[];
    reaches: Name[];
  }
  const kind = (screenKind: "bus" | "led" | "coach"): Target[] => [{ kind: "screenKind", screenKind }];
  const unit = (which: "north" | "depot" | "south"): Target[] => [{ kind: "unit", unitId: county.units[which].id }];
  const inGroup = (one: Group): Target[] => [{ kind: "group", groupId: one.id }];
  const all = (): Target[] => [{ kind: "all" }];
  const ofOffice: [string, Case][] = [
    ["all", { include: all, reaches: names }],
    ["a kind", { include: () => kind("led"), reaches: ["officeLed", "northLed"] }],
    ["a unit and those below it", { include: () => unit("north"), reaches: ["northBus", "northLed", "depotCoach"] }],
    ["a lowest unit", { include: () => unit("depot"), reaches: ["depotCoach"] }],
    ["a group, whatever the units of its members", { include: () => inGroup(group), reaches: ["officeLed", "northBus"] }],
    ["one screen", { include: () => onScreen(screens.southBus), reaches: ["southBus"] }],
    ["several targets: any of them", { include: () => [...kind("coach"), ...onScreen(screens.southBus), ...inGroup(group)], reaches: ["officeLed", "northBus", "depotCoach", "southBus"] }],
    ["all but a kind", { include: all, exclude: () => kind("bus"), reaches: ["officeLed", "northLed", "depotCoach"] }],
    ["all but a unit and those below", { include: all, exclude: () => unit("north"), reaches: ["officeBus", "officeLed", "southBus"] }],
    ["a unit but a group", { include: () => unit("north"), exclude: () => inGroup(northGroup), reaches: ["northBus", "northLed"] }],
    ["a kind but a screen", { include: () => kind("bus"), exclude: () => onScreen(screens.northBus), reaches: ["officeBus", "southBus"] }],
    ["excluding wins over including", { include: () => onScreen(screens.northBus), exclude: () => inGroup(group), reaches: [] }],
    ["all but all", { include: all, exclude: all, reaches: [] }],
  ];
  it.each(ofOffice)("%s", async (_what, { include, exclude, reaches }) => {
    const entry = await county.save("排期", list, { include: include(), exclude: exclude?.() ?? [] });
    expect(entry.screenCount).toBe(reaches.length);
    expect(await holders(entry)).toEqual(reaches);
  });

  const north = ["northBus", "northLed", "depotCoach"] satisfies Name[];
  it.each<[string, Case]>([
    ["all", { include: all, reaches: north }],
    ["a kind", { include: () => kind("bus"), reaches: ["northBus"] }],
    ["its own group", { include: () => inGroup(northGroup), reaches: ["depotCoach"] }],
  ])("an entry of a unit never reaches outside it: %s", async (_what, { include, reaches }) => {
    const entry = await county.save("北区的", northList, { include: include() }, county.staff.north);
    expect(await holders(entry)).toEqual(reaches);
    // Nor does the office's own entry, once it hangs on that unit.
    const hung = await county.save("挂在北区", list, { unitId: county.units.north.id, include: include() });
    expect(await holders(hung)).toEqual(reaches);
  });

  it("of the unit above, a group or screen cannot be named", async () => {
    for (const include of [inGroup(group), onScreen(screens.officeBus), unit("south")]) {
      expect((await refusal(county.save("越界", northList, { include }, county.staff.north))).code).toBe("refersToMissing");
    }
  });

  it("a screen that joins a group, or another unit, gets what is meant for it, and loses what is not", async () => {
    const forGroup = await county.save("给组", list, { include: inGroup(group) });
    const forSouth = await county.save("给南区", list, { include: unit("south") });
    const { id, live: _live, unitName: _unitName, order: _order, ...content } = screens.southBus;
    const moved = await county.server.screens.change(county.server.system, id, { ...content, groupIds: [group.id], unitId: county.units.north.id });
    expect([await holders(forGroup), await holders(forSouth)]).toEqual([["officeLed", "northBus", "southBus"], []]);
    const { id: _id, live: _l, unitName: _u, order: _o, ...now } = moved;
    await county.server.screens.change(county.server.system, id, { ...now, groupIds: [], unitId: county.units.south.id });
    expect([await holders(forGroup), await holders(forSouth)]).toEqual([["officeLed", "northBus"], ["southBus"]]);
    screens.southBus = await county.server.screens.get(county.server.system, id);
  });
});

describe("a change reaches the screens it concerns, at once, and no other", () => {
  /** Does something; answers which connected players were hinted at a new manifest, and which revisions moved. */
  async function told(act: () => Promise<unknown>): Promise<{ hinted: Name[]; moved: Name[] }> {
    const before = new Map<Name, { hints: number; revision: string }>();
    for (const name of names) before.set(name, { hints: players[name].hints.length, revision: (await players[name].manifest()).revision });
    await act();
    const moved: Name[] = [];
    for (const name of names) {
      const { revision } = await players[name].manifest();
      if (revision === before.get(name)?.revision) continue;
      moved.push(name);
      await players[name].line.until("manifest:changed", (message) => (message as { revision: string }).revision === revision);
    }
    // All hints of one change leave together: after these, nothing of it is still on its way.
    await Promise.all(names.map((name) => players[name].heardAll()));
    const hinted = names.filter((name) => players[name].hints.length > (before.get(name)?.hints ?? 0));
    return { hinted, moved };
  }
  const june = { startDate: "2026-06-01", endDate: "2026-06-30" };
  const north: Name[] = ["northBus", "northLed", "depotCoach"];
  const toNorth = (): Partial<Draft> => ({ ...june, include: [{ kind: "unit", unitId: county.units.north.id }] });
  const exactly = (some: Name[]) => ({ hinted: some, moved: some });

  it("saving", async () => {
    expect(await told(() => county.save("北", list, toNorth()))).toEqual(exactly(north));
  });

  it("editing it into the past: the screens are told, and it plays nowhere any more", async () => {
    const entry = await county.save("北", list, toNorth());
    expect(await told(() => county.change(entry, { startDate: "2026-06-01", endDate: "2026-06-25" }))).toEqual(exactly(north));
    const { entries } = await ask(county.staff.office, routes.planning.explain, { params: { id: screens.northBus.id }, query: { at: today } });
    expect(entries.map(({ entryId, verdict }) => ({ entryId, verdict }))).toEqual([{ entryId: entry.id, verdict: "after-end-date" }]);
    const long = await ask(county.staff.office, routes.entries.get, { params: { id: entry.id } });
    expect(await told(() => county.change(long, { startDate: "2026-05-01", endDate: "2026-05-31" }))).toEqual(exactly(north));
    expect(await holders(entry)).toEqual([]);
  });

  it("changing its hours, its share, its playlist", async () => {
    let entry = await county.save("北", list, toNorth());
    const changes: Partial<Draft>[] = [{ dayparts: [{ days: [5], from: "08:00", to: "09:00" }] }, { share: { kind: "percent", percent: 20 } }, { playlistId: northList.id }];
    for (const change of changes) expect(await told(async () => void (entry = await county.change(entry, change)))).toEqual(exactly(north));
  });

  it("changing its targets: those who lose it and those who get it, not those who keep it", async () => {
    const entry = await county.save("北", list, toNorth());
    expect(await told(() => county.change(entry, { include: onScreen(screens.northBus, screens.southBus) }))).toEqual(exactly(["northLed", "depotCoach", "southBus"]));
  });

  it("removing it", async () => {
    const entry = await county.save("北", list, toNorth());
    expect(await told(() => county.remove(entry))).toEqual(exactly(north));
  });

  it("renaming it concerns no screen", async () => {
    const entry = await county.save("北", list, toNorth());
    const sentinel = () => county.save("哨兵", list, { include: onScreen(screens.officeBus) });
    expect(await told(async () => {
      await county.change(entry, { name: "北改名" });
      // Changes are told in order: once this one has arrived, the rename was told or never will be.
      await sentinel();
    })).toEqual(exactly(["officeBus"]));
  });

  it("changing the playlist: the screens of all its entries", async () => {
    await county.save("北", list, toNorth());
    await county.save("南", list, { include: onScreen(screens.southBus) });
    const { version, name, items } = await ask(county.staff.office, routes.playlists.get, { params: { id: list.id } });
    const doubled = [...items, ...items].map(({ mediaId, durationMs }) => ({ mediaId, durationMs }));
    expect(await told(() => ask(county.staff.office, routes.playlists.change, { params: { id: list.id }, body: { name, items: doubled, version } }))).toEqual(exactly([...north, "southBus"]));
  });

  it("equal screens get one and the same revision", async () => {
    await county.save("北", list, toNorth());
    const twin = await county.player(await county.screen("北公交二", "north"));
    const [one, two] = [await players.northBus.manifest(), await twin.manifest()];
    expect(two.revision).toBe(one.revision);
    expect({ ...two, screenId: one.screenId, generatedAt: 0, horizonEnd: 0 }).toEqual({ ...one, generatedAt: 0, horizonEnd: 0 });
    expect((await players.northLed.manifest()).revision).not.toBe(one.revision);
  });
});
