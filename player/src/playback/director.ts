/** Asks the schedule what is next, has it decoded ahead, changes over in time, and enters each play in the ledger. */
import type { Manifest, ManifestMedia, Outcome } from "@yilu/contract";
import type { Cursor, Playable, Slot } from "@yilu/contract/schedule";
import type { OpenPlay, PlayStart } from "../ledger/types.ts";
import { after, cuts, planAt, type ItemPlan, type Plan } from "./plan.ts";
import type { Act, Stage } from "./stage.ts";

/** The next clip starts this much before the end of the present one (measured: 17 ms median between clips, 67 ms on `ended`). */
export const LEAD_MS = 60;
/** No new frame for so long: the item has failed. */
export const STALL_MS = 5_000;
/** The design allows a cut to cost 5 s of a play: what is written a little sooner is on the disk by then. */
const CHECKPOINT_MS = 4_500;
/** Whether there is a manifest is looked at again so often; a plan that is off by so much is made anew. */
const NOTHING_MS = 5_000;
/** An item that failed is not tried again for so long. */
const SHUN_MS = 60_000;
/** Shown to within this of its planned length is completed. */
const COMPLETED_MS = 500;

export interface Cast {
  now(): number;
  monotonic(): number;
  stage: Stage;
  begin(play: PlayStart): OpenPlay;
  /** Verified and held. */
  has(media: ManifestMedia): boolean;
  /** @param from of the media, 0 to 1: where it will be begun. */
  file(media: ManifestMedia, from: number): Promise<Blob | null>;
  /** A file that failed twice running. */
  distrust(media: ManifestMedia): void;
  /** What to go on with after a restart. */
  remember(position: { cursor: Cursor; slot: Slot | null; playedMs: number }): void;
  /** The manifest changed over, or what is on the screen. */
  adopted(manifest: Manifest): void;
  changed(): void;
}

export interface Running {
  plan: ItemPlan;
  act: Act;
  play: OpenPlay;
  startedMonotonicMs: number;
  checkpointMs: number;
  /** It ends now, whatever is left of it. */
  over: Outcome | null;
}

/** What a session needs of its director; the fleet simulator has one without pictures. */
export type Directing = Pick<Director, "running" | "failedItems" | "offer" | "refresh" | "run" | "close"> & Partial<Pick<Director, "showing" | "spoil">>;

export class Director {
  failedItems = 0;
  readonly #cast: Cast;
  #manifest: Manifest | null;
  #offered: Manifest | null = null;
  #cursor: Cursor;
  #running: Running | null = null;
  #failures = new Map<string, { count: number; untilMs: number }>();
  #closed = false;
  #stale = false;
  #isBlack = false;
  #wake: () => void = () => undefined;

  constructor(cast: Cast, manifest: Manifest | null, cursor: Cursor) {
    this.#cast = cast;
    this.#manifest = manifest;
    this.#cursor = cursor;
  }

  /** What the screen shows, in a word. */
  get showing(): "item" | "slate" | "black" {
    return this.#running ? "item" : this.#isBlack ? "black" : "slate";
  }

  /** What is on the screen; null: the slate, or nothing on purpose. */
  get running(): Running | null {
    return this.#running;
  }

  /** Plays this manifest from the next item on; at once when it must cut. */
  offer(manifest: Manifest): void {
    this.#offered = manifest;
    this.refresh();
  }

  /** What may be shown has changed: thinks again about what is next. */
  refresh(): void {
    const running = this.#running;
    const manifest = this.#offered ?? this.#manifest;
    if (running && manifest && cuts(manifest, this.#cast.now(), running.plan.block, this.#playable(manifest))) running.over = "interrupted";
    this.#stale = true;
    this.#wake();
  }

  /** These bytes are not what was approved: whoever shows them stops at once. */
  spoil(sha256: string): void {
    if (this.#running?.plan.media.sha256 === sha256) this.#running.over = "failed";
    this.refresh();
  }

  /** Ends what is on; settles with run(). */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Plays until closed. */
  async run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#turn();
      } catch {
        await this.#rest(1_000); // whatever it was, the screen is not left to itself
      }
    }
    this.#leave();
  }

  /** One item ahead: plans it, decodes it, waits for its entrance. */
  async #turn(): Promise<void> {
    this.#stale = false;
    const plan = this.#plan();
    if (plan.kind === "slate") {
      await this.#untilOver(0);
      if (this.#stale || this.#closed) return;
      this.#leave();
      this.#adopt(plan.manifest);
      this.#cast.stage.clear();
      this.#isBlack = plan.isBlack ?? false;
      this.#cast.changed();
      await this.#rest(Math.max(50, plan.until - this.#cast.now()));
      return;
    }
    const act = await this.#prepare(plan);
    if (!act) return;
    await this.#untilOver(plan.media.kind === "video" ? LEAD_MS : 0);
    if (this.#closed || this.#stale || this.#isOutdated(plan)) act.release();
    else await this.#enter(plan, act);
  }

  #plan(): Plan {
    const running = this.#running;
    const manifest = this.#offered ?? this.#manifest;
    const now = this.#cast.now();
    if (!manifest) return { kind: "slate", manifest: null, until: now + NOTHING_MS };
    const playable = this.#playable(manifest);
    if (!running) return planAt(manifest, now, this.#cursor, playable);
    const leftMs = running.over ? 0 : this.#leftMs(running);
    const playedMs = running.over ? running.act.positionMs() : running.plan.slot.durationMs;
    const at = Math.round(now + Math.max(0, leftMs));
    return planAt(manifest, at, after(running.plan, playedMs), playable);
  }

  /** Resume order plans for a moment that may turn out otherwise, as when the clock was put right. */
  #isOutdated(plan: ItemPlan): boolean {
    return Math.abs(this.#cast.now() - plan.slot.startsAt) > Math.max(plan.slot.durationMs, NOTHING_MS);
  }

  async #prepare(plan: ItemPlan): Promise<Act | null> {
    const startMs = this.#startMs(plan);
    const endMs = (plan.slot.positionMs ?? 0) + plan.wholeMs;
    const file = await this.#cast.file(plan.media, Math.min(0.999, startMs / endMs)).catch(() => null);
    if (!file) {
      await this.#rest(50); // the cache has noticed, and plans without it from now on
      return null;
    }
    try {
      return await this.#cast.stage.prepare({ kind: plan.media.kind, file, startMs: this.#startMs(plan) });
    } catch {
      this.#fail(plan);
      return null;
    }
  }

