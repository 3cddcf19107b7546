/** Short ways to say a schedule in a test. */
import type { Block, MediaValidity, Schedule, ScheduleEntry, SchedulePlaylist, Slot } from "@yilu/contract/schedule";
import { blocks } from "@yilu/contract/schedule";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A regular fill entry of weight 1 that is always active; its playlist has the entry's own id. */
export function entry(id: string, rest: Partial<ScheduleEntry> = {}): ScheduleEntry {
  return {
    id,
    playlistId: id,
    tier: "regular",
    startDate: null,
    endDate: null,
    dayparts: [],
    exceptDates: [],
    window: null,
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "soft",
    ...rest,
  };
}

/** Items named `<id>1`, `<id>2`, … of the given lengths in seconds. */
export function playlist(id: string, ...seconds: number[]): SchedulePlaylist {
  return { id, items: seconds.map((length, n) => ({ mediaId: `${id}${n + 1}`, durationMs: length * SECOND })) };
}

/** A resumed screen in Shanghai; entries without a playlist get one item of 15 s. */
export function schedule(entries: ScheduleEntry[], rest: Partial<Schedule> = {}): Schedule {
  const given = rest.playlists ?? [];
  const missing = [...new Set(entries.map((each) => each.playlistId))].filter((id) => !given.some((each) => each.id === id));
  return { timeZone: "Asia/Shanghai", order: "resume", entries, ...rest, playlists: [...given, ...missing.map((id) => playlist(id, 15))] };
}

export function validity(id: string, validFrom: string | null, validUntil: string | null): MediaValidity {
  return { id, validFrom: validFrom === null ? null : at(validFrom), validUntil: validUntil === null ? null : at(validUntil) };
}

/** An instant written with its offset: `at("2026-06-26T09:00+08:00")`. */
export function at(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`not an instant: ${text}`);
  return instant;
}

export function utc(instant: number): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

export function blockAt(of: Schedule, instant: number): Block {
  const [block] = blocks(of, instant, instant + 1);
  if (!block) throw new Error("no block");
  return block;
}

/** The first so many of an iterable. */
export function take<T>(count: number, of: Iterable<T>): T[] {
  const taken: T[] = [];
  if (count === 0) return taken;
  for (const one of of) if (taken.push(one) === count) break;
  return taken;
}

/** The media of slots, as `a1 b1 a2`. */
export function order(of: Iterable<Slot>): string {
  return [...of].map(({ mediaId }) => mediaId).join(" ");
}

/** Stretches as `from – to: entries`, in UTC. */
export function spans(of: Block[]): string[] {
  return of.map(({ from, to, entries }) => `${utc(from)} – ${utc(to)}: ${entries.map(({ entryId }) => entryId).join("+") || "slate"}`);
}
