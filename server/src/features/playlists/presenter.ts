import * as contract from "@yilu/contract";
import type { Playlist } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { PlaylistRow } from "./repository.ts";

/** How long an image shows when the playlist does not say. */
export const defaultImageMs = 10_000;

/** How long one item shows: a video its own length, an image what the playlist says. */
export function itemDurationMs(item: PlaylistRow["items"][number]): number {
  return item.media.file?.durationMs ?? item.durationMs ?? defaultImageMs;
}

/** As the caller may see it: of the entries that use it, those within reach. */
export function presentPlaylist(row: PlaylistRow, caller: Caller): Playlist {
  const items = row.items.map((item) => ({
    mediaId: item.mediaId,
    title: item.media.title,
    level: contract.level.parse(item.media.level),
    kind: contract.mediaKind.parse(item.media.file?.kind ?? "video"),
    status: contract.mediaStatus.parse(item.media.status),
    posterUrl: `/api/posters/${item.media.sha256 ?? item.media.sourceSha256}`,
    durationMs: itemDurationMs(item),
  }));
  return {
    id: row.id,
    unitId: row.unitId,
    unitName: row.unit.name,
    name: row.name,
    items,
    totalMs: items.reduce((sum, item) => sum + item.durationMs, 0),
    usedIn: row.entries.filter(({ unit }) => reaches(caller, unit.path)).map(({ id, name }) => ({ id, name })),
    updatedAt: Number(row.updatedAt),
    version: row.version,
  };
}
