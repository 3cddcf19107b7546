/** Random schedules, small enough to meet one another often and placed where clocks change. */
import type { Daypart, MediaValidity, Schedule, ScheduleEntry, SchedulePlaylist, Share } from "@yilu/contract/schedule";
import fc from "fast-check";
import { DAY, MINUTE, SECOND } from "./make.ts";
import { localDate, transitions } from "./oracle.ts";

const ASKED = Number(process.env["YILU_PROPERTY_RUNS"] ?? 0);
export const IS_LONG = ASKED > 0;

/** How many cases a property gets: few in every run, YILU_PROPERTY_RUNS in the long one. */
export function runs(quick: number): fc.Parameters<unknown> {
  return { numRuns: IS_LONG ? ASKED : quick };
}

/** Ten zones that change their clocks: by an hour and by half of one, at 02:00, at midnight and at 01:00 UTC, north and south. */
const ZONES = [
  "America/New_York",
  "America/St_Johns",
  "America/Havana",
  "America/Santiago",
  "Europe/Berlin",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
] as const;

const changes = new Map(ZONES.map((zone) => [zone, transitions(zone, 2026)]));

const time = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }) },
  { weight: 1, arbitrary: fc.constant(1440) },
).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);

const daypart: fc.Arbitrary<Daypart> = fc.record({ days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 3 }), from: time, to: time });

const share: fc.Arbitrary<Share> = fc.oneof(
  fc.record({ kind: fc.constant("fill" as const), weight: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant("percent" as const), percent: fc.constantFrom(0, 5, 10, 20, 33, 50, 60, 100) }),
  fc.record({ kind: fc.constant("playsPerHour" as const), plays: fc.integer({ min: 0, max: 60 }) }),
);

const lengthMs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 5, max: 60 }).map((seconds) => seconds * SECOND) },
  { weight: 1, arbitrary: fc.integer({ min: 61_001, max: 400_000 }) },
);

const playlists: fc.Arbitrary<SchedulePlaylist[]> = fc
  .array(fc.array(lengthMs, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .map((lists) => lists.map((lengths, n) => ({ id: `p${n}`, items: lengths.map((durationMs, k) => ({ mediaId: `m${n}.${k}`, durationMs })) })));

export interface Scene {
  schedule: Schedule;
  /** An instant in the middle of what the schedule is about. */
  around: number;
}

/** A schedule around a change of the clock (or any day of the year), and that instant. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({ timeZone: fc.constantFrom(...ZONES), year: fc.integer({ min: 0, max: 364 }), isChange: fc.boolean(), which: fc.nat(), offsetMs: fc.integer({ min: -DAY, max: DAY }) })
  .chain(({ timeZone, year, isChange, which, offsetMs }) => {
    const known = changes.get(timeZone) ?? [];
    const change = known[which % Math.max(1, known.length)];
    const around = (isChange && change !== undefined ? change : Date.UTC(2026, 0, 1) + year * DAY) + Math.round(offsetMs / MINUTE) * MINUTE;
    const date = fc.integer({ min: -2, max: 2 }).map((days) => localDate(timeZone, around + days * DAY));
    const instant = fc.integer({ min: -30 * 60, max: 30 * 60 }).map((minutes) => around + minutes * MINUTE + (minutes % 7));
    const entry: fc.Arbitrary<Omit<ScheduleEntry, "id" | "playlistId"> & { list: number }> = fc.record({
      list: fc.nat({ max: 4 }),
      tier: fc.constantFrom("regular", "regular", "regular", "default", "takeover", "emergency"),
      startDate: fc.option(date, { freq: 2 }),
      endDate: fc.option(date, { freq: 2 }),
      dayparts: fc.array(daypart, { maxLength: 3 }),
      exceptDates: fc.array(date, { maxLength: 1 }),
      window: fc.option(fc.tuple(instant, instant).map(([a, b]) => ({ startsAt: Math.min(a, b), endsAt: Math.max(a, b) })), { freq: 2 }),
      share,
      maxPlaysPerHour: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 3 }),
      start: fc.constantFrom("soft", "hard"),
    });
    return fc.record({
      around: fc.constant(around),
      schedule: fc
        .record({
          timeZone: fc.constant(timeZone as string),
          order: fc.constantFrom("resume" as const, "synced" as const),
          entries: fc.array(entry, { minLength: 1, maxLength: 7 }),
          playlists,
          media: fc.array(fc.record({ id: fc.constantFrom("m0.0", "m0.1", "m1.0", "m2.2"), validFrom: fc.option(instant), validUntil: fc.option(instant) }), { maxLength: 2 }),
        })
        .map(({ entries, media, ...rest }) => ({
          ...rest,
          media: media.filter(({ id }, n): boolean => media.findIndex((other: MediaValidity) => other.id === id) === n),
          entries: entries.map(({ list, ...each }, n) => ({ ...each, id: `e${(n * 5) % 7}`, playlistId: `p${list}` })),
        })),
    });
  });

export const playable = fc.option(fc.constantFrom("m0.0", "m1.0", "m0.1").map((lacking) => (mediaId: string) => mediaId !== lacking), { nil: undefined });

/** Instants near the scene: on the minute, a millisecond off it, and anywhere. */
export const nearby = fc
  .tuple(fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }), fc.constantFrom(-1, 0, 1, 31_337))
  .map(([minutes, ms]) => Math.round(minutes / 15) * 15 * MINUTE + ms + (minutes % 3 === 0 ? 0 : (minutes % 15) * MINUTE));

/** Winners of one block, without a calendar: for what concerns shares and order. */
export const rotation = (hasCeilings: boolean): fc.Arbitrary<Schedule> =>
  fc
    .array(
      fc.record({
        lengths: fc.array(lengthMs, { minLength: 1, maxLength: 4 }),
        share: share.filter((one) => !Object.values(one).includes(0)),
        maxPlaysPerHour: hasCeilings ? fc.option(fc.integer({ min: 1, max: 90 }), { freq: 2 }) : fc.constant(null),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((all) => ({
      timeZone: "Asia/Shanghai",
      order: "resume",
      playlists: all.map(({ lengths }, n) => ({ id: `p${n}`, items: lengths.map((durationMs, k) => ({ mediaId: `m${n}.${k}`, durationMs })) })),
      entries: all.map(({ share, maxPlaysPerHour }, n) => ({
        id: `e${n}`,
        playlistId: `p${n}`,
        tier: "regular",
        startDate: null,
        endDate: null,
        dayparts: [],
        exceptDates: [],
        window: null,
        share,
        maxPlaysPerHour,
        start: "soft",
      })),
    }));
