/** Which entries win, and from when to when: P1, T5, T6. */
import { calendarOf, inWindow, isOpen, openRanges, type Calendar, type OpenRange } from "./activity.ts";
import { itemsOf, type PlaylistItems } from "./items.ts";
import { asksForAirtime, divide, EPSILON, type Allotment, type Claim } from "./shares.ts";
import type { Block, EntryShare, Playable, Schedule, ScheduleEntry, Tier } from "./types.ts";
import { DAY_MS, localDayAt, timeOfDay, type LocalDay } from "./zoned-time.ts";

export const TIERS: readonly Tier[] = ["emergency", "takeover", "regular", "default"];

/** An entry, read once for all the instants of a call. */
export interface Candidate {
  entry: ScheduleEntry;
  calendar: Calendar;
  items: PlaylistItems;
}

/** The entries of a schedule by id: the order of every tie and of every sum, so that all screens compute the same. */
export function candidatesOf(schedule: Schedule, playable?: Playable): Candidate[] {
  const items = itemsOf(schedule, playable);
  return schedule.entries
    .map((entry) => ({ entry, calendar: calendarOf(entry), items: items(entry.playlistId) }))
    .sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
}

/** What plays, and the tier that won. */
export interface Winners {
  tier: Block["tier"];
  allotments: Allotment[];
}

/** P1, P2: the winners among the claims that are active at one instant. */
export function winnersOf(claims: Claim[]): Winners {
  const asking = claims.filter(({ entry }) => asksForAirtime(entry));
  for (const tier of TIERS) {
    const own = asking.filter(({ entry }) => entry.tier === tier);
    if (own.length === 0) continue;
    const defaults = tier === "default" ? [] : asking.filter(({ entry }) => entry.tier === "default");
    const allotments = divide(own, defaults).sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
    return { tier, allotments };
  }
  return { tier: "slate", allotments: [] };
}

/** The candidates that may be active on a local day, with the parts of the day they are. */
interface DayCandidate extends Candidate {
  ranges: OpenRange[];
}

function candidatesOfDay(candidates: Candidate[], { day, from, to }: LocalDay): DayCandidate[] {
  return candidates
    .filter(({ calendar }) => calendar.startsAt < to && calendar.endsAt > from)
    .map((candidate) => ({ ...candidate, ranges: openRanges(candidate.calendar, day) }))
    .filter(({ ranges }) => ranges.length > 0);
}

function claimsAt(candidates: DayCandidate[], localDay: LocalDay, at: number): Claim[] {
  const time = timeOfDay(localDay, at);
  const claims: Claim[] = [];
  for (const { entry, calendar, items, ranges } of candidates) {
    if (!inWindow(calendar, at) || !isOpen(ranges, time)) continue;
    const set = items.at(at);
    if (set) claims.push({ entry, items: set });
  }
  return claims;
}

/** Every instant of the day at which the winners may change, its own ends included, in order (T5). */
function edgesOf(candidates: DayCandidate[], { day, from, to, pieces }: LocalDay): number[] {
  const edges = new Set([from, to, ...pieces.map((piece) => piece.from)]);
  const add = (at: number) => {
    if (from < at && at < to) edges.add(at);
  };
  const times = new Set<number>();
  for (const { calendar, items, ranges } of candidates) {
    add(calendar.startsAt);
    add(calendar.endsAt);
    items.edges.forEach(add);
    for (const range of ranges) times.add(range.from).add(range.to);
  }
  for (const time of times) {
    for (const piece of pieces) {
      const at = day * DAY_MS + time - piece.offsetMs;
      if (piece.from < at && at < piece.to) edges.add(at);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

/** The active claims of a local day, stretch by stretch, without gap; neighbours may be equal. */
export function claimsOfDay(candidates: Candidate[], localDay: LocalDay): { from: number; to: number; claims: Claim[] }[] {
  const ofDay = candidatesOfDay(candidates, localDay);
  const edges = edgesOf(ofDay, localDay);
  return edges.slice(1).map((to, n) => {
    const from = edges[n] ?? to;
    return { from, to, claims: claimsAt(ofDay, localDay, from) };
  });
}

/** The claims that are active at one instant. */
export function claimsAtInstant(candidates: Candidate[], timeZone: string, at: number): Claim[] {
  const localDay = localDayAt(timeZone, at);
  return claimsAt(candidatesOfDay(candidates, localDay), localDay, at);
}

function sameWinners(a: Winners, b: Winners): boolean {
  return (
    a.tier === b.tier &&
    a.allotments.length === b.allotments.length &&
    a.allotments.every(({ entry, items, share }, n) => {
      const other = b.allotments[n];
      return other?.entry === entry && other.items === items && Math.abs(other.share - share) <= EPSILON;
    })
  );
}

function sharesOf({ allotments }: Winners): EntryShare[] {
  return allotments.map(({ entry, share }) => ({ entryId: entry.id, share }));
}

/**
 * The winners at an instant, by entry id; their shares sum to 1. Empty means the built-in slate.
 *
 * @param at epoch ms.
 * @param playable what this player holds; ignored in `synced` order (E1).
 * @throws RangeError when the zone, a date or a time is malformed; a schedule that passed the wire schema never does.
 */
export function activeEntries(schedule: Schedule, at: number, playable?: Playable): EntryShare[] {
  return sharesOf(winnersOf(claimsAtInstant(candidatesOf(schedule, playable), schedule.timeZone, at)));
}

/** The blocks that overlap `[from, to)`, made one local day at a time as they are asked for. */
export function* eachBlock(schedule: Schedule, from: number, to: number, playable?: Playable): Generator<Block, void> {
  const candidates = candidatesOf(schedule, playable);
  for (let at = from; at < to; ) {
    const localDay = localDayAt(schedule.timeZone, at);
    const ofDay: { from: number; to: number; winners: Winners }[] = [];
    for (const stretch of claimsOfDay(candidates, localDay)) {
      const winners = winnersOf(stretch.claims);
      const last = ofDay.at(-1);
      if (last && sameWinners(last.winners, winners)) last.to = stretch.to;
      else ofDay.push({ from: stretch.from, to: stretch.to, winners });
    }
    for (const block of ofDay) {
      if (block.to <= at || block.from >= to) continue;
      yield { from: block.from, to: block.to, tier: block.winners.tier, entries: sharesOf(block.winners) };
    }
    at = localDay.to;
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
  return [...eachBlock(schedule, from, to, playable)];
}
