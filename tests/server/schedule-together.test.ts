import { routes, type BodyOf, type Playlist, type Screen } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, County, draftOf, onScreen, refusal, shanghai, type Draft } from "../support/county.ts";
import { databaseKinds } from "../support/databases.ts";
import { Inspector } from "../support/inspect.ts";
import { screenBody } from "../support/world.ts";

const today = shanghai("2026-06-26 12:00");
const percent = (share: number) => ({ share: { kind: "percent" as const, percent: share } });

describe.each(databaseKinds)("two people at once, on %s", (database) => {
  let county: County;
  let inspector: Inspector;
  let list: Playlist;
  let bus: Screen;
  beforeAll(async () => {
    county = await County.open(today, database);
    inspector = new Inspector(county.server);
    list = await county.playlist("甲", [10]);
    bus = await county.screen("公交", "north");
  });
  afterAll(async () => {
    await inspector.close();
    await county.close();
  });
  afterEach(() => county.clear());

  const changesOf = (objectId: string) => inspector.client.auditEntry.count({ where: { objectId, action: { endsWith: ".change" } } });
  /** Both at once: the one that went through, and the code the other was told. */
  async function race<T>(first: Promise<T>, second: Promise<T>): Promise<{ saved: T; code: string | undefined }> {
    const saved: T[] = [];
    const told = await Promise.all([first, second].map((call) => refusal(call.then((one) => saved.push(one)))));
    const [only] = saved;
    if (only === undefined || saved.length !== 1) throw new Error(`${saved.length} of two saves went through`);
    return { saved: only, code: told.find((one) => one.code !== undefined)?.code };
  }

  it("an entry: one save counts whole, with one line in the audit log; the other is told", async () => {
    const entry = await county.save("排期", list);
    const mine = { name: "我的", ...percent(10), include: onScreen(bus) };
    const yours = { name: "你的", ...percent(20), include: [{ kind: "all" as const }], exclude: onScreen(bus) };
    const { saved, code } = await race(county.change(entry, mine), county.change(entry, yours));
    expect(code).toBe("versionMismatch");
    expect(saved).toMatchObject({ ...(saved.name === "我的" ? mine : yours), version: 2 });
    expect(await ask(county.staff.office, routes.entries.get, { params: { id: entry.id } })).toEqual(saved);
    expect(await changesOf(entry.id)).toBe(1);
    expect(await refusal(county.change(entry, { name: "又一个" }))).toMatchObject({ code: "versionMismatch" });
    expect((await county.change(saved, { name: "看过再改" })).version).toBe(3);
  });

  it("a playlist", async () => {
    const playlist = await county.playlist(`争 ${database}`, [10, 20]);
    const [item] = playlist.items;
    if (item === undefined) throw new Error("no item");
    const save = (name: string, seconds: number) => ask(county.staff.office, routes.playlists.change, { params: { id: playlist.id }, body: { name, items: [{ mediaId: item.mediaId, durationMs: seconds * 1000 }], version: playlist.version } });
    const { saved, code } = await race(save(`我的 ${database}`, 5), save(`你的 ${database}`, 6));
    expect(code).toBe("versionMismatch");
    expect([saved.name, saved.totalMs, saved.version]).toEqual(saved.totalMs === 5000 ? [`我的 ${database}`, 5000, 2] : [`你的 ${database}`, 6000, 2]);
    expect(await ask(county.staff.office, routes.playlists.get, { params: { id: playlist.id } })).toEqual(saved);
    expect(await changesOf(playlist.id)).toBe(1);
  });

  it("a screen, with its groups", async () => {
    const screen = await county.screen("争的屏");
    const groups = [await county.group(`甲组 ${database}`), await county.group(`乙组 ${database}`)];
    const save = (name: string, groupIds: string[]) => {
      const body: BodyOf<typeof routes.screens.change> = { ...screenBody(name, county.units.office.id), groupIds, version: screen.version };
      return ask(county.staff.office, routes.screens.change, { params: { id: screen.id }, body });
    };
    const { saved, code } = await race(save("我的屏", [groups[0]?.id ?? ""]), save("你的屏", [groups[1]?.id ?? ""]));
    expect(code).toBe("versionMismatch");
    expect([saved.name, saved.groupIds, saved.version]).toEqual(saved.name === "我的屏" ? ["我的屏", [groups[0]?.id], 2] : ["你的屏", [groups[1]?.id], 2]);
    expect(await ask(county.staff.office, routes.screens.get, { params: { id: screen.id } })).toEqual(saved);
    expect(await changesOf(screen.id)).toBe(1);
  });

  it("an entry that another has removed is gone, and is not brought back by a save", async () => {
    const entry = await county.save("排期", list);
    await county.remove(entry);
    expect(await refusal(county.change(entry, { name: "回来" }))).toMatchObject({ code: "notFound" });
    expect((await ask(county.staff.office, routes.entries.list)).total).toBe(0);
  });

  it("[P3] of ten who reserve 30 % of one screen at once, three get it", async () => {
    const told = await Promise.all(Array.from({ length: 10 }, (_, n) => refusal(county.save(`第${n}个`, list, { ...percent(30), include: onScreen(bus) }))));
    expect(told.map((one) => one.code ?? "saved").sort()).toEqual([...Array<string>(3).fill("saved"), ...Array<string>(7).fill("shareOverCommitted")]);
    expect(told.filter((one) => one.code !== undefined).every((one) => one.zh.startsWith("最多还能占 10 %"))).toBe(true);
  });
});

