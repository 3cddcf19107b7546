import type { Play, Report, ReportBy } from "@yilu/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { differences, expectedSums, storedPlays, storedSums } from "../support/roll-ups.ts";
import { noon, playsFrom, screenBody, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000a";
const at = (time: string, date = "2026-06-25") => Date.parse(`${date}T${time}+08:00`);

describe.each(databaseKinds)("powered on and in service, on %s", (database) => {
  let world: World;
  let place: Place;
  let now = noon;
  beforeEach(async () => {
    now = noon;
    world = await World.start({ database, clock: () => now });
    place = world.place("here");
  });
  afterEach(() => world.close());

  const receive = (rows: Play[]) => world.server.plays.receive({ screenId: place.screen.id, ledgerId: ledger, rows });
  const report = (by: ReportBy, from: string, to = from): Promise<Report> => world.server.reports.plays(place.staff, { from, to, by, screenId: place.screen.id });
  const operating = (from: string, to: string) => ({ operatingHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }] });

  it("a screen's own operating hours count, to the minute; elsewhere the server's", async () => {
    await world.server.settings.change(place.staff, { screenIds: [place.screen.id], set: operating("08:15", "08:45"), clear: [] });
    await receive(playsFrom(place, at("08:00:00"), 360));
    const other = await world.screen("here");
    await world.server.plays.receive({ screenId: other.id, ledgerId: ledger, rows: playsFrom(place, at("08:00:00"), 360) });
    await world.server.planned.workUp();
    expect((await report("hour", "2026-06-25")).rows).toMatchObject([{ key: "08", planned: 180, completed: 360, poweredOnMs: 30 * 60_000, causes: { other: -180 } }]);
    expect((await report("day", "2026-06-25")).totals).toMatchObject({ planned: 180, completed: 360, poweredOnMs: 30 * 60_000 });
    const ofOther = await world.server.reports.plays(place.staff, { from: "2026-06-25", to: "2026-06-25", by: "day", screenId: other.id });
    expect(ofOther.totals).toMatchObject({ planned: 360, completed: 360, poweredOnMs: 3_600_000 });
  });

  it("operating hours over midnight count on both days", async () => {
    await world.server.settings.change(place.staff, { screenIds: [place.screen.id], set: operating("23:30", "00:30"), clear: [] });
    await receive(playsFrom(place, at("23:00:00"), 360));
    await receive(playsFrom(place, at("00:00:00", "2026-06-26"), 360, 361));
    await world.server.planned.workUp();
    expect((await report("day", "2026-06-25", "2026-06-26")).rows).toMatchObject([
      { key: "2026-06-25", planned: 180, poweredOnMs: 30 * 60_000 },
      { key: "2026-06-26", planned: 180, poweredOnMs: 30 * 60_000 },
    ]);
  });

  it("hours that were set when the day was planned stay, whatever is set later", async () => {
    now = at("08:30:00", "2026-06-26");
    await world.server.settings.change(place.staff, { screenIds: [place.screen.id], set: operating("08:00", "10:00"), clear: [] });
    await world.server.planned.record();
    now = at("11:30:00", "2026-06-26");
    await world.server.settings.change(place.staff, { screenIds: [place.screen.id], set: operating("11:00", "12:00"), clear: [] });
    await world.server.planned.record();
    await receive(playsFrom(place, at("08:00:00", "2026-06-26"), 360));
    await receive(playsFrom(place, at("10:00:00", "2026-06-26"), 360, 361));
    await world.server.planned.workUp();
    expect((await report("hour", "2026-06-26")).rows).toMatchObject([
      { key: "08", planned: 360, poweredOnMs: 3_600_000 },
      { key: "10", planned: 0, poweredOnMs: 0, completed: 360 },
      { key: "11", planned: 6, poweredOnMs: 60_000 },
    ]);
  });

  it("what a player says of its runs counts as on where nothing was shown, and late word of it is worked in", async () => {
    await receive(playsFrom(place, at("08:00:00"), 60));
    await world.server.planned.workUp();
    expect((await report("day", "2026-06-25")).totals).toMatchObject({ planned: 60, completed: 60, poweredOnMs: 600_000 });
    const believed = await world.server.powerOn.take(new Map([[place.screen.id, [[at("08:00:00"), at("10:30:00")] as const, [noon + 10 * 3_600_000, noon + 11 * 3_600_000] as const]]]));
    await world.server.plays.poweredOn(believed);
    expect(await world.server.planned.workUp()).toBe(1);
    const { rows, totals } = await report("hour", "2026-06-25");
    expect(rows).toMatchObject([
      { key: "08", planned: 360, completed: 60, poweredOnMs: 3_600_000 },
      { key: "09", planned: 360, completed: 0, poweredOnMs: 3_600_000, screens: 0 },
      { key: "10", planned: 180, completed: 0, poweredOnMs: 30 * 60_000 },
    ]);
    expect(totals).toMatchObject({ planned: 900, completed: 60, poweredOnMs: 2.5 * 3_600_000, causes: { other: 840 } });
    await world.server.plays.poweredOn(believed);
    expect(await world.server.planned.workUp()).toBe(0);
  });

  it("a screen is off the road only on days on which it was there, in the unit whose days they are", async () => {
    now = at("12:00:00", "2026-06-26");
    const late = await world.screen("here");
    now = at("12:00:00", "2026-06-28");
    const there = world.place("there");
    await world.server.screens.change(world.server.system, late.id, { ...screenBody(late.name, there.unit.id), version: late.version });
    now = at("12:00:00", "2026-06-29");
    const completeness = async (unitId: string) => (await world.server.reports.plays(world.server.system, { from: "2026-06-20", to: "2026-07-05", by: "day", unitId, screenId: late.id })).completeness;
    expect(await completeness(place.unit.id)).toMatchObject({ screens: 1, screenDays: 3, screenDaysOn: 0, screenDaysOff: 3 });
    expect(await completeness(there.unit.id)).toMatchObject({ screens: 1, screenDays: 2, screenDaysOff: 2 });
    expect(await completeness(world.server.root.id)).toMatchObject({ screens: 1, screenDays: 4, screenDaysOff: 4, screensNeverOn: 1 });
    const { rows } = await world.server.reports.books(world.server.system, { from: "2026-06-20", to: "2026-07-05", screenId: late.id });
    expect(rows).toMatchObject([{ daysOn: 0, daysOff: 4, counted: 0 }]);
  });

  it("a screen that played before anybody entered it was there from its first play on", async () => {
    await receive(playsFrom(place, at("08:00:00", "2026-06-22"), 6));
    await world.server.planned.workUp();
    expect((await report("day", "2026-06-20", "2026-06-30")).completeness).toMatchObject({ screenDays: 5, screenDaysOn: 2, screenDaysOff: 3, screensNeverOn: 0 });
  });

  it("every grouping adds up to the same, over any days; spans hold the plan of their days", async () => {
    let seq = 1;
    for (const [date, count] of [["2026-05-29", 40], ["2026-06-01", 60], ["2026-06-04", 6], ["2026-06-05", 30], ["2026-06-11", 90], ["2026-06-24", 12]] as const) {
      await receive(playsFrom(place, at("07:40:00", date), count, seq));
      seq += count;
    }
    await world.server.planned.workUp();
    await receive(playsFrom(place, at("09:00:00", "2026-06-04"), 120, seq));
    await world.server.planned.workUp();
    const client = world.inspector.client;
    expect(differences(expectedSums(await storedPlays(client)), await storedSums(client))).toEqual([]);
    const [sum] = await client.$queryRawUnsafe<Record<"days" | "spans" | "screens" | "hours", bigint>[]>(
      `SELECT (SELECT SUM("planned") FROM "PlayDay") AS "days", (SELECT SUM("planned") FROM "PlaySpan") AS "spans", (SELECT SUM("planned") FROM "ScreenDay") AS "screens", (SELECT SUM("planned") FROM "ScreenHour") AS "hours"`,
    );
    // Sixty minutes here and one on each of the world's four screens, of six plays each, in thousandths.
    expect(Object.values(sum ?? {}).map(Number)).toEqual([384_000, 384_000, 384_000, 384_000]);
    for (const [from, to] of [["2026-06-01", "2026-06-30"], ["2026-05-29", "2026-06-24"], ["2026-06-02", "2026-06-11"], ["2026-06-04", "2026-06-05"], ["2026-06-05", "2026-06-05"]] as const) {
      const { completed, planned, screens } = (await report("day", from, to)).totals;
      for (const by of ["unit", "kind", "line", "screen", "media", "level", "entry", "hour"] as const) {
        const { rows, totals } = await report(by, from, to);
        expect({ by, from, completed: totals.completed, planned: totals.planned, screens: totals.screens }).toEqual({ by, from, completed, planned, screens });
        expect(rows.reduce((all, row) => all + row.completed, 0)).toBe(completed);
        expect(rows.reduce((all, row) => all + (row.planned ?? 0), 0)).toBe(planned);
      }
      const { totals: ofEntry } = await world.server.reports.plays(place.staff, { from, to, by: "unit", screenId: place.screen.id, entryId: place.entry.id });
      expect({ completed: ofEntry.completed, planned: ofEntry.planned }).toEqual({ completed, planned });
    }
  });
});
