/** Dayparts of a screen's profile, by the same rules as the schedule's (T1–T5). */
import { blocks, localDayAt, type Daypart, type ScheduleEntry } from "@yilu/contract/schedule";

const always: Omit<ScheduleEntry, "dayparts"> = {
  id: "",
  playlistId: "",
  tier: "regular",
  startDate: null,
  endDate: null,
  exceptDates: [],
  window: null,
  share: { kind: "fill", weight: 1 },
  maxPlaysPerHour: null,
  start: "soft",
};
const playlists = [{ id: "", items: [{ mediaId: "", durationMs: 1 }] }];

/**
 * Whether one of the dayparts holds an instant, and until when that stays so at most (epoch ms).
 *
 * @param dayparts none, or left out: always.
 */
export function opening(dayparts: Daypart[] = [], timeZone: string, at: number): { isOpen: boolean; until: number } {
  if (dayparts.length === 0) return { isOpen: true, until: Infinity };
  const block = blocks({ timeZone, order: "resume", entries: [{ ...always, dayparts }], playlists }, at, at + 1)[0];
  return { isOpen: (block?.entries.length ?? 0) > 0, until: block?.to ?? at + 60_000 };
}

/** Percent at an instant: of the first daypart that holds it; 100 without one. */
export function levelAt(levels: (Daypart & { percent: number })[] = [], timeZone: string, at: number): number {
  return levels.find((level) => opening([level], timeZone, at).isOpen)?.percent ?? 100;
}

/** The local date, to tell one day from the next. */
export function localDay(timeZone: string, at: number): string {
  return new Date(localDayAt(timeZone, at).day * 86_400_000).toISOString().slice(0, 10);
}
