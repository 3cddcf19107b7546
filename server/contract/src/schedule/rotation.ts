/**
 * Whose turn it is: P4, P5's rolling hour, P6, E2.
 *
 * Earliest eligible virtual deadline first (Stoica & Abdel-Wahab, "Earliest Eligible Virtual Deadline First: A Flexible
 * and Accurate Mechanism for Proportional Share Resource Allocation", 1995), over whole items. Everything is kept as
 * lags (`ve − elapsed`), so that a saved cursor holds the state to the last bit and a resumed run takes the same steps.
 */
import type { Item, ItemSet } from "./items.ts";
import type { Cursor, CursorEntry } from "./types.ts";
import { HOUR_MS, MINUTE_MS } from "./zoned-time.ts";

/** Items longer than this go on at their checkpoint (E2). */
const LONG_ITEM_MS = 3 * MINUTE_MS;
/** A long item that got this far in one go is no longer suspected of being what interrupts it. */
const PROGRESS_MS = MINUTE_MS;
/** An item interrupted this often running counts as passed. */
const MOST_TRIES = 2;
/** Virtual times closer than this, in ms, are equal: the rest is floating point. */
const TIE_MS = 1e-3;

/** A winning entry in the rotation. */
export interface Turn {
  entryId: string;
  items: ItemSet;
  share: number;
  /** P5: Infinity without a ceiling, or with one that its share had to exceed. */
  maxPlaysPerHour: number;
}

interface Standing extends Turn {
  /** Index into `items.items`. */
  next: number;
  lag: number;
  tries: number;
  positionMs: number;
  starts: number[];
}

/** What is to be shown next, whole. */
export interface Pick {
  standing: Readonly<Turn>;
  item: Item;
  positionMs: number;
  /** What is left of the item from `positionMs`. */
  remainingMs: number;
}

/** The entries of one block, taking turns. */
export class Rotation {
  readonly #standings: Standing[];
  readonly #longestMs: number;
  #isSettled = false;

  /** @param turns sorted by entry id; their shares sum to 1. */
  constructor(turns: Turn[], cursor: Cursor) {
    this.#longestMs = Math.max(...turns.map(({ items }) => items.longestMs));
    this.#standings = turns.map((turn) => {
      const { item = 0, lag = 0, tries = 0, positionMs = 0, starts = [] }: Partial<CursorEntry> = cursor[turn.entryId] ?? {};
      const found = turn.items.items.findIndex(({ index }) => index >= item);
      const next = Math.max(found, 0);
      const exact = turn.items.items[next]?.index === item;
      return { ...turn, next, lag, tries: exact ? tries : 0, positionMs: exact ? positionMs : 0, starts: [...starts] };
    });
  }

  /** Chooses what starts at `at`; null when there are no turns. */
  pick(at: number): Pick | null {
    this.#settle();
    let chosen: Standing | null = null;
    let earliest = Infinity;
    for (const standing of this.#standings) {
      if (standing.lag > TIE_MS || isAtCeiling(standing, at)) continue;
      const deadline = standing.lag + remaining(standing) / standing.share;
      if (deadline < earliest - TIE_MS) [chosen, earliest] = [standing, deadline];
    }
    chosen ??= furthestBehind(this.#standings.filter((standing) => !isAtCeiling(standing, at))) ?? furthestBehind(this.#standings);
    const item = chosen?.items.items[chosen.next];
    return chosen && item ? { standing: chosen, item, positionMs: chosen.positionMs, remainingMs: remaining(chosen) } : null;
  }

  /** Records that an entry's next item was shown from `at` for `playedMs`; less than what remained is an interruption. */
  charge(entryId: string, at: number, playedMs: number): void {
    this.#settle();
    this.#isSettled = false;
    for (const standing of this.#standings) {
      standing.lag -= playedMs;
      if (standing.entryId !== entryId) continue;
      standing.lag += playedMs / standing.share;
      if (standing.maxPlaysPerHour < Infinity && standing.positionMs === 0) {
        standing.starts = [...standing.starts.filter((start) => start > at - HOUR_MS), at];
      }
      if (playedMs >= remaining(standing)) pass(standing);
      else interrupt(standing, playedMs);
    }
  }

  /** The cursor with what these entries have become; the other entries keep theirs. */
  save(cursor: Cursor): Cursor {
    const saved = { ...cursor };
    for (const { entryId, items, next, lag, tries, positionMs, starts, maxPlaysPerHour } of this.#standings) {
      const entry: CursorEntry = { item: items.items[next]?.index ?? 0, lag, tries, positionMs };
      saved[entryId] = maxPlaysPerHour < Infinity ? { ...entry, starts } : entry;
    }
    return saved;
  }

  /** E2: a carried lag counts up to one longest item of airtime; then lags are taken from their mean by share. */
  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    let mean = 0;
    for (const standing of this.#standings) {
      const most = this.#longestMs / standing.share;
      standing.lag = Math.min(Math.max(standing.lag, -most), most);
      mean += standing.lag * standing.share;
    }
    for (const standing of this.#standings) standing.lag -= mean;
  }
}

function remaining({ items, next, positionMs }: Standing): number {
  return (items.items[next]?.durationMs ?? 0) - positionMs;
}

function isAtCeiling({ starts, maxPlaysPerHour }: Standing, at: number): boolean {
  return maxPlaysPerHour < Infinity && starts.reduce((count, start) => (start > at - HOUR_MS ? count + 1 : count), 0) >= maxPlaysPerHour;
}

function furthestBehind(standings: Standing[]): Standing | null {
  let least: Standing | null = null;
  for (const standing of standings) if (!least || standing.lag < least.lag - TIE_MS) least = standing;
  return least;
}

function pass(standing: Standing): void {
  standing.next = (standing.next + 1) % standing.items.items.length;
  standing.tries = 0;
  standing.positionMs = 0;
}

function interrupt(standing: Standing, playedMs: number): void {
  const isLong = (standing.items.items[standing.next]?.durationMs ?? 0) > LONG_ITEM_MS;
  standing.tries = isLong && playedMs >= PROGRESS_MS ? 0 : standing.tries + 1;
  if (standing.tries >= MOST_TRIES) pass(standing);
  else if (isLong) standing.positionMs += playedMs;
}
