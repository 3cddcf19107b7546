import type { Play, Report, ReportBy } from "@yilu/contract";
import { operatingHours } from "@yilu/server/features/schedule/hours.ts";
import { hoursOfDay, planOf, plannedPlays, replacedFrom } from "@yilu/server/features/reports/plan.ts";
import type { Schedule, ScheduleEntry } from "@yilu/contract/schedule";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { entryBody, noon, playsFrom, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000a";
const at = (time: string, date = "2026-06-25") => Date.parse(`${date}T${time}+08:00`);

describe.each(databaseKinds)("planned against delivered, on %s", (database) => {
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
  const report = (by: ReportBy, from = "2026-06-25", to = from): Promise<Report> => world.server.reports.plays(place.staff, { from, to, by, screenId: place.screen.id });

  it("planned is share × powered-on time ÷ mean item length; what is wanting has its cause", async () => {
    const plays = playsFrom(place, at("08:00:00"), 360);
    const rows = plays.map((play, index): Play => (index < 10 ? { ...play, outcome: "interrupted" } : index < 15 ? { ...play, outcome: "failed", airtimeMs: 0 } : play));
    for (let from = 0; from < rows.length; from += 120) await receive(rows.slice(from, from + 120));
    await world.server.planned.workUp();
    const { totals, rows: days } = await report("day");
    expect(totals).toMatchObject({ planned: 360, delivered: 345, completed: 345, interrupted: 10, failed: 5, screens: 1, vehicles: 1, poweredOnMs: 3_600_000, causes: { neverDownloaded: 0, interrupted: 10, failed: 5, displaced: 0, other: 0 } });
    expect(totals.completion).toBeCloseTo(345 / 360, 12);
    expect(days).toMatchObject([{ key: "2026-06-25", planned: 360, poweredOnMs: 3_600_000 }]);
    for (const by of ["unit", "kind", "line", "screen", "media", "level", "entry"] as const) {
      const { rows: [row] } = await report(by);
      expect(row).toMatchObject({ planned: 360, delivered: 345, poweredOnMs: by === "media" || by === "level" || by === "entry" ? null : 3_600_000 });
    }
    // An hour has a plan like a day; of one media or entry it is known by the day only.
    const causes = { neverDownloaded: 0, interrupted: 10, failed: 5, displaced: 0, other: 0 };
    expect(await report("hour")).toMatchObject({ rows: [{ key: "08", completed: 345, planned: 360, poweredOnMs: 3_600_000, screens: 1, vehicles: 1, causes }], totals: { planned: 360, completed: 345, poweredOnMs: 3_600_000, causes } });
    const ofMedia = await world.server.reports.plays(place.staff, { from: "2026-06-25", to: "2026-06-25", by: "hour", mediaId: place.media.id });
    expect(ofMedia).toMatchObject({ rows: [{ key: "08", completed: 345, planned: null, completion: null, causes: null, poweredOnMs: null }], totals: { completed: 345, planned: null } });
  });

  it("an entry that a screen never showed while it was on had not been downloaded", async () => {
    const other = await world.playlist("here");
    const absent = await world.server.schedule.create(place.staff, { ...entryBody("没到", other.id, [{ kind: "screen", screenId: place.screen.id }]), share: { kind: "percent", percent: 25 } });
    await receive(playsFrom(place, at("08:00:00"), 360));
    await world.server.planned.workUp();
    const { rows, totals } = await report("entry");
    expect(totals).toMatchObject({ planned: 360, delivered: 360, causes: { neverDownloaded: 90, other: -90 } });
    expect(rows.find((row) => row.key === absent.id)).toMatchObject({ planned: 90, delivered: 0, screens: 0, completion: 0, causes: { neverDownloaded: 90, other: 0 } });
    expect(rows.find((row) => row.key === place.entry.id)).toMatchObject({ planned: 270, delivered: 360, causes: { neverDownloaded: 0, other: -90 } });
  });

  it("what a takeover took is displaced, and planned for the takeover", async () => {
    const takeover = await world.server.schedule.create(place.staff, {
      ...entryBody("独占", place.playlist.id, [{ kind: "screen", screenId: place.screen.id }]),
      tier: "takeover",
      dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "08:30", to: "09:00" }],
    });
    const plays = playsFrom(place, at("08:00:00"), 360).map((play, index) => (index < 180 ? play : { ...play, entryId: takeover.id }));
    await receive(plays);
    await world.server.planned.workUp();
    const { rows } = await report("entry");
    expect(rows.find((row) => row.key === place.entry.id)).toMatchObject({ planned: 360, delivered: 180, causes: { displaced: 180, other: 0, neverDownloaded: 0 } });
    expect(rows.find((row) => row.key === takeover.id)).toMatchObject({ planned: 180, delivered: 180, causes: { displaced: 0, other: 0 } });
  });

  it("a plan written down stays, whatever becomes of the schedule; later hours follow the new one", async () => {
    now = at("08:30:00", "2026-06-26");
    await world.server.planned.record();
    now = at("10:30:00", "2026-06-26");
    await world.server.schedule.remove(place.staff, place.entry.id);
    await world.server.planned.record();
    await receive(playsFrom(place, at("08:00:00", "2026-06-26"), 360));
    await receive(playsFrom(place, at("10:00:00", "2026-06-26"), 180, 361));
    await world.server.planned.workUp();
    expect((await report("day", "2026-06-26")).totals).toMatchObject({ planned: 360, delivered: 542 });
  });

  it("plays that come late are worked into their day, once", async () => {
    await receive(playsFrom(place, at("08:00:00"), 180));
    await world.server.planned.workUp();
    expect((await report("day")).totals).toMatchObject({ planned: 180, delivered: 180 });
    await receive(playsFrom(place, at("08:30:00"), 180, 181));
    await world.server.planned.workUp();
    await receive(playsFrom(place, at("08:30:00"), 180, 181));
    expect(await world.server.planned.workUp()).toBe(0);
    expect((await report("day")).totals).toMatchObject({ planned: 360, delivered: 360 });
  });

  it("a screen that was not powered on has nothing planned: it is no fault, and it is said", async () => {
    const silent = await world.screen("here");
    await world.server.planned.record();
    await world.server.planned.workUp();
    const { totals, completeness } = await world.server.reports.plays(place.staff, { from: "2026-06-26", to: "2026-06-28", by: "day", screenId: silent.id });
    expect(totals).toMatchObject({ planned: 0, delivered: 0, completion: null, poweredOnMs: 0 });
    expect(completeness).toMatchObject({ screens: 1, screensWithPlays: 0, screensNeverOn: 1, screenDays: 1, screenDaysOn: 0, screenDaysOff: 1, missing: 0, receivedTo: null });
  });

  it("a connection with nothing shown counts as on: planned, and delivered nothing", async () => {
    now = at("08:00:00", "2026-06-26");
    for (let minute = 0; minute < 60; minute += 1) {
      await world.server.plays.connected([place.screen.id]);
      now += 60_000;
    }
    await world.server.planned.workUp();
    const { rows } = await report("hour", "2026-06-26");
    // On and nothing shown is a row of its own, told from an hour of which nothing is known.
    expect(rows).toMatchObject([
      { key: "08", completed: 0, planned: 360, completion: 0, screens: 0, poweredOnMs: 3_600_000 },
      { key: "11", completed: 2, planned: 6, screens: 1, poweredOnMs: 60_000 },
    ]);
    // The two plays of the world itself, just before noon, add their minute.
    expect((await report("day", "2026-06-26")).totals).toMatchObject({ planned: 366, delivered: 2, poweredOnMs: 61 * 60_000 });
  });
});

