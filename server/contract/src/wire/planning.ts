import * as z from "zod/mini";
import { askedInstant, bilingual, id, instant, localDate, name, searchText } from "./base.ts";
import { entry, entryInput, plannedSlot, target, tier } from "./entries.ts";
import { level } from "./media.ts";
import { screenKind } from "./screens.ts";

const share = z.number();
const named = z.object({ id, name: z.string() });

/** An entry as it stands in the form: what would follow from saving it? `id` is that of the entry being changed. */
export const entryDraft = z.strictObject({ ...entryInput.shape, id: z.nullable(id) });

/** What a draft takes from an entry on some screens: it pauses, gets less airtime, or plays nothing at all any more. */
export const displacement = z.object({
  entryId: id,
  entryName: z.string(),
  effect: z.enum(["paused", "reduced", "ended"]),
  screens: z.int(),
  /** The first stretch in which it happens, on the screen that is hit hardest. */
  from: instant,
  to: instant,
  shareBefore: share,
  shareAfter: share,
});
export const planWarning = z.object({
  code: z.enum(["noScreens", "noApprovedMedia", "mediaExpires", "datesPast", "neverActive", "outsideOperatingHours", "takeoversOverlap", "shapeMismatch", "scaledUp"]),
  message: bilingual,
});
export type PlanWarning = z.infer<typeof planWarning>;
/** Where a reservation does not fit: the tightest stretch, who holds the rest, and the largest share that fits there. */
export const overCommitment = z.object({
  largestShare: share,
  wantedShare: share,
  from: instant,
  to: instant,
  rivals: z.array(named),
  /** Up to five of the screens, and how many there are. */
  screens: z.array(named),
  screenCount: z.int(),
});
export const draftCheck = z.object({
  screenCount: z.int(),
  /** Zone of the targeted screens (of the first, where they differ), for reading the stretches; null without screens. */
  timeZone: z.nullable(z.string()),
  overCommitment: z.nullable(overCommitment),
  /** 0…1, the largest reservation that fits everywhere; null when the draft is never active. */
  largestShare: z.nullable(share),
  displaced: z.array(displacement),
  warnings: z.array(planWarning),
});
export type DraftCheck = z.infer<typeof draftCheck>;

export const explainQuery = z.strictObject({ at: askedInstant });

/** Why an entry plays or not; verdicts are the schedule's own. */
export const entryVerdict = z.object({
  entryId: id,
  entryName: z.string(),
  tier,
  verdict: z.enum(["playing", "outside-window", "before-start-date", "after-end-date", "excepted-date", "outside-dayparts", "outranked", "no-playable-media", "no-airtime-left"]),
  by: z.array(named),
  /** Its part of the airtime now, when it plays. */
  share: z.nullable(share),
  startDate: z.nullable(localDate),
  endDate: z.nullable(localDate),
});
/** 此刻播什么 on one screen, with the reason for every entry. */
export const explanation = z.object({
  screenId: id,
  screenName: z.string(),
  at: instant,
  timeZone: z.string(),
  tier: z.enum(["emergency", "takeover", "regular", "default", "slate"]),
  /** The block of unchanging shares around `at`. */
  blockFrom: instant,
  blockTo: instant,
  slot: z.nullable(z.object({ ...plannedSlot.shape, level, posterUrl: z.string() })),
  /** Outside the screen's own operating hours: it is black on purpose, whatever is scheduled. */
  isOff: z.boolean(),
  orderMayDiffer: z.boolean(),
  entries: z.array(entryVerdict),
});
export type Explanation = z.infer<typeof explanation>;

const screensWanted = {
  kind: z.optional(screenKind),
  unitId: z.optional(id),
  groupId: z.optional(id),
  q: z.optional(searchText),
};
export const minuteQuery = z.strictObject({ at: askedInstant, ...screensWanted });
/** Every screen at one instant. */
export const minutePreview = z.object({
  at: instant,
  rows: z.array(
    z.object({
      screenId: id,
      screenName: z.string(),
      kind: screenKind,
      line: z.nullable(z.string()),
      timeZone: z.string(),
      tier: explanation.shape.tier,
      slot: explanation.shape.slot,
      isOff: z.boolean(),
      orderMayDiffer: z.boolean(),
    }),
  ),
});

/** At most 45 days. */
export const timelineQuery = z.strictObject({ from: askedInstant, to: askedInstant, ...screensWanted });
/** An entry on a row: a stretch in which it is active by its own dates and times, and what it gets there. */
export const timelineBar = z.object({
  entryId: id,
  from: instant,
  to: instant,
  /** Its part of the airtime; 0 while something above it plays. */
  share,
  playing: z.boolean(),
});
/** Screens that play exactly the same share a row. */
export const timelineRow = z.object({
  key: z.string(),
  timeZone: z.string(),
  kind: screenKind,
  screens: z.array(z.object({ id, name: z.string(), line: z.nullable(z.string()), unitName: z.string() })),
  bars: z.array(timelineBar),
  /** Outside the operating hours of these screens, in order and apart from each other. */
  off: z.array(z.object({ from: instant, to: instant })),
});
export const timeline = z.object({
  rows: z.array(timelineRow),
  entries: z.array(
    z.object({
      id,
      name: z.string(),
      tier,
      /** Within the caller's unit: may be opened and changed. */
      own: z.boolean(),
      posterUrl: z.nullable(z.string()),
      /** Running time of its playlist by film level, in ms. */
      levels: z.array(z.object({ level, ms: z.number() })),
    }),
  ),
});
export type Timeline = z.infer<typeof timeline>;

/** Copies entries to other dates: every date moves by the same number of days. All are copied or none. */
export const copyInput = z.strictObject({
  entryIds: z.array(id).check(z.minLength(1), z.maxLength(200)),
  /** The first start date among them becomes this one. */
  startDate: localDate,
  /** Added to each name, which must stay within 100 characters. */
  suffix: name,
});
export const copied = z.array(entry);

/** 紧急插播: plays alone on every target, at once, until it ends by itself. */
export const emergencyInput = z.strictObject({
  name,
  playlistId: id,
  minutes: z.int().check(z.gte(1), z.lte(24 * 60)),
  include: z.array(target).check(z.minLength(1), z.maxLength(200)),
  exclude: z.array(target).check(z.maxLength(200)),
});
export const emergencies = z.array(z.object({ ...entry.shape, startsAt: instant, endsAt: instant, playingScreens: z.int() }));
