import type { Play, Report, ReportBy } from "@yilu/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { noon, playAt, playsFrom, screenBody, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000a";
const hourMs = 3_600_000;

describe.each(databaseKinds)("reports keep their history, on %s", (database) => {
  let world: World;
  let place: Place;
  let now = noon;
  beforeEach(async () => {
    now = noon;
    world = await World.start({ database, clock: () => now });
    place = world.place("here");
  });
  afterEach(() => world.close());

  const receive = (rows: Play[], screenId = place.screen.id) => world.server.plays.receive({ screenId, ledgerId: ledger, rows });
  const report = (by: ReportBy, more: object, days = { from: "2026-06-20", to: "2026-07-05" }): Promise<Report> => world.server.reports.plays(world.server.system, { ...days, by, ...more });
  const counted = async (by: ReportBy, more: object) => (await report(by, more)).rows.map(({ key, completed }) => [key, completed]);

  it("a bus that changes unit and line takes none of its plays along, whenever they arrive", async () => {
    const bus = await world.screen("here", { line: "1路" });
    const there = world.place("there").unit;
    now = noon + 2 * hourMs;
    const { version } = await world.server.screens.change(world.server.system, bus.id, { ...screenBody(bus.name, there.id), line: "9路", version: bus.version });
    now = noon + 4 * hourMs;
    await receive(playsFrom(place, noon + 3 * hourMs, 4, 11), bus.id);
    await receive(playsFrom(place, noon + hourMs, 10), bus.id);
    await world.server.screens.change(world.server.system, bus.id, { ...screenBody(bus.name, place.unit.id), line: "1路", version });
    now = noon + 6 * hourMs;
    await receive(playsFrom(place, noon + 5 * hourMs, 2, 15), bus.id);
    expect(await counted("unit", { screenId: bus.id })).toEqual([[place.unit.id, 12], [there.id, 4]]);
    expect(await counted("line", { screenId: bus.id })).toEqual([["1路", 12], ["9路", 4]]);
    expect((await report("unit", { screenId: bus.id })).totals).toMatchObject({ completed: 16, screens: 1, vehicles: 1 });
    expect(await counted("screen", { unitId: there.id, screenId: bus.id })).toEqual([[bus.id, 4]]);
  });

  it("a screen and its unit are deleted: every figure and name stays, and plays that come later still count", async () => {
    const unit = await world.unit("here");
    const screen = await world.server.screens.create(world.server.system, screenBody("湘D·旧车", unit.id));
    await receive(playsFrom(place, noon - hourMs, 6), screen.id);
    await world.server.planned.workUp();
    const by = ["unit", "screen", "line", "media", "day", "hour"] as const;
    const before = await Promise.all(by.map((one) => report(one, { screenId: screen.id })));
    await world.server.screens.remove(world.server.system, screen.id);
    await world.server.users.removeUnit(world.server.system, unit.id);
    const after = await Promise.all(by.map((one) => report(one, { screenId: screen.id })));
    expect(after.map(({ rows, totals }) => ({ rows, totals }))).toEqual(before.map(({ rows, totals }) => ({ rows, totals })));
    expect(after[0]?.rows).toMatchObject([{ key: unit.id, label: unit.name, completed: 6 }]);
    expect(after[1]?.rows).toMatchObject([{ key: screen.id, label: "湘D·旧车" }]);
    await receive(playsFrom(place, noon - hourMs + 60_000, 4, 7), screen.id);
    expect((await report("day", { screenId: screen.id })).totals).toMatchObject({ completed: 10, screens: 1 });
  });

  it("a play that was restamped or estimated before it was sent lands in the hour it names, once", async () => {
    const start = Date.parse("2026-06-25T23:59:30+08:00");
    const dated: Play[] = [
      { ...playAt(place, 1, start), clock: "restamped" },
      { ...playAt(place, 2, start + 30_000), clock: "restamped" },
      { ...playAt(place, 3, start + 2 * hourMs), clock: "estimated", notBefore: start, notAfter: start + 3 * hourMs },
    ];
    for (let time = 0; time < 3; time += 1) await receive(dated);
    expect(await counted("hour", { screenId: place.screen.id })).toEqual([["00", 1], ["01", 1], ["11", 2], ["23", 1]]);
    const { rows } = await report("day", { screenId: place.screen.id });
    expect(rows.map(({ key, completed }) => [key, completed])).toEqual([["2026-06-25", 1], ["2026-06-26", 4]]);
  });

  it("the hour that a clock skips is no hour, the hour that it repeats is one in the report of hours, and no play is lost at either", async () => {
    now = Date.parse("2026-12-01T12:00:00+08:00");
    const screen = await world.screen("here", { timeZone: "America/New_York" });
    // 8 March 2026: 01:59:59 EST is followed by 03:00:00 EDT. 1 November: 01:00–02:00 comes twice.
    const spring = Date.parse("2026-03-08T03:00:00-04:00");
    const autumn = Date.parse("2026-11-01T01:00:00-05:00");
    const starts = [spring - 1, spring, spring + 1, autumn - hourMs, autumn - 1, autumn, autumn + hourMs - 1, autumn + hourMs];
    await receive(starts.map((at, index) => playAt(place, index + 1, at)), screen.id);
    const hours = (from: string, to = from) => world.server.reports.plays(world.server.system, { from, to, by: "hour", screenId: screen.id });
    expect((await hours("2026-03-08")).rows.map(({ key, completed }) => [key, completed])).toEqual([["01", 1], ["03", 2]]);
    expect((await hours("2026-11-01")).rows.map(({ key, completed }) => [key, completed])).toEqual([["01", 4], ["02", 1]]);
    expect((await hours("2026-03-08", "2026-11-01")).totals).toMatchObject({ completed: 8 });
    const heat = await world.server.reports.heat(world.server.system, { from: "2026-03-01", to: "2026-11-30", screenId: screen.id });
    expect(heat.rows.map(({ date, hour, plays }) => [date, hour, plays])).toEqual([["2026-03-08", 1, 1], ["2026-03-08", 3, 2], ["2026-11-01", 1, 4], ["2026-11-01", 2, 1]]);
    expect(await counted("day", { screenId: screen.id, from: "2026-03-01", to: "2026-11-30" })).toEqual([["2026-03-08", 3], ["2026-11-01", 5]]);
  });

  it("screens of several zones count each by its own calendar, in one report", async () => {
    const [kolkata, auckland] = [await world.screen("here", { timeZone: "Asia/Kolkata" }), await world.screen("here", { timeZone: "Pacific/Auckland" })];
    const at = Date.parse("2026-06-25T20:15:00Z"); // 04:15 on the 26th in Shanghai, 01:45 in Kolkata, 08:15 in Auckland
    await receive([playAt(place, 1, at)]);
    for (const { id } of [kolkata, auckland]) await receive([playAt(place, 1, at)], id);
    const { rows } = await report("hour", { unitId: place.unit.id }, { from: "2026-06-26", to: "2026-06-26" });
    expect(rows.map(({ key, completed, screens }) => [key, completed, screens])).toEqual([["01", 1, 1], ["04", 1, 1], ["08", 1, 1], ["11", 5, 2]]);
  });
});
