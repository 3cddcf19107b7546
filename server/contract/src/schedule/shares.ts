/** Who gets how much of the airtime: P2, P3's scaling down, P5. */
import type { ItemSet } from "./items.ts";
import type { Block, ScheduleEntry } from "./types.ts";
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

/** Adds `spare` to the members of a group by weight. */
function pour(spare: number, group: Claim[], members: Claim[], shares: number[]): void {
  const weights = sum(group.map(weightOf));
  for (const claim of group) {
    const n = members.indexOf(claim);
    shares[n] = (shares[n] ?? 0) + (spare * weightOf(claim)) / weights;
  }
}

/**
 * Holds shares to their ceilings, in place: the excess goes to the others in proportion, again until nothing changes.
 * Returns what no one could take.
 */
function level(shares: number[], ceilings: number[]): number {
  const held = new Set<number>();
  for (;;) {
    const over = shares.flatMap((share, n) => (!held.has(n) && share > (ceilings[n] ?? 0) + EPSILON ? [n] : []));
    if (over.length === 0) return 0;
    let excess = 0;
    for (const n of over) {
      const limit = ceilings[n] ?? 0;
      excess += (shares[n] ?? 0) - limit;
      shares[n] = limit;
      held.add(n);
    }
    const others = sum(shares.filter((_, n) => !held.has(n)));
    if (others <= EPSILON) return excess;
    shares.forEach((share, n) => {
      if (!held.has(n)) shares[n] = share + (excess * share) / others;
    });
  }
}

/**
 * Divides the airtime among the claims of the winning tier; `defaults` are the claims of the default tier below it
 * (empty when the default tier itself plays). Shares sum to 1; a claim that got nothing is left out.
 */
export function divide(tier: Claim[], defaults: Claim[]): Allotment[] {
  const members = [...tier, ...defaults];
  const fills = tier.filter(({ entry }) => entry.share.kind === "fill");
  const planned = members.map((claim, n) => (n < tier.length ? reservation(claim) : 0));
  const reserved = sum(planned);
  // Who takes what the ceilings leave over, one group after the other (P5's "any remainder as in P2").
  let heirs = [fills, defaults];
  if (reserved < 1 - EPSILON && fills.length > 0) {
    pour(1 - reserved, fills, members, planned);
    heirs = [defaults];
  } else if (reserved < 1 - EPSILON && defaults.length > 0) {
    pour(1 - reserved, defaults, members, planned);
    heirs = [];
  } else {
    planned.forEach((share, n) => (planned[n] = share / reserved));
  }
  for (let joined = 0; ; joined++) {
    const groups = heirs.slice(0, joined);
    const shares = [...planned];
    const playing = members.filter((claim, n) => (planned[n] ?? 0) > EPSILON || groups.some((group) => group.includes(claim)));
    const longestMs = Math.max(...playing.map(({ items }) => items.longestMs));
    const ceilings = members.map((claim) => ceiling(claim.entry, claim.items, longestMs));
    let left = level(shares, ceilings);
    for (const group of groups) {
      if (left <= EPSILON || group.length === 0) continue;
      pour(left, group, members, shares);
      left = level(shares, ceilings);
    }
    if (left > EPSILON && joined < heirs.length) continue;
    const total = sum(shares);
    return members.flatMap((claim, n) => ((shares[n] ?? 0) > EPSILON ? [{ claim, share: (shares[n] ?? 0) / total }] : []));
  }
}
