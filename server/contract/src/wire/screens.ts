import * as z from "zod/mini";
import { byteCount, id, instant, name, pageQuery, searchText, sha256, timeZone, version } from "./base.ts";

export const screenKind = z.enum(["bus", "coach", "led"]);
export type ScreenKind = z.infer<typeof screenKind>;
/** How a screen orders what it plays: buses and coaches resume, LED walls are synced. */
export const order = z.enum(["resume", "synced"]);

const pixels = z.int().check(z.gte(16), z.lte(16_384));
const tag = z.string().check(z.trim(), z.minLength(1), z.maxLength(30), z.regex(/^[^\p{Cc}\p{Cs},]+$/u));
const shortText = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(60), z.regex(/^[^\p{Cc}\p{Cs}]+$/u)));

const content = {
  name,
  kind: screenKind,
  /** Number plate of a bus or coach. */
  plate: shortText,
  /** Bus line or coach route. */
  line: shortText,
  /** Where an LED wall stands. */
  place: shortText,
  widthPx: pixels,
  heightPx: pixels,
  timeZone,
  tags: z.array(tag).check(z.maxLength(20)),
  groupIds: z.array(id).check(z.maxLength(50)),
};
export const screenInput = z.strictObject({ ...content, unitId: id });
export const screenChange = z.strictObject({ ...content, unitId: id, version });

export const download = z.object({
  revision: sha256,
  state: z.enum(["downloading", "ready", "failed"]),
  doneBytes: byteCount,
  totalBytes: byteCount,
});

/** Where the newest manifest is on its way to the player; none: nothing is scheduled or no player. */
export const rollout = z.enum(["none", "sent", "downloading", "ready", "playing", "waiting"]);
export type Rollout = z.infer<typeof rollout>;
/** What staff call that, of a screen as it is: 已是最新 / 下载中 / 待上线下发 / 可能过期 / 离线 / 异常 / 没有节目. The words of every list, filter and count. */
export const stage = z.enum(["latest", "downloading", "waiting", "stale", "offline", "trouble", "none"]);
export type Stage = z.infer<typeof stage>;
export const screenState = z.enum(["online", "offline", "neverSeen", "unpaired"]);

export const nowPlaying = z.object({ mediaId: id, entryId: id, title: z.string(), posterUrl: z.string(), startedAt: instant });

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
  evidenceLost: z.nullable(z.int()),
});
export type ScreenHealth = z.infer<typeof screenHealth>;

/** What changes by itself: sent with each screen, and pushed when it changes. */
export const screenLive = z.object({
  screenId: id,
  state: screenState,
  lastSeenAt: z.nullable(instant),
  rollout,
  stage,
  download: z.nullable(download),
  revision: z.nullable(sha256),
  playing: z.nullable(nowPlaying),
  /** Plays that started today by the screen's own calendar. */
  playsToday: z.int(),
  /** Plays recorded by the player and not yet received, as it last said. */
  unsentPlays: z.int(),
  clock: z.nullable(z.enum(["synced", "trusted", "estimated"])),
  cacheUsedBytes: z.nullable(byteCount),
  cacheQuotaBytes: z.nullable(byteCount),
  playerVersion: z.nullable(z.string()),
  /** Null before its first report. */
  health: z.nullable(screenHealth),
});
export type ScreenLive = z.infer<typeof screenLive>;

export const screen = z.object({ id, unitId: id, unitName: z.string(), ...content, order, live: screenLive, version });
export type Screen = z.infer<typeof screen>;

export const screenQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(searchText),
  kind: z.optional(screenKind),
  unitId: z.optional(id),
  groupId: z.optional(id),
  tag: z.optional(tag),
  state: z.optional(screenState),
  stage: z.optional(stage),
});

export const group = z.object({ id, unitId: id, unitName: z.string(), name: z.string(), screenCount: z.int(), version });
export type Group = z.infer<typeof group>;
export const groupInput = z.strictObject({ name, unitId: id });
export const groupChange = z.strictObject({ name, version });

/** 20 letters and digits that are not mistaken for each other. */
export const pairingAlphabet = "23456789CFGHJMPQRVWX";
export const pairingCode = z.string().check(z.toUpperCase(), z.regex(/^[23456789CFGHJMPQRVWX]{8}$/));
export const pairingSecret = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/** A QR code as drawn: SVG path data over a square of `size` modules, without the quiet zone. */
export const qrDrawing = z.object({ size: z.int(), path: z.string() });
/** What a new player shows: the code for ten minutes, and the same as a QR code; the secret never leaves the player. */
export const pairingOffer = z.object({ code: pairingCode, secret: pairingSecret, expiresAt: instant, qr: qrDrawing });
export const pairingClaim = z.strictObject({ code: pairingCode, secret: pairingSecret });
export const playerToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
export const pairingAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("waiting"), expiresAt: instant }),
  z.object({ state: z.literal("paired"), token: playerToken, screenId: id, screenName: z.string() }),
]);
export const pairInput = z.strictObject({ code: pairingCode });
