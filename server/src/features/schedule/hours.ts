import type { PlayerProfile } from "@yilu/contract";
import { activeEntries, blocks, type Daypart, type Schedule } from "@yilu/contract/schedule";

/** Local hours in which screens are expected to play, [from, to), whole hours. */
export interface OperatingHours {
  from: number;
  to: number;
}

const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

/** "06:00-22:00" as hours. */
export function operatingHours(text: string): OperatingHours {
  return { from: Number(text.slice(0, 2)), to: Number(text.slice(6, 8)) };
}

/** When a screen is on: as it was set for it, else as is usual. None means always. */
export function hoursOf({ operatingHours: own }: Pick<PlayerProfile, "operatingHours">, { from, to }: OperatingHours): readonly Daypart[] {
  const time = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  return own ?? (from === 0 && to === 24 ? [] : [{ days: [1, 2, 3, 4, 5, 6, 7], from: time(from), to: time(to) }]);
}

const ever = { id: "", playlistId: "", tier: "regular", startDate: null, endDate: null, exceptDates: [], window: null, share: { kind: "fill", weight: 1 }, maxPlaysPerHour: null, start: "soft" } as const;

/** Hours as a schedule of one entry, so that the schedule's own rules (T2–T5) say when they are: the player goes black by the same. */
function scheduleOf(hours: readonly Daypart[], timeZone: string): Schedule {
  return { timeZone, order: "resume", entries: [{ ...ever, exceptDates: [], dayparts: [...hours] }], playlists: [{ id: "", items: [{ mediaId: "", durationMs: 1 }] }] };
}

/** Whether an instant lies in hours. None means always. */
export function isOpen(hours: readonly Daypart[], timeZone: string, at: number): boolean {
  return hours.length === 0 || activeEntries(scheduleOf(hours, timeZone), at).length > 0;
}

/** The stretches of [from, to) outside of hours, in order and apart from each other. None means always open. */
export function closedIn(hours: readonly Daypart[], timeZone: string, from: number, to: number): { from: number; to: number }[] {
  if (hours.length === 0) return [];
  const closed: { from: number; to: number }[] = [];
  for (const block of blocks(scheduleOf(hours, timeZone), from, to)) {
    if (block.entries.length > 0) continue;
    const [start, end] = [Math.max(from, block.from), Math.min(to, block.to)];
    const last = closed.at(-1);
    if (last?.to === start) last.to = end;
    else closed.push({ from: start, to: end });
  }
  return closed;
}

/** Whether no daypart meets the hours in which the screen is on. None of either means the whole day, every day. */
export function isOutsideHours(dayparts: readonly Daypart[], hours: readonly Daypart[]): boolean {
  if (dayparts.length === 0 || hours.length === 0) return false;
  const open = hours.flatMap(stretches);
  return !dayparts.flatMap(stretches).some(([from, to]) => open.some((one) => from < one[1] && to > one[0]));
}

/** The minutes of a week that a daypart covers. At or before its start, the end lies on the next day (T3). */
function stretches({ days, from, to }: Daypart): [number, number][] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const [start, end] = [minutes(from), minutes(to)];
  const length = end > start ? end - start : end - start + dayMinutes;
  return days.flatMap((day): [number, number][] => {
    const begin = (day - 1) * dayMinutes + start;
    const over = begin + length - weekMinutes;
    return over > 0 ? [[begin, weekMinutes], [0, over]] : [[begin, begin + length]];
  });
}