  /** Where in the media to begin: synced screens join the item that runs. */
  #startMs({ manifest, slot }: ItemPlan): number {
    const lateMs = manifest.order === "synced" ? this.#cast.now() - slot.startsAt : 0;
    return (slot.positionMs ?? 0) + (lateMs > COMPLETED_MS ? lateMs : 0);
  }

  async #enter(plan: ItemPlan, act: Act): Promise<void> {
    let startedMonotonicMs: number;
    try {
      startedMonotonicMs = await act.show(plan.manifest.order === "synced" ? this.#startMs(plan) : undefined);
    } catch {
      act.release();
      this.#fail(plan);
      return;
    }
    this.#leave();
    this.#adopt(plan.manifest);
    const { mediaId, playlistId, entryId } = plan.slot;
    const play = this.#cast.begin({ mediaId, playlistId, entryId, revision: plan.manifest.revision, startedMonotonicMs });
    this.#running = { plan, act, play, startedMonotonicMs, checkpointMs: startedMonotonicMs, over: null };
    this.#cursor = plan.cursor;
    this.#cast.remember({ cursor: plan.cursor, slot: plan.slot, playedMs: 0 });
    this.#cast.changed();
  }

  /** Takes down what is on and closes its play. */
  #leave(): void {
    const running = this.#running;
    if (!running) return;
    const { plan, act, play } = running;
    const shownMs = Math.min(act.positionMs(), plan.wholeMs);
    const outcome = plan.wholeMs - shownMs <= COMPLETED_MS ? "completed" : (running.over ?? "interrupted");
    if (outcome === "completed") this.#failures.delete(plan.media.id);
    play.close(outcome, shownMs);
    const playedMs = outcome === "completed" ? plan.slot.durationMs : shownMs;
    this.#cursor = after(plan, playedMs);
    this.#running = null;
    act.release();
    this.#cast.changed();
  }

  #adopt(manifest: Manifest | null): void {
    if (!manifest || manifest === this.#manifest) return;
    this.#manifest = manifest;
    if (this.#offered === manifest) this.#offered = null;
    this.#cast.adopted(manifest);
  }

  /** Waits until so little is left of what runs, it is cut, or the plan is stale. Watches it meanwhile. */
  async #untilOver(leadMs: number): Promise<void> {
    const running = this.#running;
    while (running && !running.over && !this.#stale && !this.#closed) {
      const leftMs = this.#leftMs(running);
      if (leftMs <= leadMs) return;
      const dueMs = Math.max(0, Math.min(running.checkpointMs + CHECKPOINT_MS - this.#cast.monotonic(), STALL_MS - running.act.stalledMs()));
      await this.#rest(Math.min(dueMs, leftMs > 400 ? Math.min(leftMs - 250, 1_000) : leftMs - leadMs));
      const now = this.#cast.monotonic();
      if (running.act.stalledMs() >= STALL_MS) {
        running.over = "failed";
        this.#strike(running.plan.media);
        this.#stale = true;
      } else if (now - running.checkpointMs >= CHECKPOINT_MS) this.#checkpoint(running, now);
    }
  }

  #checkpoint(running: Running, now: number): void {
    running.checkpointMs = now;
    const playedMs = running.act.positionMs();
    running.play.checkpoint(playedMs);
    this.#cast.remember({ cursor: running.plan.cursor, slot: running.plan.slot, playedMs });
  }

  #leftMs({ plan, act }: Running): number {
    if (plan.manifest.order === "synced") return plan.slot.startsAt + plan.slot.durationMs - this.#cast.now();
    return act.hasEnded() ? 0 : plan.slot.durationMs - act.positionMs();
  }

  #playable(manifest: Manifest): Playable {
    const now = this.#cast.monotonic();
    const ids = new Set(manifest.media.filter((media) => this.#cast.has(media) && !((this.#failures.get(media.id)?.untilMs ?? 0) > now)).map(({ id }) => id));
    return (mediaId) => ids.has(mediaId);
  }

  /** An item that never showed: entered as failed. */
  #fail({ manifest, media, slot }: ItemPlan): void {
    const { mediaId, playlistId, entryId } = slot;
    this.#cast.begin({ mediaId, playlistId, entryId, revision: manifest.revision, startedMonotonicMs: this.#cast.monotonic() }).close("failed", 0);
    this.#strike(media);
  }

  #strike(media: ManifestMedia): void {
    this.failedItems += 1;
    if (this.#shun(media.id) < 2) return;
    this.#failures.delete(media.id);
    this.#cast.distrust(media);
  }

  #shun(mediaId: string): number {
    const count = (this.#failures.get(mediaId)?.count ?? 0) + 1;
    this.#failures.set(mediaId, { count, untilMs: this.#cast.monotonic() + SHUN_MS });
    return count;
  }

  /** Waits, unless woken. */
  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
