/*
 * Whether somebody is at this page. Calls that it makes by itself (refreshes, the tick of a list) carry a header while
 * nobody is, so that they do not keep a session open that its user has left.
 */
import { idleHeader } from "@yilu/contract";
import { now } from "./clock.ts";

/** So long after the last key or click somebody counts as being there. */
const thereMs = 60_000;
let touchedAt = now();

for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"] as const) {
  globalThis.addEventListener?.(kind, () => (touchedAt = now()), { capture: true, passive: true });
}

export const isSomebodyThere = (at = now()): boolean => at - touchedAt < thereMs;

/** Headers of a call, by whether somebody is there. */
export const idleHeaders = (): Record<string, string> => (isSomebodyThere() ? {} : { [idleHeader]: "1" });
