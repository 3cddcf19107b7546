import { routes, type DraftCheck, type Entry, type Playlist, type Screen } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, County, draftOf, onScreen, shanghai, type Draft } from "../support/county.ts";
import { Inspector } from "../support/inspect.ts";
import { entryBody } from "../support/world.ts";

const today = shanghai("2026-06-26 12:00");
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const percent = (share: number) => ({ share: { kind: "percent" as const, percent: share } });
const fill = (weight: number) => ({ share: { kind: "fill" as const, weight } });
const only = (date: string) => ({ startDate: date, endDate: date });

let county: County;
let list: Playlist;
let other: Playlist;
let bus: Screen;
let coach: Screen;
beforeAll(async () => {
  county = await County.open(today);
  list = await county.playlist("甲", [10]);
  other = await county.playlist("乙", [10]);
  bus = await county.screen("公交");
  coach = await county.screen("客车", "office", { kind: "coach" });
});
afterAll(() => county.close());
afterEach(async () => {
  county.clock.now = today;
  await county.clear();
});

const checked = (rest: Partial<Draft>, id: string | null = null, playlist = list): Promise<DraftCheck> =>
  ask(county.staff.office, routes.planning.check, { body: { ...entryBody("草稿", playlist.id, [{ kind: "all" }]), ...rest, id } });
const codes = async (rest: Partial<Draft>, playlist = list) => (await checked(rest, null, playlist)).warnings.map((warning) => warning.code);

describe("what a draft would displace", () => {
  it("a takeover pauses what plays, from its first minute to its last, and names the screens", async () => {
    const entry = await county.save("日常", other);
    const { displaced, screenCount } = await checked({ tier: "takeover", ...only("2026-06-28"), dayparts: [{ days: everyDay, from: "09:00", to: "11:30" }] });
    expect(screenCount).toBe(2);
    expect(displaced).toEqual([
      { entryId: entry.id, entryName: "日常", effect: "paused", screens: 2, from: shanghai("2026-06-28 09:00"), to: shanghai("2026-06-28 11:30"), shareBefore: 1, shareAfter: 0 },
    ]);
  });

  it.each([
    ["of a whole day", only("2026-06-26")],
    ["of an hour", { window: { startsAt: today, endsAt: today + 3_600_000 } }],
    ["that begins in a year", only("2027-06-26")],
  ])("a takeover %s pauses and does not end what plays before or after it", async (_what, when) => {
    await county.save("日常", other);
    expect((await checked({ tier: "takeover", ...when })).displaced).toMatchObject([{ effect: "paused", shareBefore: 1, shareAfter: 0 }]);
  });

  it("what lies wholly under it plays nothing at all any more", async () => {
    const under = await county.save("只在26日", other, only("2026-06-28"));
    expect((await checked({ tier: "takeover", startDate: "2026-06-27", endDate: "2026-06-30" })).displaced).toMatchObject([{ entryId: under.id, effect: "ended", shareAfter: 0 }]);
    const half = await county.save("前一天也播", other, { startDate: "2026-06-26", endDate: "2026-06-28" });
    const { displaced } = await checked({ tier: "takeover", startDate: "2026-06-27", endDate: "2026-06-30" });
    expect(new Map(displaced.map((one) => [one.entryId, one.effect]))).toEqual(new Map([[under.id, "ended"], [half.id, "paused"]]));
  });

  it("a reservation reduces those that fill, each to its part of the rest", async () => {
    const big = await county.save("大", other, fill(3));
    const small = await county.save("小", other, fill(1));
    const { displaced, largestShare } = await checked({ ...percent(60), ...only("2026-06-28") });
    expect(largestShare).toBe(1);
    expect(displaced.map(({ entryId, effect, shareBefore, shareAfter }) => [entryId, effect, shareBefore, Math.round(shareAfter * 1000) / 1000])).toEqual([
      [small.id, "reduced", 0.25, 0.1],
      [big.id, "reduced", 0.75, 0.3],
    ]);
  });

  it("the screens are those that are hit: an excluded screen, another kind and another day lose nothing", async () => {
    await county.save("日常", other, { include: onScreen(bus) });
    expect((await checked({ tier: "takeover", exclude: onScreen(bus) })).displaced).toEqual([]);
    expect((await checked({ tier: "takeover", include: [{ kind: "screenKind", screenKind: "coach" }] })).displaced).toEqual([]);
    expect((await checked({ tier: "takeover", include: onScreen(bus, coach) })).displaced).toMatchObject([{ screens: 1 }]);
    expect((await checked({ tier: "default" })).displaced).toEqual([]);
  });

  it("a saved entry in the form is compared with itself as saved", async () => {
    const rival = await county.save("别人", other);
    const mine = await county.save("自己", list);
    const draft = draftOf(mine);
    expect((await ask(county.staff.office, routes.planning.check, { body: { ...draft, id: mine.id } })).displaced).toEqual([]);
    expect((await ask(county.staff.office, routes.planning.check, { body: { ...draft, ...fill(3), id: mine.id } })).displaced).toMatchObject([{ entryId: rival.id, effect: "reduced", shareBefore: 0.5, shareAfter: 0.25 }]);
  });

  it("asking changes nothing and agrees with what saving answers", async () => {
    await county.save("占着", other, percent(70));
    const { overCommitment, largestShare } = await checked(percent(40));
    expect(overCommitment).toMatchObject({ wantedShare: 0.4, from: today, rivals: [{ name: "占着" }], screenCount: 2 });
    expect([overCommitment?.largestShare, largestShare]).toEqual([1 - 0.7, 1 - 0.7]);
    expect(overCommitment?.screens.map((screen) => screen.name).sort()).toEqual(["公交", "客车"]);
    expect((await ask(county.staff.office, routes.entries.list)).total).toBe(1);
    expect((await checked(percent(30))).overCommitment).toBeNull();
    await county.save("正好", list, percent(30));
  });
});

