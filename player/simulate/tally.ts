/** What a player counted of its own plays: the other side of the server's books. */
import type { PlayAck } from "@yilu/contract";
import type { Batch } from "../src/ledger/ledger.ts";

/** Sums of plays, as reports give them. */
export interface Sums {
  completed: number;
  interrupted: number;
  failed: number;
  airtimeMs: number;
}

/** What a tally says at the end, as plain data. */
export type Figures = Pick<Tally, "shown" | "inLedger" | "waiting" | "batches" | "resent" | "connections" | "cuts" | "estimated" | "keptApart" | "sums">;

export class Tally {
  /** Plays whose first frame was on the screen. */
  shown = 0;
  /** Numbers given out by its ledgers, read from its storage at the end. */
  inLedger = 0;
  /** Plays still in its storage at the end. */
  waiting = 0;
  batches = 0;
  /** Plays sent more than once, because an answer was lost. */
  resent = 0;
  /** Times it was greeted by the server. */
  connections = 0;
  cuts = 0;
  estimated = 0;
  keptApart = 0;
  /** The server wants nothing more from it. */
  isRefused = false;
  /** Of what the server acknowledged, each play once. */
  readonly sums: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 };
  readonly #sentTo = new Map<string, number>();
  readonly #countedTo = new Map<string, number>();
  #batch: Batch | null = null;

  sent(batch: Batch): void {
    this.#batch = batch;
    this.batches += 1;
    const sentTo = this.#sentTo.get(batch.ledgerId) ?? 0;
    this.resent += batch.plays.filter(({ seq }) => seq <= sentTo).length;
    this.#sentTo.set(batch.ledgerId, Math.max(sentTo, batch.plays.at(-1)?.seq ?? 0));
  }

  acknowledged({ ledgerId, acknowledged, keptApart }: PlayAck): void {
    const batch = this.#batch;
    if (batch?.ledgerId !== ledgerId) return;
    this.keptApart += keptApart.length;
    for (const play of batch.plays) {
      const { seq, outcome, airtimeMs, clock } = play;
      if (!acknowledged.some(([from, to]) => from <= seq && seq <= to) || seq <= (this.#countedTo.get(ledgerId) ?? 0)) continue;
      this.#countedTo.set(ledgerId, seq);
      this.sums[outcome] += 1;
      this.sums.airtimeMs += airtimeMs;
      if (clock === "estimated") this.estimated += 1;
    }
  }

  figures(): Figures {
    const { shown, inLedger, waiting, batches, resent, connections, cuts, estimated, keptApart, sums } = this;
    return { shown, inLedger, waiting, batches, resent, connections, cuts, estimated, keptApart, sums: { ...sums } };
  }

  get counted(): number {
    const { completed, interrupted, failed } = this.sums;
    return completed + interrupted + failed;
  }
}
