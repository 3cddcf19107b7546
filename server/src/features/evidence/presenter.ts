import * as contract from "@yilu/contract";
import type { Evidence } from "@yilu/contract";
import type { EvidenceNames, EvidenceRow } from "./repository.ts";

export function presentEvidence(row: EvidenceRow, names: EvidenceNames): Evidence {
  return {
    id: row.id,
    screenId: row.screenId,
    screenName: names.screens.get(row.screenId) ?? "",
    unitId: row.unitId,
    unitName: names.units.get(row.unitId) ?? "",
    takenAt: Number(row.takenAt),
    receivedAt: Number(row.receivedAt),
    clock: contract.playClock.parse(row.clock),
    mediaId: row.mediaId,
    mediaTitle: row.mediaId === null ? null : (names.media.get(row.mediaId) ?? null),
    entryId: row.entryId,
    entryName: row.entryId === null ? null : (names.entries.get(row.entryId) ?? null),
    isRequested: row.commandId !== null,
    widthPx: row.widthPx,
    heightPx: row.heightPx,
    sha256: row.sha256,
    pictureUrl: `/api/evidence/${row.id}/picture`,
  };
}
