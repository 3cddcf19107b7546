/** What will play, over any stretch of time. */
import { eachBlock } from "./blocks.ts";
import { openProgramme } from "./programme.ts";
import { openRun, standIns } from "./slots.ts";
import type { PreviewOptions, Schedule, Slot } from "./types.ts";

/**
 * The slots that overlap `[from, to)`, whole, in order. Where there is none the slate plays.
 *
 * `synced`: the same from wherever it is asked. `resume`: the run of a screen that begins at `from` with
 * `options.cursor`; without the screen's own cursor the shares hold but the order may differ, and who shows it says so
 * (E2).
 *
 * @param from epoch ms. @param to epoch ms, finite; `to ≤ from` gives none.
 * @throws RangeError when the zone, a date or a time is malformed.
 */
export function preview(schedule: Schedule, from: number, to: number, options: PreviewOptions = {}): Slot[] {
  const isSynced = schedule.order === "synced";
  const programme = openProgramme(schedule, options.playable);
  const shown: Slot[] = [];
  let cursor = options.cursor ?? {};
  let at = from;
  for (const block of eachBlock(programme, from, to)) {
    if (block.to <= at) continue;
    if (at >= to) break;
    at = Math.max(at, block.from);
    const run = openRun(programme, block, isSynced ? block.from : at, isSynced ? {} : cursor);
    for (let slot = run.next(); slot; slot = at < to ? run.next() : null) {
      const endsAt = slot.startsAt + slot.durationMs;
      if (endsAt <= at) continue;
      shown.push(slot);
      at = endsAt;
    }
    cursor = run.cursor();
  }
  return isSynced && options.playable ? shown.map(standIns(schedule, options.playable)) : shown;
}
