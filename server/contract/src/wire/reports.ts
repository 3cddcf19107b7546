import * as z from "zod/mini";
import { id, instant, localDate, searchText } from "./base.ts";
import { level } from "./media.ts";
import { screenKind } from "./screens.ts";

/** What a report is about. Days are local to each screen; both ends inclusive, at most 400 days. */
export const reportFilters = {
  from: localDate,
  to: localDate,
  /** Only plays of the campaign's entries, on screens of the units that take part. */
  campaignId: z.optional(id),
  unitId: z.optional(id),
  screenId: z.optional(id),
  mediaId: z.optional(id),
  entryId: z.optional(id),
  kind: z.optional(screenKind),
  line: z.optional(searchText),
  level: z.optional(level),
};
export const reportScope = z.strictObject(reportFilters);
export type ReportScope = z.infer<typeof reportScope>;
/**
 * hour: of the local day, "00" … "23", over all days of the period. campaign: each in reach that overlaps the period, as
 * its own filter would count it; a play may belong to several or none, so the totals are of the period and not the sum.
 */
export const reportBy = z.enum(["unit", "kind", "line", "screen", "media", "level", "entry", "campaign", "day", "hour"]);
export type ReportBy = z.infer<typeof reportBy>;
/** What rows stand in order of: their name, or one of their figures. What is not known stands last in either direction. */
export const reportSort = z.enum(["label", "planned", "completed", "completion", "interrupted", "failed", "airtimeMs", "screens", "vehicles", "poweredOnMs"]);
export type ReportSort = z.infer<typeof reportSort>;
export const sortOrder = z.enum(["asc", "desc"]);
export type SortOrder = z.infer<typeof sortOrder>;
/** Without `sort`, most plays first, days and hours as they follow each other. */
export const reportQuery = z.strictObject({ ...reportFilters, by: reportBy, sort: z.optional(reportSort), order: z.optional(sortOrder) });
export type ReportQuery = z.infer<typeof reportQuery>;

/** Columns of a report beside the rows' names. */
export const reportColumn = z.enum(["note", "planned", "completed", "completion", "interrupted", "failed", "airtimeMs", "screens", "vehicles", "poweredOnMs", "share"]);
export type ReportColumn = z.infer<typeof reportColumn>;
/** Some of these columns by name, "planned,completed". */
const columnsOf = (names: readonly string[]) => z.string().check(z.maxLength(200), z.regex(new RegExp(`^(${names.join("|")})(,(${names.join("|")}))*$`)));
/** A report as a file or behind a link: which columns it has; without it all. Causes go with the completion. */
export const reportFileQuery = z.strictObject({ ...reportQuery.shape, columns: z.optional(columnsOf(reportColumn.options)) });
export type ReportFileQuery = z.infer<typeof reportFileQuery>;

const counts = { completed: z.int(), interrupted: z.int(), failed: z.int(), airtimeMs: z.int().check(z.gte(0)) };

/**
 * Why delivered differs from planned, in plays: planned − delivered = their sum. `other` is below zero where more was
 * shown than planned. A bus that was not powered on has nothing planned, so it is no cause: see `screenDaysOff`.
 */
export const causes = z.object({ neverDownloaded: z.int(), interrupted: z.int(), failed: z.int(), displaced: z.int(), other: z.int() });
export type Causes = z.infer<typeof causes>;

const figures = {
  ...counts,
  /** Plays shown to the end; the same as `completed`. */
  delivered: z.int(),
  /** Share × powered-on time within operating hours ÷ mean item length; null where the plan is not known: hours of one media, level, entry or campaign. */
  planned: z.nullable(z.int()),
  /** delivered ÷ planned, 0 and up; null when nothing was planned. */
  completion: z.nullable(z.number()),
  causes: z.nullable(causes),
  /** 屏幕数: screens with at least one play. */
  screens: z.int(),
  /** 车辆数: those of them that are buses or coaches. */
  vehicles: z.int(),
  /** 运营时长: how long screens were powered on within operating hours; null where it cannot be told apart (media, level, entry, no campaign, and hours of one of them). */
  poweredOnMs: z.nullable(z.int()),
};
export const reportFigures = z.object(figures);
export type ReportFigures = z.infer<typeof reportFigures>;
export const reportRow = z.object({
  /** Unit, screen, media, entry or campaign id; kind, line or level; date; hour "08". "" is no line, or no campaign, which stands last. */
  key: z.string(),
  label: z.string(),
  /** Line, level or weekday: what helps to read the label. */
  note: z.nullable(z.string()),
  level: z.nullable(level),
  /** A media that is no longer approved or no longer there. */
  withdrawn: z.boolean(),
  ...figures,
});
export type ReportRow = z.infer<typeof reportRow>;

