import * as z from "zod/mini";

export const role = z.enum(["administrator", "scheduler", "reviewer", "operator"]);
export type Role = z.infer<typeof role>;

const seeing = ["canSeeUnits", "canSeeScreens", "canSeeMedia", "canSeePlaylists", "canSeeEntries", "canSeeReports", "canSeeCampaigns", "canContributeToCampaigns", "canSeeAlarms"] as const;
const changing = [
  "canManageScreens",
  "canUploadMedia",
  "canMendMedia",
  "canEditMedia",
  "canReviewMedia",
  "canEditPlaylists",
  "canEditEntries",
  "canSendEmergencies",
  "canEditCampaigns",
  "canCloseCampaigns",
  "canShareReports",
  "canManageUsers",
  "canManageUnits",
  "canSeeAudit",
  "canHandleAlarms",
  "canManageSettings",
] as const;

export type Permission = (typeof seeing)[number] | (typeof changing)[number];

/**
 * What each role may do, always within its own unit and those below. canMendMedia is less than canEditMedia: only films that
 * one's own unit sent in, and only until they are approved.
 */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  administrator: [...seeing, ...changing],
  scheduler: [...seeing, "canManageScreens", "canUploadMedia", "canMendMedia", "canEditMedia", "canEditPlaylists", "canEditEntries", "canSendEmergencies", "canEditCampaigns", "canCloseCampaigns", "canShareReports", "canHandleAlarms"],
  reviewer: [...seeing, "canUploadMedia", "canMendMedia", "canReviewMedia"],
  operator: [...seeing, "canManageScreens", "canUploadMedia", "canMendMedia", "canShareReports", "canHandleAlarms"],
};

/** Whether a role carries a permission. */
export function may(who: Role, permission: Permission): boolean {
  return permissionsOf[who].includes(permission);
}
