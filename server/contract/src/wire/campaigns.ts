import * as z from "zod/mini";
import { id, instant, localDate, longText, name, pageQuery, searchText, sha256, version } from "./base.ts";
import { playClock } from "./plays.ts";
import { booksFileQuery, booksReport, completeness, heatMap, report, reportFigures, reportFileQuery, reportRow } from "./reports.ts";
import { screenKind, stage } from "./screens.ts";

const content = {
  name,
  theme: name,
  startDate: localDate,
  endDate: localDate,
  /** Days with a programme of their own, such as 26 June. */
  specialDates: z.array(localDate).check(z.maxLength(60)),
  targetPlaysPerScreenPerDay: z.int().check(z.gte(0), z.lte(100_000)),
  /** Schedule entries whose plays count. */
  entryIds: z.array(id).check(z.maxLength(500)),
  /** Units taking part, each with all units below it. */
  unitIds: z.array(id).check(z.maxLength(500)),
  /** Deadline of the summary: the draft appears 24 h before, and units may contribute until then. */
  reportDue: instant,
  /** When it closes by itself; null: at 09:00 of the due day. */
  closesAt: z.nullable(instant),
  /** 覆盖人次 as staff estimate it; always shown as an estimate. */
  audienceEstimate: z.nullable(z.int().check(z.gte(0), z.lte(1_000_000_000))),
  /** Pictures that each screen takes a day while it shows the campaign's entries; 0: none. */
  evidencePerDay: z.int().check(z.gte(0), z.lte(5)),
  notes: longText,
};
export const campaignInput = z.strictObject({ ...content, unitId: z.optional(id) });
export const campaignChange = z.strictObject({ ...content, version });

/** planned: not begun; running; drafted: a draft is there; closed: figures are frozen. */
export const campaignState = z.enum(["planned", "running", "drafted", "closed"]);
/** A summary: the draft, the closing (number 0) or an addendum (1, 2, …). */
export const summaryHead = z.object({
  state: z.enum(["draft", "closed", "addendum"]),
  number: z.int(),
  at: instant,
  /** SHA-256 of the canonical JSON of its data. */
  sha256,
});
export type SummaryHead = z.infer<typeof summaryHead>;

export const campaign = z.object({
  id,
  unitId: id,
  unitName: z.string(),
  ...content,
  /** When the draft appears, and when it closes by itself. */
  draftsAt: instant,
  closesByItselfAt: instant,
  state: campaignState,
  /** Newest last. Empty for those who see only their own part. */
  summaries: z.array(summaryHead),
  /** Units of the caller that may contribute. */
  ownUnitIds: z.array(id),
  /** Whether the whole campaign is in the caller's reach, or only its own units' part. */
  whole: z.boolean(),
  version,
});
export type Campaign = z.infer<typeof campaign>;
export const campaignQuery = z.strictObject({ ...pageQuery, q: z.optional(searchText) });

/** Before day one: which of the screens it reaches hold every file. */
export const readiness = z.object({
  at: instant,
  screens: z.int(),
  ready: z.int(),
  /** 0 … 100. */
  percent: z.number(),
  rows: z.array(z.object({ unitId: id, unitName: z.string(), screens: z.int(), ready: z.int() })),
  /** Screens that do not, at most 500. */
  waiting: z.array(z.object({ screenId: id, screenName: z.string(), unitName: z.string(), kind: screenKind, stage })),
});
export type Readiness = z.infer<typeof readiness>;

/** One unit's part. Zero screens is said as such: a township may take part with text and pictures alone. */
export const unitStanding = z.object({
  unitId: id,
  unitName: z.string(),
  /** Screens of the unit and those below, whether they played or not. */
  screensInService: z.int(),
  ...reportFigures.shape,
  /** Screens in service × days so far × target; and delivered ÷ that, null without a target. */
  target: z.int(),
  targetCompletion: z.nullable(z.number()),
  completeness,
  contributed: z.boolean(),
});
export type UnitStanding = z.infer<typeof unitStanding>;
export const standing = z.object({
  at: instant,
  /** Days of the campaign so far, of all. */
  daysSoFar: z.int(),
  days: z.int(),
  totals: reportFigures,
  target: z.int(),
  targetCompletion: z.nullable(z.number()),
  completeness,
  rows: z.array(unitStanding),
  trend: z.array(reportRow),
});
export type Standing = z.infer<typeof standing>;

