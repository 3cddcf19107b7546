/** Which entries win, and from when to when: P1, T5, T6. */
import { claimsAtInstant, claimsOfDay, openProgramme, type Programme } from "./programme.ts";
import { asksForAirtime, divide, EPSILON, type Claim, type Winners } from "./shares.ts";
import type { Block, EntryShare, Playable, Schedule, Tier } from "./types.ts";
import { localDayAt } from "./zoned-time.ts";

export const TIERS: readonly Tier[] = ["emergency", "takeover", "regular", "default"];

/** P1, P2: the winners among the claims that are active at one instant, given by entry id. */
export function winnersOf(claims: Claim[]): Winners {
  const asking = claims.filter(({ entry }) => asksForAirtime(entry));
  for (const tier of TIERS) {
    const own = asking.filter(({ entry }) => entry.tier === tier);
    if (own.length === 0) continue;
    const defaults = tier === "default" ? [] : asking.filter(({ entry }) => entry.tier === "default");
    const allotments = divide(own, defaults).sort((a, b) => (a.claim.entry.id < b.claim.entry.id ? -1 : 1));
    return { tier, allotments, shares: allotments.map(({ claim, share }) => ({ entryId: claim.entry.id, share })) };
  }
  return { tier: "slate", allotments: [], shares: [] };
}

/**
 * The winners at an instant, by entry id; their shares sum to 1. Empty means the built-in slate.
 *
 * @param at epoch ms.
 * @param playable what this player holds; ignored in `synced` order (E1).
 * @throws RangeError when the zone, a date or a time is malformed; a schedule that passed the wire schema never does.
 */
export function activeEntries(schedule: Schedule, at: number, playable?: Playable): EntryShare[] {
  return winnersOf(claimsAtInstant(openProgramme(schedule, playable), at)).shares;
}

function sameWinners(a: Winners, b: Winners): boolean {
  return (
    a.tier === b.tier &&
    a.allotments.length === b.allotments.length &&
    a.allotments.every(({ claim, share }, n) => {
      const other = b.allotments[n];
      return other?.claim === claim && Math.abs(other.share - share) <= EPSILON;
    })
  );
}

/** The blocks of the local day that holds `at`, and where that day ends. */
function blocksOfDay(programme: Programme, at: number): { to: number; blocks: Block[] } {
  const localDay = localDayAt(programme.timeZone, at);
  const known = programme.days.get(localDay.from);
  if (known) return { to: localDay.to, blocks: known };
  const made: Block[] = [];
  let latest: Winners | null = null;
  for (const { from, to, claims } of claimsOfDay(programme.candidates, localDay)) {
    const key = claims.map((claim) => claim.key).join();
    let winners = programme.winners.get(key);
    if (!winners) programme.winners.set(key, (winners = winnersOf(claims)));
    const last = made.at(-1);
    if (last && latest && (latest === winners || sameWinners(latest, winners))) last.to = to;
    else made.push({ from, to, tier: winners.tier, entries: winners.shares });
    latest = winners;
  }
  programme.days.set(localDay.from, made);
  return { to: localDay.to, blocks: made };
}

/**
 * {@link blocks} of a programme that is open, made one local day at a time as they are asked for. Blocks with the same
 * winners share one `entries` array.
 */
export function* eachBlock(programme: Programme, from: number, to: number): Generator<Block, void> {
  for (let at = from; at < to; ) {
    const day = blocksOfDay(programme, at);
    for (const block of day.blocks) if (block.to > at && block.from < to) yield block;
    at = day.to;
  }
}

/**
 * Every block that overlaps `[from, to)`, in order, without gap (T6). A block is never clipped: the first may begin
 * before `from` and the last end after `to`. A block without entries means the slate.
 *
 * The block at one instant is `blocks(schedule, at, at + 1)[0]`.
 *
 * @param from epoch ms. @param to epoch ms, finite; `to ≤ from` gives none.
 * @param playable what this player holds; ignored in `synced` order (E1).
 * @throws RangeError when the zone, a date or a time is malformed.
 */
export function blocks(schedule: Schedule, from: number, to: number, playable?: Playable): Block[] {
  const found = [...eachBlock(openProgramme(schedule, playable), from, to)];
  return found.map((block) => ({ ...block, entries: block.entries.map((entry) => ({ ...entry })) }));
}
