import * as contract from "@yilu/contract";
import type { Entry, Target } from "@yilu/contract";
import type * as z from "zod/mini";
import type { EntryRow } from "./repository.ts";

const timing = contract.scheduleEntry;
type Timed = Pick<
  EntryRow,
  "id" | "playlistId" | "tier" | "startDate" | "endDate" | "dayparts" | "exceptDates" | "windowStartsAt" | "windowEndsAt" | "share" | "maxPlaysPerHour" | "start"
>;

/** The entry as the schedule wants it. What is stored was checked by these very schemas. */
export function scheduleEntryOf(row: Timed): z.infer<typeof timing> {
  return timing.parse({
    id: row.id,
    playlistId: row.playlistId,
    tier: row.tier,
    startDate: row.startDate,
    endDate: row.endDate,
    dayparts: row.dayparts,
    exceptDates: row.exceptDates,
    window: row.windowStartsAt === null || row.windowEndsAt === null ? null : { startsAt: Number(row.windowStartsAt), endsAt: Number(row.windowEndsAt) },
    share: row.share,
    maxPlaysPerHour: row.maxPlaysPerHour,
    start: row.start,
  });
}

function targetOf({ kind, ref }: { kind: string; ref: string }): Target {
  const field = { screenKind: "screenKind", unit: "unitId", group: "groupId", screen: "screenId" }[kind];
  return contract.target.parse(field === undefined ? { kind } : { kind, [field]: ref });
}

export function presentEntry(row: EntryRow, screenCount: number): Entry {
  const { id, ...rest } = scheduleEntryOf(row);
  return {
    id,
    unitId: row.unitId,
    unitName: row.unit.name,
    name: row.name,
    ...rest,
    include: row.targets.filter((target) => !target.excluded).map(targetOf),
    exclude: row.targets.filter((target) => target.excluded).map(targetOf),
    playlistName: row.playlist.name,
    screenCount,
    updatedAt: Number(row.updatedAt),
    version: row.version,
  };
}
