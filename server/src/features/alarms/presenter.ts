import * as contract from "@yilu/contract";
import type { Alarm, AlarmState } from "@yilu/contract";
import type { AlarmRow } from "./repository.ts";
import { kindWords, sentence } from "./wording.ts";

const optional = (at: bigint | null): number | null => (at === null ? null : Number(at));

function stateOf(row: Pick<AlarmRow, "clearedAt" | "acknowledgedAt">): AlarmState {
  if (row.clearedAt !== null) return "cleared";
  return row.acknowledgedAt === null ? "open" : "acknowledged";
}

export function presentAlarm(row: AlarmRow): Alarm {
  const { screen } = row;
  const kind = contract.alarmKind.parse(row.kind);
  const detail = contract.alarmDetail.safeParse(row.detail);
  return {
    id: row.id,
    kind,
    state: stateOf(row),
    screenId: screen.id,
    screenName: screen.name,
    screenKind: contract.screenKind.parse(screen.kind),
    line: screen.line,
    place: screen.place,
    unitId: screen.unitId,
    unitName: screen.unit.name,
    timeZone: screen.timeZone,
    raisedAt: Number(row.raisedAt),
    clearedAt: optional(row.clearedAt),
    acknowledgedAt: optional(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
    note: row.note,
    message: detail.success ? sentence(detail.data, screen.timeZone) : kindWords[kind],
    detail: detail.success ? detail.data : null,
  };
}