describe("what looks like a mistake", () => {
  const quiet = { ...only("2026-06-28") };

  it("an ordinary draft warns of nothing", async () => {
    expect(await codes({})).toEqual([]);
    expect(await codes(quiet)).toEqual([]);
    expect(await codes(only("2027-06-28"))).toEqual([]);
  });

  it("noScreens: the targets reach none, or exclude all they include", async () => {
    expect(await codes({ include: [{ kind: "screenKind", screenKind: "led" }] })).toEqual(["noScreens"]);
    expect(await codes({ exclude: [{ kind: "all" }] })).toEqual(["noScreens"]);
    expect(await codes({ exclude: onScreen(bus) })).toEqual([]);
  });

  it("noApprovedMedia: nothing in the list was approved; one approved film is enough", async () => {
    const [good, bad] = [await county.picture(), await county.picture()];
    const mixed = await county.list("一半", [[good, 10], [bad, 10]]);
    const none = await county.list("全无", [[bad, 10]]);
    // No call takes an approval back: as if an older server had let it through.
    const inspector = new Inspector(county.server);
    await inspector.client.media.update({ where: { id: bad.id }, data: { status: "pending" } });
    await inspector.close();
    expect(await codes({}, none)).toEqual(["noApprovedMedia"]);
    expect(await codes({}, mixed)).toEqual([]);
  });

  it("mediaExpires: a film ends while the entry goes on, and not when it ends with it", async () => {
    const film = await county.picture();
    const expiring = await county.list("到期", [[film, 10]]);
    await county.valid(film, null, shanghai("2026-06-29 00:00"));
    expect(await codes({ ...only("2026-06-28") }, expiring)).toEqual([]);
    expect(await codes({ startDate: "2026-06-28", endDate: "2026-06-29" }, expiring)).toEqual(["mediaExpires"]);
    expect(await codes({ startDate: "2026-06-28", endDate: "2026-06-29", dayparts: [{ days: [7], from: "08:00", to: "09:00" }] }, expiring)).toEqual([]);
    const [message] = (await checked({ startDate: "2026-06-28" }, null, expiring)).warnings;
    expect(message?.message.zh).toBe(`到期后停播：《${film.title}》`);
  });

  it("datesPast: from the first minute after its last day, or after its window", async () => {
    const ended = only("2026-06-25");
    expect(await codes(ended)).toEqual(["datesPast"]);
    expect(await codes(only("2026-06-26"))).toEqual([]);
    county.clock.now = shanghai("2026-06-26 00:00");
    expect(await codes(ended)).toEqual(["datesPast"]);
    expect(await codes({ ...ended, dayparts: [{ days: everyDay, from: "22:00", to: "06:00" }] })).toEqual([]);
    county.clock.now = shanghai("2026-06-26 00:00") - 1;
    expect(await codes(ended)).toEqual([]);
    county.clock.now = today;
    expect(await codes({ window: { startsAt: today - 3_600_000, endsAt: today } })).toEqual(["datesPast"]);
    expect(await codes({ window: { startsAt: today - 3_600_000, endsAt: today + 1 } })).toEqual([]);
  });

  it("neverActive: no weekday of the dates, always outranked, or no airtime left", async () => {
    expect(await codes({ ...only("2026-06-28"), dayparts: [{ days: [1], from: "08:00", to: "09:00" }] })).toEqual(["neverActive"]);
    expect(await codes({ ...only("2026-06-28"), dayparts: [{ days: [7], from: "08:00", to: "09:00" }] })).toEqual([]);
    const above = await county.save("独占", other, { tier: "takeover", ...only("2026-06-28") });
    expect(await codes(quiet)).toEqual(["neverActive"]);
    expect(await codes({ startDate: "2026-06-28", endDate: "2026-06-29" })).toEqual([]);
    await county.remove(above);
    await county.save("全占", other, percent(100));
    expect(await codes({ ...quiet, ...fill(1) })).toEqual(["neverActive"]);
  });

  it("neverActive: all its films have expired", async () => {
    const film = await county.picture();
    const expired = await county.list("过期", [[film, 10]]);
    await county.valid(film, null, today);
    expect(await codes(quiet, expired)).toEqual(["mediaExpires", "neverActive"]);
  });

  it("takeoversOverlap: two at the same moment on the same screen, whatever else joins in", async () => {
    await county.save("先来", other, { tier: "takeover", ...only("2026-06-28"), dayparts: [{ days: everyDay, from: "09:00", to: "10:00" }], include: onScreen(bus) });
    const takeover = (from: string, to: string) => ({ tier: "takeover" as const, ...quiet, dayparts: [{ days: everyDay, from, to }] });
    expect(await codes(takeover("09:59", "11:00"))).toEqual(["takeoversOverlap"]);
    expect(await codes(takeover("10:00", "11:00"))).toEqual([]);
    expect(await codes({ ...takeover("09:59", "11:00"), include: onScreen(coach) })).toEqual([]);
    await county.save("垫片", other, { tier: "default" });
    expect(await codes({ ...takeover("10:00", "11:00"), ...percent(50) })).toEqual([]);
  });

  it("shapeMismatch: a wide film on an upright screen, named; not on one a little wider", async () => {
    const upright = await county.screen("竖屏", "office", { widthPx: 1080, heightPx: 1920 });
    const wider = await county.screen("稍宽屏", "office", { widthPx: 2000, heightPx: 1000 });
    const { warnings } = await checked({ include: onScreen(upright, wider, bus) });
    expect(warnings.map((one) => [one.code, one.message.en])).toEqual([["shapeMismatch", "Very different shape, wide bars on 1 screens: 竖屏"]]);
    expect(await codes({ include: onScreen(wider, bus) })).toEqual([]);
    for (const screen of [upright, wider]) await county.server.screens.remove(county.server.system, screen.id);
  });

  it("scaledUp: only reservations play and they leave a rest", async () => {
    expect(await codes({ ...quiet, ...percent(40) })).toEqual(["scaledUp"]);
    expect(await codes({ ...quiet, ...percent(100) })).toEqual([]);
    const rest: Entry = await county.save("补位", other);
    expect(await codes({ ...quiet, ...percent(40) })).toEqual([]);
    await county.change(rest, percent(60));
    expect(await codes({ ...quiet, ...percent(40) })).toEqual([]);
    expect(await codes({ ...quiet, ...percent(30) })).toEqual(["scaledUp"]);
  });
});
