import { Temporal } from "temporal-polyfill";
import type { ZoneOffset } from "./scope.ts";

/** The offsets of zones over local dates, each stretch with one offset; a day of margin on both sides. */
export function zoneOffsets(zones: readonly string[], from: string, to: string): ZoneOffset[] {
  const margin = 86_400_000;
  const [start, end] = [Date.parse(from) - margin, Date.parse(to) + 2 * margin];
  return zones.flatMap((timeZone) => {
    const stretches: ZoneOffset[] = [];
    let at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
    while (at.epochMilliseconds < end) {
      const next = at.getTimeZoneTransition("next");
      const toAt = next === null ? end : Math.min(next.epochMilliseconds, end);
      stretches.push({ timeZone, fromAt: at.epochMilliseconds, toAt, offsetMs: at.offsetNanoseconds / 1_000_000 });
      if (next === null) break;
      at = next;
    }
    return stretches;
  });
}
