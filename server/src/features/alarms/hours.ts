import { blocks, type Daypart, type ScheduleEntry } from "@yilu/contract/schedule";
import type { OperatingHours } from "../schedule/hours.ts";

const dayMs = 86_400_000;
/** How far back silence is looked for; the longest silence that rules can name is shorter. */
const lookBackMs = 15 * dayMs;
const renewMs = 3_600_000;

/** [from, to) */
export type Stretch = readonly [from: number, to: number];

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

/** The server's operating hours as dayparts; none: always. */
export function everyDay({ from, to }: OperatingHours): readonly Daypart[] {
  const time = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  return from === 0 && to === 24 ? [] : [{ days: [1, 2, 3, 4, 5, 6, 7], from: time(from), to: time(to) }];
}

/** When screens are meant to play, by the schedule's own rules (T1–T5); worked out once an hour for all that share hours and zone. */
export class OpenTimes {
  private readonly known = new Map<string, { madeAt: number; stretches: Stretch[] }>();

  /** The open stretches of the last fifteen days and the coming one, in order; no dayparts are always open. */
  of(dayparts: readonly Daypart[], timeZone: string, now: number): readonly Stretch[] {
    if (dayparts.length === 0) return [[now - lookBackMs, now + dayMs]];
    const key = `${timeZone} ${JSON.stringify(dayparts)}`;
    const known = this.known.get(key);
    if (known && now >= known.madeAt && now < known.madeAt + renewMs) return known.stretches;
    const schedule = { timeZone, order: "resume" as const, entries: [{ ...always, dayparts: [...dayparts] }], playlists };
    const stretches = blocks(schedule, now - lookBackMs, now + dayMs).flatMap(({ from, to, entries }): Stretch[] => (entries.length > 0 ? [[from, to]] : []));
    if (this.known.size > 1_000) this.known.clear();
    this.known.set(key, { madeAt: now, stretches });
    return stretches;
  }
}

/** How much of [from, to) lies in the stretches and in none of `without`, which do not overlap. */
export function within(stretches: readonly Stretch[], from: number, to: number, without: readonly Stretch[] = []): number {
  let sum = 0;
  for (const [openAt, closedAt] of stretches) {
    const [start, end] = [Math.max(openAt, from), Math.min(closedAt, to)];
    if (end <= start) continue;
    sum += end - start;
    for (const [goneAt, backAt] of without) sum -= Math.max(0, Math.min(backAt, end) - Math.max(goneAt, start));
  }
  return sum;
}

export const isOpen = (stretches: readonly Stretch[], at: number): boolean => stretches.some(([from, to]) => from <= at && at < to);
