/**
 * What plays on a screen, and when: pure functions of a schedule and an instant, the same for server, console and
 * player. The rules are in SPEC.md. A schedule is read, never changed and never remembered between calls.
 */
export type {
  Block,
  Capacity,
  Cursor,
  CursorEntry,
  Daypart,
  EntryShare,
  Explanation,
  LocalDate,
  LocalTime,
  MediaValidity,
  Playable,
  PreviewOptions,
  Schedule,
  ScheduledItem,
  ScheduleEntry,
  SchedulePlaylist,
  Share,
  Slot,
  SlotOptions,
  Tier,
  Verdict,
} from "./types.ts";
export { activeEntries, blocks } from "./blocks.ts";
export { advance, slots } from "./slots.ts";
export { capacity } from "./capacity.ts";
export { explain } from "./explain.ts";
export { preview } from "./preview.ts";
export { localDayAt } from "./zoned-time.ts";
