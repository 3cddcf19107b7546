import type { ScreenKind } from "@yilu/contract";
import type { Daypart } from "@yilu/contract/schedule";

/** What the last report of a player says, as far as rules ask for it. */
export interface Report {
  revision: string | null;
  download: { revision: string; state: "downloading" | "ready" | "failed"; doneBytes: number; totalBytes: number } | null;
  cacheUsedBytes: number;
  cacheQuotaBytes: number;
  persistent: boolean;
  clock: "synced" | "trusted" | "estimated";
  failedItems: number;
  lostPlays: number;
}

/** One local day of a screen in whole plays. */
export interface PlanDay {
  date: string;
  /** What its powered-on time called for, without what something above displaced. */
  planned: number;
  delivered: number;
}

/** Everything that is known of one screen when it is looked at. */
export interface Facts {
  screenId: string;
  unitPath: string;
  kind: ScreenKind;
  timeZone: string;
  /** Of the screen's own settings; null: as the server's. */
  operatingHours: readonly Daypart[] | null;
  downloadHours: readonly Daypart[];
  /** Downloads stop for the day once so much was fetched. */
  hasDailyBudget: boolean;
  isPaired: boolean;
  /** Null before its player was ever connected. */
  lastSeenAt: number | null;
  isOnline: boolean;
  report: Report | null;
  /** Plays recorded by the player and not yet received. */
  waiting: number;
  /** When the same number of its ledger last came with other content. */
  conflictAt: number | null;
  /** Newest first; only days with a plan. */
  days: readonly PlanDay[];
  /** Its newest programme, and when something of it begins next; null: nothing is scheduled. */
  programme: { revision: string; nextBeginsAt: number | null } | null;
}
