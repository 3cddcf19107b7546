import { blocks, type Schedule } from "@yilu/contract/schedule";
import { Temporal } from "temporal-polyfill";
import * as z from "zod/mini";
import { isWhole, minutes, operatingMinutes, type OperatingDayparts } from "./operating.ts";

const hourMs = 3_600_000;

/**
 * What a programme gives each media in each hour of a local day, as shares of airtime 0 … 1. Kept in the database, so
 * that a plan stays what it was when entries are changed or deleted later.
 */
export const dayPlan = z.object({
  hours: z.array(
    z.object({
      hourStartAt: z.int(),
      /** Minutes in which the screen is meant to play; left out: all of them. */
      operating: z.optional(minutes),
      /** Share of the entry's tier as though no higher tier existed, and how much of it a higher tier took. */
      entries: z.array(z.object({ entryId: z.string(), share: z.number(), displaced: z.number() })),
    }),
  ),
  /** One pass through each entry's playlist: how long, and how often each media is in it. */
  entries: z.array(z.object({ entryId: z.string(), cycleMs: z.number(), media: z.array(z.object({ mediaId: z.string(), count: z.int() })) })),
});
export type DayPlan = z.infer<typeof dayPlan>;

const rank = { emergency: 3, takeover: 2, regular: 1, default: 1 } as const;

/** Instants at which the hours of a local day begin: 23, 24 or 25 of them. */
export function hoursOfDay(date: string, timeZone: string): number[] {
  const day = Temporal.PlainDate.from(date);
  const [start, end] = [day.toZonedDateTime(timeZone).epochMilliseconds, day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds];
  return Array.from({ length: Math.ceil((end - start) / hourMs) }, (_, index) => start + index * hourMs);
}

/** The share of each entry over one hour. */
function sharesIn(schedule: Schedule, from: number): Map<string, number> {
  const shares = new Map<string, number>();
  for (const block of blocks(schedule, from, from + hourMs)) {
    const part = (Math.min(block.to, from + hourMs) - Math.max(block.from, from)) / hourMs;
    for (const { entryId, share } of block.entries) shares.set(entryId, (shares.get(entryId) ?? 0) + share * part);
  }
  return shares;
}

const rounded = (share: number) => Math.round(share * 1e6) / 1e6;

/** The plan of a schedule for one local day of its zone. @param operating when the screen is meant to play; []: always */
export function planOf(schedule: Schedule, date: string, operating: OperatingDayparts = []): DayPlan {
  const tierOf = new Map(schedule.entries.map((entry) => [entry.id, rank[entry.tier]]));
  const ranks = [...new Set(tierOf.values())].sort((one, other) => one - other);
  const upTo = new Map(ranks.map((most) => [most, most === ranks.at(-1) ? schedule : { ...schedule, entries: schedule.entries.filter((entry) => rank[entry.tier] <= most) }]));
  const used = new Set<string>();
  const hours = hoursOfDay(date, schedule.timeZone).map((hourStartAt) => {
    const actual = sharesIn(schedule, hourStartAt);
    const entries = ranks.flatMap((most) => {
      const own = upTo.get(most) ?? schedule;
      const shares = own === schedule ? actual : sharesIn(own, hourStartAt);
      return [...shares].flatMap(([entryId, share]) => {
        if (tierOf.get(entryId) !== most || share <= 0) return [];
        used.add(entryId);
        return [{ entryId, share: rounded(share), displaced: rounded(Math.max(0, share - (actual.get(entryId) ?? 0))) }];
      });
    });
    return { hourStartAt, ...operatingIn(schedule.timeZone, operating, hourStartAt), entries: entries.sort((one, other) => (one.entryId < other.entryId ? -1 : 1)) };
  });
  return { hours, entries: schedule.entries.filter((entry) => used.has(entry.id)).map((entry) => cycleOf(schedule, entry)) };
}

/** The plan of a screen of which no schedule is known any more: nothing, within the operating hours. */
export function emptyPlan(timeZone: string, date: string, operating: OperatingDayparts): DayPlan {
  return { hours: hoursOfDay(date, timeZone).map((hourStartAt) => ({ hourStartAt, ...operatingIn(timeZone, operating, hourStartAt), entries: [] })), entries: [] };
}