describe.each(databaseKinds)("copying to other dates, on %s", (database) => {
  let county: County;
  let list: Playlist;
  let bus: Screen;
  beforeAll(async () => {
    county = await County.open(today, database);
    list = await county.playlist("甲", [10]);
    bus = await county.screen("公交", "north");
    await county.screen("大屏", "south", { kind: "led" });
  });
  afterAll(() => county.close());
  afterEach(() => county.clear());
  const copy = (entries: { id: string }[], startDate: string, suffix = "（七月）") => ask(county.staff.office, routes.planning.copy, { body: { entryIds: entries.map((entry) => entry.id), startDate, suffix } });
  const total = async () => (await ask(county.staff.office, routes.entries.list)).total;

  it("every date moves by as many days as lie between the first start and the wanted one", async () => {
    const whole: Partial<Draft> = { ...percent(40), startDate: "2026-06-01", endDate: "2026-06-30", exceptDates: ["2026-06-18"], dayparts: [{ days: [1, 3], from: "07:00", to: "09:30" }], maxPlaysPerHour: 8, exclude: onScreen(bus) };
    const special: Partial<Draft> = { tier: "takeover", start: "hard", startDate: "2026-06-26", endDate: null, window: { startsAt: shanghai("2026-06-26 09:00"), endsAt: shanghai("2026-06-26 11:00") }, include: onScreen(bus) };
    const originals = [await county.save("全月", list, whole), await county.save("当天", list, special)];
    const copies = await copy([...originals].reverse(), "2026-07-02");
    const by = new Map(copies.map((one) => [one.name, one]));
    const [first, second] = originals;
    if (!first || !second) throw new Error("no originals");
    const [firstCopy, secondCopy] = [by.get("全月（七月）"), by.get("当天（七月）")];
    if (!firstCopy || !secondCopy) throw new Error("no copies");
    expect(draftOf(firstCopy)).toEqual({ ...draftOf(first), name: "全月（七月）", startDate: "2026-07-02", endDate: "2026-07-31", exceptDates: ["2026-07-19"] });
    expect(draftOf(secondCopy)).toEqual({ ...draftOf(second), name: "当天（七月）", startDate: "2026-07-27", endDate: null, window: { startsAt: shanghai("2026-07-27 09:00"), endsAt: shanghai("2026-07-27 11:00") } });
    expect(copies.map((one) => [one.version, one.unitId])).toEqual(copies.map(() => [1, county.units.office.id]));
    for (const original of originals) expect(await ask(county.staff.office, routes.entries.get, { params: { id: original.id } })).toEqual(original);
  });

  it("also backwards, and over the end of a year", async () => {
    const entry = await county.save("跨年", list, { startDate: "2026-12-30", endDate: "2027-01-03" });
    const [later] = await copy([entry], "2028-02-28");
    expect([later?.startDate, later?.endDate]).toEqual(["2028-02-28", "2028-03-03"]);
    const [earlier] = await copy([entry], "2026-12-28");
    expect([earlier?.startDate, earlier?.endDate]).toEqual(["2026-12-28", "2027-01-01"]);
  });

  it("all are copied or none: one that does not fit, one that is missing, one whose name grows too long", async () => {
    const june = { startDate: "2026-06-01", endDate: "2026-06-10" };
    const originals = [await county.save("甲", list, { ...percent(50), ...june }), await county.save("乙", list, { ...percent(40), ...june }), await county.save("长".repeat(98), list, june)];
    await county.save("七月已有", list, { ...percent(20), startDate: "2026-07-05", endDate: "2026-07-06" });
    expect(await refusal(copy(originals.slice(0, 2), "2026-07-01"))).toMatchObject({ code: "shareOverCommitted" });
    expect(await total()).toBe(4);
    expect(await refusal(copy([...originals.slice(0, 1), { id: "gone" }], "2026-08-01"))).toMatchObject({ code: "refersToMissing" });
    expect(await refusal(copy(originals, "2026-08-01"))).toMatchObject({ code: "invalidInput", paths: ["body.suffix"] });
    expect(await total()).toBe(4);
    expect(await copy(originals.slice(0, 2), "2026-07-07")).toHaveLength(2);
    expect(await total()).toBe(6);
  });

  it("together they must fit too: what fits beside what is there may not fit beside its fellow copies", async () => {
    const june = await county.save("六月", list, { ...percent(60), startDate: "2026-06-01", endDate: "2026-06-10" });
    const july = await county.save("七月", list, { ...percent(60), startDate: "2026-06-11", endDate: "2026-06-20" });
    // Moved by a month they still follow each other; the copy of June's onto the dates of the other does not fit.
    expect(await copy([june, july], "2026-07-01")).toHaveLength(2);
    expect(await refusal(copy([june], "2026-07-11"))).toMatchObject({ code: "shareOverCommitted" });
    expect(await total()).toBe(4);
  });

  it("what never begins cannot be moved", async () => {
    const always = await county.save("一直", list);
    expect(await refusal(copy([always], "2026-07-01"))).toMatchObject({ code: "invalidInput", paths: ["body.entryIds"] });
  });
});
