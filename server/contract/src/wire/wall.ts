import * as z from "zod/mini";
import { alarmSummary } from "./alarms.ts";
import { id, instant } from "./base.ts";
import { level } from "./media.ts";
import { screenKind } from "./screens.ts";

const count = z.int().check(z.gte(0));
/** As a command room tells screens apart: playing, silent, with an alarm other than silence, a vehicle that was not switched on today. */
export const wallState = z.enum(["online", "offline", "alarm", "notOut"]);
export type WallState = z.infer<typeof wallState>;

/** One question for everything that a wall shows. Screens that were never paired are not on it. */
export const wall = z.object({
  at: instant,
  /** Zone of "today" and of the hours. */
  timeZone: z.string(),
  unitName: z.string(),
  /** The campaign that runs today, and its how many-th day this is. */
  campaign: z.nullable(z.object({ name: z.string(), day: count, days: count })),
  screens: z.object({ total: count, online: count, offline: count, alarm: count, notOut: count, kinds: z.array(z.object({ kind: screenKind, total: count, online: count })) }),
  /** Plays shown to the end today, and what powered-on time called for until now. */
  plays: z.object({ completed: count, planned: count, hours: z.array(z.object({ hourStartAt: instant, completed: count, planned: count })) }),
  /** What most screens show at this moment, at most six. */
  playing: z.array(z.object({ mediaId: id, title: z.string(), level, posterUrl: z.string(), screens: count })),
  /** campaign: against its target since it began; today: against today's plan. Of townships where there are any, else of units, else of lines. */
  standing: z.object({
    by: z.enum(["campaign", "today"]),
    of: z.enum(["townships", "units", "lines"]),
    rows: z.array(z.object({ key: z.string(), name: z.string(), screens: count, delivered: count, target: count, contributed: z.nullable(z.boolean()) })),
  }),
  /** Each line's screens in order, a letter each: o online, f offline, a alarm, n not out. Null where they are too many to draw. */
  marks: z.nullable(z.array(z.object({ kind: screenKind, line: z.string(), states: z.string() }))),
  alarms: alarmSummary,
  emergencies: z.array(z.object({ id, name: z.string(), endsAt: instant, screens: count })),
  /** The takeover that begins next within a week, and how many of its screens are ready for it. */
  next: z.nullable(z.object({ name: z.string(), startsAt: instant, screens: count, ready: count, poster: z.nullable(z.object({ mediaId: id, posterUrl: z.string() })) })),
});
export type Wall = z.infer<typeof wall>;