describe("a day's plan", () => {
  const entry = (id: string, more: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
    id,
    playlistId: "p",
    tier: "regular",
    startDate: null,
    endDate: null,
    dayparts: [],
    exceptDates: [],
    window: null,
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "soft",
    ...more,
  });
  const schedule = (entries: ScheduleEntry[], timeZone = "Asia/Shanghai"): Schedule => ({
    timeZone,
    order: "resume",
    entries,
    playlists: [{ id: "p", items: [{ mediaId: "m1", durationMs: 10_000 }, { mediaId: "m2", durationMs: 20_000 }, { mediaId: "m1", durationMs: 10_000 }] }],
  });

  it("has 23, 24 or 25 hours", () => {
    expect(hoursOfDay("2026-03-08", "America/New_York")).toHaveLength(23);
    expect(hoursOfDay("2026-06-26", "Asia/Shanghai")).toHaveLength(24);
    expect(hoursOfDay("2026-11-01", "America/New_York")).toHaveLength(25);
  });

  it("divides an hour's plays among the media of the playlist", () => {
    const plan = planOf(schedule([entry("e")]), "2026-06-26");
    const hour = at("08:00:00", "2026-06-26");
    expect(plannedPlays(plan, new Map([[hour, 3_600_000]]))).toEqual([
      { entryId: "e", mediaId: "m1", planned: 180_000, displaced: 0 },
      { entryId: "e", mediaId: "m2", planned: 90_000, displaced: 0 },
    ]);
  });

  it("an emergency displaces the takeover and the regular entries below it", () => {
    const window = { startsAt: at("08:00:00", "2026-06-26"), endsAt: at("08:15:00", "2026-06-26") };
    const plan = planOf(schedule([entry("e"), entry("t", { tier: "takeover", dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "08:30" }] }), entry("x", { tier: "emergency", window })]), "2026-06-26");
    const hour = plan.hours.find((one) => one.hourStartAt === at("08:00:00", "2026-06-26"));
    expect(hour?.entries).toEqual([
      { entryId: "e", share: 1, displaced: 0.5 },
      { entryId: "t", share: 0.5, displaced: 0.25 },
      { entryId: "x", share: 0.25, displaced: 0 },
    ]);
  });

  it("a newer plan replaces the older from an hour on", () => {
    const older = planOf(schedule([entry("a")]), "2026-06-26");
    const newer = planOf(schedule([entry("b")]), "2026-06-26");
    const both = replacedFrom(older, newer, at("10:00:00", "2026-06-26"));
    expect(both.hours.map((hour) => hour.entries[0]?.entryId)).toEqual([...Array<string>(10).fill("a"), ...Array<string>(14).fill("b")]);
    expect(both.entries.map((one) => one.entryId)).toEqual(["a", "b"]);
  });

  it("operating hours are read as they are set", () => {
    expect(operatingHours("06:00-22:00")).toEqual({ from: 6, to: 22 });
  });
});
