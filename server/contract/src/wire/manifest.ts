import * as z from "zod/mini";
import { byteCount, id, instant, lengthMs, sha256, timeZone } from "./base.ts";
import { daypart, scheduleEntry } from "./entries.ts";
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

const dayparts = z.array(daypart).check(z.maxLength(50));
/** Percent by daypart of the screen's own calendar; the first that matches holds, and 100 where none does. */
const levels = z.array(z.object({ ...daypart.shape, percent: z.int().check(z.gte(0), z.lte(100)) })).check(z.maxLength(50));

/** What staff set for one screen; what is left out is as the kind of screen has it. */
const adjustable = {
  fit: z.enum(["contain", "cover"]),
  muted: z.boolean(),
  /** Clockwise, in degrees: 0. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** The part of the browser's window that the LED processor shows, in CSS px: all of it. */
  viewport: z.object({ x: z.int().check(z.gte(0), z.lte(16_384)), y: z.int().check(z.gte(0), z.lte(16_384)), widthPx: z.int().check(z.gte(1), z.lte(16_384)), heightPx: z.int().check(z.gte(1), z.lte(16_384)) }),
  /** Of sound, where it is not muted. */
  volume: levels,
  brightness: levels,
  /** When the screen shows anything; outside it is black on purpose: always. */
  operatingHours: dayparts,
  /** Plays gather for so long before they are sent; above a minute the line counts as metered: 1000. */
  sendPlaysEveryMs: z.int().check(z.gte(250), z.lte(86_400_000)),
  /** When media may be fetched: always. */
  downloadHours: dayparts,
  /** How much media may be fetched on one day of the screen's calendar: no limit. */
  downloadBytesPerDay: byteCount,
  downloadBytesPerSecond: z.int().check(z.gte(1024), z.lte(1_125_899_906_842_624)),
  /** For boxes that cannot run two decoders at once: one video element, the last picture held between clips. */
  oneDecoder: z.boolean(),
};

/** How a screen is set up. What may be left out has the value named beside it. */
export const playerProfile = z.object({
  kind: screenKind,
  widthPx: z.int(),
  heightPx: z.int(),
  ...z.partial(z.object(adjustable)).shape,
  fit: adjustable.fit,
  muted: adjustable.muted,
  /** Entries of campaigns that want pictures of what is shown, and how many a day. */
  evidence: z.optional(z.array(z.object({ entryId: id, perDay: z.int().check(z.gte(1), z.lte(20)) })).check(z.maxLength(500))),
});
export type PlayerProfile = z.infer<typeof playerProfile>;

/** The settings of one screen, as staff set them: each may be left out (as the kind of screen has it). */
export const screenSettings = z.strictObject(z.partial(z.object(adjustable)).shape);
export type ScreenSettings = z.infer<typeof screenSettings>;

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
  profile: playerProfile,
});
export type Manifest = z.infer<typeof manifest>;
export type ManifestMedia = z.infer<typeof manifestMedia>;
