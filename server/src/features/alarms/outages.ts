import * as z from "zod/mini";
import type { Stretch } from "./hours.ts";

/** Longer between two looks, and this server did not run. */
const breakMs = 3 * 60_000;
/** Longer than any silence that rules can name. */
const keepMs = 32 * 86_400_000;

const watch = z.object({ evaluatedAt: z.int(), outages: z.array(z.tuple([z.int(), z.int()])) });
/** When screens were last looked at, and when nobody looked. */
export interface Watch {
  evaluatedAt: number;
  outages: readonly Stretch[];
}

/** @returns null where nothing was written yet */
export function readWatch(text: string | null): Watch | null {
  if (text === null) return null;
  const read = watch.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

/**
 * The same once it is `now`. A server that was down knows of no screen, so that time is nobody's silence; before the
 * very first look there was no watch at all.
 */
export function ranOn(before: Watch | null, now: number): Watch {
  const since = before?.evaluatedAt ?? 0;
  const outages = (before?.outages ?? []).filter(([, to]) => to > now - keepMs);
  return { evaluatedAt: now, outages: now - since > breakMs ? [...outages, [since, now]] : outages };
}
