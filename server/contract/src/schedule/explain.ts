/** Why each entry plays or does not. */
import { calendarVerdict } from "./activity.ts";
import { TIERS, winnersOf } from "./blocks.ts";
import { claimsAtInstant, openProgramme } from "./programme.ts";
import { asksForAirtime } from "./shares.ts";
import type { Explanation, Playable, Schedule, ScheduleEntry } from "./types.ts";
import { localDayAt } from "./zoned-time.ts";

/**
 * One verdict for every entry, in the schedule's order; `playing` exactly for those of {@link activeEntries}. The first
 * obstacle is named: window, dates, dayparts, media, then rank and airtime.
 *
 * @param at epoch ms.
 * @param playable what the player holds; ignored in `synced` order (E1).
 * @throws RangeError when the zone, a date or a time is malformed.
 */
export function explain(schedule: Schedule, at: number, playable?: Playable): Explanation[] {
  const programme = openProgramme(schedule, playable);
  const localDay = localDayAt(schedule.timeZone, at);
  const claims = claimsAtInstant(programme, at);
  const { tier, allotments } = winnersOf(claims);
  const by = allotments.map(({ claim }) => claim.entry.id);
  const active = new Set(claims.map(({ entry }) => entry));
  const isOutranked = (entry: ScheduleEntry) => tier !== "slate" && TIERS.indexOf(entry.tier) > TIERS.indexOf(tier) && asksForAirtime(entry);
  return schedule.entries.map((entry) => {
    const entryId = entry.id;
    if (by.includes(entryId)) return { entryId, verdict: "playing" };
    if (active.has(entry)) return { entryId, verdict: isOutranked(entry) ? "outranked" : "no-airtime-left", by };
    const calendar = programme.byId.get(entryId)?.calendar;
    return { entryId, verdict: (calendar && calendarVerdict(calendar, localDay, at)) ?? "no-playable-media" };
  });
}
