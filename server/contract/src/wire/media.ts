import * as z from "zod/mini";
import { byteCount, id, instant, lengthMs, longText, name, pageQuery, searchText, sha256, version } from "./base.ts";

/** The public level of a film: 国 省 市 县. */
export const level = z.enum(["national", "provincial", "municipal", "county"]);
export type Level = z.infer<typeof level>;
export const mediaKind = z.enum(["video", "image"]);
/** transcoding: being made playable; pending: waits for review; failed: could not be made playable. */
export const mediaStatus = z.enum(["transcoding", "pending", "approved", "returned", "failed"]);
export type MediaStatus = z.infer<typeof mediaStatus>;

export const mediaReview = z.object({
  at: instant,
  decision: z.enum(["approve", "return"]),
  /** Which of the review steps it was, from 1. */
  step: z.int(),
  reason: z.string(),
  reviewerId: id,
  reviewerName: z.string(),
  sha256,
});

const contact = z.nullable(name);

export const media = z.object({
  id,
  unitId: id,
  unitName: z.string(),
  title: z.string(),
  level,
  kind: mediaKind,
  status: mediaStatus,
  sha256,
  bytes: byteCount,
  mimeType: z.string(),
  /** Null for images. */
  durationMs: z.nullable(lengthMs),
  widthPx: z.int(),
  heightPx: z.int(),
  validFrom: z.nullable(instant),
  validUntil: z.nullable(instant),
  uploaderId: id,
  uploaderName: z.string(),
  /** Who to ask about it: name and telephone as the submitter typed it. */
  contact,
  /** Approvals it has of those it needs; each is given by another reviewer. */
  approvals: z.int(),
  approvalsNeeded: z.int(),
  createdAt: instant,
  reviews: z.array(mediaReview),
  /** Why it failed or was returned; null otherwise. */
  reason: z.nullable(z.string()),
  /** Paths on this server. */
  fileUrl: z.string(),
  posterUrl: z.string(),
  /** Playlists that hold it. */
  usedIn: z.array(z.object({ id, name: z.string() })),
  /** Whether whoever asks may change it as it stands now. */
  mayChange: z.boolean(),
  version,
});
export type Media = z.infer<typeof media>;

export const mediaChange = z.strictObject({
  title: name,
  level,
  validFrom: z.nullable(instant),
  validUntil: z.nullable(instant),
  contact: z.optional(contact),
  version,
});
export const mediaDecision = z.strictObject({
  sha256,
  decision: z.enum(["approve", "return"]),
  /** Required when returned. */
  reason: longText,
  /** Of the media that was looked at: a title that changed meanwhile is not approved unseen. */
  version: z.optional(version),
});
export const mediaQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(searchText),
  status: z.optional(mediaStatus),
  level: z.optional(level),
  kind: z.optional(mediaKind),
  unitId: z.optional(id),
  /** Only approved media whose validity ends within so many days from now. */
  expiresInDays: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(90))),
});

/** How films are reviewed: by how many reviewers one after the other, and how long before they expire one is reminded. */
export const reviewPolicy = z.strictObject({ steps: z.int().check(z.gte(1), z.lte(3)), remindDays: z.int().check(z.gte(1), z.lte(90)) });
export type ReviewPolicy = z.infer<typeof reviewPolicy>;

/** Metadata of a tus upload (Upload-Metadata header, each value base64). */
export const uploadMetadata = z.object({
  filename: z.string().check(z.minLength(1), z.maxLength(255)),
  title: z.optional(name),
  level,
  contact: z.optional(name),
  unitId: z.optional(id),
});
/** Largest upload the server takes. */
export const maxUploadBytes = 4 * 1024 * 1024 * 1024;
/** Length of one chunk of a media file; each chunk has its own SHA-256. */
export const chunkBytes = 1024 * 1024;
