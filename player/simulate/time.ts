/** Simulated time: one wall clock for the fleet, and each player's own way along it. */
import { Clock, type Anchor, type Sources } from "../src/clock.ts";

/** Simulated time runs `speed` times as fast as the machine's. */
export class Wall {
  readonly speed: number;
  readonly startsAt: number;
  readonly #startedMs = performance.now();

  /** @param startsAt epoch ms, simulated. */
  constructor(startsAt: number, speed: number) {
    this.startsAt = startsAt;
    this.speed = speed;
  }

  /** Epoch ms, simulated. */
  now(): number {
    return this.startsAt + (performance.now() - this.#startedMs) * this.speed;
  }
}

/**
 * A player's time. It goes from one thing that happens to the next, never ahead of the wall; when the machine cannot
 * keep up it falls behind and catches up without waiting, so that what is played does not depend on the machine.
 */
export class Journey {
  readonly #wall: Wall;
  #reachedAt: number;
  #nextAt: number;
  #wake: () => void = () => undefined;

  constructor(wall: Wall, startsAt: number) {
    this.#wall = wall;
    this.#reachedAt = startsAt;
    this.#nextAt = startsAt;
  }

  get speed(): number {
    return this.#wall.speed;
  }

  /** Epoch ms, simulated. */
  now(): number {
    return Math.min(Math.max(this.#wall.now(), this.#reachedAt), this.#nextAt);
  }

  /** Settles when this player has reached an instant, or was woken before it. @returns the instant reached */
  async until(at: number): Promise<number> {
    this.#nextAt = Math.max(at, this.#reachedAt);
    const waitMs = (this.#nextAt - this.#wall.now()) / this.#wall.speed;
    if (waitMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#reachedAt = this.now();
      if (this.#nextAt - this.#reachedAt < this.#wall.speed * 2) this.#reachedAt = this.#nextAt; // timers fire a little early
    } else this.#reachedAt = this.#nextAt;
    this.#nextAt = this.#reachedAt;
    return this.#reachedAt;
  }

  /** Ends the wait that is under way, if there is one. */
  wake(): void {
    this.#wake();
    this.#wake = () => undefined;
  }
}

/** What a bus computer without a battery makes of the time. */
export type WrongClock = "right" | "1970" | "a day ahead";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The clocks of a machine that was switched on at `bootedAt`. */
export function sourcesOf(journey: Journey, bootedAt: number, wrong: WrongClock): Sources {
  const monotonic = (): number => journey.now() - bootedAt;
  const offsets = { right: bootedAt, "1970": 0, "a day ahead": bootedAt + DAY_MS };
  return { monotonic, device: () => Math.floor(offsets[wrong] + monotonic()) }; // as Date.now() does, whole
}

/**
 * The player's own clock. The server answers in its time, which is the present; when simulated time runs at another
 * speed the same moment of the simulation stands in for it.
 */
export class SimulatedClock extends Clock {
  readonly #bootedAt: number | null;

  /** @param bootedAt epoch ms, simulated; null: simulated time is the present, and the server is believed. */
  constructor(runId: string, floorAt: number | null, sources: Sources, bootedAt: number | null) {
    super(runId, floorAt, sources);
    this.#bootedAt = bootedAt;
  }

  override adopt(anchor: Anchor): void {
    super.adopt(this.#bootedAt === null ? anchor : { serverAt: this.#bootedAt + anchor.monotonicMs, monotonicMs: anchor.monotonicMs });
  }
}

/** How far east of UTC a zone's clocks were at an instant, ms. */
export function zoneOffsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) - Math.floor(at / 60_000) * 60_000;
}
