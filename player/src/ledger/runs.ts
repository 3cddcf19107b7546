/**
 * When the page loads of this player were, by the server's time. A run with an anchor is dated by it. One without is
 * dated through its neighbours if the device's clock went on steadily between them.
 */
import type { RunRow } from "../storage/database.ts";

/** What is known of a run's time. */
export interface Dating {
  /** Epoch ms of its monotonic zero; null: it cannot be dated. */
  originAt: number | null;
  isAnchored: boolean;
  /** The beginning of the next run with an anchor, epoch ms: it ended before that. Null: there is none. */
  endedBefore: number | null;
}

/** How far two ways of dating a run may differ: two seconds, and 30 ppm, as crystals drift. A device clock that was set by less than that is not found out. */
const AGREE_MS = 2_000;
const DRIFT = 3e-5;

/** Where a run begins or ends, in the two clocks of its device. */
type Told = RunRow & { first: NonNullable<RunRow["first"]>; last: NonNullable<RunRow["last"]> };
const isTold = (run: RunRow): run is Told => run.first !== null && run.last !== null;

/** How long the device was off between two runs by its own clock; null: that clock stood still or went backwards. */
function pauseMs(before: Told, after: Told): number | null {
  const ms = after.first.deviceAt - before.last.deviceAt;
  return ms > 0 ? ms : null;
}

/**
 * Origins carried from anchored runs to their neighbours, in the order given.
 *
 * @param step the origin of a run from that of the one before it in this order; null: not known.
 */
function carried(runs: Told[], step: (known: Told, knownOrigin: number, next: Told) => number | null): (number | null)[] {
  const origins: (number | null)[] = [];
  runs.forEach((run, index) => {
    const known = runs[index - 1];
    const knownOrigin = origins[index - 1] ?? null;
    if (run.anchor) origins.push(run.anchor.serverAt - run.anchor.monotonicMs);
    else origins.push(known && knownOrigin !== null ? step(known, knownOrigin, run) : null);
  });
  return origins;
}

/**
 * Dates every run. One without an anchor needs a later one and a device clock that never went backwards up to it; where
 * there is an earlier anchor too, both must come to the same, else the clock was set in between and nobody knows when.
 *
 * @param rows all runs of this storage, in any order.
 */
export function dateRuns(rows: RunRow[]): Map<string, Dating> {
  const runs = rows.filter(isTold).sort((a, b) => a.number - b.number);
  const forwards = carried(runs, (known, origin, next) => {
    const pause = pauseMs(known, next);
    return pause === null ? null : origin + known.last.monotonicMs + pause - next.first.monotonicMs;
  });
  const backwards = carried(runs.toReversed(), (known, origin, next) => {
    const pause = pauseMs(next, known);
    return pause === null ? null : origin + known.first.monotonicMs - pause - next.last.monotonicMs;
  }).reverse();
  const dated = new Map<string, Dating>();
  for (const { runId, anchor } of rows) dated.set(runId, { originAt: anchor && anchor.serverAt - anchor.monotonicMs, isAnchored: anchor !== null, endedBefore: null });
  runs.forEach((run, index) => {
    const next = runs.slice(index + 1).find(({ anchor }) => anchor !== null);
    const previous = runs.slice(0, index).findLast(({ anchor }) => anchor !== null);
    const endedBefore = next?.anchor ? next.anchor.serverAt - next.anchor.monotonicMs + next.first.monotonicMs : null;
    const back = backwards[index] ?? null;
    const forth = forwards[index] ?? null;
    const originAt = run.anchor || !previous ? back : between(back, forth, previous, run, next);
    dated.set(run.runId, { originAt, isAnchored: run.anchor !== null, endedBefore });
  });
  return dated;
}

/** What both ways of dating come to, the nearer anchor weighing more, as a steady drift would have it; null: they contradict each other. */
function between(back: number | null, forth: number | null, previous: Told, run: Told, next: Told | undefined): number | null {
  if (back === null || forth === null || !next) return null;
  const sinceMs = run.first.deviceAt - previous.last.deviceAt;
  const wholeMs = Math.max(1, next.first.deviceAt - previous.last.deviceAt);
  if (Math.abs(back - forth) > AGREE_MS + DRIFT * wholeMs) return null;
  // A clock that was set far back during the run leaves hardly any whole: a millisecond must not become hours by it.
  return forth + (back - forth) * Math.min(1, Math.max(0, sinceMs / wholeMs));
}

/** Runs that date nothing any more: those before the last anchor before the oldest play. @param oldest run ids of the oldest plays */
export function spareRuns(rows: RunRow[], oldest: ReadonlySet<string>): string[] {
  const runs = rows.toSorted((a, b) => a.number - b.number);
  const needed = runs.findIndex(({ runId }) => oldest.has(runId));
  const kept = runs.slice(0, needed < 0 ? runs.length : needed).findLastIndex(({ anchor }) => anchor !== null);
  return runs.slice(0, Math.max(0, kept)).map(({ runId }) => runId);
}

/** Every run that is known, by its id, and when it was. */
export interface History {
  runs: Map<string, RunRow>;
  dates: Map<string, Dating>;
}

/** When the player was running, as far as that can be dated: the last stretches [from, to] in epoch ms, oldest first. */
export function poweredOn({ runs, dates }: History, most: number): [number, number][] {
  const on = [...runs.values()].toSorted((a, b) => a.number - b.number).flatMap(({ runId, first, last }): [number, number][] => {
    const originAt = dates.get(runId)?.originAt ?? null;
    return originAt === null || !first || !last ? [] : [[Math.round(originAt + first.monotonicMs), Math.round(originAt + last.monotonicMs)]];
  });
  return on.slice(-most);
}

/** The instant of a moment of a run, epoch ms; null: it cannot be dated. */
export function whenWas({ dates }: History, runId: string, monotonicMs: number): number | null {
  const originAt = dates.get(runId)?.originAt ?? null;
  return originAt === null ? null : Math.round(originAt + monotonicMs);
}
