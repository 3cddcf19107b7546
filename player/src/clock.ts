/**
 * The player's time: an anchor from the server plus the monotonic clock of this page load. A device clock is believed
 * only within bounds, because a bus computer without a battery starts in 1970.
 */

/** synced: anchored in this page load; trusted: the device's time, within bounds; estimated: at least this late. */
export type ClockState = "synced" | "trusted" | "estimated";

/** Ties server time to this page load's monotonic clock. */
export interface Anchor {
  serverAt: number;
  monotonicMs: number;
}

/** One question to the server: four timestamps, two of each clock. */
export interface Probe {
  /** Monotonic ms of this page load. */
  askedMs: number;
  answeredMs: number;
  /** Epoch ms of the server. */
  serverReceivedAt: number;
  serverAnsweredAt: number;
}

/** How far ahead of the last known time a device clock is still believed. */
export const TRUST_MS = 45 * 24 * 60 * 60 * 1000;

export interface Sources {
  /** Monotonic ms since the page load began. */
  monotonic(): number;
  /** Epoch ms as the device tells it. */
  device(): number;
}

const browser: Sources = {
  monotonic: () => performance.now(),
  device: () => Date.now(),
};

/** Round trip without the server's own time, in ms. */
function roundTripMs(probe: Probe): number {
  return probe.answeredMs - probe.askedMs - (probe.serverAnsweredAt - probe.serverReceivedAt);
}

/** The anchor of the probe with the shortest round trip (RFC 5905 §10: least delay, least error); null without probes. */
export function bestAnchor(probes: Probe[]): Anchor | null {
  const best = probes.toSorted((a, b) => roundTripMs(a) - roundTripMs(b))[0];
  return best
    ? {
        serverAt: (best.serverReceivedAt + best.serverAnsweredAt) / 2,
        monotonicMs: (best.askedMs + best.answeredMs) / 2,
      }
    : null;
}

export class Clock {
  /** Names this page load: monotonic times compare only within one run. */
  readonly runId: string;
  readonly #sources: Sources;
  readonly #floorAt: number | null;
  #anchor: Anchor | null = null;
  #anchoredFromMs: number | null = null;

  /** @param floorAt a time that has certainly passed (saved by an earlier run), epoch ms; null: none is known. */
  constructor(runId: string, floorAt: number | null, sources: Sources = browser) {
    this.runId = runId;
    this.#sources = sources;
    this.#floorAt = floorAt;
  }

  get anchor(): Anchor | null {
    return this.#anchor;
  }

  /** Monotonic time of this run's first anchor; null: it has none yet. */
  get anchoredFromMs(): number | null {
    return this.#anchoredFromMs;
  }

  get state(): ClockState {
    if (this.#anchor) return "synced";
    return this.#isDeviceBelievable() ? "trusted" : "estimated";
  }

  monotonic(): number {
    return this.#sources.monotonic();
  }

  /** The device's own idea of the time, believed or not. */
  device(): number {
    return this.#sources.device();
  }

  /** Epoch ms, whole. The best that is known. */
  now(): number {
    return this.at(this.#sources.monotonic());
  }

  /** The instant of a monotonic time of this run, epoch ms, whole. */
  at(monotonicMs: number): number {
    if (this.#anchor) return Math.round(this.#anchor.serverAt + monotonicMs - this.#anchor.monotonicMs);
    if (this.#floorAt === null || this.#isDeviceBelievable()) {
      return Math.max(0, Math.round(this.#sources.device() + monotonicMs - this.#sources.monotonic()));
    }
    return Math.round(this.#floorAt + monotonicMs);
  }

  /** A time that has certainly been reached at a monotonic time of this run; null before anything is known. */
  floor(monotonicMs: number = this.#sources.monotonic()): number | null {
    if (this.#anchor) return this.at(monotonicMs);
    return this.#floorAt === null ? null : Math.round(this.#floorAt + monotonicMs);
  }

  adopt(anchor: Anchor): void {
    this.#anchor = anchor;
    this.#anchoredFromMs ??= anchor.monotonicMs;
  }

  #isDeviceBelievable(): boolean {
    const device = this.#sources.device();
    return this.#floorAt !== null && device >= this.#floorAt && device <= this.#floorAt + TRUST_MS;
  }
}

/** The server's time of an HTTP answer, epoch ms; the device's own when the answer does not say. */
export function answeredAt(answer: Response): number {
  const told = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(told) ? Date.now() : told;
}
