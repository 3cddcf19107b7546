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

/** What is to be shown next, whole. */
export interface Pick {
  entryId: string;
  playlistId: string;
  item: Item;
  positionMs: number;
  /** What is left of the item from `positionMs`. */
  remainingMs: number;
}

/** One entry's place in its items. */
interface Standing {
  turn: Turn;
  /** Index into `items.items`. */
  next: number;
  tries: number;
  positionMs: number;
  starts: number[];
}

/** The entries of one block, taking turns. Lags and what follows from them are in arrays: every slot reads them all. */
export class Rotation {
  readonly #standings: Standing[];
  readonly #shares: Float64Array;
  /** How far a lag may be from 0: one longest item of airtime. */
  readonly #mostLags: Float64Array;
  /** `ve − elapsed`, ms. */
  readonly #lags: Float64Array;
  /** How far the deadline of the next item lies behind its eligible time, ms. */
  readonly #spans: Float64Array;
  /** The instant at which the rolling hour lets the entry play again. */
  readonly #freeAt: Float64Array;
  readonly #indexes: Map<string, number>;
  readonly #isCapped: boolean;
  readonly #longestMs: number;

  /** @param turns sorted by entry id; their shares sum to 1. */
  constructor(turns: Turn[], cursor: Cursor) {
    this.#longestMs = Math.max(...turns.map(({ items }) => items.longestMs));
    this.#shares = new Float64Array(turns.map(({ share }) => share));
    this.#mostLags = this.#shares.map((share) => this.#longestMs / share);
    this.#lags = new Float64Array(turns.map(({ entryId }, n) => clamp(cursor[entryId]?.lag ?? 0, this.#mostLags[n] ?? 0)));
    this.#spans = new Float64Array(turns.length);
    this.#freeAt = new Float64Array(turns.length);
    this.#isCapped = turns.some(({ maxPlaysPerHour }) => maxPlaysPerHour < Infinity);
    this.#indexes = new Map(turns.map(({ entryId }, n) => [entryId, n]));
    this.#standings = turns.map((turn) => standingOf(turn, cursor[turn.entryId]));
    this.#standings.forEach((standing, n) => this.#refresh(standing, n));
  }

  /** Chooses what starts at `at`; null when there are no turns. */
  pick(at: number): Pick | null {
    const lags = this.#lags;
    const spans = this.#spans;
    const freeAt = this.#freeAt;
    let chosen = -1;
    let earliest = Infinity;
    for (let n = 0; n < lags.length; n++) {
      const lag = lags[n] ?? 0;
      if (lag > TIE_MS || at < (freeAt[n] ?? 0)) continue;
      const deadline = lag + (spans[n] ?? 0);
      if (deadline >= earliest - TIE_MS) continue;
      chosen = n;
      earliest = deadline;
    }
    if (chosen < 0) chosen = this.#furthestBehind(at);
    const standing = this.#standings[this.#isCapped ? this.#rescue(chosen, at) : chosen];
    const item = standing && itemOf(standing);
    if (!standing || !item) return null;
    const { turn, positionMs } = standing;
    return { entryId: turn.entryId, playlistId: turn.items.playlistId, item, positionMs, remainingMs: item.durationMs - positionMs };
  }

  /**
   * Records that an entry's next item was shown from `at` for `playedMs`; less than what remained is an interruption.
   * Of media that is no longer next (the playlist was edited meanwhile) only the airtime counts.
   */
  charge(entryId: string, mediaId: string, at: number, playedMs: number): void {
    const lags = this.#lags;
    const mostLags = this.#mostLags;
    const n = this.#indexes.get(entryId) ?? -1;
    const own = lags[n] ?? 0;
    for (let other = 0; other < lags.length; other++) lags[other] = clamp((lags[other] ?? 0) - playedMs, mostLags[other] ?? 0);
    const standing = this.#standings[n];
    if (!standing) return;
    lags[n] = clamp(own - playedMs + playedMs / standing.turn.share, mostLags[n] ?? 0);
    if (standing.positionMs === 0 && standing.turn.maxPlaysPerHour < Infinity) standing.starts.push(at);
    if (itemOf(standing)?.mediaId !== mediaId) return;
    if (playedMs >= lengthOf(standing) - standing.positionMs) pass(standing);
    else interrupt(standing, playedMs);
    this.#refresh(standing, n);
  }

