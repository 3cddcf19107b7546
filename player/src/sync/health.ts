/** What the player says about itself. */
import type { PlayerStatus } from "@yilu/contract";
import type { Cache } from "../cache/cache.ts";
import type { Clock } from "../clock.ts";
import type { Album } from "../evidence/album.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { poweredOn } from "../ledger/runs.ts";
import type { Directing } from "../playback/director.ts";
import type { Measures, Stage } from "../playback/stage.ts";
import type { Programme } from "./programme.ts";

export interface Patient {
  clock: Clock;
  ledger: Ledger;
  cache: Cache;
  album: Album;
  programme: Programme;
  director: Directing;
  measures: Measures;
  stage: Stage;
  isMuted: boolean;
  /** As preflight found; undefined: not tried. */
  decoders: number | undefined;
}

const MOST_STRETCHES = 100;

/** What is told at once when it changes: revision, clock, failures, sound, pictures, and a download by its tenths. */
export function weighty({ programme, clock, director, ledger, cache, album, isMuted }: Patient): string {
  const { state, doneBytes, totalBytes } = cache.progress();
  return [programme.playing?.revision, programme.newest?.revision, clock.state, director.failedItems, ledger.lost, state, Math.floor((10 * doneBytes) / (totalBytes || 1)), isMuted, album.waiting].join(" ");
}

/** @param isWhole with what the server keeps: when this player was on. */
export async function healthOf({ clock, ledger, cache, album, programme, director, measures, stage, isMuted, decoders }: Patient, isWhole: boolean): Promise<PlayerStatus> {
  const [{ usedBytes, quotaBytes }, persistent] = await Promise.all([cache.space(), navigator.storage?.persisted?.() ?? false]);
  const { newest, playing } = programme;
  const { running } = director;
  const found = stage.oneDecoder ? 1 : decoders;
  return {
    revision: playing?.revision ?? null,
    download: newest && { revision: newest.revision, ...cache.progress() },
    playing: running && { mediaId: running.plan.slot.mediaId, entryId: running.plan.slot.entryId, startedAt: clock.at(running.startedMonotonicMs) },
    cacheUsedBytes: usedBytes,
    cacheQuotaBytes: quotaBytes,
    persistent,
    ledgerHead: ledger.head,
    unsentPlays: ledger.unsent,
    clock: clock.state,
    droppedFrames: measures.droppedFrames,
    failedItems: director.failedItems,
    showing: director.showing ?? (running ? "item" : "slate"),
    lostPlays: ledger.lost,
    restarts: ledger.runNumber,
    runStartedAt: clock.at(0),
    isMuted,
    ...(found === undefined ? {} : { decoders: found }),
    evidenceWaiting: album.waiting,
    evidenceLost: album.lost,
    ...(isWhole ? { poweredOn: poweredOn(await ledger.history(), MOST_STRETCHES) } : {}),
  };
}