const completenessCounts = {
  /** Plays in the figures. */
  counted: z.int(),
  /** Plays recorded on screens and not yet received: the tail of their ledgers, up to the head they last reported. */
  waitingOnScreens: z.int(),
  /** Plays missing from the ledgers' numbering. */
  missing: z.int(),
  /** Rows received but not believed, kept apart. */
  keptApart: z.int(),
};
/** How complete the figures are; never on and no data are not the same as zero plays. */
export const completeness = z.object({
  ...completenessCounts,
  screens: z.int(),
  /** Screens with at least one play received in the period. */
  screensWithPlays: z.int(),
  /** 未出车: screens that were not powered on in the period, which is no fault. */
  screensNeverOn: z.int(),
  /** Days of the period up to today on which each screen was in service, and on how many of them it was powered on. */
  screenDays: z.int(),
  screenDaysOn: z.int(),
  screenDaysOff: z.int(),
  /** When the newest play received began; null when none was. */
  receivedTo: z.nullable(instant),
  /** Screens whose ledger came with two contents under one number: cloned or rolled back. */
  conflicts: z.int(),
});
export type Completeness = z.infer<typeof completeness>;
export const report = z.object({ generatedAt: instant, rows: z.array(reportRow), totals: reportFigures, completeness });
export type Report = z.infer<typeof report>;

/** Local hour × day. Hours without a play are left out. */
export const heatMap = z.object({
  generatedAt: instant,
  rows: z.array(z.object({ date: localDate, hour: z.int().check(z.gte(0), z.lte(23)), plays: z.int(), completed: z.int(), airtimeMs: z.int() })),
});
export type HeatMap = z.infer<typeof heatMap>;

/** Why a row is kept apart: not a play; dated after its arrival; of a film that never was here; a number that came before with other content. */
export const apartReason = z.enum(["malformed", "inFuture", "unknownMedia", "conflict"]);
export type ApartReason = z.infer<typeof apartReason>;

/** Completeness of each screen in reach: what it has sent, and what is known to be wanting. */
export const screenBooks = z.object({
  screenId: id,
  screenName: z.string(),
  unitName: z.string(),
  line: z.nullable(z.string()),
  kind: screenKind,
  ...completenessCounts,
  /** When its newest play received began; null when none was. */
  receivedTo: z.nullable(instant),
  lastSeenAt: z.nullable(instant),
  daysOn: z.int(),
  daysOff: z.int(),
  poweredOnMs: z.int(),
  /** Numbers wanting in its ledgers, inclusive; the first 100 ranges. */
  gaps: z.array(z.object({ ledgerId: z.string(), from: z.int(), to: z.int() })),
  /** The rows kept apart, by reason, and when the last of them came. */
  apart: z.array(z.object({ reason: apartReason, rows: z.int(), lastAt: instant })),
  /** When the same number first came with other content; null: never. */
  conflictAt: z.nullable(instant),
});
/** What can be wrong with a screen's books: one number with two contents, numbers missing, plays waiting on it, never powered on. */
export const booksTrouble = z.enum(["conflict", "missing", "waiting", "neverOn"]);
export type BooksTrouble = z.infer<typeof booksTrouble>;
export const booksSort = z.enum(["screenName", "unitName", "counted", "waitingOnScreens", "missing", "keptApart", "daysOn", "receivedTo", "lastSeenAt"]);
export type BooksSort = z.infer<typeof booksSort>;
/** Screens with one trouble only; without `sort`, the worst first. */
export const booksQuery = z.strictObject({ ...reportFilters, only: z.optional(booksTrouble), sort: z.optional(booksSort), order: z.optional(sortOrder) });
export type BooksQuery = z.infer<typeof booksQuery>;
/** Columns of the books beside the screens' names. */
export const booksColumn = z.enum(["unitName", "line", "state", "counted", "waitingOnScreens", "missing", "keptApart", "daysOn", "receivedTo", "lastSeenAt"]);
export type BooksColumn = z.infer<typeof booksColumn>;
/**
 * The books as a file or behind a link: which columns they have; without it all. The kind goes with the line, hours with the
 * days on, numbers wanting with what is missing, reasons with what is kept apart, the instant of a conflict with the state.
 */
export const booksFileQuery = z.strictObject({ ...booksQuery.shape, columns: z.optional(columnsOf(booksColumn.options)) });
export type BooksFileQuery = z.infer<typeof booksFileQuery>;
export const booksReport = z.object({
  generatedAt: instant,
  rows: z.array(screenBooks),
  /** How many screens there are, and with each trouble, whichever of them the rows show. */
  tally: z.object({ all: z.int(), conflict: z.int(), missing: z.int(), waiting: z.int(), neverOn: z.int() }),
});
export type BooksReport = z.infer<typeof booksReport>;

/** What the home page answers: is everything playing? */
export const overview = z.object({
  at: instant,
  /** Zone of "today" and of the hours. */
  timeZone: z.string(),
  screens: z.object({ total: z.int(), online: z.int(), offline: z.int(), neverSeen: z.int(), unpaired: z.int() }),
  /** How far the newest programme has come, over the screens. */
  stages: z.object({ latest: z.int(), downloading: z.int(), waiting: z.int(), stale: z.int(), offline: z.int(), trouble: z.int(), none: z.int() }),
  playsToday: z.object(counts),
  playsByHour: z.array(z.object({ hourStartAt: instant, plays: z.int() })),
  pendingReviews: z.int(),
  waitingOnScreens: z.int(),
});
export type Overview = z.infer<typeof overview>;
