/** Who gets how much of the airtime: P2, P3's scaling down, P5. */
import type { ItemSet } from "./items.ts";
import type { Block, EntryShare, ScheduleEntry } from "./types.ts";
import { HOUR_MS } from "./zoned-time.ts";

/** Airtime smaller than this part of the whole is a rounding error. */
export const EPSILON = 1e-9;

/** An active entry with something to play, asking for airtime. */
export interface Claim {
  entry: ScheduleEntry;
  items: ItemSet;
  /** Tells claims of one programme apart. */
  key: string;
}

export interface Allotment {
  claim: Claim;
  /** 0 < share ≤ 1. */
  share: number;
}

/** What plays, by entry id, and the tier that won. */
export interface Winners {
  tier: Block["tier"];
  allotments: Allotment[];
  /** The allotments as the public functions give them. */
  shares: EntryShare[];
}

/** What a claim reserves, as a part of the airtime: 0 for `fill`, above 1 when it asks for more than there is (P2). */
export function reservation({ entry: { share }, items }: Claim): number {
  if (share.kind === "percent") return share.percent / 100;
  return share.kind === "playsPerHour" ? (share.plays * items.meanMs) / HOUR_MS : 0;
}

/** Whether an entry asks for airtime at all; one with a share or a ceiling of 0 is never active (P2). */
export function asksForAirtime({ share, maxPlaysPerHour }: ScheduleEntry): boolean {
  const asked = share.kind === "fill" ? share.weight : share.kind === "percent" ? share.percent : share.plays;
  return asked > 0 && (maxPlaysPerHour === null || maxPlaysPerHour > 0);
}

/** P5: the largest share at which an entry keeps to its plays per hour; Infinity without a ceiling. */
export function ceiling(entry: ScheduleEntry, items: ItemSet, longestMs: number): number {
  return entry.maxPlaysPerHour === null ? Infinity : (entry.maxPlaysPerHour * items.shortestMs) / (HOUR_MS + longestMs);
}

/** A default entry that joins as fill without a weight of its own has 1. */
function weightOf({ entry: { share } }: Claim): number {
  return share.kind === "fill" ? share.weight : 1;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Adds `spare` to the members of a group, given by their places, by weight. */
function pour(spare: number, group: number[], weights: number[], shares: number[]): void {
  const total = sum(group.map((n) => weights[n] ?? 0));
  for (const n of group) shares[n] = (shares[n] ?? 0) + (spare * (weights[n] ?? 0)) / total;
}

/**
 * Holds shares to their ceilings, in place: the excess goes to the others in proportion, again until nothing changes.
 * Returns what no one could take.
 */
function level(shares: number[], ceilings: number[]): number {
  const held = new Set<number>();
  for (;;) {
    let excess = 0;
    let others = 0;
    shares.forEach((share, n) => {
      const limit = ceilings[n] ?? 0;
      if (held.has(n)) return;
      if (share <= limit + EPSILON) {
        others += share;
        return;
      }
      excess += share - limit;
      shares[n] = limit;
      held.add(n);
    });
    if (excess === 0 || others <= EPSILON) return excess;
    for (let n = 0; n < shares.length; n++) if (!held.has(n)) shares[n] = (shares[n] ?? 0) * (1 + excess / others);
  }
}

/**
 * Divides the airtime among the claims of the winning tier; `defaults` are the claims of the default tier below it
 * (empty when the default tier itself plays). Shares sum to 1; a claim that got nothing is left out.
 */
export function divide(tier: Claim[], defaults: Claim[]): Allotment[] {
  const members = [...tier, ...defaults];
  const weights = members.map(weightOf);
  const places = [...members.keys()];
  const fills = places.filter((n) => tier[n]?.entry.share.kind === "fill");
  const joiners = places.slice(tier.length);
  const planned = members.map((claim, n) => (n < tier.length ? reservation(claim) : 0));
  const reserved = sum(planned);
  // Who takes what the ceilings leave over, one group after the other (P5's "any remainder as in P2").
  let heirs = [fills, joiners];
  if (reserved < 1 - EPSILON && fills.length > 0) {
    pour(1 - reserved, fills, weights, planned);
    heirs = [joiners];
  } else if (reserved < 1 - EPSILON && joiners.length > 0) {
    pour(1 - reserved, joiners, weights, planned);
    heirs = [];
  } else {
    planned.forEach((share, n) => (planned[n] = share / reserved));
  }
  const isPlanned = (n: number) => (planned[n] ?? 0) > EPSILON;
  for (let joined = 0; ; joined++) {
    const groups = heirs.slice(0, joined).filter((group) => group.length > 0);
    const shares = [...planned];
    const playing = new Set([...places.filter(isPlanned), ...groups.flat()]);
    const longestMs = Math.max(...members.map(({ items }, n) => (playing.has(n) ? items.longestMs : 0)));
    const ceilings = members.map(({ entry, items }) => ceiling(entry, items, longestMs));
    let left = level(shares, ceilings);
    for (const group of groups) {
      if (left <= EPSILON) break;
      pour(left, group, weights, shares);
      left = level(shares, ceilings);
    }
    if (left > EPSILON && joined < heirs.length) continue;
    const total = sum(shares);
    return members.flatMap((claim, n) => ((shares[n] ?? 0) > EPSILON ? [{ claim, share: (shares[n] ?? 0) / total }] : []));
  }
}
