import * as z from "zod/mini";
import { id, instant, localDate, pageQuery, sha256 } from "./base.ts";
import { playClock } from "./plays.ts";

/** Largest picture a player may send, and its largest side. */
export const maxEvidenceBytes = 200 * 1024;
export const maxEvidencePx = 1280;

/** A picture of what a screen shows, from its player; sending the same id again changes nothing. */
export const evidenceInput = z.strictObject({
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  takenAt: instant,
  clock: playClock,
  mediaId: z.nullable(id),
  entryId: z.nullable(id),
  /** The command that asked for it; null: sampled for a campaign. */
  commandId: z.nullable(id),
  jpegBase64: z.string().check(z.minLength(100), z.maxLength(Math.ceil(maxEvidenceBytes / 3) * 4), z.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
});
export type EvidenceInput = z.infer<typeof evidenceInput>;

export const evidence = z.object({
  id: z.string(),
  screenId: id,
  screenName: z.string(),
  unitId: id,
  unitName: z.string(),
  takenAt: instant,
  receivedAt: instant,
  clock: playClock,
  mediaId: z.nullable(id),
  mediaTitle: z.nullable(z.string()),
  entryId: z.nullable(id),
  entryName: z.nullable(z.string()),
  isRequested: z.boolean(),
  widthPx: z.int(),
  heightPx: z.int(),
  sha256,
  pictureUrl: z.string(),
});
export type Evidence = z.infer<typeof evidence>;
/** Days are local to each screen's zone of the server (TIME_ZONE), both ends inclusive. */
export const evidenceQuery = z.strictObject({
  ...pageQuery,
  screenId: z.optional(id),
  campaignId: z.optional(id),
  unitId: z.optional(id),
  mediaId: z.optional(id),
  from: z.optional(localDate),
  to: z.optional(localDate),
});
