import * as contract from "@yilu/contract";
import type { PlayerStatus } from "@yilu/contract";
import * as z from "zod/mini";
import { localDate } from "../plays/local-time.ts";
import type { Facts, PlanDay, Report } from "./facts.ts";
import type { FactsRow } from "./facts.repository.ts";

const count = z.int();
/** The part of a report that rules ask for. What a player of another version says may lack some of it. */
const report = z.object({
  revision: z.nullable(z.string()),
  download: z.nullable(z.object({ revision: z.string(), state: z.enum(["downloading", "ready", "failed"]), doneBytes: count, totalBytes: count })),
  cacheUsedBytes: count,
  cacheQuotaBytes: count,
  persistent: z.boolean(),
  clock: z.enum(["synced", "trusted", "estimated"]),
  failedItems: count,
  lostPlays: z._default(count, 0),
}) satisfies z.ZodMiniType<Report, Pick<PlayerStatus, keyof Report>>;

const dayMs = 86_400_000;

/** What is known of a screen: only yesterday and today by its own calendar count among `days`. */
export function factsOf(row: FactsRow, now: number, programme: Facts["programme"], conflictAt: number | null, days: readonly PlanDay[]): Facts {
  const settings = row.settings === null ? null : contract.screenSettings.safeParse(row.settings).data;
  const read = row.report === null ? null : report.safeParse(row.report).data;
  const recent = days.length === 0 ? [] : [localDate(now, row.timeZone), localDate(now - dayMs, row.timeZone)];
  return {
    screenId: row.screenId,
    unitPath: row.unitPath,
    kind: contract.screenKind.parse(row.kind),
    timeZone: row.timeZone,
    operatingHours: settings?.operatingHours ?? null,
    downloadHours: settings?.downloadHours ?? [],
    hasDailyBudget: settings?.downloadBytesPerDay !== undefined,
    isPaired: row.isPaired,
    lastSeenAt: row.lastSeenAt,
    isOnline: row.isPaired && row.onlineUntil > now,
    report: read ?? null,
    waiting: row.waiting,
    conflictAt,
    days: days.filter(({ date }) => recent.includes(date)),
    programme,
  };
}
