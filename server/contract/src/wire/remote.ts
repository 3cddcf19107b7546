import * as z from "zod/mini";
import { id, instant, version } from "./base.ts";
import { screenSettings } from "./manifest.ts";

/** What staff may ask a player to do. mute holds until unmute, whatever the settings say. */
export const commandKind = z.enum(["reload", "refresh", "identify", "screenshot", "mute", "unmute", "clearCache"]);
export type CommandKind = z.infer<typeof commandKind>;
/** waiting: the player is not connected; sent: handed over; expired: it never came in time. */
export const commandState = z.enum(["waiting", "sent", "done", "failed", "expired"]);

/** To the player. It answers each id once, and never runs one twice. */
export const command = z.object({ commandId: id, kind: commandKind });
/** Why a command was not done, as far as it is known beforehand: nothing is scheduled; black by the operating hours; no picture could be drawn; no room; the player went down meanwhile. */
export const commandReasons = ["slate", "black", "noPicture", "noSpace", "restarted"] as const;
export type CommandReason = (typeof commandReasons)[number];
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

/** How many days back, today included. */
export const powerQuery = z.strictObject({ days: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(31)), 7) });
/** Stretches in which the player was running, `[from, to]`, oldest first; cut at `fromAt`. */
export const powerAnswer = z.object({ fromAt: instant, toAt: instant, timeZone: z.string(), on: z.array(z.tuple([instant, instant])) });
