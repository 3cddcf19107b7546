/** How much of the airtime is still free for an entry: what P3 refuses by. */
import { candidateOf, claimsOfDay, openProgramme } from "./programme.ts";
import { asksForAirtime, EPSILON, reservation } from "./shares.ts";
import type { Capacity, Schedule, ScheduleEntry } from "./types.ts";
import { localDayAt } from "./zoned-time.ts";

/**
 * The tightest stretch of `[from, to)` in which `entry` would be active: where the other entries of its tier hold the
 * largest reservations. The entry need not be in the schedule; if it is, its saved self is not its own rival. Higher
 * tiers are not looked at: a takeover ends, the reservations stay. What the entry itself has to show does not matter.
 * Of equally tight stretches the first is given; a stretch is maximal, but clipped to `[from, to)`.
 *
 * @param from epoch ms. @param to epoch ms, finite.
 * @returns null when the entry is never active in `[from, to)`.
 * @throws RangeError when the zone, a date or a time is malformed.
 */
export function capacity(schedule: Schedule, entry: ScheduleEntry, from: number, to: number): Capacity | null {
  const peers = schedule.entries.filter(({ id, tier, share }) => id !== entry.id && tier === entry.tier && share.kind !== "fill");
  const rivals = openProgramme({ ...schedule, entries: peers.filter(asksForAirtime) }).candidates;
  const something = { playlistId: entry.playlistId, items: [], shortestMs: 1, longestMs: 1, meanMs: 1 };
  const self = candidateOf(entry, { at: () => something, edges: [] });
  let tightest: Capacity | null = null;
  let latest: Capacity | null = null;
  for (let at = from; at < to; ) {
    const localDay = localDayAt(schedule.timeZone, at);
    at = localDay.to;
    for (const stretch of claimsOfDay([self, ...rivals], localDay)) {
      if (stretch.to <= from || stretch.from >= to || !stretch.claims.some((claim) => claim.entry === entry)) continue;
      const others = stretch.claims.filter((claim) => claim.entry !== entry);
      const reserved = others.reduce((sum, claim) => sum + reservation(claim), 0);
      const found: Capacity = {
        largestShare: Math.max(0, 1 - reserved),
        from: Math.max(stretch.from, from),
        to: Math.min(stretch.to, to),
        rivals: others.map((claim) => claim.entry.id),
      };
      if (latest?.to === found.from && isSame(latest, found)) latest.to = found.to;
      else latest = found;
      if (!tightest || latest.largestShare < tightest.largestShare - EPSILON) tightest = latest;
    }
  }
  return tightest;
}

function isSame(a: Capacity, b: Capacity): boolean {
  return Math.abs(a.largestShare - b.largestShare) <= EPSILON && a.rivals.join() === b.rivals.join();
}
