/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Whether something of this probability happens. */
  happens(probability: number): boolean;
  between(from: number, to: number): number;
  /** Between two positive lengths, short ones as likely as long ones (log-uniform). */
  spread(from: number, to: number): number;
}

/** @param seed any text; the same text gives the same chance (xmur3 and mulberry32, public domain). */
export function chanceOf(seed: string): Chance {
  let state = 1779033703 ^ seed.length;
  for (const letter of seed) {
    state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    happens: (probability) => next() < probability,
    between: (from, to) => from + next() * (to - from),
    spread: (from, to) => from * (to / from) ** next(),
  };
}
