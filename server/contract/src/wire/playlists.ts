import * as z from "zod/mini";
import { id, instant, lengthMs, name, pageQuery, searchText, version } from "./base.ts";
import { level, mediaKind, mediaStatus } from "./media.ts";

export const playlistItem = z.object({
  mediaId: id,
  title: z.string(),
  level,
  kind: mediaKind,
  status: mediaStatus,
  posterUrl: z.string(),
  durationMs: lengthMs,
});
export const playlist = z.object({
  id,
  unitId: id,
  unitName: z.string(),
  name: z.string(),
  items: z.array(playlistItem),
  totalMs: lengthMs,
  usedIn: z.array(z.object({ id, name: z.string() })),
  updatedAt: instant,
  version,
});
export type Playlist = z.infer<typeof playlist>;

/** `durationMs` counts for images only (1 s … 1 h); a video keeps its own length. */
export const playlistItemInput = z.strictObject({
  mediaId: id,
  durationMs: z.nullable(z.int().check(z.gte(1000), z.lte(3_600_000))),
});
export const playlistInput = z.strictObject({
  name,
  unitId: z.optional(id),
  items: z.array(playlistItemInput).check(z.maxLength(500)),
});
export const playlistChange = z.strictObject({ name, items: playlistInput.shape.items, version });
export const playlistQuery = z.strictObject({ ...pageQuery, q: z.optional(searchText), unitId: z.optional(id) });