  /** The cursor with what these entries have become; the other entries keep theirs. */
  save(cursor: Cursor): Cursor {
    const saved = { ...cursor };
    this.#standings.forEach(({ turn, next, tries, positionMs, starts }, n) => {
      const entry: CursorEntry = { item: turn.items.items[next]?.index ?? 0, lag: this.#lags[n] ?? 0, tries, positionMs };
      saved[turn.entryId] = turn.maxPlaysPerHour < Infinity ? { ...entry, starts: [...starts] } : entry;
    });
    return saved;
  }

  #refresh(standing: Standing, n: number): void {
    const { starts, positionMs, turn } = standing;
    this.#spans[n] = (lengthOf(standing) - positionMs) / turn.share;
    this.#freeAt[n] = -Infinity;
    if (turn.maxPlaysPerHour === Infinity) return;
    const most = Math.ceil(turn.maxPlaysPerHour);
    if (starts.length > most) starts.splice(0, starts.length - most);
    if (starts.length === most) this.#freeAt[n] = (starts[0] ?? 0) + HOUR_MS;
  }

  /**
   * P5: entries that the rolling hour held back come due together. Each can wait until it is one longest item behind;
   * should the chosen one leave some too little time to start one after the other, the most pressed plays first.
   */
  #rescue(chosen: number, at: number): number {
    const pressed: { n: number; patienceMs: number }[] = [];
    for (let n = 0; n < this.#lags.length; n++) {
      const patienceMs = (this.#lags[n] ?? 0) + (this.#mostLags[n] ?? 0);
      if (patienceMs < 4 * this.#longestMs && n !== chosen) pressed.push({ n, patienceMs });
    }
    pressed.sort((a, b) => a.patienceMs - b.patienceMs);
    let busyMs = this.#remainingMs(chosen);
    for (const { n, patienceMs } of pressed) {
      if (busyMs > patienceMs) return pressed.find((other) => (this.#lags[other.n] ?? 0) <= TIE_MS && this.#isFree(other.n, at))?.n ?? chosen;
      busyMs += this.#remainingMs(n);
    }
    return chosen;
  }

  #isFree(n: number, at: number): boolean {
    return at >= (this.#freeAt[n] ?? 0);
  }

  #remainingMs(n: number): number {
    return (this.#spans[n] ?? 0) * (this.#shares[n] ?? 0);
  }

  /** P5's last resort: the smallest `ve`, of those below their rolling-hour count if there are any. */
  #furthestBehind(at: number): number {
    return this.#standings.reduce((best, _, n) => {
      if (best < 0 || (this.#isFree(n, at) && !this.#isFree(best, at))) return n;
      return this.#isFree(n, at) === this.#isFree(best, at) && (this.#lags[n] ?? 0) < (this.#lags[best] ?? 0) - TIE_MS ? n : best;
    }, -1);
  }
}

/** E2: a carried lag counts up to one longest item of airtime; held at every step, so that a carried run takes the same. */
function clamp(lag: number, most: number): number {
  return lag < -most ? -most : lag > most ? most : lag;
}

function standingOf(turn: Turn, saved: CursorEntry | undefined): Standing {
  if (!saved) return { turn, next: 0, tries: 0, positionMs: 0, starts: [] };
  const { item, tries, positionMs, starts = [] } = saved;
  const next = Math.max(0, turn.items.items.findIndex(({ index }) => index >= item));
  const found = turn.items.items[next];
  const isSame = found?.index === item && positionMs < found.durationMs;
  return { turn, next, tries: isSame ? tries : 0, positionMs: isSame ? positionMs : 0, starts: [...starts] };
}

function itemOf({ turn, next }: Standing): Item | undefined {
  return turn.items.items[next];
}

function lengthOf(standing: Standing): number {
  return itemOf(standing)?.durationMs ?? 0;
}

function pass(standing: Standing): void {
  standing.next = (standing.next + 1) % standing.turn.items.items.length;
  standing.tries = 0;
  standing.positionMs = 0;
}

function interrupt(standing: Standing, playedMs: number): void {
  const isLong = lengthOf(standing) > LONG_ITEM_MS;
  standing.tries = isLong && playedMs >= PROGRESS_MS ? 0 : standing.tries + 1;
  if (standing.tries >= MOST_TRIES) pass(standing);
  else if (isLong) standing.positionMs += playedMs;
}
