import { blocks, type Daypart, type ScheduleEntry } from "@yilu/contract/schedule";
import * as z from "zod/mini";
import type { OperatingHours } from "../schedule/hours.ts";

/** Minutes of an hour: bits 0–29 and 30–59. */
export const minutes = z.tuple([z.int(), z.int()]);
type Minutes = z.infer<typeof minutes>;

/** When a screen is meant to play, as its profile says it; none: always. */
export type OperatingDayparts = readonly Daypart[];

const hourMs = 3_600_000;
const minuteMs = 60_000;
const half = 2 ** 30 - 1;

/** The server's setting as dayparts. */
export function everyDay({ from, to }: OperatingHours): OperatingDayparts {
  const time = (hour: number) => `${String(hour % 24).padStart(2, "0")}:00`;
  return from === 0 && to === 24 ? [] : [{ days: [1, 2, 3, 4, 5, 6, 7], from: time(from), to: time(to) }];
}

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

/** Minutes of an hour that lie in dayparts, by the schedule's own rules (T1–T5): the player goes black by the same. */
export function operatingMinutes(dayparts: OperatingDayparts, timeZone: string, hourStartAt: number): Minutes {
  if (dayparts.length === 0) return [half, half];
  const answer: Minutes = [0, 0];
  const open = blocks({ timeZone, order: "resume", entries: [{ ...always, dayparts: [...dayparts] }], playlists }, hourStartAt, hourStartAt + hourMs).filter((block) => block.entries.length > 0);
  for (const { from, to } of open) {
    for (let at = Math.max(from, hourStartAt); at < Math.min(to, hourStartAt + hourMs); at += minuteMs) {
      const minute = Math.floor((at - hourStartAt) / minuteMs);
      answer[minute < 30 ? 0 : 1] |= 1 << (minute % 30);
    }
  }
  return answer;
}

export const isWhole = ([first, second]: Minutes): boolean => first === half && second === half;

/** Whether a minute (0–59) is among them. */
export function holdsMinute([first, second]: Minutes, minute: number): boolean {
  return (((minute < 30 ? first : second) >> (minute % 30)) & 1) === 1;
}
