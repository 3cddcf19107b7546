/** From a row of the ledger to the play that the server gets. */
import type { Outcome, Play } from "@yilu/contract";
import type { Clock } from "../clock.ts";
import type { PlayRow, RunRow } from "../storage/database.ts";

/**
 * The play with its instant. A run that had an anchor gives it exactly; without one it lies between what was known when
 * the play started and the beginning of the run that stamps it.
 *
 * @param clock of the present run, anchored.
 * @param run the anchor of the run that showed it; null: it never had one.
 */
export function stamp(row: PlayRow, outcome: Outcome, run: RunRow | null, clock: Clock): Play {
  const { seq, mediaId, playlistId, entryId, revision, airtimeMs } = row;
  const known = { seq, mediaId, playlistId, entryId, revision, airtimeMs, outcome };
  if (run) {
    const startedAt = Math.round(run.serverAt + row.startedMonotonicMs - run.monotonicMs);
    return { ...known, startedAt, clock: "synced", notBefore: null, notAfter: null };
  }
  const notAfter = clock.at(0);
  const notBefore = row.notBefore === null ? null : Math.min(row.notBefore, notAfter);
  const startedAt = Math.min(Math.max(row.startedDeviceAt, notBefore ?? 0), notAfter);
  return { ...known, startedAt, clock: "estimated", notBefore, notAfter };
}
