/** A schedule read once for all the instants of a call, and who is active at each of them. */
import { calendarOf, inWindow, isOpen, openRanges, type Calendar, type OpenRange } from "./activity.ts";
import { itemsOf, type ItemSet, type PlaylistItems } from "./items.ts";
import type { Claim, Winners } from "./shares.ts";
import type { Turn } from "./rotation.ts";
import type { Block, EntryShare, Playable, Schedule, ScheduleEntry } from "./types.ts";
import { DAY_MS, localDayAt, timeOfDay, type LocalDay } from "./zoned-time.ts";

export interface Candidate {
  entry: ScheduleEntry;
  calendar: Calendar;
  items: PlaylistItems;
  /** One claim per distinct item set, so that identity compares claims. */
  claims: Map<ItemSet, Claim>;
}

export interface Programme {
  timeZone: string;
  order: Schedule["order"];
  /** By entry id: the order of every tie and of every sum, so that all screens compute the same. */
  candidates: Candidate[];
  byId: Map<string, Candidate>;
  /** Blocks already made, by the first instant of their local day. */
  days: Map<number, Block[]>;
  /** Winners already found, by the keys of the active claims: most days repeat. */
  winners: Map<string, Winners>;
  /** The turns that go with a block's `entries`. */
  turns: Map<EntryShare[], Turn[]>;
}

/** @throws RangeError when a date or a time is malformed. */
export function openProgramme(schedule: Schedule, playable?: Playable): Programme {
  const { timeZone, order } = schedule;
  const items = itemsOf(schedule, playable);
  const candidates = schedule.entries.map((entry) => candidateOf(entry, items(entry.playlistId)));
  candidates.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  const byId = new Map(candidates.map((candidate) => [candidate.entry.id, candidate]));
  return { timeZone, order, candidates, byId, days: new Map(), winners: new Map(), turns: new Map() };
}

export function candidateOf(entry: ScheduleEntry, items: PlaylistItems): Candidate {
  return { entry, items, calendar: calendarOf(entry), claims: new Map() };
}

function claimOf({ entry, claims }: Candidate, items: ItemSet): Claim {
  let claim = claims.get(items);
  if (!claim) claims.set(items, (claim = { entry, items, key: `${entry.id}\n${claims.size}` }));
  return claim;
}

/** A candidate that may be active on a local day, with the parts of the day it is. */
interface Hopeful {
  candidate: Candidate;
  ranges: OpenRange[];
}

function hopefulsOf(candidates: Candidate[], { day, from, to }: LocalDay): Hopeful[] {
  return candidates
    .filter(({ calendar }) => calendar.startsAt < to && calendar.endsAt > from)
    .map((candidate) => ({ candidate, ranges: openRanges(candidate.calendar, day) }))
    .filter(({ ranges }) => ranges.length > 0);
}

function claimsAt(hopefuls: Hopeful[], localDay: LocalDay, at: number): Claim[] {
  const time = timeOfDay(localDay, at);
  const claims: Claim[] = [];
  for (const { candidate, ranges } of hopefuls) {
    const set = isOpen(ranges, time) && inWindow(candidate.calendar, at) ? candidate.items.at(at) : null;
    if (set) claims.push(claimOf(candidate, set));
  }
  return claims;
}

/** Every instant of the day at which the claims may change, its own ends included, in order (T5). */
function edgesOf(hopefuls: Hopeful[], { day, from, to, pieces }: LocalDay): number[] {
  const edges = new Set([from, to, ...pieces.map((piece) => piece.from)]);
  const add = (at: number) => {
    if (from < at && at < to) edges.add(at);
  };
  const times = new Set<number>();
  for (const { candidate, ranges } of hopefuls) {
    add(candidate.calendar.startsAt);
    add(candidate.calendar.endsAt);
    candidate.items.edges.forEach(add);
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

/** The active claims of a local day, stretch by stretch, without gap, by entry id; neighbours may be equal. */
export function claimsOfDay(candidates: Candidate[], localDay: LocalDay): { from: number; to: number; claims: Claim[] }[] {
  const hopefuls = hopefulsOf(candidates, localDay);
  const edges = edgesOf(hopefuls, localDay);
  return edges.slice(1).map((to, n) => {
    const from = edges[n] ?? to;
    return { from, to, claims: claimsAt(hopefuls, localDay, from) };
  });
}

/** The claims that are active at one instant, by entry id. @throws RangeError when the zone is unknown. */
export function claimsAtInstant({ candidates, timeZone }: Programme, at: number): Claim[] {
  const localDay = localDayAt(timeZone, at);
  return claimsAt(hopefulsOf(candidates, localDay), localDay, at);
}
