import type { Facts, Report } from "./facts.ts";

const hourMs = 3_600_000;

interface Kept {
  /** Since when this screen has been looked at without a break of the process. */
  since: number;
  /** Newest programme, and since when it is that one. */
  programme: string | null;
  programmeSince: number;
  /** How far the download was, and since when it is no further while it could be; null while it could not. */
  progress: string;
  stalledSince: number | null;
  failed: number;
  /** When items failed within the last hour, and how many. */
  failures: { at: number; count: number }[];
  /** Since when the clock is untrusted while on line. */
  estimatedSince: number | null;
}

/** What was seen of one screen over time. */
export interface Seen {
  /** How long it has been looked at. */
  forMs: number;
  /** How long the newest programme has been the newest. */
  programmeForMs: number;
  /** How long it could have downloaded and did not; null while it cannot. */
  stalledForMs: number | null;
  /** More of the same programme has arrived since the last look. */
  hasProgressed: boolean;
  failedInLastHour: number;
  estimatedForMs: number | null;
}

/**
 * What reports do not say by themselves: since when. It lives with the process: after a restart everything counts anew,
 * which makes an alarm later by what it waits for and never makes a false one, and nothing is cleared for want of memory.
 */
export class Memory {
  private readonly screens = new Map<string, Kept>();

  /** Takes down how a screen is now. @param mayDownload whether this is an hour for it */
  see(facts: Pick<Facts, "screenId" | "isOnline" | "report" | "programme">, mayDownload: boolean, now: number): Seen {
    const { screenId, isOnline, report, programme } = facts;
    const revision = programme?.revision ?? null;
    const progress = progressOf(report, revision);
    const before = this.screens.get(screenId);
    const kept: Kept = before ?? { since: now, programme: revision, programmeSince: now, progress, stalledSince: null, failed: report?.failedItems ?? 0, failures: [], estimatedSince: null };
    const isSame = kept.programme === revision;
    if (!isSame) Object.assign(kept, { programme: revision, programmeSince: now });
    const canDownload = isOnline && mayDownload && progress !== "ready";
    if (!canDownload) kept.stalledSince = null;
    else if (kept.stalledSince === null || kept.progress !== progress) kept.stalledSince = now;
    const hasProgressed = isSame && kept.progress !== progress;
    kept.progress = progress;
    if (report !== null) {
      // The player counts from nought at each page load.
      const more = report.failedItems < kept.failed ? report.failedItems : report.failedItems - kept.failed;
      if (more > 0) kept.failures.push({ at: now, count: more });
      kept.failed = report.failedItems;
    }
    kept.failures = kept.failures.filter(({ at }) => at > now - hourMs);
    kept.estimatedSince = isOnline && report?.clock === "estimated" ? (kept.estimatedSince ?? now) : null;
    if (before === undefined) this.screens.set(screenId, kept);
    return {
      forMs: now - kept.since,
      programmeForMs: now - kept.programmeSince,
      stalledForMs: kept.stalledSince === null ? null : now - kept.stalledSince,
      hasProgressed,
      failedInLastHour: kept.failures.reduce((sum, { count }) => sum + count, 0),
      estimatedForMs: kept.estimatedSince === null ? null : now - kept.estimatedSince,
    };
  }

  /** Forgets screens that are gone. */
  keepOnly(screenIds: ReadonlySet<string>): void {
    for (const id of this.screens.keys()) if (!screenIds.has(id)) this.screens.delete(id);
  }
}

/** Whether the newest programme can be played from what the screen holds. */
export function isReady(report: Report | null, revision: string | null): boolean {
  if (revision === null || report?.revision === revision) return true;
  return report?.download?.revision === revision && report.download.state === "ready";
}

function progressOf(report: Report | null, revision: string | null): string {
  if (isReady(report, revision)) return "ready";
  const download = report?.download?.revision === revision ? report?.download : null;
  return `${revision ?? ""} ${download?.doneBytes ?? "none"}`;
}
