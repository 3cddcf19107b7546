/** A director without pictures: shows each slot of the schedule for as long as it lasts, until the power goes. */
import type { Manifest } from "@yilu/contract";
import type { Cursor, Playable } from "@yilu/contract/schedule";
import type { Cast, Directing, Running } from "../src/playback/director.ts";
import { after, cuts, planAt, type ItemPlan } from "../src/playback/plan.ts";
import type { Act } from "../src/playback/stage.ts";
import type { Chance } from "./random.ts";
import type { Journey } from "./time.ts";

/** Where it stands, and what goes on there. */
export interface Surroundings {
  journey: Journey;
  chance: Chance;
  /** Part of the items that fail. */
  failures: number;
  powerEndsAt: number;
  /** Settles when the player has come as far as it will before the first item. */
  booted(): Promise<void>;
  /** Time has gone on. */
  moved(): void;
  /** A first frame is on the screen. */
  shown(): void;
  /** Settles when everything entered so far is on disk. */
  settled(): Promise<void>;
  /** The power goes now. */
  cut(): void;
}

/** So often the real director has the position on disk, and looks whether a stalled item has to be given up. */
const CHECKPOINT_MS = 5_000;
/** Shown to within this of its planned length is completed. */
const COMPLETED_MS = 500;

export class Projector implements Directing {
  failedItems = 0;
  /** Settles when the power has gone or it was closed. */
  readonly dark: Promise<void>;
  readonly #cast: Cast;
  readonly #here: Surroundings;
  #manifest: Manifest | null;
  #cursor: Cursor;
  #offered: Manifest | null = null;
  #running: Running | null = null;
  #isClosed = false;
  #darken: () => void = () => undefined;

  constructor(cast: Cast, manifest: Manifest | null, cursor: Cursor, here: Surroundings) {
    this.#cast = cast;
    this.#manifest = manifest;
    this.#cursor = cursor;
    this.#here = here;
    this.dark = new Promise((resolve) => (this.#darken = resolve));
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Whether there is anything to show it from. */
  get hasManifest(): boolean {
    return (this.#offered ?? this.#manifest) !== null;
  }

  offer(manifest: Manifest): void {
    this.#offered = manifest;
    this.refresh();
  }

  refresh(): void {
    const running = this.#running;
    const manifest = this.#offered ?? this.#manifest;
    if (!running) this.#here.journey.wake();
    else if (manifest && cuts(manifest, this.#cast.now(), running.plan.block, this.#playable(manifest))) {
      running.over = "interrupted";
      this.#here.journey.wake();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#here.journey.wake();
  }

  async run(): Promise<void> {
    const { journey, powerEndsAt } = this.#here;
    await this.#here.booted();
    while (!this.#isClosed && journey.now() < powerEndsAt) await this.#turn();
    this.#darken();
  }

  async #turn(): Promise<void> {
    const { journey, powerEndsAt } = this.#here;
    this.#here.moved();
    if (this.#isClosed) return;
    const manifest = this.#offered ?? this.#manifest;
    const plan = manifest ? planAt(manifest, this.#cast.now(), this.#cursor, this.#playable(manifest)) : null;
    if (manifest && manifest !== this.#manifest) {
      this.#manifest = manifest;
      this.#offered = null;
      this.#cast.adopted(manifest);
    }
    if (plan?.kind === "item") return this.#show(plan);
    const restMs = plan ? Math.max(50, plan.until - this.#cast.now()) : CHECKPOINT_MS;
    await journey.until(Math.min(powerEndsAt, journey.now() + restMs));
  }

  async #show(plan: ItemPlan): Promise<void> {
    const { journey, chance, powerEndsAt } = this.#here;
    const { slot, manifest } = plan;
    const { mediaId, playlistId, entryId } = slot;
    const beganAt = journey.now();
    const startedMonotonicMs = this.#cast.monotonic();
    const lateMs = manifest.order === "synced" ? Math.max(0, this.#cast.now() - slot.startsAt) : 0;
    const play = this.#cast.begin({ mediaId, playlistId, entryId, revision: manifest.revision, startedMonotonicMs });
    this.#here.shown();
    const fails = chance.happens(this.#here.failures);
    const endsAt = beganAt + (fails ? CHECKPOINT_MS : slot.durationMs - lateMs);
    if (powerEndsAt <= endsAt && chance.happens(0.3)) {
      // The power goes with the first frame: its row may be on disk or not, and where the loop was is not.
      if (chance.happens(0.5)) await new Promise(setImmediate);
      this.#here.cut();
    }
    const running: Running = { plan, act: actSince(journey), play, startedMonotonicMs, checkpointMs: startedMonotonicMs, over: null };
    this.#running = running;
    this.#cast.changed();
    const shownMs = Math.min(plan.wholeMs, (await journey.until(Math.min(endsAt, powerEndsAt))) - beganAt);
    this.#running = null;
    if (this.#isClosed || journey.now() >= powerEndsAt) {
      const playedMs = Math.floor(shownMs / CHECKPOINT_MS) * CHECKPOINT_MS;
      if (playedMs > 0) play.checkpoint(playedMs);
      await this.#here.settled();
      this.#cast.remember({ cursor: plan.cursor, slot, playedMs });
      return; // never closed: the power goes
    }
    const outcome = fails ? "failed" : plan.wholeMs - shownMs <= COMPLETED_MS ? "completed" : "interrupted";
    if (fails) this.failedItems += 1;
    play.close(outcome, fails ? 0 : shownMs);
    await this.#here.settled();
    this.#cursor = after(plan, outcome === "completed" ? slot.durationMs : shownMs);
  }

  #playable(manifest: Manifest): Playable {
    const held = new Set(manifest.media.filter((media) => this.#cast.has(media)).map(({ id }) => id));
    return (mediaId) => held.has(mediaId);
  }
}

/** An item that has just come on. */
function actSince(journey: Journey): Act {
  const beganAt = journey.now();
  return { show: async () => 0, positionMs: () => journey.now() - beganAt, hasEnded: () => false, stalledMs: () => 0, release: () => undefined };
}
