/** Brings plays to the server: as they gather while the line is up, in batches after it was down. */
import type { PlayAck } from "@yilu/contract";
import { Backoff } from "../backoff.ts";
import type { Batch } from "../ledger/ledger.ts";

export interface Books {
  nextBatch(): Promise<Batch | null>;
  acknowledge(ack: PlayAck): Promise<void>;
}
export interface Line {
  readonly isReady: boolean;
  plays(batch: Batch): Promise<PlayAck | null>;
}

export class Sender {
  readonly #books: Books;
  readonly #line: Line;
  readonly #sent: () => void;
  readonly #everyMs: () => number;
  readonly #backoff = new Backoff(1_000, 60_000);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #woken = false;

  /**
   * @param sent called after each acknowledgement.
   * @param everyMs how long closed plays gather before they are sent.
   */
  constructor(books: Books, line: Line, sent: () => void, everyMs: () => number = () => 1_000) {
    this.#books = books;
    this.#line = line;
    this.#sent = sent;
    this.#everyMs = everyMs;
  }

  /** A play was closed: sends it with those that follow within a while. */
  gather(): void {
    this.#gathering ??= setTimeout(() => this.wake(), this.#everyMs());
  }

  /** The line is up: sends what there is. */
  wake(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#woken = true;
    if (!this.#busy) void this.#run();
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#gathering);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    clearTimeout(this.#timer);
    while (this.#woken && this.#line.isReady) {
      this.#woken = false;
      const batch = await this.#books.nextBatch().catch(() => null);
      if (!batch) continue;
      const ack = await this.#line.plays(batch);
      if (!ack || ack.acknowledged.length === 0) {
        this.#timer = setTimeout(() => this.wake(), this.#backoff.next());
        break;
      }
      await this.#books.acknowledge(ack);
      this.#backoff.reset();
      this.#woken = true;
      this.#sent();
    }
    this.#busy = false;
  }
}