const contributionContent = {
  text: z.string().check(z.trim(), z.maxLength(5000), z.regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u)),
  links: z.array(z.strictObject({ title: name, url: z.string().check(z.maxLength(500), z.regex(/^https?:\/\/[^\s<>"]+$/)) })).check(z.maxLength(20)),
  /** Approved media shown as evidence by their posters. */
  mediaIds: z.array(id).check(z.maxLength(20)),
  /** Uploaded pictures with what they show. */
  pictures: z.array(z.strictObject({ sha256, caption: z.string().check(z.trim(), z.maxLength(100), z.regex(/^[^\p{Cc}]*$/u)) })).check(z.maxLength(20)),
};
export const contributionInput = z.strictObject(contributionContent);
export const contribution = z.object({ unitId: id, unitName: z.string(), ...contributionContent, updatedAt: z.nullable(instant), updatedBy: z.nullable(z.string()), mayEdit: z.boolean() });
export type Contribution = z.infer<typeof contribution>;
/** A JPEG, PNG or WebP of at most 700 KB, base64; stored upright as JPEG of at most 1,600 px without its metadata. */
export const pictureUpload = z.strictObject({ base64: z.string().check(z.minLength(16), z.maxLength(960_000), z.regex(/^[A-Za-z0-9+/]+={0,2}$/)) });
export const picture = z.object({ sha256, widthPx: z.int(), heightPx: z.int(), bytes: z.int() });

const evidence = z.object({ sha256, caption: z.string(), from: z.enum(["picture", "poster"]) });
/** A picture taken by a player; `clock` says how far its time is to be trusted. */
const screenPicture = z.object({ unitId: id, unitName: z.string(), screenName: z.string(), takenAt: instant, clock: playClock, mediaTitle: z.nullable(z.string()), sha256 });
export type ScreenPicture = z.infer<typeof screenPicture>;
/** What a summary says, names included: closing freezes exactly this, and every document is rendered from it. */
export const summary = z.object({
  format: z.literal(1),
  state: summaryHead.shape.state,
  number: z.int(),
  at: instant,
  campaign: z.object({
    id,
    name: z.string(),
    theme: z.string(),
    unitName: z.string(),
    startDate: localDate,
    endDate: localDate,
    specialDates: z.array(localDate),
    targetPlaysPerScreenPerDay: z.int(),
    reportDue: instant,
    timeZone: z.string(),
    audienceEstimate: z.nullable(z.int()),
    notes: z.string(),
    entries: z.array(z.object({ id, name: z.string() })),
  }),
  standing,
  kinds: z.array(reportRow),
  levels: z.array(reportRow),
  media: z.array(reportRow),
  specialDays: z.array(reportRow),
  heat: heatMap.shape.rows,
  contributions: z.array(z.object({ unitId: id, unitName: z.string(), text: z.string(), links: z.array(z.object({ title: z.string(), url: z.string() })), evidence: z.array(evidence), updatedAt: instant })),
  /** What screens showed, as their players photographed it: some of each unit. Summaries of before there were pictures have none. */
  pictures: z._default(z.array(screenPicture), []),
  /** Only in an addendum: what came after the report before it. */
  late: z.nullable(
    z.object({
      previousNumber: z.int(),
      previousSha256: sha256,
      delivered: z.int(),
      airtimeMs: z.int(),
      rows: z.array(z.object({ unitId: id, unitName: z.string(), deliveredBefore: z.int(), deliveredNow: z.int() })),
    }),
  ),
});
export type Summary = z.infer<typeof summary>;
export const summaryAnswer = z.object({ head: summaryHead, summary });
/** Which summary: its number (0: the closing), or the draft; left out: the newest. */
export const summaryQuery = z.strictObject({ number: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(1000))) });

/** What a shared link opens: one report, the books of its screens, the newest summary of a campaign, or the wall of a command room. */
export const shared = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("report"), ...reportFileQuery.shape }),
  z.strictObject({ what: z.literal("books"), ...booksFileQuery.shape }),
  z.strictObject({ what: z.literal("campaign"), campaignId: id }),
  z.strictObject({ what: z.literal("wall") }),
]);
export const shareInput = z.strictObject({ title: name, expiresAt: instant, shared });
export const reportShare = z.object({
  id,
  title: z.string(),
  shared,
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant,
  revokedAt: z.nullable(instant),
  lastOpenedAt: z.nullable(instant),
  opens: z.int(),
});
export type ReportShare = z.infer<typeof reportShare>;
export const shareToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/** The token is shown once; only its SHA-256 is stored. `path` is the console's page for it. */
export const newShare = z.object({ share: reportShare, token: shareToken, path: z.string() });
export const sharedView = z.discriminatedUnion("what", [
  z.object({ what: z.literal("report"), title: z.string(), unitName: z.string(), timeZone: z.string(), expiresAt: instant, query: reportFileQuery, report, heat: heatMap }),
  z.object({ what: z.literal("books"), title: z.string(), unitName: z.string(), timeZone: z.string(), expiresAt: instant, query: booksFileQuery, books: booksReport, completeness }),
  z.object({ what: z.literal("campaign"), title: z.string(), unitName: z.string(), timeZone: z.string(), expiresAt: instant, head: summaryHead, summary }),
]);
export type SharedView = z.infer<typeof sharedView>;
