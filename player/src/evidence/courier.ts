/** Brings pictures to the server, oldest first, one at a time. Each is deleted only when the server has it, or will never take it. */
import type { EvidenceInput } from "@yilu/contract";
import { Backoff } from "../backoff.ts";
import type { EvidenceRow } from "../storage/database.ts";
import type { Album } from "./album.ts";

export interface Road {
  isReady(): boolean;
  screenId(): string;
  post(picture: EvidenceInput): Promise<Response>;
  /** Whether what nobody waits for may use so many bytes of the line now. */
  afford(bytes: number): boolean;
  /** The instant of a moment of some page load as it is known by now; null: it cannot be dated better. */
  when(runId: string, monotonicMs: number): Promise<number | null>;
}

/** Sampled pictures wait for the download hours: looked at again so often. */
const AGAIN_MS = 5 * 60_000;
/** Sending the same again would be answered the same. */
const NEVER = [400, 413, 415, 422];

export class Courier {
  readonly #album: Album;
  readonly #road: Road;
  readonly #sent: () => void;
  readonly #backoff = new Backoff(2_000, 10 * 60_000);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #woken = false;
  #closed = false;

  /** @param sent called after each that is off this player. */
  constructor(album: Album, road: Road, sent: () => void) {
    this.#album = album;
    this.#road = road;
    this.#sent = sent;
  }

  /** There may be something to send, or a line to send it by. */
  wake(): void {
    this.#woken = true;
    if (!this.#busy) void this.#run().catch(() => this.#again(this.#backoff.next()));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#woken && !this.#closed && this.#road.isReady()) {
        this.#woken = false;
        const rows = this.#album.ofScreen(this.#road.screenId());
        const row = rows.find(({ commandId, bytes }) => commandId !== null || this.#road.afford(bytes));
        if (!row) {
          if (rows.length > 0) this.#again(AGAIN_MS);
          return;
        }
        const waitMs = await this.#send(row);
        if (waitMs > 0) {
          this.#again(waitMs);
          return;
        }
        this.#woken = true;
        this.#sent();
      }
    } finally {
      this.#busy = false;
    }
  }

  /** @returns how long to wait before the next is sent, ms; 0: it is off. */
  async #send(row: EvidenceRow): Promise<number> {
    const { id, mediaId, entryId, commandId, runId, takenMonotonicMs } = row;
    const jpegBase64 = await this.#album.jpeg(row);
    const at = row.clock === "synced" ? null : await this.#road.when(runId, takenMonotonicMs);
    const { takenAt, clock } = at === null ? row : { takenAt: at, clock: "restamped" as const };
    const answer = jpegBase64 === undefined ? null : await this.#road.post({ id, takenAt, clock, mediaId, entryId, commandId, jpegBase64 });
    if (answer?.ok || answer === null || NEVER.includes(answer.status)) {
      await this.#album.remove(row, !answer?.ok);
      this.#backoff.reset();
      return 0;
    }
    const seconds = Number(answer.headers.get("retry-after") ?? 0);
    return seconds > 0 ? seconds * 1000 * (1 + Math.random()) : Math.max(1, this.#backoff.next());
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => this.wake(), afterMs);
  }
}
