/** Why each entry plays or does not. */
import { calendarVerdict } from "./activity.ts";
import { candidatesOf, TIERS, winnersOf } from "./blocks.ts";
import { asksForAirtime, type Claim } from "./shares.ts";
import type { Explanation, Playable, Schedule } from "./types.ts";
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
  const localDay = localDayAt(schedule.timeZone, at);
  const claims: Claim[] = [];
  const explanations = new Map<string, Explanation>();
  for (const { entry, calendar, items } of candidatesOf(schedule, playable)) {
    const set = items.at(at);
    const obstacle = calendarVerdict(calendar, localDay, at) ?? (set ? null : "no-playable-media");
    if (obstacle) explanations.set(entry.id, { entryId: entry.id, verdict: obstacle });
    else if (set) claims.push({ entry, items: set });
  }
  const { tier, allotments } = winnersOf(claims);
  const by = allotments.map(({ entry }) => entry.id);
  const winningRank = tier === "slate" ? TIERS.length : TIERS.indexOf(tier);
  for (const { entry } of claims) {
    const isOutranked = TIERS.indexOf(entry.tier) > winningRank && asksForAirtime(entry);
    const explanation: Explanation = by.includes(entry.id)
      ? { entryId: entry.id, verdict: "playing" }
      : { entryId: entry.id, verdict: isOutranked ? "outranked" : "no-airtime-left", by };
    explanations.set(entry.id, explanation);
  }
  return schedule.entries.flatMap(({ id }) => explanations.get(id) ?? []);
}
