import * as z from "zod/mini";
import { bilingual, byteCount, id, instant, localDate, localTime, longText, pageQuery, searchText, version } from "./base.ts";
import { screenKind } from "./screens.ts";

/** In the order in which they are told: what stops the picture first, what merely cannot be known last. */
export const alarmKind = z.enum(["playbackFailing", "downloadStuck", "storageLow", "ledgerConflict", "clockUntrusted", "planMissed", "offline"]);
export type AlarmKind = z.infer<typeof alarmKind>;

/** open: nobody has taken it up; acknowledged: somebody has, it lasts; cleared: over by itself. */
export const alarmState = z.enum(["open", "acknowledged", "cleared"]);
export type AlarmState = z.infer<typeof alarmState>;

const count = z.int().check(z.gte(0));
/** What was found, as it is now or was when the alarm cleared. */
export const alarmDetail = z.discriminatedUnion("kind", [
  /** Plays that failed within the last hour, and plays of this run that no ledger holds. */
  z.object({ kind: z.literal("playbackFailing"), failedItems: count, lostPlays: count }),
  /** noProgress: on line and nothing more arrives; failed: the player gave up; notReady: something begins soon and is not there. */
  z.object({ kind: z.literal("downloadStuck"), why: z.enum(["noProgress", "failed", "notReady"]), doneBytes: byteCount, totalBytes: byteCount, beginsAt: z.nullable(instant) }),
  /** Room for the programme: what is not used, or used by files that no programme needs. */
  z.object({ kind: z.literal("storageLow"), freeBytes: byteCount, quotaBytes: byteCount, persistent: z.boolean() }),
  z.object({ kind: z.literal("ledgerConflict"), conflictAt: instant }),
  z.object({ kind: z.literal("clockUntrusted"), reportedAt: instant }),
  /** Of one local day: plays shown to the end against what the powered-on time called for. */
  z.object({ kind: z.literal("planMissed"), date: localDate, planned: count, delivered: count }),
  /** Nothing heard since then. */
  z.object({ kind: z.literal("offline"), lastSeenAt: instant }),
]);
export type AlarmDetail = z.infer<typeof alarmDetail>;

export const alarm = z.object({
  id,
  kind: alarmKind,
  state: alarmState,
  screenId: id,
  screenName: z.string(),
  screenKind,
  line: z.nullable(z.string()),
  place: z.nullable(z.string()),
  unitId: id,
  unitName: z.string(),
  timeZone: z.string(),
  raisedAt: instant,
  clearedAt: z.nullable(instant),
  acknowledgedAt: z.nullable(instant),
  acknowledgedBy: z.nullable(z.string()),
  note: z.nullable(z.string()),
  /** What is the matter, in one sentence; times are those of the screen's zone. */
  message: bilingual,
  /** The same as figures; null in alarms of an older version. */
  detail: z.nullable(alarmDetail),
});
export type Alarm = z.infer<typeof alarm>;

const filters = {
  /** current: open and acknowledged. */
  state: z._default(z.enum(["current", ...alarmState.options, "all"]), "current"),
  kind: z.optional(alarmKind),
  unitId: z.optional(id),
  screenId: z.optional(id),
  /** In the screen's name, plate, line and place. */
  q: z.optional(searchText),
};
export const alarmFilter = z.strictObject(filters);
export type AlarmFilter = z.infer<typeof alarmFilter>;
export const alarmQuery = z.strictObject({ ...pageQuery, ...filters });

/** What stands in the header and on the home page. */
export const alarmSummary = z.object({
  at: instant,
  open: count,
  acknowledged: count,
  /** Screens with an alarm that is not over. */
  screens: count,
  kinds: z.array(z.object({ kind: alarmKind, open: count, acknowledged: count })),
  /** The worst that nobody has taken up: by kind, then newest first; at most 8. */
  first: z.array(alarm),
});
export type AlarmSummary = z.infer<typeof alarmSummary>;

export const acknowledgement = z.strictObject({ ids: z.array(id).check(z.minLength(1), z.maxLength(200)), note: longText });
export const acknowledged = z.object({ acknowledged: count });

