/** What the ledger is given and gives out. */
import type { Outcome } from "@yilu/contract";

export interface PlayStart {
  mediaId: string;
  playlistId: string;
  entryId: string;
  revision: string;
  startedMonotonicMs: number;
}

/** A play that is on the screen. */
export interface OpenPlay {
  checkpoint(airtimeMs: number): void;
  close(outcome: Outcome, airtimeMs: number): void;
}

/** Space kept for the ledger: given up when the disk is full. */
export interface Ballast {
  /** @returns whether there was something to give up. */
  release(): Promise<boolean>;
}
