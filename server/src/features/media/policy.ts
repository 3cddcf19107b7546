import type { BodyOf, routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { playlistsOf } from "./presenter.ts";
import type { MediaRow } from "./repository.ts";

/** Ids of the units above the caller's, from the root down: what they have approved is shared with all below. */
export function unitsAbove(caller: Pick<Caller, "unitPath" | "unitId">): string[] {
  return caller.unitPath.split("/").filter((id) => id !== "" && id !== caller.unitId);
}

/** Whether the caller may look at media: all of the own unit and below, and approved ones from above. */
export function maySee(caller: Caller, of: { unitId: string; unitPath: string; approved: boolean }): boolean {
  return reaches(caller, of.unitPath) || (of.approved && unitsAbove(caller).includes(of.unitId));
}

/**
 * Whether this decision may be taken: by somebody else than the uploader, about the bytes that are there, once, and
 * with a reason when returned.
 * @throws Refusal selfReview, mediaRefused, alreadyReviewed, hashMismatch, stepTaken, invalidInput
 */
export function requireReviewable(caller: Caller, row: MediaRow, decision: Omit<BodyOf<typeof routes.media.decide>, "version">): void {
  if (row.uploaderId === caller.userId) throw new Refusal("selfReview");
  if (row.status === "transcoding") throw refuse("mediaRefused", "还在转码，完成后再审核", "It is still being converted; review it when that is done");
  if (row.status === "failed") throw refuse("mediaRefused", "转码没有成功，没有可审核的文件", "The conversion failed, so there is nothing to review");
  if (row.status !== "pending") throw new Refusal("alreadyReviewed");
  if (row.sha256 !== decision.sha256) throw new Refusal("hashMismatch");
  const standing = row.reviews.slice(row.reviews.length - row.approvals);
  if (decision.decision === "approve" && standing.some(({ reviewerId }) => reviewerId === caller.userId)) throw new Refusal("stepTaken");
  if (decision.decision === "return" && decision.reason === "") {
    throw new Refusal("invalidInput", { issues: [{ path: "body.reason", message: { zh: "驳回要写明原因", en: "say why it is returned" } }] });
  }
}

/** @throws Refusal invalidInput when it would end before it begins */
export function requireValidity({ validFrom, validUntil }: { validFrom: number | null; validUntil: number | null }): void {
  if (validFrom !== null && validUntil !== null && validUntil <= validFrom) {
    throw new Refusal("invalidInput", { issues: [{ path: "body.validUntil", message: { zh: "要晚于开始时间", en: "must be later than the beginning" } }] });
  }
}

/** @throws Refusal inUse, naming the playlists as far as the caller may know them */
export function requireUnused(caller: Caller, row: MediaRow): void {
  if (row.items.length === 0) return;
  const all = new Set(row.items.map(({ playlist }) => playlist.id)).size;
  const known = playlistsOf(row, caller);
  const names = known.slice(0, 5).map(({ name }) => name);
  const rest = all - names.length;
  const zh = [...names.map((name) => `《${name}》`), ...(rest > 0 ? [`另有 ${rest} 个播放列表`] : [])].join("、");
  const en = [...names.map((name) => `“${name}”`), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  throw refuse("inUse", `在这些播放列表里：${zh}`, `In these playlists: ${en}`);
}
