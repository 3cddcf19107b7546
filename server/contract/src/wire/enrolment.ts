import * as z from "zod/mini";
import { id, instant, name } from "./base.ts";
import { playerToken, qrDrawing } from "./screens.ts";

/** What an enrolment link carries after `/player/?enrol=`: it pairs the browser that opens it, once. A link that was cut off is told so. */
const enrolmentSecret = z.string().check(z.minLength(1), z.maxLength(200));
/**
 * The player makes its token itself and sends it along: a player that lost the answer asks again with the same two and is
 * answered again, and whoever else opens the link has another token and is told that it is used.
 */
export const enrolmentClaim = z.strictObject({ secret: enrolmentSecret, token: playerToken });
export const enrolmentAnswer = z.object({ screenId: id, screenName: z.string() });

/** Makes new links for screens without a player; each earlier unused link of theirs ends. */
export const enrolmentInput = z.strictObject({
  screenIds: z.array(id).check(z.minLength(1), z.maxLength(500)),
  /** How long the links hold, in days. */
  days: z.int().check(z.gte(1), z.lte(90)),
});
/** Shown and printed once: the secret is stored hashed. */
export const enrolmentLink = z.object({
  screenId: id,
  screenName: name,
  unitName: z.string(),
  plate: z.nullable(z.string()),
  line: z.nullable(z.string()),
  place: z.nullable(z.string()),
  url: z.string(),
  qr: qrDrawing,
  expiresAt: instant,
});
export type EnrolmentLink = z.infer<typeof enrolmentLink>;
