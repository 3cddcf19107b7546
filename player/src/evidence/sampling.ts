/** Which plays of a campaign are photographed: so many a day of the screen's calendar, known from the schedule alone. */
import type { Manifest } from "@yilu/contract";
import { blocks } from "@yilu/contract/schedule";
import { localDay, opening } from "../calendar.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** The last part of each stretch of the day is left out, so that a play still follows the moment. */
const PART = 0.8;

/** A number from 0 up to 1 that a text always gives (FNV-1a). */
function chanceOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  // The low bits of FNV are the good ones.
  return ((hash ^ (hash >>> 15)) >>> 0) % 65_536 / 65_536;
}

/** When this entry is on during the local day that holds an instant, within the operating hours: [from, to) in epoch ms. */
function stretches(manifest: Manifest, entryId: string, at: number): [number, number][] {
  const { timeZone, profile } = manifest;
  const day = localDay(timeZone, at);
  const found: [number, number][] = [];
  // Blocks end at midnight (T6): none belongs to two days.
  for (const { from, to, entries } of blocks(manifest, at - 2 * DAY_MS, at + 2 * DAY_MS)) {
    if (localDay(timeZone, from) !== day || !entries.some((entry) => entry.entryId === entryId)) continue;
    for (let start = from; start < to; ) {
      const { isOpen, until } = opening(profile.operatingHours, timeZone, start);
      const end = Math.min(to, until);
      if (isOpen) found.push([start, end]);
      start = end;
    }
  }
  return found;
}

/**
 * The moments of a local day from which on a picture of this entry is due, in order, epoch ms: one in each equal part of
 * the time that it is on, by (screen, day, entry), so that a restart finds the same.
 *
 * @param at any instant of the day.
 */
export function momentsOf(manifest: Manifest, entryId: string, perDay: number, at: number): number[] {
  const on = stretches(manifest, entryId, at);
  const wholeMs = on.reduce((sum, [from, to]) => sum + to - from, 0);
  const day = localDay(manifest.timeZone, at);
  return Array.from({ length: wholeMs > 0 ? perDay : 0 }, (_, index) => {
    let leftMs = ((index + PART * chanceOf(`${manifest.screenId} ${day} ${entryId} ${index}`)) / perDay) * wholeMs;
    for (const [from, to] of on) {
      if (leftMs < to - from) return Math.floor(from + leftMs);
      leftMs -= to - from;
    }
    return Infinity;
  });
}

/**
 * Whether a play is to be photographed.
 *
 * @param from of the play, and when it ends, epoch ms.
 * @param taken pictures of this entry on the local day of `from`.
 */
export function isDue(manifest: Manifest, entryId: string, [from, to]: [number, number], taken: number): boolean {
  const wanted = manifest.profile.evidence?.find((one) => one.entryId === entryId);
  return wanted !== undefined && taken < wanted.perDay && (momentsOf(manifest, entryId, wanted.perDay, from)[taken] ?? Infinity) < to;
}
