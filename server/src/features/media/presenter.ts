import type { Media } from "@yilu/contract";
import * as contract from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import { mayChange } from "./mending.ts";
import type { MediaRow } from "./repository.ts";

/** What playlists need to know of media. */
export type MediaForPlaylist = Pick<Media, "id" | "title" | "level" | "kind" | "status" | "sha256" | "durationMs" | "posterUrl">;

const instantOf = (value: bigint | null): number | null => (value === null ? null : Number(value));
const pathFor = (path: string, sha256: string): string => path.replace(":sha256", sha256);

/** Of media that are still being converted the source stands in for the file: its hash names the poster. */
export function presentForPlaylist(row: Pick<MediaRow, "id" | "title" | "level" | "status" | "sha256" | "sourceSha256" | "file">): MediaForPlaylist {
  const sha256 = row.sha256 ?? row.sourceSha256;
  return {
    id: row.id,
    title: row.title,
    level: contract.level.parse(row.level),
    kind: contract.mediaKind.parse(row.file?.kind ?? "video"),
    status: contract.mediaStatus.parse(row.status),
    sha256,
    durationMs: row.file?.durationMs ?? null,
    posterUrl: pathFor(contract.routes.media.poster.path, sha256),
  };
}

/** Playlists that hold the media, each once, as far as the caller may know of them. */
export function playlistsOf(row: Pick<MediaRow, "items">, caller: Pick<Caller, "unitPath">): { id: string; name: string }[] {
  const seen = new Map(row.items.filter(({ playlist }) => reaches(caller, playlist.unit.path)).map(({ playlist: { id, name } }) => [id, { id, name }]));
  return [...seen.values()].sort((one, other) => one.name.localeCompare(other.name, "zh"));
}

/** @param steps approvals that media need now */
export function presentMedia(row: MediaRow, caller: Caller, steps: number): Media {
  const { sha256, ...common } = presentForPlaylist(row);
  return {
    ...common,
    sha256,
    unitId: row.unitId,
    unitName: row.unit.name,
    bytes: Number(row.file?.bytes ?? 0n),
    mimeType: row.file?.mimeType ?? "video/mp4",
    widthPx: row.file?.widthPx ?? 0,
    heightPx: row.file?.heightPx ?? 0,
    validFrom: instantOf(row.validFrom),
    validUntil: instantOf(row.validUntil),
    uploaderId: row.uploaderId,
    uploaderName: row.uploader.displayName,
    contact: row.contact,
    // What was approved under an earlier rule stays approved.
    approvals: row.approvals,
    approvalsNeeded: row.status === "approved" ? Math.max(1, row.approvals) : steps,
    createdAt: Number(row.createdAt),
    reviews: row.reviews.map((review) => ({
      at: Number(review.at),
      decision: contract.mediaDecision.shape.decision.parse(review.decision),
      step: review.step,
      reason: review.reason,
      reviewerId: review.reviewerId,
      reviewerName: review.reviewer.displayName,
      sha256: review.sha256,
    })),
    reason: row.reason,
    fileUrl: pathFor(contract.routes.media.file.path, sha256),
    usedIn: playlistsOf(row, caller),
    mayChange: mayChange(caller, row),
    version: row.version,
  };
}