const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
/** When something is an alarm. */
export const alarmRules = z.strictObject({
  /** Kinds that are watched at all. */
  kinds: z.array(alarmKind).check(z.maxLength(alarmKind.options.length)),
  /** Silence that is an alarm, in minutes: of operating time for LED walls, of the clock for buses and coaches, which are switched off by their drivers. */
  silentMinutes: z.strictObject({ led: whole(5, 720), bus: whole(60, 43_200), coach: whole(60, 43_200) }),
  /** On line for so long and no further with a download. */
  stuckMinutes: whole(5, 1_440),
  /** So long before an entry begins its files must be there. */
  readyHours: whole(1, 72),
  storageFreePercent: whole(1, 50),
  storageFreeMegabytes: whole(10, 100_000),
  /** Also where the browser may clear its storage when the disk is full. */
  alarmNotPersistent: z.boolean(),
  /** Failed items within an hour. */
  failedItems: whole(1, 1_000),
  /** Delivered below so much of the plan, where the plan is of at least so many plays. */
  planPercent: whole(1, 100),
  planLeastPlays: whole(1, 100_000),
});
export type AlarmRules = z.infer<typeof alarmRules>;

export const defaultAlarmRules: AlarmRules = {
  kinds: alarmKind.options,
  silentMinutes: { led: 30, bus: 1_440, coach: 1_440 },
  stuckMinutes: 30,
  readyHours: 12,
  storageFreePercent: 10,
  storageFreeMegabytes: 500,
  alarmNotPersistent: false,
  failedItems: 3,
  planPercent: 80,
  planLeastPlays: 20,
};

/** How telling somebody went: what was tried last, and what is wrong. */
export const deliveryState = z.object({
  lastSentAt: z.nullable(instant),
  /** In a row; 0: the last one went well. */
  failures: count,
  lastError: z.nullable(z.string()),
  lastErrorAt: z.nullable(instant),
  nextTryAt: z.nullable(instant),
});
export type DeliveryState = z.infer<typeof deliveryState>;

const quietHours = z.nullable(z.strictObject({ from: localTime, to: localTime }));
const digestMinutes = whole(10, 1_440);
export const alarmSettings = z.object({
  rules: alarmRules,
  /** Local time of the server in which no mail is sent; what is still so afterwards is told then. */
  quietHours,
  /** At most one mail to each address in so many minutes. */
  digestMinutes,
  /** Whether mail and webhook also say which films end soon. */
  tellExpiry: z.boolean(),
  /** Null where the server has no SMTP_URL; never with its password. */
  mail: z.nullable(z.object({ server: z.string(), from: z.string() })),
  /** The address as far as it is no secret: its host and the beginning of its path. */
  webhook: z.nullable(z.object({ shown: z.string(), delivery: deliveryState })),
  /** Networks of the county that a webhook may reach beside the internet, as WEBHOOK_NETWORKS names them. */
  webhookNetworks: z.array(z.string()),
  version,
});
export type AlarmSettings = z.infer<typeof alarmSettings>;

const webAddress = z.string().check(
  z.maxLength(500),
  z.refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
  }),
);
/** The key of the signature, 16–200 printable characters without spaces. */
const webhookSecret = z.string().check(z.minLength(16), z.maxLength(200), z.regex(/^[!-~]+$/));
export const alarmSettingsChange = z.strictObject({
  rules: alarmRules,
  quietHours,
  digestMinutes,
  /** Left out: as it is. */
  tellExpiry: z.optional(z.boolean()),
  /** Left out: as it is. Null: none. Address and key are written here and never read again. */
  webhook: z.optional(z.nullable(z.strictObject({ url: z.optional(webAddress), secret: z.optional(webhookSecret) }))),
  version,
});

export const mailAddress = z.string().check(z.trim(), z.maxLength(200), z.regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/));
const recipientContent = {
  /** Alarms of this unit's screens and of those below. */
  unitId: id,
  email: mailAddress,
  /** Null: of every kind. */
  kinds: z.nullable(z.array(alarmKind).check(z.minLength(1), z.maxLength(alarmKind.options.length))),
};
export const recipientInput = z.strictObject(recipientContent);
export const alarmRecipient = z.object({ id, unitName: z.string(), ...recipientContent, delivery: deliveryState });
export type AlarmRecipient = z.infer<typeof alarmRecipient>;

/** What the other side truly answered. */
export const trial = z.object({ ok: z.boolean(), answer: z.string(), tookMs: z.int() });
export type Trial = z.infer<typeof trial>;
