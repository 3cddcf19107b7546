import { may } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import { refuse } from "../../http/refusal.ts";
import type { MediaRow } from "./repository.ts";

type Owned = Pick<MediaRow, "unitId" | "uploaderId" | "status"> & { uploader: { unitId: string } };

const isOwn = (caller: Caller, { unitId, uploader }: Owned): boolean => unitId === caller.unitId && uploader.unitId === caller.unitId;
const isOpen = ({ status }: Pick<MediaRow, "status">): boolean => status === "pending" || status === "returned";
/** Whoever reviews mends only what they uploaded, which others review: nobody approves their own words. */
const isOfReviewer = (caller: Caller, { uploaderId }: Owned): boolean => !may(caller.role, "canReviewMedia") || uploaderId === caller.userId;

/** Whether the caller may change what is said of a film: schedulers any within reach, others what their own unit sent in until it is approved. */
export function mayChange(caller: Caller, row: Owned & { unit: { path: string } }): boolean {
  if (!reaches(caller, row.unit.path)) return false;
  if (may(caller.role, "canEditMedia")) return true;
  return may(caller.role, "canMendMedia") && isOwn(caller, row) && isOpen(row) && isOfReviewer(caller, row);
}

/** @throws Refusal forbidden, saying whose turn it is, for a film within reach that the caller may not change */
export function requireChangeable(caller: Caller, row: Owned & { unit: { path: string } }): void {
  if (mayChange(caller, row)) return;
  if (!isOwn(caller, row)) throw refuse("forbidden", "这份素材不是本单位上传的：请上传它的单位或排期员修改", "Your unit did not send this film in: ask the unit that did, or a scheduler");
  if (!isOpen(row)) throw refuse("forbidden", "只有待审核和已驳回的可以自己改：其余请排期员修改，或上传改好的文件", "Only what waits for review or was returned can be mended by its unit: ask a scheduler, or upload the mended file");
  throw refuse("forbidden", "审核员只改自己上传的：请上传人或排期员修改，或驳回并写明要改什么", "Reviewers mend only what they uploaded: ask its uploader or a scheduler, or return it and say what to mend");
}

type Content = Pick<MediaRow, "title" | "level" | "validFrom" | "validUntil" | "contact">;

const isSame = (before: Content, after: Content): boolean =>
  before.title === after.title && before.level === after.level && before.contact === after.contact && before.validFrom === after.validFrom && before.validUntil === after.validUntil;

/**
 * Whether an approval stands for the media as changed: only while nothing is shown that was not approved. A time that
 * was cut shorter shows less, so it takes effect at once; everything else is reviewed anew.
 */
function approvalStands(before: Content, after: Content): boolean {
  const beginsEarlier = before.validFrom !== null && (after.validFrom === null || after.validFrom < before.validFrom);
  const endsLater = before.validUntil !== null && (after.validUntil === null || after.validUntil > before.validUntil);
  return before.title === after.title && before.level === after.level && before.contact === after.contact && !beginsEarlier && !endsLater;
}

/**
 * Whether a change sends a film to review again, from the first step. What was returned goes back to the queue with any change.
 * Of what has approvals, whoever may edit it may cut its time shorter; whoever only mends changes nothing of what was approved.
 */
export function isReviewedAnew(caller: Caller, before: Content & Pick<MediaRow, "status" | "approvals">, after: Content): boolean {
  if (before.status === "returned" || !may(caller.role, "canEditMedia")) return !isSame(before, after);
  return (before.status === "approved" || before.approvals > 0) && !approvalStands(before, after);
}
