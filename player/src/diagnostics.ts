/** The diagnostic interface `window.__yilu`, for people at the screen's console and for tests. Read-only. */
export interface Diagnostics {
  /** Of the manifest that plays; null: none. */
  readonly revision: string | null;
  /** What is on the screen; null: the slate or a page. */
  readonly playing: { mediaId: string; entryId: string; startedMonotonicMs: number; positionMs: number } | null;
  /** Ms from the last frame of a clip to the first of the next, of the last 200 swaps. */
  readonly gaps: readonly number[];
  readonly ledgerId: string;
  readonly ledgerHead: number;
  readonly unsent: number;
  /** Pictures that wait to be sent, and those that never will be. */
  readonly evidence: { waiting: number; lost: number };
  readonly clock: "synced" | "trusted" | "estimated";
  /** When the first frame was on the screen, ms after navigation began; null: not yet. */
  readonly firstFrameMs: number | null;
}

declare global {
  interface Window {
    __yilu?: Diagnostics;
  }
}
