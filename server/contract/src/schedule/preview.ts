/** What will play, over any stretch of time. */
import { eachBlock } from "./blocks.ts";
import { openRun, slots } from "./slots.ts";
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
  const { playable } = options;
  const shown: Slot[] = [];
  let cursor = options.cursor ?? {};
  let at = from;
  for (const block of eachBlock(schedule, from, to, playable)) {
    if (block.to <= at) continue;
    at = Math.max(at, block.from);
    if (schedule.order === "synced") {
      for (const slot of slots(schedule, block, { ...options, from: at })) {
        if (slot.startsAt >= to) break;
        shown.push(slot);
      }
      continue;
    }
    const run = openRun(schedule, block, at, cursor, playable);
    while (at < to) {
      const slot = run.next();
      if (!slot) break;
      shown.push(slot);
      at = slot.startsAt + slot.durationMs;
    }
    cursor = run.cursor();
  }
  return shown;
}
