import * as z from "zod/mini";
import { byteCount, id, instant, lengthMs, sha256, timeZone } from "./base.ts";
import { scheduleEntry } from "./entries.ts";
import { mediaKind } from "./media.ts";
import { order, screenKind } from "./screens.ts";

/** A file the player needs. Chunks are of 1 MiB (`chunkBytes`), the last one shorter. */
export const manifestMedia = z.object({
  id,
  title: z.string(),
  kind: mediaKind,
  mimeType: z.string(),
  sha256,
  bytes: byteCount,
  chunkSha256s: z.array(sha256),
  widthPx: z.int(),
  heightPx: z.int(),
  validFrom: z.nullable(instant),
  validUntil: z.nullable(instant),
});

/**
 * Everything one player needs. `revision` is the SHA-256 of the canonical JSON of the rest without
 * screenId, generatedAt and horizonEnd, so screens with equal content share it.
 */
export const manifest = z.object({
  revision: sha256,
  screenId: id,
  generatedAt: instant,
  /** Files are wanted ahead up to here; the rules reach as far as their dates (E6). */
  horizonEnd: instant,
  timeZone,
  order,
  entries: z.array(scheduleEntry),
  playlists: z.array(z.object({ id, items: z.array(z.object({ mediaId: id, durationMs: lengthMs })) })),
  media: z.array(manifestMedia),
  profile: z.object({
    kind: screenKind,
    widthPx: z.int(),
    heightPx: z.int(),
    fit: z.enum(["contain", "cover"]),
    muted: z.boolean(),
  }),
});
export type Manifest = z.infer<typeof manifest>;
export type ManifestMedia = z.infer<typeof manifestMedia>;
