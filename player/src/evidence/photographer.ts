/** Takes pictures of what is on the screen: when staff ask, and of plays that a campaign wants to see. */
import type { CommandReason } from "@yilu/contract";
import type { Clock, ClockState } from "../clock.ts";
import { localDay } from "../calendar.ts";
import { makeUuid } from "../ledger/uuid.ts";
import type { Running } from "../playback/director.ts";
import type { State } from "../storage/database.ts";
import type { Album } from "./album.ts";
import { isDue } from "./sampling.ts";

/** A JPEG of the frame on the screen with these lines burnt in, in Base64; null: there is none. */
export type Camera = (lines: string[]) => Promise<string | null>;

export interface Scene {
  clock: Clock;
  album: Album;
  camera: Camera;
  screenName(): string;
  running(): Running | null;
  /** Dark by the operating hours. */
  isBlack(): boolean;
  /** One more waits to be sent. */
  taken(): void;
}

/** How much the burnt-in time is worth. */
const worth: Record<ClockState, string> = { synced: "", trusted: "（本机时钟）", estimated: "（时间为估计）" };

export class Photographer {
  readonly #scene: Scene;
  #sampled: State["sampled"];
  #watched: Running | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scene: Scene, sampled: State["sampled"] | undefined) {
    this.#scene = scene;
    this.#sampled = sampled ?? { day: "", taken: {} };
  }

  /** Something else may be on the screen: sees to it that a play which is to be sampled is, half-way through. */
  look(): void {
    const { clock, running } = this.#scene;
    const now = running();
    if (now === this.#watched) return;
    this.close();
    this.#watched = now;
    if (!now || clock.state === "estimated") return;
    const { manifest, slot } = now.plan;
    const from = clock.at(now.startedMonotonicMs);
    const { day, taken } = this.#today(localDay(manifest.timeZone, from));
    const count = taken[slot.entryId] ?? 0;
    if (!isDue(manifest, slot.entryId, [from, from + slot.durationMs], count)) return;
    this.#timer = setTimeout(
      () => {
        if (running() !== now) return;
        this.#sampled = { day, taken: { ...this.#today(day).taken, [slot.entryId]: count + 1 } };
        void this.shoot(null, this.#sampled).catch(() => undefined);
      },
      slot.durationMs / 2 - (clock.monotonic() - now.startedMonotonicMs),
    );
  }

  /**
   * Takes a picture and has it sent.
   *
   * @returns null, or why there is none.
   */
  async shoot(commandId: string | null, sampled?: State["sampled"]): Promise<CommandReason | null> {
    const { clock, album, camera, screenName, running, isBlack, taken } = this.#scene;
    const now = running();
    const takenMonotonicMs = clock.monotonic();
    const takenAt = clock.at(takenMonotonicMs);
    const { state } = clock;
    if (!now) return isBlack() ? "black" : "slate";
    const jpegBase64 = await camera([screenName(), now.plan.media.title, new Date(takenAt).toLocaleString("sv", { timeZone: now.plan.manifest.timeZone }) + worth[state]]);
    if (jpegBase64 === null) return "noPicture";
    const { manifest, slot } = now.plan;
    const shot = { id: makeUuid(), screenId: manifest.screenId, takenAt, clock: state === "synced" ? ("synced" as const) : ("estimated" as const), mediaId: slot.mediaId, entryId: slot.entryId, commandId, runId: clock.runId, takenMonotonicMs };
    const isKept = await album.add(shot, jpegBase64, sampled);
    taken();
    return isKept ? null : "noSpace";
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #today(day: string): State["sampled"] {
    return this.#sampled.day === day ? this.#sampled : { day, taken: {} };
  }
}
