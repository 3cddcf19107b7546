/** Which manifest plays, which one is on its way, and what has to be fetched for it. */
import type { Manifest, ManifestMedia } from "@yilu/contract";
import { blocks } from "@yilu/contract/schedule";
import { Backoff } from "../backoff.ts";
import type { Cache } from "../cache/cache.ts";
import type { Clock } from "../clock.ts";
import { wire } from "../wire.ts";
import { HINTED_POLL_MS } from "./pace.ts";
import { eraseState, readState, writeState, type Database } from "../storage/database.ts";

/** A new manifest takes over once it has everything it shows this far ahead. */
const READY_AHEAD_MS = 3 * 24 * 60 * 60 * 1000;
const POLL_MS = 5 * 60 * 1000;

export interface ProgrammeListeners {
  /** A newer manifest has all it needs: play it from the next item on. */
  ready(manifest: Manifest): void;
  /** The server does not know our token. */
  refused(): void;
  changed(): void;
  /** Whether the server would say so if there were a newer manifest. */
  isHinted?(): boolean;
}

/** The media of a manifest in the order in which they are needed: by the first block that shows them, then the rest. */
export function byNeed(manifest: Manifest, at: number): ManifestMedia[] {
  const soon = shownUntil(manifest, at, at + READY_AHEAD_MS);
  return [...soon, ...manifest.media.filter((media) => !soon.includes(media))];
}

function shownUntil(manifest: Manifest, from: number, to: number): ManifestMedia[] {
  const entries = new Map(manifest.entries.map((entry) => [entry.id, entry.playlistId]));
  const playlists = new Map(manifest.playlists.map(({ id, items }) => [id, items]));
  const media = new Map(manifest.media.map((one) => [one.id, one]));
  const shown = new Set<ManifestMedia>();
  for (const block of blocks(manifest, from, to)) {
    for (const { entryId } of block.entries) {
      for (const { mediaId } of playlists.get(entries.get(entryId) ?? "") ?? []) {
        const one = media.get(mediaId);
        if (one) shown.add(one);
      }
    }
  }
  return [...shown];
}

export class Programme {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #cache: Cache;
  readonly #token: () => string | null;
  readonly #listeners: ProgrammeListeners;
  readonly #backoff = new Backoff(2_000, POLL_MS);
  #playing: Manifest | null;
  #next: Manifest | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #askAgain = false;
  #closed = false;

  private constructor(db: Database, clock: Clock, cache: Cache, token: () => string | null, listeners: ProgrammeListeners, playing: Manifest | null, next: Manifest | null) {
    this.#db = db;
    this.#clock = clock;
    this.#cache = cache;
    this.#token = token;
    this.#listeners = listeners;
    this.#playing = playing;
    this.#next = next;
  }

  static async open(db: Database, clock: Clock, cache: Cache, token: () => string | null, listeners: ProgrammeListeners): Promise<Programme> {
    const [playing, next] = await Promise.all([readState(db, "manifest"), readState(db, "nextManifest")]);
    return new Programme(db, clock, cache, token, listeners, playing ?? null, next ?? null);
  }

  get playing(): Manifest | null {
    return this.#playing;
  }

  /** The newest known: the one whose files are being fetched, else the one that plays. */
  get newest(): Manifest | null {
    return this.#next ?? this.#playing;
  }

  /** Fetches what the newest manifest lacks, and looks whether it can take over. */
  refresh(): void {
    const at = this.#clock.now();
    const newest = this.newest;
    if (newest) this.#cache.want([...byNeed(newest, at), ...(this.#playing?.media ?? [])], emergencyHashes(newest, at));
    this.check();
  }

  /** Offers the manifest on its way once everything it needs soon is verified. Before the first one there is nothing to protect. */
  check(): void {
    const next = this.#next;
    if (!next) return;
    const at = this.#clock.now();
    const needed = this.#playing === null ? [] : shownUntil(next, at, isEmergency(next, at) ? at + 1 : at + READY_AHEAD_MS);
    if (needed.every(({ sha256 }) => this.#cache.has(sha256))) this.#listeners.ready(next);
  }

  /** The director has changed over to it. */
  async adopted(manifest: Manifest): Promise<void> {
    this.#playing = manifest;
    if (this.#next?.revision === manifest.revision) this.#next = null;
    await writeState(this.#db, "manifest", manifest).catch(() => undefined);
    if (!this.#next) await eraseState(this.#db, "nextManifest").catch(() => undefined);
    this.#listeners.changed();
  }

  /** Asks the server for the manifest now, and every few minutes from now on. */
  async ask(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    clearTimeout(this.#timer);
    let wait: number;
    try {
      await this.#fetch();
      this.#backoff.reset();
      wait = (this.#listeners.isHinted?.() ? HINTED_POLL_MS : POLL_MS) * (0.9 + Math.random() / 5);
    } catch {
      wait = this.#backoff.next();
    }
    this.#asking = false;
    if (this.#closed) return;
    if (this.#askAgain) wait = 0;
    this.#askAgain = false;
    this.#timer = setTimeout(() => void this.ask(), wait);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #fetch(): Promise<void> {
    const token = this.#token();
    if (token === null) return;
    const known = this.newest;
    const answer = await fetch("/api/player/manifest", {
      headers: { authorization: `Bearer ${token}`, ...(known ? { "if-none-match": `"${known.revision}"` } : {}) },
      cache: "no-store",
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.status === 304) return;
    if (answer.status === 401) {
      const { code } = (await answer.json()) as { code?: unknown }; // only compared with a known code
      if (code === "playerTokenRefused" && token === this.#token()) this.#listeners.refused();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const manifest = wire.manifest.safeParse(await answer.json()).data;
    if (!manifest) throw new Error("no manifest");
    await this.#take(manifest);
  }

  async #take(manifest: Manifest): Promise<void> {
    if (manifest.revision === this.newest?.revision) return;
    if (manifest.revision === this.#playing?.revision) {
      this.#next = null;
      await eraseState(this.#db, "nextManifest").catch(() => undefined);
    } else {
      this.#next = manifest;
      await writeState(this.#db, "nextManifest", manifest).catch(() => undefined);
    }
    this.refresh();
    this.#listeners.changed();
  }
}

/** By hash, the media of emergencies that are on or still to come. */
function emergencyHashes({ entries, playlists, media }: Manifest, at: number): Set<string> {
  const lists = entries.filter(({ tier, window }) => tier === "emergency" && (window?.endsAt ?? Infinity) > at).map(({ playlistId }) => playlistId);
  const ids = playlists.filter(({ id }) => lists.includes(id)).flatMap(({ items }) => items.map(({ mediaId }) => mediaId));
  return new Set(media.filter(({ id }) => ids.includes(id)).map(({ sha256 }) => sha256));
}

/** E4: an emergency does not wait for the files of other days. */
function isEmergency(manifest: Manifest, at: number): boolean {
  return blocks(manifest, at, at + 1)[0]?.tier === "emergency";
}
