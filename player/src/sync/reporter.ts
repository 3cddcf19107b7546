/** Tells the server how this player is: soon when it matters, within the minute when the item changed, and every few minutes. */
import { STATUS_EVERY_MS } from "./pace.ts";

/** So long, so that what changes together is told together. */
const SOON_MS = 1_000;

export class Reporter {
  readonly #send: () => Promise<void>;
  readonly #monotonic: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;
  #sentMs = -Infinity;
  #closed = false;

  constructor(send: () => Promise<void>, monotonic: () => number = () => performance.now()) {
    this.#send = send;
    this.#monotonic = monotonic;
    this.#wait(STATUS_EVERY_MS);
  }

  /** @param leastMs reports of such changes are at least so far apart; 0: at once, as when the line is up or a download is complete. */
  changed(leastMs = 0): void {
    const now = this.#monotonic();
    const dueMs = Math.max(now + SOON_MS, this.#sentMs + leastMs);
    if (dueMs < this.#dueMs) this.#wait(dueMs - now);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#dueMs = this.#monotonic() + ms;
    this.#timer = setTimeout(() => {
      this.#sentMs = this.#monotonic();
      this.#wait(STATUS_EVERY_MS);
      void this.#send().catch(() => undefined);
    }, ms);
  }
}
