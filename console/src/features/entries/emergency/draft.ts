import type { BodyOf, routes, Target } from "@yilu/contract";

export interface EmergencyDraft {
  name: string;
  playlistId: string;
  minutes: number;
  include: Target[];
}

export const usualMinutes = 30;
const minuteMs = 60_000;

/** When an emergency that starts now ends. */
export const endOf = (now: number, minutes: number): number => now + minutes * minuteMs;

/** What is asked before it is sent: how many screens it would reach, and what yields. */
export function checkOf({ name, playlistId, minutes, include }: EmergencyDraft, now: number): BodyOf<typeof routes.planning.check> {
  return {
    id: null,
    name,
    playlistId,
    tier: "emergency",
    startDate: null,
    endDate: null,
    dayparts: [],
    exceptDates: [],
    window: { startsAt: now, endsAt: endOf(now, minutes) },
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "hard",
    include,
    exclude: [],
  };
}

/** Those still on at a moment: one whose end has come goes by itself, before the server says so. */
export const stillOn = <E extends { endsAt: number }>(running: readonly E[], now: number): E[] => running.filter(({ endsAt }) => endsAt > now);
