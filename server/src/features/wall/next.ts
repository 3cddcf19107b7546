import { blocks } from "@yilu/contract/schedule";
import type { Manifest, Wall } from "@yilu/contract";
import type { ManifestService } from "../schedule/manifest-service.ts";
import type { WallScreen } from "./repository.ts";

type Compiled = Awaited<ReturnType<ManifestService["current"]>>;
type Content = Pick<Manifest, "entries" | "playlists" | "media" | "timeZone" | "order">;
const weekMs = 7 * 86_400_000;

/** When an entry of a programme begins next within a week, whatever else there is; null: not, or it runs already. */
function startOf({ entries, playlists, timeZone, order }: Content, entryId: string, now: number): number | null {
  const own = entries.filter(({ id }) => id === entryId);
  // Blocks end at each midnight too (T6): the next may be days away.
  const all = blocks({ timeZone, order, entries: own, playlists }, now, now + weekMs);
  const next = all.find((block) => block.entries.length > 0);
  return next !== undefined && next !== all[0] && next.from < now + weekMs ? next.from : null;
}

/** The takeover that begins next on any of these screens, and on how many it could. */
export function nextTakeover(screens: readonly WallScreen[], compiled: Compiled, now: number): Wall["next"] {
  const starts = new Map<object, Map<string, number>>();
  const soonest = new Map<string, { startsAt: number; screens: number; ready: number; content: Content }>();
  for (const { screenId, revision, readyRevision } of screens) {
    const manifest = compiled.screens.get(screenId)?.manifest;
    if (manifest === undefined) continue;
    let mine = starts.get(manifest);
    if (mine === undefined) {
      mine = new Map();
      for (const { id, tier } of manifest.entries) {
        const startsAt = tier === "takeover" ? startOf(manifest, id, now) : null;
        if (startsAt !== null) mine.set(id, startsAt);
      }
      starts.set(manifest, mine);
    }
    const isReady = revision === manifest.revision || readyRevision === manifest.revision;
    for (const [entryId, startsAt] of mine) {
      const known = soonest.get(entryId) ?? { startsAt, screens: 0, ready: 0, content: manifest };
      soonest.set(entryId, { ...known, startsAt: Math.min(known.startsAt, startsAt), screens: known.screens + 1, ready: known.ready + (isReady ? 1 : 0) });
    }
  }
  const [first] = [...soonest].sort(([, one], [, other]) => one.startsAt - other.startsAt || other.screens - one.screens);
  if (first === undefined) return null;
  const [entryId, { startsAt, screens: count, ready, content }] = first;
  const playlistId = content.entries.find(({ id }) => id === entryId)?.playlistId;
  const mediaId = content.playlists.find(({ id }) => id === playlistId)?.items[0]?.mediaId;
  const label = mediaId === undefined ? undefined : compiled.media.get(mediaId);
  return { name: compiled.entries.get(entryId)?.name ?? "", startsAt, screens: count, ready, poster: label === undefined || mediaId === undefined ? null : { mediaId, posterUrl: label.posterUrl } };
}
