import * as z from "zod/mini";
import { id, instant, localDate } from "./base.ts";
import { level } from "./media.ts";
import { screenKind } from "./screens.ts";

/** Days are local to each screen; both ends inclusive, at most 400 days. */
export const reportQuery = z.strictObject({
  from: localDate,
  to: localDate,
  by: z.enum(["screen", "media", "day"]),
  unitId: z.optional(id),
  screenId: z.optional(id),
  mediaId: z.optional(id),
  kind: z.optional(screenKind),
  line: z.optional(z.string().check(z.maxLength(60))),
});
export type ReportQuery = z.infer<typeof reportQuery>;

const counts = { completed: z.int(), interrupted: z.int(), failed: z.int(), airtimeMs: z.int().check(z.gte(0)) };
export const reportRow = z.object({
  /** Screen id, media id or date. */
  key: z.string(),
  label: z.string(),
  /** Line, level or weekday: what helps to read the label. */
  note: z.nullable(z.string()),
  level: z.nullable(level),
  ...counts,
});
export type ReportRow = z.infer<typeof reportRow>;
/** How complete the figures are; never on and no data are not the same as zero plays. */
export const completeness = z.object({
  screens: z.int(),
  /** Screens with at least one play received in the period. */
  screensWithPlays: z.int(),
  /** Screens whose player was never seen. */
  screensNeverOn: z.int(),
  /** Plays recorded on screens and not yet received, as the players last said. */
  waitingOnScreens: z.int(),
  /** Plays missing from the ledgers' numbering. */
  missing: z.int(),
  /** Rows received but not believed, kept apart. */
  keptApart: z.int(),
});
export const report = z.object({ generatedAt: instant, rows: z.array(reportRow), totals: z.object(counts), completeness });
export type Report = z.infer<typeof report>;

/** What the home page answers: is everything playing? */
export const overview = z.object({
  at: instant,
  screens: z.object({ total: z.int(), online: z.int(), offline: z.int(), neverSeen: z.int(), unpaired: z.int() }),
  rollouts: z.object({ none: z.int(), sent: z.int(), downloading: z.int(), ready: z.int(), playing: z.int(), waiting: z.int() }),
  playsToday: z.object(counts),
  playsByHour: z.array(z.object({ hourStartAt: instant, plays: z.int() })),
  pendingReviews: z.int(),
  waitingOnScreens: z.int(),
});
export type Overview = z.infer<typeof overview>;

export const auditEntry = z.object({
  id: z.int(),
  at: instant,
  actorName: z.string(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  objectName: z.string(),
  /** JSON of what was and what is; null where there was or is nothing. */
  before: z.nullable(z.unknown()),
  after: z.nullable(z.unknown()),
  address: z.nullable(z.string()),
});
