import type { ScreenLive } from "@yilu/contract";

type Listed = "media" | "playlists" | "entries" | "screens" | "groups" | "units" | "users" | "campaigns" | "alarms" | "commands" | "evidence";

/** What services tell the rest of the server after their transaction has committed. */
export interface Events {
  /** Something in a list changed; `unitPath` says whose. */
  changed: { what: Listed; id: string; unitPath: string };
  "media.expiring": { mediaId: string; unitPath: string };
  "import.progress": { userId: string; run: string; percent: number };
  "media.progress": { mediaId: string; percent: number; unitPath: string };
  /** Anything that can alter a manifest. A hint: manifests are always derived from the database. */
  "content.changed": Record<string, never>;
  "screen.live": { live: ScreenLive; unitPath: string };
  "plays.counted": { screenId: string; plays: number; playsToday: number; unitPath: string };
  /** Every token of the screen has ended. */
  "token.revoked": { screenId: string };
  /** A new token was used for the first time, which ended all others of the screen. */
  "token.used": { screenId: string; tokenSha256: string };
  "token.rotation": { screenId: string };
  /** A command waits for the screen's player. */
  "command.asked": { screenId: string };
  /** Sessions of a user have ended: all, the `only` one or all `except` one, named by the SHA-256 of their ids. */
  "session.ended": { userId: string; only?: string; except?: string | null };
}

type Listener<E extends keyof Events> = (event: Events[E]) => void;

/** In-process domain events. A listener that throws is reported and never disturbs the one who told. */
export class EventBus {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();

  constructor(private readonly onError: (error: unknown) => void) {}

  on<E extends keyof Events>(name: E, listener: Listener<E>): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  emit<E extends keyof Events>(name: E, event: Events[E]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        (listener as Listener<E>)(event); // `on` stored it under this very name
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
