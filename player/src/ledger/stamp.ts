/** From a row of the ledger to the play that the server gets. */
import type { Outcome, Play } from "@yilu/contract";
import type { PlayRow, RunRow } from "../storage/database.ts";
import type { Dating } from "./runs.ts";

/** How far a date may lie before what was certain, by the drift of crystals. */
const POSSIBLE_MS = 2_000;

/**
 * The play with its instant. A dated run gives it exactly: `synced` if the anchor was there when it started, else
 * `restamped`. Without a date it is `estimated`: after what was certain when it started, and long enough before the
 * next run with an anchor for the rest of its own run.
 *
 * @param run which showed it; null: unknown.
 * @param beganAt of the present run, epoch ms: every earlier play is before that.
 */
export function stamp(row: PlayRow, outcome: Outcome, run: RunRow | null, dating: Dating | null, beganAt: number): Play {
  const { seq, mediaId, playlistId, entryId, revision, airtimeMs, startedMonotonicMs } = row;
  const known = { seq, mediaId, playlistId, entryId, revision, airtimeMs, outcome };
  if (dating && dating.originAt !== null) {
    const startedAt = Math.round(dating.originAt + startedMonotonicMs);
    const isSynced = dating.isAnchored && startedMonotonicMs >= (run?.anchoredFromMs ?? 0);
    // A device clock that is saved when the power goes, and goes on from there, is found out here.
    const isPossible = dating.isAnchored || startedAt >= (row.notBefore ?? 0) - POSSIBLE_MS;
    if (isPossible) return { ...known, startedAt, clock: isSynced ? "synced" : "restamped", notBefore: null, notAfter: null };
  }
  const ranOnMs = Math.max(0, (run?.last?.monotonicMs ?? startedMonotonicMs) - startedMonotonicMs);
  const notAfter = Math.round((dating?.endedBefore ?? beganAt) - ranOnMs);
  const notBefore = row.notBefore === null ? null : Math.min(row.notBefore, notAfter);
  const startedAt = Math.min(Math.max(row.startedDeviceAt, notBefore ?? 0), notAfter);
  return { ...known, startedAt, clock: "estimated", notBefore, notAfter };
}
