import { routes, type Playlist, type Screen } from "@yilu/contract";
import { activeEntries } from "@yilu/contract/schedule";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, County, onScreen, refusal, shanghai } from "../support/county.ts";
import { databaseKinds } from "../support/databases.ts";
import { Inspector } from "../support/inspect.ts";
import { entryBody } from "../support/world.ts";

const today = shanghai("2026-06-26 12:00");
const percent = (share: number) => ({ share: { kind: "percent" as const, percent: share } });
const perHour = (plays: number) => ({ share: { kind: "playsPerHour" as const, plays } });
const june = { startDate: "2026-06-01", endDate: "2026-06-30" };
const morning = { dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "07:00", to: "09:00" }] };
const evening = { dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "19:00", to: "21:00" }] };

describe.each(databaseKinds)("[P3] reserved airtime, on %s", (database) => {
  let county: County;
  let list: Playlist;
  let buses: Screen[];
  beforeAll(async () => {
    county = await County.open(today, database);
    // An item of 30 s: 12 plays an hour are a tenth of the airtime.
    list = await county.playlist("半分钟", [30]);
    buses = await Promise.all(["甲车", "乙车", "丙车"].map((name) => county.screen(name, "north")));
    await county.screen("南车", "south");
  });
  afterAll(() => county.close());
  afterEach(() => {
    county.clock.now = today;
    return county.clear();
  });
  const entries = async () => (await ask(county.staff.office, routes.entries.list)).rows;

  it("above the whole cannot be saved: the answer says how much is left, when, who holds the rest and on which screens", async () => {
    await county.save("早晚宣传", list, { ...percent(40), ...june, ...evening });
    await county.save("全天公益", list, { ...percent(30), ...june });
    const { code, zh, en } = await refusal(county.save("加一条", list, { ...percent(50), ...june, include: onScreen(...buses) }));
    expect(code).toBe("shareOverCommitted");
    expect(zh).toMatch(/^最多还能占 30 %。2026\/6\/26 19:00–2026\/6\/26 21:00 已被“(早晚宣传、全天公益|全天公益、早晚宣传)”占用，屏幕：(甲|乙|丙)车、(甲|乙|丙)车、(甲|乙|丙)车$/);
    expect(en).toMatch(/^At most 30 % is left\. /);
    expect(await entries()).toHaveLength(2);
  });

  it("the stretch is told in the zone of the screen it is about", async () => {
    const far = await county.screen("乌鲁木齐", "office", { timeZone: "Asia/Urumqi" });
    await county.save("夜里", list, { ...percent(80), ...june, ...evening, include: onScreen(far) });
    const { zh } = await refusal(county.save("到处", list, { ...percent(30), ...june }));
    expect(zh).toContain("最多还能占 20 %。2026/6/26 19:00–2026/6/26 21:00 已被“夜里”占用，屏幕：乌鲁木齐");
  });

  it.each([10, 30, 55.5, 90, 99.9])("beside %s percent, the largest share it names fits and a tenth of a percent more does not", async (held) => {
    await county.save("占着", list, { ...percent(held), ...june });
    const { zh } = await refusal(county.save("太多", list, { ...percent(100), ...june }));
    const named = Number(/最多还能占 ([\d.]+) %/.exec(zh)?.[1]);
    expect(named).toBe(Math.round((100 - held) * 10) / 10);
    expect((await refusal(county.save("多一点", list, { ...percent(named + 0.1), ...june }))).code).toBe("shareOverCommitted");
    expect((await county.save("正好", list, { ...percent(named), ...june })).share).toEqual({ kind: "percent", percent: named });
  });

  it("plays an hour count as the playlist's mean item: 60 plays of 30 s are half of the airtime", async () => {
    await county.save("每小时", list, { ...perHour(60), ...june });
    expect((await refusal(county.save("多了", list, { ...percent(50.1), ...june }))).zh).toContain("最多还能占 50 %");
    await county.save("正好", list, { ...percent(50), ...june });
  });

  it("what one entry asks for by itself can be too much", async () => {
    const { zh, en } = await refusal(county.save("太密", list, { ...perHour(121), ...june }));
    expect(zh).toMatch(/^最多还能占 100 %。单它一条就超过了全部播放时间，屏幕：/);
    expect(en).toMatch(/^At most 100 % is left\. it asks for more than all the airtime by itself, on /);
    expect(await county.save("全满", list, { ...perHour(120), ...june })).toMatchObject({ screenCount: 5 });
  });

  it("hours, weekdays, dates, tiers, screens and windows that do not meet never add up", async () => {
    await county.save("早", list, { ...percent(100), ...june, ...morning });
    await county.save("晚", list, { ...percent(100), ...june, ...evening });
    await county.save("独占", list, { ...percent(100), ...june, tier: "takeover" });
    await county.save("七月", list, { ...percent(100), startDate: "2026-07-01", endDate: "2026-07-31" });
    const wednesdays = [{ days: [3], from: "10:00", to: "12:00" }];
    const thursdays = [{ days: [4], from: "10:00", to: "12:00" }];
    await county.save("周三", list, { ...percent(100), ...june, dayparts: wednesdays });
    await county.save("周四", list, { ...percent(100), ...june, dayparts: thursdays });
    const noon = [{ days: [1, 2, 3, 4, 5, 6, 7], from: "13:00", to: "14:00" }];
    const [first, second] = buses;
    if (first === undefined || second === undefined) throw new Error("no buses");
    await county.save("甲车中午", list, { ...percent(100), ...june, dayparts: noon, include: onScreen(first) });
    await county.save("别的中午", list, { ...percent(100), ...june, dayparts: noon, exclude: onScreen(first) });
    await county.save("补位", list);
    expect(await entries()).toHaveLength(9);
  });

  it("a daypart over midnight meets the next morning, in any zone", async () => {
    const far = await county.screen("纽约", "office", { timeZone: "America/New_York" });
    const night = [{ days: [5], from: "22:00", to: "21:00" }];
    await county.save("周六晚", list, { ...percent(60), dayparts: [{ days: [6], from: "20:45", to: "21:00" }], include: onScreen(far) });
    const friday = { startDate: "2026-06-26", endDate: "2026-06-26", dayparts: night, include: onScreen(far) };
    expect((await refusal(county.save("周五夜", list, { ...percent(41), ...friday }))).zh).toContain("最多还能占 40 %。2026/6/27 20:45–2026/6/27 21:00");
    await county.save("周五夜", list, { ...percent(40), ...friday });
  });

  it.each([
    ["an entry that begins in two years meets one that never ends", { startDate: "2028-06-26", endDate: "2028-06-26" }, {}],
    ["an entry that never ends meets one that begins in two years", {}, { startDate: "2028-06-26", endDate: "2028-06-26" }],
    ["a window in three years meets a yearly habit", {}, { window: { startsAt: shanghai("2029-06-26 09:00"), endsAt: shanghai("2029-06-26 10:00") } }],
  ])("however far ahead: %s", async (_what, held, wanted) => {
    await county.save("占着", list, { ...percent(60), ...held });
    expect((await refusal(county.save("太多", list, { ...percent(41), ...wanted }))).zh).toContain("最多还能占 40 %");
    await county.save("正好", list, { ...percent(40), ...wanted });
  });

  it("a film whose validity ends changes the mean, and with it what plays an hour come to", async () => {
    const [short, long] = [await county.picture(), await county.picture()];
    await county.valid(short, null, shanghai("2026-06-28 00:00"));
    const both = await county.list(`两段 ${database}`, [[short, 10], [long, 50]]);
    // 60 an hour: half of the airtime while both play, 50 s × 60 = 5/6 once only the long one is left.
    await county.save("占着", list, { ...percent(45), ...june });
    const twice = { ...perHour(60), include: onScreen(...buses) };
    expect((await refusal(county.save("两段", both, { ...twice, ...june }))).zh).toMatch(/^最多还能占 55 %。2026\/6\/28 00:00–/);
    await county.save("两段", both, { ...twice, startDate: "2026-06-26", endDate: "2026-06-27" });
  });

  it("changing an entry asks again, without counting its saved self against it", async () => {
    await county.save("别人", list, { ...percent(40), ...june });
    const mine = await county.save("自己", list, { ...percent(30), ...june });
    expect((await refusal(county.change(mine, percent(60.1)))).zh).toContain("最多还能占 60 %");
    await county.change(mine, percent(60));
    expect((await entries()).find((entry) => entry.id === mine.id)).toMatchObject({ share: { kind: "percent", percent: 60 }, version: 2 });
  });

  it("moving an entry to other screens or hours asks there", async () => {
    const [first, second] = buses;
    if (first === undefined || second === undefined) throw new Error("no buses");
    await county.save("甲满", list, { ...percent(100), ...june, ...evening, include: onScreen(first) });
    const mine = await county.save("乙满", list, { ...percent(100), ...june, ...evening, include: onScreen(second) });
    expect((await refusal(county.change(mine, { include: onScreen(first) }))).zh).toContain("最多还能占 0 %");
    const moved = await county.change(mine, { ...morning, include: onScreen(first) });
    expect((await refusal(county.change(moved, evening))).zh).toContain("最多还能占 0 %");
  });

  it("a playlist that grows later is saved all the same: reservations are scaled down in proportion", async () => {
    const [bus] = buses;
    if (bus === undefined) throw new Error("no bus");
    const growing = await county.playlist(`变长 ${database}`, [30]);
    const counted = await county.save("按次", growing, { ...perHour(60), ...june });
    const held = await county.save("按比例", list, { ...percent(50), ...june });
    const [item] = growing.items;
    if (item === undefined) throw new Error("no item");
    // Now 90 s an item: 60 an hour ask for 150 % beside the 50 %.
    await ask(county.staff.office, routes.playlists.change, { params: { id: growing.id }, body: { name: growing.name, items: [{ mediaId: item.mediaId, durationMs: 90_000 }], version: growing.version } });
    const manifest = await (await county.player(bus)).manifest();
    const shares = new Map(activeEntries(manifest, today).map(({ entryId, share }) => [entryId, share]));
    expect(shares.get(counted.id)).toBeCloseTo(0.75, 9);
    expect(shares.get(held.id)).toBeCloseTo(0.25, 9);
    expect((await refusal(county.change(held, { name: "改名" }))).code).toBe("shareOverCommitted");
    await county.change(held, { share: { kind: "fill", weight: 1 } });
  });

  it("[P5] plays an hour above the entry's own ceiling are refused, equal to it taken", async () => {
    const refused = await refusal(county.save("自相矛盾", list, { ...perHour(13), maxPlaysPerHour: 12 }));
    expect(refused).toMatchObject({ code: "invalidInput", paths: ["body.maxPlaysPerHour"] });
    await county.save("正好", list, { ...perHour(12), maxPlaysPerHour: 12 });
  });

  it("a refused save leaves nothing behind: no entry, no target, no line in the audit log", async () => {
    await county.save("占着", list, { ...percent(80), ...june });
    const inspector = new Inspector(county.server);
    try {
      // Players report whenever they like, also when they were on.
      const dump = async () => ({ ...(await inspector.dump()), ScreenStatus: null, ScreenHour: null, DayToWork: null });
      const before = await dump();
      expect((await refusal(county.save("太多", list, { ...percent(21), ...june }))).code).toBe("shareOverCommitted");
      expect(await dump()).toEqual(before);
    } finally {
      await inspector.close();
    }
  });

  it("a draft with no screen is never refused: there is nothing to fit into", async () => {
    const empty = await county.group(`空组 ${database}`);
    const include = [{ kind: "group" as const, groupId: empty.id }];
    await county.save("占着", list, { ...percent(100), ...june });
    expect(await county.save("没有屏", list, { ...percent(100), ...june, include })).toMatchObject({ screenCount: 0 });
    const draft = { ...entryBody("试", list.id, include), id: null };
    expect(await ask(county.staff.office, routes.planning.check, { body: draft })).toMatchObject({ screenCount: 0, largestShare: null, overCommitment: null, warnings: [{ code: "noScreens" }] });
  });
});
