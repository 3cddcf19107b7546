import * as z from "zod/mini";
import { askedInstant, id, instant, localDate, localTime, name, pageQuery, searchText, version } from "./base.ts";
import { screenKind } from "./screens.ts";

export const daypart = z.strictObject({
  days: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.minLength(1), z.maxLength(7)),
  from: localTime,
  to: localTime,
});
export const share = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fill"), weight: z.number().check(z.gt(0), z.lte(1000)) }),
  z.strictObject({ kind: z.literal("percent"), percent: z.number().check(z.gt(0), z.lte(100)) }),
  z.strictObject({ kind: z.literal("playsPerHour"), plays: z.number().check(z.gt(0), z.lte(3600)) }),
]);
export const tier = z.enum(["emergency", "takeover", "regular", "default"]);
export type Tier = z.infer<typeof tier>;
export const instantWindow = z.strictObject({ startsAt: instant, endsAt: instant });

/** Which screens an entry is for: any of `include`, none of `exclude`. */
export const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("screenKind"), screenKind }),
  z.strictObject({ kind: z.literal("unit"), unitId: id }),
  z.strictObject({ kind: z.literal("group"), groupId: id }),
  z.strictObject({ kind: z.literal("screen"), screenId: id }),
]);
export type Target = z.infer<typeof target>;

const timing = {
  tier,
  startDate: z.nullable(localDate),
  endDate: z.nullable(localDate),
  dayparts: z.array(daypart).check(z.maxLength(50)),
  exceptDates: z.array(localDate).check(z.maxLength(366)),
  window: z.nullable(instantWindow),
  share,
  maxPlaysPerHour: z.nullable(z.int().check(z.gte(1), z.lte(3600))),
  start: z.enum(["soft", "hard"]),
};

/** A schedule entry as one player gets it; mutually assignable with the schedule's own type. */
export const scheduleEntry = z.object({ id, playlistId: id, ...timing });

const content = {
  name,
  playlistId: id,
  ...timing,
  include: z.array(target).check(z.minLength(1), z.maxLength(200)),
  exclude: z.array(target).check(z.maxLength(200)),
};
export const entryInput = z.strictObject({ ...content, unitId: z.optional(id) });
export const entryChange = z.strictObject({ ...content, version });

export const entry = z.object({
  id,
  unitId: id,
  unitName: z.string(),
  ...content,
  playlistName: z.string(),
  /** How many screens it reaches now. */
  screenCount: z.int(),
  updatedAt: instant,
  version,
});
export type Entry = z.infer<typeof entry>;
export const entryQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(searchText),
  tier: z.optional(tier),
  unitId: z.optional(id),
});

/** One showing that the schedule plans. */
export const plannedSlot = z.object({
  entryId: id,
  entryName: z.string(),
  playlistId: id,
  mediaId: id,
  title: z.string(),
  startsAt: instant,
  durationMs: z.number(),
});
/** `orderMayDiffer`: true for a screen in resume order, whose cursor the server does not hold. */
export const preview = z.object({ slots: z.array(plannedSlot), orderMayDiffer: z.boolean() });
/** At most a day. */
export const previewQuery = z.strictObject({ from: askedInstant, to: askedInstant });
