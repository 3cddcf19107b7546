import type { ReportShare } from "@yilu/contract";

/** Whether a link still opens, and if not, why. */
export function stateOf({ revokedAt, expiresAt }: Pick<ReportShare, "revokedAt" | "expiresAt">, now: number): "open" | "expired" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}

/** The links to reports, to screens' books, to one campaign, or to the wall: what still opens first, then the newest. */
export function linksOf(rows: readonly ReportShare[], of: ReportShare["shared"], now: number): ReportShare[] {
  const mine = rows.filter(({ shared }) => shared.what === of.what && (shared.what !== "campaign" || of.what !== "campaign" || shared.campaignId === of.campaignId));
  const rank = (row: ReportShare): number => (stateOf(row, now) === "open" ? 0 : 1);
  return mine.toSorted((one, other) => rank(one) - rank(other) || other.createdAt - one.createdAt);
}
