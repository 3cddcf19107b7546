import type { AnswerOf, routes } from "@yilu/contract";

export type Slot = AnswerOf<typeof routes.entries.preview>["slots"][number];
const slotEnd = ({ startsAt, durationMs }: Pick<Slot, "startsAt" | "durationMs">): number => startsAt + durationMs;

/** What plays at an instant; undefined: the slate. */
export const slotAt = <S extends Pick<Slot, "startsAt" | "durationMs">>(slots: readonly S[], at: number): S | undefined => slots.find((slot) => slot.startsAt <= at && at < slotEnd(slot));

export interface Total {
  key: string;
  entryName: string;
  title: string;
  mediaId: string;
  plays: number;
  airtimeMs: number;
  /** Part of all that plays, 0…1. */
  part: number;
}

/** How often and how long each film of each entry plays; the longest first. */
export function totalsOf(slots: readonly Slot[]): Total[] {
  const all = slots.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const totals = new Map<string, Total>();
  for (const { entryId, entryName, mediaId, title, durationMs } of slots) {
    const key = `${entryId} ${mediaId}`;
    const total = totals.get(key) ?? { key, entryName, title, mediaId, plays: 0, airtimeMs: 0, part: 0 };
    totals.set(key, { ...total, plays: total.plays + 1, airtimeMs: total.airtimeMs + durationMs });
  }
  return [...totals.values()].map((total) => ({ ...total, part: all === 0 ? 0 : total.airtimeMs / all })).sort((a, b) => b.airtimeMs - a.airtimeMs || a.key.localeCompare(b.key));
}

/** Showings of one film after another as one; at most so many. */
export function runsOf(slots: readonly Slot[], most: number): Slot[] {
  const runs: Slot[] = [];
  for (const slot of slots) {
    const last = runs.at(-1);
    if (last?.mediaId === slot.mediaId) runs[runs.length - 1] = { ...last, durationMs: slot.startsAt + slot.durationMs - last.startsAt };
    else if (runs.length === most) break;
    else runs.push(slot);
  }
  return runs;
}
