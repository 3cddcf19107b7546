import * as z from "zod/mini";
import { byteCount, id, instant, sha256 } from "./base.ts";
import { ledgerId, playAck, playBatch } from "./plays.ts";
import { download, playerToken, screenLive } from "./screens.ts";
import { errorCode } from "./errors.ts";
import { command, commandDone } from "./remote.ts";

/** What a player says in the handshake of namespace /player. */
export const playerHandshake = z.object({
  token: playerToken,
  protocol: z.int(),
  ledgerId,
  playerVersion: z.string().check(z.maxLength(40), z.regex(/^[^\p{Cc}\p{Cs}]*$/u)),
});

/** First message of the server: who this screen is, and how far it has the ledger. */
export const welcome = z.object({
  screenId: id,
  screenName: z.string(),
  /** For the slate's second line. */
  unitName: z.optional(z.string()),
  /** For identifying it. */
  plate: z.optional(z.nullable(z.string())),
  line: z.optional(z.nullable(z.string())),
  /** Current revision for this screen; a hint like manifest:changed. */
  revision: sha256,
  /** Highest seq the server ever received of the ledger named in the handshake; 0: none. A local head below it means a cloned or rolled-back storage. */
  ledgerReceivedTo: z.int(),
});
export type Welcome = z.infer<typeof welcome>;

/** Report of a player, at each change and every few minutes. */
export const playerStatus = z.strictObject({
  /** Revision being played; null: none yet. */
  revision: z.nullable(sha256),
  download: z.nullable(download),
  playing: z.nullable(z.strictObject({ mediaId: id, entryId: id, startedAt: instant })),
  cacheUsedBytes: byteCount,
  cacheQuotaBytes: byteCount,
  persistent: z.boolean(),
  ledgerHead: z.int().check(z.gte(0), z.lte(2_000_000_000)),
  unsentPlays: z.int().check(z.gte(0), z.lte(2_000_000_000)),
  clock: z.enum(["synced", "trusted", "estimated"]),
  droppedFrames: z.int().check(z.gte(0)),
  failedItems: z.int().check(z.gte(0)),
  /** black: outside the operating hours, on purpose. */
  showing: z.optional(z.enum(["item", "slate", "black"])),
  /** Plays of this run that the storage refused to take: they are in no ledger. */
  lostPlays: z.optional(z.int().check(z.gte(0))),
  /** Page loads since the storage was made; when the present one began. */
  restarts: z.optional(z.int().check(z.gte(0), z.lte(2_000_000_000))),
  runStartedAt: z.optional(instant),
  /** By command, over the settings. */
  isMuted: z.optional(z.boolean()),
  decoders: z.optional(z.int().check(z.gte(0), z.lte(64))),
  /** Pictures that wait to be sent. */
  evidenceWaiting: z.optional(z.int().check(z.gte(0), z.lte(100_000))),
  /** Pictures that were never sent: they gave way to newer ones, found no room, or were not taken. */
  evidenceLost: z.optional(z.int().check(z.gte(0), z.lte(2_000_000_000))),
  /** When this player was running, oldest first, the present run last; said once a connection and then hourly. */
  poweredOn: z.optional(z.array(z.tuple([instant, instant])).check(z.maxLength(100))),
});
export type PlayerStatus = z.infer<typeof playerStatus>;

/** t0: the player's clock when asking; the answer adds the server's clock at receipt and at answering. */
export const clockProbe = z.strictObject({ t0: z.number() });
export const clockAnswer = z.object({ t0: z.number(), receivedAt: instant, answeredAt: instant });

/** Every acknowledgement is either an answer or an error with its stable code. */
export function answerOf<T extends z.ZodMiniType>(answer: T) {
  return z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), answer }),
    z.object({ ok: z.literal(false), code: errorCode }),
  ]);
}
export type Answer<T> = { ok: true; answer: T } | { ok: false; code: z.infer<typeof errorCode> };

/** Messages a player sends: schema of what it says and of the answer. */
export const playerMessages = {
  status: { message: playerStatus, answer: z.null() },
  plays: { message: playBatch, answer: playAck },
  clock: { message: clockProbe, answer: clockAnswer },
  commandDone: { message: commandDone, answer: z.null() },
} as const;
/** Messages the server sends to a player. */
export const playerPushes = {
  welcome,
  "manifest:changed": z.object({ revision: sha256 }),
  /** A new token; the old one ends once the new one was used. */
  "token:rotate": z.object({ token: playerToken }),
  revoked: z.object({ code: errorCode }),
  command,
} as const;

/** Messages the server sends to consoles; the console sends none but the handshake's session cookie. */
export const consolePushes = {
  "screen:live": screenLive,
  /** New plays in the books of one screen. */
  "plays:counted": z.object({ screenId: id, plays: z.int(), playsToday: z.int() }),
  /** Something in a list changed: ask again. */
  changed: z.object({ what: z.enum(["media", "playlists", "entries", "screens", "groups", "units", "users", "campaigns", "alarms", "commands", "evidence"]), id }),
  "media:progress": z.object({ mediaId: id, percent: z.number() }),
  /** To whoever gave the check or import of a workbook this name. */
  "import:progress": z.object({ run: z.string(), percent: z.int() }),
  "session:ended": z.object({ code: errorCode }),
} as const;

type Messages = typeof playerMessages;
export type PlayerToServer = {
  [M in keyof Messages]: (message: z.infer<Messages[M]["message"]>, ack: (answer: Answer<z.infer<Messages[M]["answer"]>>) => void) => void;
};
export type ServerToPlayer = { [M in keyof typeof playerPushes]: (message: z.infer<(typeof playerPushes)[M]>) => void };
export type ServerToConsole = { [M in keyof typeof consolePushes]: (message: z.infer<(typeof consolePushes)[M]>) => void };
