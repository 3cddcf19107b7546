/*
 * The office's calendar. Reports, campaigns and timelines count days in the zone of the server's TIME_ZONE; whoever reads
 * them in another zone is to see the same "today".
 */
import { createContext, useContext } from "react";
import { useNow } from "./clock.ts";
import { localDateOf, localHourOf } from "./format.ts";

/** IANA zone of the office; undefined where nobody has told it: the browser's. */
export const OfficeZone = createContext<string | undefined>(undefined);

/** Today in the office, "2026-06-24". */
export function useToday(): string {
  return localDateOf(useNow(), useContext(OfficeZone));
}

/** The hour that runs in the office, 0 to 23. */
export function useHour(): number {
  return localHourOf(useNow(), useContext(OfficeZone));
}
