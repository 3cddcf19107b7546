import * as z from "zod/mini";
import { byteCount, id, instant, version } from "./base.ts";
import { screenSettings } from "./manifest.ts";

/** What staff may ask a player to do. mute holds until unmute, whatever the settings say. */
export const commandKind = z.enum(["reload", "refresh", "identify", "screenshot", "mute", "unmute", "clearCache"]);
export type CommandKind = z.infer<typeof commandKind>;
/** waiting: the player is not connected; sent: handed over; expired: it never came in time. */
export const commandState = z.enum(["waiting", "sent", "done", "failed", "expired"]);

/** To the player. It answers each id once, and never runs one twice. */
export const command = z.object({ commandId: id, kind: commandKind });
/** From the player, when the work is done (reload: before it begins). */
export const commandDone = z.strictObject({
  commandId: id,
  state: z.enum(["done", "failed"]),
  reason: z.nullable(z.string().check(z.maxLength(200), z.regex(/^[^\p{Cc}\p{Cs}]*$/u))),
});
export type CommandDone = z.infer<typeof commandDone>;

const someScreens = z.array(id).check(z.minLength(1), z.maxLength(500));
export const commandInput = z.strictObject({ screenIds: someScreens, kind: commandKind });
/** One command on one screen, for its history. */
export const commandRecord = z.object({
  id,
  screenId: id,
  screenName: z.string(),
  kind: commandKind,
  state: commandState,
  askedAt: instant,
  askedBy: z.string(),
  sentAt: z.nullable(instant),
  answeredAt: z.nullable(instant),
  expiresAt: instant,
  reason: z.nullable(z.string()),
});
export type CommandRecord = z.infer<typeof commandRecord>;

/** Settings of one screen: what is set, and the version to save against. */
export const settingsAnswer = z.object({ screenId: id, settings: screenSettings, version });
/** Sets what is named on many screens at once and takes back (`clear`) what is to be as the kind has it; the rest stays. */
export const settingsChange = z.strictObject({
  screenIds: someScreens,
  set: screenSettings,
  clear: z.array(z.keyof(screenSettings)).check(z.maxLength(20)),
  /** Of the one screen, when it is only one: a save against an older version is refused. */
  version: z.optional(version),
});

/** How a player is, as it last said. */
export const screenHealth = z.object({
  showing: z.nullable(z.enum(["item", "slate", "black"])),
  droppedFrames: z.int(),
  failedItems: z.int(),
  lostPlays: z.int(),
  ledgerHead: z.int(),
  persistent: z.boolean(),
  /** Page loads since the storage was made, and when the present one began. */
  restarts: z.nullable(z.int()),
  runStartedAt: z.nullable(instant),
  isMuted: z.nullable(z.boolean()),
  /** How many films it can decode at once, as preflight found; null: not tried. */
  decoders: z.nullable(z.int()),
  evidenceWaiting: z.nullable(z.int()),
  freeBytes: z.nullable(byteCount),
});
export type ScreenHealth = z.infer<typeof screenHealth>;
