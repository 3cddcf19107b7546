import type { AlarmDetail, AlarmKind, AlarmRules } from "@yilu/contract";
import { isOpen, within, type Stretch } from "./hours.ts";
import type { Facts, PlanDay } from "./facts.ts";
import { isReady, type Seen } from "./memory.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const megabyte = 1024 * 1024;

/** The player's ledger keeps 16 MB; the rest is the page itself. */
const besideFilmsBytes = 32 * megabyte;
/** A player that has just connected sets its clock within seconds. */
const clockPatienceMs = 5 * minuteMs;
/** A conflict is a thing of a moment: it is told for a day after the last one. */
const conflictForMs = dayMs;
/** What was below a mark must be above it by so much before the alarm clears, so that it does not flutter. */
const clearAbove = { storage: 1.2, planPercent: 5 };
/** A storage that the browser may clear when the disk is full is told of at twice the mark. */
const notPersistentFactor = 2;

/**
 * How one rule finds a screen. unclear: neither; an alarm stays as it is. So nothing clears for want of news, and
 * nothing flutters about a mark.
 */
export type Finding = { is: "bad"; detail: AlarmDetail } | { is: "good" } | { is: "unclear" };

const good: Finding = { is: "good" };
const unclear: Finding = { is: "unclear" };

export interface Circumstances {
  rules: AlarmRules;
  /** When this screen is meant to play. */
  open: readonly Stretch[];
  /** When this server did not run: nobody is blamed for that. In order, not overlapping. */
  outages: readonly Stretch[];
  now: number;
}

type Rule = (facts: Facts, seen: Seen, circumstances: Circumstances) => Finding;

/** A wall is meant to be on in its operating hours; a bus is switched off by its driver, so only long silence says anything. */
const offline: Rule = ({ kind, isOnline, lastSeenAt }, _seen, { rules, open, outages, now }) => {
  if (isOnline || lastSeenAt === null) return good;
  const mostMs = rules.silentMinutes[kind] * minuteMs;
  const silentMs = kind === "led" ? within(open, lastSeenAt, now, outages) : within([[lastSeenAt, now]], lastSeenAt, now, outages);
  if (silentMs < mostMs) return good;
  // Silence of a vehicle is told in the hours in which somebody can do something about it.
  if (kind !== "led" && !isOpen(open, now)) return unclear;
  return { is: "bad", detail: { kind: "offline", lastSeenAt } };
};

const downloadStuck: Rule = ({ programme, report, isOnline, lastSeenAt, hasDailyBudget }, seen, { rules, now }) => {
  if (programme === null || isReady(report, programme.revision)) return good;
  const download = report?.download?.revision === programme.revision ? report.download : null;
  const bad = (why: "noProgress" | "failed" | "notReady"): Finding => ({
    is: "bad",
    detail: { kind: "downloadStuck", why, doneBytes: download?.doneBytes ?? 0, totalBytes: download?.totalBytes ?? 0, beginsAt: programme.nextBeginsAt },
  });
  const patienceMs = rules.stuckMinutes * minuteMs;
  // Where a day's budget is used up nothing comes before tomorrow, which is as it should be.
  const stalled = seen.stalledForMs !== null && seen.stalledForMs >= patienceMs + (hasDailyBudget ? dayMs : 0);
  if (stalled) return bad(download?.state === "failed" ? "failed" : "noProgress");
  const beginsSoon = programme.nextBeginsAt !== null && programme.nextBeginsAt - now <= rules.readyHours * hourMs;
  // One that was silent for a day is an alarm of another kind; one that gets on is none yet.
  const isAbout = lastSeenAt !== null && now - lastSeenAt < dayMs;
  if (beginsSoon && isAbout && !isOnline && seen.programmeForMs >= patienceMs) return bad("notReady");
  return seen.hasProgressed ? good : unclear;
};

/** Room for the programme: files that no programme needs make way when there is need, so they count as free. */
const storageLow: Rule = ({ isOnline, report }, _seen, { rules }) => {
  if (!isOnline || report === null || report.cacheQuotaBytes === 0) return unclear;
  const { cacheQuotaBytes: quotaBytes, persistent } = report;
  const needed = report.download === null ? report.cacheUsedBytes : Math.min(report.cacheUsedBytes, report.download.totalBytes + besideFilmsBytes);
  const freeBytes = Math.max(0, quotaBytes - needed);
  const factor = persistent ? 1 : notPersistentFactor;
  const least = factor * Math.max((rules.storageFreePercent / 100) * quotaBytes, rules.storageFreeMegabytes * megabyte);
  if (freeBytes < least || (rules.alarmNotPersistent && !persistent)) return { is: "bad", detail: { kind: "storageLow", freeBytes, quotaBytes, persistent } };
  return freeBytes >= clearAbove.storage * least ? good : unclear;
};

const clockUntrusted: Rule = ({ isOnline, report }, seen, { now }) => {
  if (!isOnline || report === null) return unclear;
  if (seen.estimatedForMs === null) return good;
  return seen.estimatedForMs >= clockPatienceMs ? { is: "bad", detail: { kind: "clockUntrusted", reportedAt: now } } : unclear;
};

const playbackFailing: Rule = ({ isOnline, report }, seen, { rules }) => {
  if (!isOnline || report === null) return unclear;
  const { lostPlays } = report;
  if (seen.failedInLastHour >= rules.failedItems || lostPlays > 0) return { is: "bad", detail: { kind: "playbackFailing", failedItems: seen.failedInLastHour, lostPlays } };
  return seen.failedInLastHour === 0 && seen.forMs >= hourMs ? good : unclear;
};

/** Yesterday and today so far. Plays that are still on the bus count as delivered: nobody knows better yet. */
const planMissed: Rule = ({ days, waiting }, _seen, { rules }) => {
  const counted = days.filter(({ planned }) => planned >= rules.planLeastPlays).map((day): PlanDay => ({ ...day, delivered: Math.min(day.planned, day.delivered + waiting) }));
  const percent = ({ planned, delivered }: PlanDay): number => (100 * delivered) / planned;
  const missed = counted.filter((day) => percent(day) < rules.planPercent).sort((one, other) => percent(one) - percent(other))[0];
  if (missed !== undefined) return { is: "bad", detail: { kind: "planMissed", date: missed.date, planned: missed.planned, delivered: missed.delivered } };
  return counted.every((day) => percent(day) >= Math.min(100, rules.planPercent + clearAbove.planPercent)) ? good : unclear;
};

const ledgerConflict: Rule = ({ conflictAt }, _seen, { now }) =>
  conflictAt !== null && now - conflictAt < conflictForMs ? { is: "bad", detail: { kind: "ledgerConflict", conflictAt } } : good;

const rulesOf: Record<AlarmKind, Rule> = { playbackFailing, downloadStuck, storageLow, ledgerConflict, clockUntrusted, planMissed, offline };

/** How every rule finds a screen. One without a player is nobody's trouble, and neither is a kind that is not watched. */
export function findings(facts: Facts, seen: Seen, circumstances: Circumstances): Map<AlarmKind, Finding> {
  const kinds = Object.keys(rulesOf) as AlarmKind[]; // Object.keys widens to string; the table is closed
  return new Map(kinds.map((kind) => [kind, facts.isPaired && circumstances.rules.kinds.includes(kind) ? rulesOf[kind](facts, seen, circumstances) : good]));
}