function operatingIn(timeZone: string, operating: OperatingDayparts, hourStartAt: number) {
  const within = operatingMinutes(operating, timeZone, hourStartAt);
  return isWhole(within) ? {} : { operating: within };
}

function cycleOf({ playlists }: Schedule, { id, playlistId }: Schedule["entries"][number]): DayPlan["entries"][number] {
  const items = (playlists.find((playlist) => playlist.id === playlistId)?.items ?? []).filter((item) => item.durationMs > 0);
  const counts = new Map<string, number>();
  for (const { mediaId } of items) counts.set(mediaId, (counts.get(mediaId) ?? 0) + 1);
  return { entryId: id, cycleMs: items.reduce((sum, item) => sum + item.durationMs, 0), media: [...counts].map(([mediaId, count]) => ({ mediaId, count })) };
}

/** The newer plan from an hour on, the older one before it. */
export function replacedFrom(older: DayPlan, newer: DayPlan, hourStartAt: number): DayPlan {
  const hours = [...older.hours.filter((hour) => hour.hourStartAt < hourStartAt), ...newer.hours.filter((hour) => hour.hourStartAt >= hourStartAt)];
  const used = new Set(hours.flatMap((hour) => hour.entries.map((entry) => entry.entryId)));
  const entries = new Map([...older.entries, ...newer.entries].map((entry) => [entry.entryId, entry]));
  return { hours, entries: [...entries.values()].filter((entry) => used.has(entry.entryId)).sort((one, other) => (one.entryId < other.entryId ? -1 : 1)) };
}

/** Planned plays of one media of one entry, in thousandths, and how many of them a higher tier took. */
export interface PlannedPlays {
  entryId: string;
  mediaId: string;
  planned: number;
  displaced: number;
}

/** share × powered-on time ÷ mean item length, for each entry and media. @param onMs powered-on time within operating hours, by hour */
export function plannedPlays({ hours, entries }: DayPlan, onMs: ReadonlyMap<number, number>): PlannedPlays[] {
  const airtime = new Map<string, { planned: number; displaced: number }>();
  for (const { hourStartAt, entries: shares } of hours) {
    const on = onMs.get(hourStartAt) ?? 0;
    if (on === 0) continue;
    for (const { entryId, share, displaced } of shares) {
      const sum = airtime.get(entryId) ?? { planned: 0, displaced: 0 };
      airtime.set(entryId, { planned: sum.planned + share * on, displaced: sum.displaced + displaced * on });
    }
  }
  return entries.flatMap(({ entryId, cycleMs, media }) => {
    const ms = airtime.get(entryId);
    if (ms === undefined || cycleMs <= 0) return [];
    return media.map(({ mediaId, count }) => ({
      entryId,
      mediaId,
      planned: Math.round((1000 * ms.planned * count) / cycleMs),
      displaced: Math.round((1000 * ms.displaced * count) / cycleMs),
    }));
  });
}

/** The plan of an hour, whatever is shown: in thousandths of a play. */
export interface PlannedHour {
  planned: number;
  displaced: number;
  absent: number;
}

/** The same by hour, of all entries together. @param isAbsent whether the screen had not got the files of an entry */
export function plannedHours({ hours, entries }: DayPlan, onMs: ReadonlyMap<number, number>, isAbsent: (entryId: string) => boolean): Map<number, PlannedHour> {
  const playsPerMs = new Map(entries.map(({ entryId, cycleMs, media }) => [entryId, cycleMs > 0 ? media.reduce((sum, { count }) => sum + count, 0) / cycleMs : 0]));
  return new Map(
    hours.map(({ hourStartAt, entries: shares }) => {
      const sum: PlannedHour = { planned: 0, displaced: 0, absent: 0 };
      for (const { entryId, share, displaced } of shares) {
        const plays = 1000 * (onMs.get(hourStartAt) ?? 0) * (playsPerMs.get(entryId) ?? 0);
        sum.planned += share * plays;
        sum.displaced += displaced * plays;
        if (isAbsent(entryId)) sum.absent += (share - displaced) * plays;
      }
      return [hourStartAt, { planned: Math.round(sum.planned), displaced: Math.round(sum.displaced), absent: Math.round(sum.absent) }];
    }),
  );
}
