import * as contract from "@yilu/contract";
import type { Campaign, SummaryHead } from "@yilu/contract";
import { Temporal } from "temporal-polyfill";
import { reaches, type Caller } from "../../caller.ts";
import { seesWhole, visibleOf, type Participant } from "./policy.ts";
import { listOf, type CampaignRow, type SummaryRow } from "./repository.ts";

const dayMs = 86_400_000;
const closingHour = 9;

/** When the draft appears: 24 h before the deadline. */
export const draftsAt = (row: Pick<CampaignRow, "reportDue">): number => Number(row.reportDue) - dayMs;

/** When a campaign closes by itself: as set, else at 09:00 of the due day. */
export function closesAt(row: Pick<CampaignRow, "reportDue" | "closesAt">, timeZone: string): number {
  if (row.closesAt !== null) return Number(row.closesAt);
  const due = Temporal.Instant.fromEpochMilliseconds(Number(row.reportDue)).toZonedDateTimeISO(timeZone).toPlainDate();
  return due.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: closingHour }) }).epochMilliseconds;
}

export function presentHead({ state, number, at, sha256 }: SummaryRow): SummaryHead {
  return { state: contract.summaryHead.shape.state.parse(state), number, at: Number(at), sha256 };
}

/** When the newest draft, closing or addendum was made, epoch ms. */
export const newestAt = (row: Pick<CampaignRow, "summaries">): number => Math.max(...row.summaries.map(({ at }) => Number(at)));

export const isClosed = (row: Pick<CampaignRow, "summaries">): boolean => row.summaries.some((summary) => summary.state === "closed");

/** @param today local date of the server's zone */
function stateOf(row: CampaignRow, today: string): Campaign["state"] {
  if (isClosed(row)) return "closed";
  if (row.summaries.some((summary) => summary.state === "draft")) return "drafted";
  return today < row.startDate ? "planned" : "running";
}

export function presentCampaign(row: CampaignRow, participants: readonly Participant[], caller: Caller, timeZone: string, today: string): Campaign {
  const whole = seesWhole(caller, row);
  const visible = visibleOf(caller, row, participants);
  return {
    id: row.id,
    unitId: row.unitId,
    unitName: row.unit.name,
    name: row.name,
    theme: row.theme,
    startDate: row.startDate,
    endDate: row.endDate,
    specialDates: listOf(row.specialDates),
    targetPlaysPerScreenPerDay: row.targetPlaysPerScreenPerDay,
    entryIds: whole ? listOf(row.entryIds) : [],
    unitIds: visible.map((unit) => unit.id),
    reportDue: Number(row.reportDue),
    closesAt: row.closesAt === null ? null : Number(row.closesAt),
    audienceEstimate: row.audienceEstimate,
    evidencePerDay: row.evidencePerDay,
    notes: whole ? row.notes : "",
    draftsAt: draftsAt(row),
    closesByItselfAt: closesAt(row, timeZone),
    state: stateOf(row, today),
    summaries: whole ? row.summaries.map(presentHead) : [],
    ownUnitIds: participants.filter(({ path }) => reaches(caller, path)).map((unit) => unit.id),
    whole,
    version: row.version,
  };
}
