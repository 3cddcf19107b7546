/** Tells the server how this player is: at each change, at most once a second, and every few minutes. */
const LEAST_MS = 1_000;
const EVERY_MS = 5 * 60 * 1000;

export class Reporter {
  readonly #send: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  #closed = false;

  constructor(send: () => Promise<void>) {
    this.#send = send;
    this.#wait(EVERY_MS);
  }

  /** Something changed: reports soon. */
  changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#wait(LEAST_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#isDue = false;
      this.#wait(EVERY_MS);
      void this.#send().catch(() => undefined);
    }, ms);
  }
}
