/** For the line to the server: however long that was away, a fleet is back within half a minute of its return. */
export const LINE_BACKOFF = { firstMs: 1_000, mostMs: 20_000 };

/** Back-off with full jitter: a fleet that lost its server must not come back all at once (Brooker, AWS, 2015). */
export class Backoff {
  #tries = 0;
  readonly #firstMs: number;
  readonly #mostMs: number;

  constructor(firstMs: number, mostMs: number) {
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
  }

  /** How long to wait before the next try, in ms. */
  next(): number {
    const most = Math.min(this.#mostMs, this.#firstMs * 2 ** this.#tries);
    this.#tries += 1;
    return Math.random() * most;
  }

  reset(): void {
    this.#tries = 0;
  }
}
