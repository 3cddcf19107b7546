import * as contract from "@yilu/contract";
import type { ReportFigures, ReportRow } from "@yilu/contract";
import type { CountRow, Sums } from "./scope.ts";

const thousandth = 1000;

/**
 * Sums as a report shows them. planned − delivered is told apart by cause; what no cause explains is `other`.
 * @param poweredOnMs null where powered-on time cannot be told apart
 * @param planKnown whether the plan can be told apart too
 */
export function figuresOf(sums: Sums, poweredOnMs: number | null, planKnown: boolean): ReportFigures {
  const { completed, interrupted, failed, airtimeMs, screens, vehicles } = sums;
  const planned = Math.round(sums.planned / thousandth);
  const displaced = Math.round(sums.displaced / thousandth);
  const neverDownloaded = Math.round(sums.absent / thousandth);
  return {
    completed,
    interrupted,
    failed,
    airtimeMs,
    delivered: completed,
    planned: planKnown ? planned : null,
    completion: planKnown && planned > 0 ? completed / planned : null,
    causes: planKnown ? { neverDownloaded, interrupted, failed, displaced, other: planned - completed - interrupted - failed - displaced - neverDownloaded } : null,
    screens,
    vehicles,
    poweredOnMs,
  };
}

export function presentRow({ key, label, note, level, withdrawn, onMs: _onMs, ...sums }: CountRow, poweredOnMs: number | null, planKnown: boolean): ReportRow {
  return { key, label, note, level: level === null ? null : contract.level.parse(level), withdrawn, ...figuresOf(sums, poweredOnMs, planKnown) };
}
