import type { ScreenLive } from "@yilu/contract";
import { localDateOf } from "../../../lib/format.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface PowerDay {
  /** Local date, "2026-06-24". */
  date: string;
  from: number;
  to: number;
  /** Stretches of power, cut to the day. */
  on: [number, number][];
  totalMs: number;
}

/** Minutes since midnight that a zone's wall clock shows. */
function minuteOf(instant: number, timeZone: string): number {
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant).split(":").map(Number);
  return hour * 60 + minute;
}

/** The local midnight that follows another one: 23, 24 or 25 hours later. */
function nextMidnight(midnight: number, timeZone: string): number {
  const about = midnight + dayMs;
  const minutes = minuteOf(about, timeZone);
  return about - (minutes > 720 ? minutes - 1440 : minutes) * minuteMs;
}

/**
 * Stretches of power by local day, oldest first, days without any included.
 * @param fromAt a local midnight
 */
export function powerDays(on: readonly (readonly [number, number])[], fromAt: number, toAt: number, timeZone: string): PowerDay[] {
  const days: PowerDay[] = [];
  for (let from = fromAt; from < toAt; ) {
    const to = nextMidnight(from, timeZone);
    const own = on.filter((stretch) => stretch[1] > from && stretch[0] < to).map((stretch): [number, number] => [Math.max(stretch[0], from), Math.min(stretch[1], to)]);
    days.push({ date: localDateOf(from, timeZone), from, to, on: own, totalMs: own.reduce((sum, stretch) => sum + stretch[1] - stretch[0], 0) });
    from = to;
  }
  return days;
}

/** The same, with the run of a screen that is online now: its player says when it was on only now and then. */
export function withPresent(on: readonly [number, number][], { state, health }: Pick<ScreenLive, "state" | "health">, now: number): [number, number][] {
  const since = health?.runStartedAt ?? null;
  if (state !== "online" || since === null || since >= now) return [...on];
  return [...on.filter((stretch) => stretch[1] <= since), ...on.filter((stretch) => stretch[1] > since && stretch[0] < since).map((stretch): [number, number] => [stretch[0], since]), [since, now]];
}
