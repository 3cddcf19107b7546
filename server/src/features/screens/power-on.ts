/** A stretch of time in which a player was running, `[from, to]`, epoch ms. */
export type Stretch = readonly [from: number, to: number];

/** Runs that lie so close are one: between them the page was loaded again, and the power was on. */
const bridgedMs = 60_000;
/** A player's clock may be a little ahead. */
const aheadMs = 60_000;
/** Nothing runs longer without a reload, and nothing older is in the books. */
const longestMs = 400 * 86_400_000;

/** Of what a player says, what can be: not in the future, not reversed, not longer or older than 400 days. */
export function believable(reported: readonly Stretch[], now: number): Stretch[] {
  return reported.filter(([from, to]) => from < to && to <= now + aheadMs && from >= now - longestMs).map(([from, to]) => [from, Math.min(to, now)]);
}

/** The union of stretches, oldest first; those less than a minute apart are one. */
export function united(stretches: readonly Stretch[]): Stretch[] {
  const answer: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = answer.at(-1);
    if (last !== undefined && from - last[1] <= bridgedMs) last[1] = Math.max(last[1], to);
    else answer.push([from, to]);
  }
  return answer;
}

/** The parts of stretches that lie in `[from, to]`. */
export function within(stretches: readonly Stretch[], from: number, to: number): Stretch[] {
  return stretches.filter((one) => one[1] > from && one[0] < to).map((one) => [Math.max(one[0], from), Math.min(one[1], to)]);
}
