/**
 * Rule P3 worked out the slow way: who reserves how much on a screen at an instant. Shares no code with the schedule or
 * the server: zones are converted by temporal-polyfill, targets are matched against what is stored.
 */
import type { Daypart, Share } from "@yilu/contract/schedule";
import type { Database } from "@yilu/prisma";
import { Temporal } from "temporal-polyfill";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export interface Stored {
  screens: { id: string; kind: string; timeZone: string; unitPath: string; groupIds: string[] }[];
  entries: StoredEntry[];
  unitPaths: Map<string, string>;
}

export interface StoredEntry {
  id: string;
  tier: string;
  startDate: string | null;
  endDate: string | null;
  dayparts: Daypart[];
  exceptDates: string[];
  window: { startsAt: number; endsAt: number } | null;
  share: Share;
  unitPath: string;
  targets: { kind: string; ref: string; excluded: boolean }[];
  /** Lengths of the items, with the stretch in which each may play. */
  items: { ms: number; from: number; to: number }[];
}

/** Everything that is stored, read directly. */
export async function stored(database: Database): Promise<Stored> {
  const screens = await database.screen.findMany({ include: { unit: true, groups: true } });
  const entries = await database.scheduleEntry.findMany({
    include: { unit: true, targets: true, playlist: { include: { items: { include: { media: true } } } } },
  });
  return {
    unitPaths: new Map((await database.unit.findMany()).map((unit) => [unit.id, unit.path])),
    screens: screens.map(({ id, kind, timeZone, unit, groups }) => ({ id, kind, timeZone, unitPath: unit.path, groupIds: groups.map((one) => one.groupId) })),
    entries: entries.map(({ id, tier, startDate, endDate, dayparts, exceptDates, windowStartsAt, windowEndsAt, share, unit, targets, playlist }) => ({
      ...{ id, tier, startDate, endDate, targets, unitPath: unit.path },
      // Written by the server from input that its schemas had checked.
      dayparts: dayparts as unknown as Daypart[],
      exceptDates: exceptDates as string[],
      share: share as unknown as Share,
      window: windowStartsAt === null ? null : { startsAt: Number(windowStartsAt), endsAt: Number(windowEndsAt) },
      items: playlist.items.map(({ durationMs, media }) => ({ ms: durationMs ?? 0, from: Number(media.validFrom ?? 0), to: Number(media.validUntil ?? Infinity) })),
    })),
  };
}

function isFor(entry: StoredEntry, screen: Stored["screens"][number], unitPaths: Stored["unitPaths"]): boolean {
  const hit = ({ kind, ref }: StoredEntry["targets"][number]) =>
    kind === "all" ||
    (kind === "screenKind" && ref === screen.kind) ||
    (kind === "screen" && ref === screen.id) ||
    (kind === "group" && screen.groupIds.includes(ref)) ||
    (kind === "unit" && screen.unitPath.startsWith(unitPaths.get(ref) ?? "nowhere"));
  const { targets } = entry;
  return screen.unitPath.startsWith(entry.unitPath) && targets.some((one) => !one.excluded && hit(one)) && !targets.some((one) => one.excluded && hit(one));
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

interface WallClock {
  at: number;
  minute: number;
  /** The date that the clock shows, and the one before. */
  dates: readonly [today: { date: string; weekday: number }, yesterday: { date: string; weekday: number }];
}

const clocks = new Map<string, WallClock>();

/** What the clock on the wall shows; remembered, since a run asks for the same instants over and over. */
function wallClock(timeZone: string, at: number): WallClock {
  const key = `${at} ${timeZone}`;
  let clock = clocks.get(key);
  if (clock === undefined) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
    const dayOf = (day: Temporal.PlainDate) => ({ date: day.toString(), weekday: day.dayOfWeek });
    const today = zoned.toPlainDate();
    clock = { at, minute: zoned.hour * 60 + zoned.minute, dates: [dayOf(today), dayOf(today.subtract({ days: 1 }))] };
    clocks.set(key, clock);
  }
  return clock;
}

function isActive(entry: StoredEntry, { at, minute, dates: [today, yesterday] }: WallClock): boolean {
  if (entry.window && (at < entry.window.startsAt || at >= entry.window.endsAt)) return false;
  if (!entry.items.some((item) => item.from <= at && at < item.to)) return false;
  const counts = ({ date }: typeof today) => (entry.startDate ?? date) <= date && date <= (entry.endDate ?? date) && !entry.exceptDates.includes(date);
  if (entry.dayparts.length === 0) return counts(today);
  return entry.dayparts.some(({ days, from, to }) => {
    const [opens, closes] = [minutes(from), minutes(to)];
    const startedToday = days.includes(today.weekday) && counts(today) && minute >= opens && (closes <= opens || minute < closes);
    return startedToday || (closes <= opens && days.includes(yesterday.weekday) && counts(yesterday) && minute < closes);
  });
}

function reserved({ share, items }: StoredEntry, at: number): number {
  if (share.kind === "fill") return 0;
  if (share.kind === "percent") return share.percent / 100;
  const valid = items.filter((item) => item.from <= at && at < item.to);
  return valid.length === 0 ? 0 : (share.plays * valid.reduce((sum, item) => sum + item.ms, 0)) / valid.length / 3_600_000;
}

/** Every instant at which what is reserved may change: each quarter of an hour of each day, and the instants named. */
function instants({ entries }: Stored, from: number, days: number): number[] {
  const named = entries.flatMap(({ window, items }) => [window?.startsAt ?? from, window?.endsAt ?? from, ...items.flatMap((item) => [item.from, item.to])]);
  const quarters = Array.from({ length: days * 96 }, (_, quarter) => Math.ceil(from / (15 * MINUTE)) * 15 * MINUTE + quarter * 15 * MINUTE);
  return [...new Set([from, ...named, ...quarters])].filter((at) => from <= at && at < from + days * DAY).sort((a, b) => a - b);
}

export interface Excess {
  screenId: string;
  at: number;
  tier: string;
  reserved: number;
}

/**
 * The first moment at which a screen is over-committed, looking at every quarter of an hour; null when there is none.
 * Dayparts must begin and end on quarters, also in zones that are shifted by them.
 */
export function firstExcess(all: Stored, from: number, days: number): Excess | null {
  const asking = all.entries.filter((entry) => entry.share.kind !== "fill");
  const times = instants(all, from, days);
  const seen = new Set<string>();
  for (const screen of all.screens) {
    const mine = asking.filter((entry) => isFor(entry, screen, all.unitPaths));
    const likeness = [screen.timeZone, ...mine.map((entry) => entry.id)].join();
    if (mine.length === 0 || seen.has(likeness)) continue;
    seen.add(likeness);
    for (const at of times) {
      const clock = wallClock(screen.timeZone, at);
      const active = mine.filter((entry) => isActive(entry, clock));
      for (const tier of new Set(active.map((entry) => entry.tier))) {
        const sum = active.filter((entry) => entry.tier === tier).reduce((total, entry) => total + reserved(entry, at), 0);
        if (sum > 1 + 1e-6) return { screenId: screen.id, at, tier, reserved: sum };
      }
    }
  }
  return null;
}
