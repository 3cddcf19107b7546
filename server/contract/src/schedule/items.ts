/** What a playlist can show at an instant (E5). */
import type { Playable, Schedule } from "./types.ts";

export interface Item {
  mediaId: string;
  durationMs: number;
  /** Its place in the playlist. */
  index: number;
}

/** The playable items of a playlist, in order; never empty. One object per distinct set, so identity compares sets. */
export interface ItemSet {
  playlistId: string;
  items: Item[];
  shortestMs: number;
  longestMs: number;
  meanMs: number;
}

export interface PlaylistItems {
  /** The playable items at an instant; null when there are none. */
  at(at: number): ItemSet | null;
  /** The instants at which {@link at} may change. */
  edges: number[];
}

const NO_ITEMS: PlaylistItems = { at: () => null, edges: [] };

function itemSet(playlistId: string, items: Item[]): ItemSet | null {
  if (items.length === 0) return null;
  const lengths = items.map(({ durationMs }) => durationMs);
  const sumMs = lengths.reduce((sum, ms) => sum + ms, 0);
  return { playlistId, items, shortestMs: Math.min(...lengths), longestMs: Math.max(...lengths), meanMs: sumMs / items.length };
}

/**
 * A lookup from playlist id to its items. An item without a positive length never plays. In `synced` order `playable`
 * is ignored: what a screen happens to hold must not move its timeline (E1).
 */
export function itemsOf(schedule: Schedule, playable?: Playable): (playlistId: string) => PlaylistItems {
  const validity = new Map((schedule.media ?? []).map((media) => [media.id, media]));
  const holds = schedule.order === "resume" ? playable : undefined;
  const known = new Map<string, PlaylistItems>();
  const read = (playlistId: string): PlaylistItems => {
    const playlist = schedule.playlists.find(({ id }) => id === playlistId);
    if (!playlist) return NO_ITEMS;
    const items = playlist.items
      .map(({ mediaId, durationMs }, index) => ({ mediaId, durationMs, index }))
      .filter(({ mediaId, durationMs }) => durationMs > 0 && (!holds || holds(mediaId)));
    const bounds = items.map(({ mediaId }) => validity.get(mediaId));
    const edges = bounds.flatMap((bound) => [bound?.validFrom, bound?.validUntil]).filter((edge) => typeof edge === "number");
    const always = itemSet(playlistId, items);
    if (edges.length === 0) return { at: () => always, edges };
    const sets = new Map<string, ItemSet | null>();
    return {
      edges,
      at(at) {
        const valid = items.filter((_, n) => (bounds[n]?.validFrom ?? -Infinity) <= at && at < (bounds[n]?.validUntil ?? Infinity));
        const key = valid.map(({ index }) => index).join();
        if (!sets.has(key)) sets.set(key, itemSet(playlistId, valid));
        return sets.get(key) ?? null;
      },
    };
  };
  return (playlistId) => {
    let items = known.get(playlistId);
    if (!items) known.set(playlistId, (items = read(playlistId)));
    return items;
  };
}
