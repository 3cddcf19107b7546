import * as contract from "@yilu/contract";
import type { Group, Rollout, Screen, ScreenLive, ScreenSettings, Stage } from "@yilu/contract";
import { tagsOf, type GroupRow, type ScreenRow, type StandingRow } from "./repository.ts";

/** What other features know of screens: the schedule the newest revision and media names, the books today's plays. */
export interface ScreenFacts {
  /** Newest revision of these screens; null where nothing is scheduled. */
  targetRevisions(screenIds: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  mediaLabels(ids: readonly string[]): Promise<ReadonlyMap<string, { title: string; posterUrl: string }>>;
  playsToday(screenIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** What the screen's player last reported; null before it ever did. A report of an older protocol is no report. */
export function reportOf(row: Pick<ScreenRow, "status">): contract.PlayerStatus | null {
  const parsed = contract.playerStatus.safeParse(row.status?.report);
  return parsed.success ? parsed.data : null;
}

/** What was set for a screen. Settings that this version does not know are as if they were not set. */
export function settingsOf(stored: unknown): ScreenSettings {
  const parsed = contract.screenSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : {};
}

function stateOf(row: ScreenRow, now: number): ScreenLive["state"] {
  if (row.tokens.length === 0) return "unpaired";
  if (row.status === null) return "neverSeen";
  return row.status.onlineUntil > BigInt(now) ? "online" : "offline";
}

/** What of a player's report tells how far a manifest has come. */
type Progress = { revision: string | null; download: { revision: string; state: string } | null };

/** Where the newest manifest is on its way to the screen. */
export function rolloutOf(state: ScreenLive["state"], report: Progress | null, target: string | null): Rollout {
  if (target === null || state === "unpaired") return "none";
  if (report?.revision === target) return "playing";
  if (state !== "online") return "waiting";
  if (report?.download?.revision !== target) return "sent";
  return report.download.state === "ready" ? "ready" : "downloading";
}

/** After so long without news an older programme counts as perhaps outdated. */
const staleMs = 24 * 3_600_000;

/** What staff call a roll-out. @param downloadState of the player's last report */
export function stageOf({ state, rollout, downloadState, lastSeenAt }: Pick<ScreenLive, "state" | "rollout" | "lastSeenAt"> & { downloadState: string | null }, now: number): Stage {
  if (rollout === "none") return "none";
  if (state === "neverSeen") return "waiting";
  if (state === "offline") {
    if (rollout !== "waiting") return "offline";
    return lastSeenAt !== null && now - lastSeenAt >= staleMs ? "stale" : "waiting";
  }
  if (downloadState === "failed") return "trouble";
  return rollout === "playing" || rollout === "ready" ? "latest" : "downloading";
}

export type Standing = Pick<ScreenLive, "state" | "rollout" | "stage">;

export interface Tally {
  states: Record<ScreenLive["state"], number>;
  stages: Record<Stage, number>;
  total: number;
  unsentPlays: number;
}

/** A screen's state and how far the newest programme has come on it. @param target the screen's newest revision */
export function standingOf({ paired, onlineUntil, lastSeenAt, revision, downloadRevision, downloadState }: StandingRow, target: string | null, now: number): Standing {
  const state = !paired ? "unpaired" : onlineUntil === null ? "neverSeen" : onlineUntil > now ? "online" : "offline";
  const download = downloadRevision === null || downloadState === null ? null : { revision: downloadRevision, state: downloadState };
  const rollout = rolloutOf(state, { revision, download }, target);
  return { state, rollout, stage: stageOf({ state, rollout, downloadState, lastSeenAt }, now) };
}

/** Counts screens by their state and stage. @param targets newest revision of each screen */
export function tallyOf(rows: readonly StandingRow[], targets: ReadonlyMap<string, string | null>, now: number): Tally {
  const tally: Tally = { states: { online: 0, offline: 0, neverSeen: 0, unpaired: 0 }, stages: { latest: 0, downloading: 0, waiting: 0, stale: 0, offline: 0, trouble: 0, none: 0 }, total: rows.length, unsentPlays: 0 };
  for (const row of rows) {
    const { state, stage } = standingOf(row, targets.get(row.id) ?? null, now);
    tally.states[state] += 1;
    tally.stages[stage] += 1;
    tally.unsentPlays += row.unsentPlays;
  }
  return tally;
}

/** What the player said of itself; an older player says less. */
function healthOf({ showing, droppedFrames, failedItems, lostPlays, ledgerHead, persistent, restarts, runStartedAt, isMuted, decoders, evidenceWaiting, evidenceLost }: contract.PlayerStatus): contract.ScreenHealth {
  return {
    showing: showing ?? null,
    droppedFrames,
    failedItems,
    lostPlays: lostPlays ?? 0,
    ledgerHead,
    persistent,
    restarts: restarts ?? null,
    runStartedAt: runStartedAt ?? null,
    isMuted: isMuted ?? null,
    decoders: decoders ?? null,
    evidenceWaiting: evidenceWaiting ?? null,
    evidenceLost: evidenceLost ?? null,
  };
}

/** The live part of many screens, with one question to each of the other features. */
export async function liveOf(rows: readonly ScreenRow[], facts: ScreenFacts, now: number): Promise<Map<string, ScreenLive>> {
  const reports = new Map(rows.map((row) => [row.id, reportOf(row)]));
  const playing = [...reports.values()].flatMap((report) => (report?.playing ? [report.playing.mediaId] : []));
  const ids = rows.map((row) => row.id);
  const [targets, labels, plays] = await Promise.all([facts.targetRevisions(ids), facts.mediaLabels(playing), facts.playsToday(ids)]);
  return new Map(
    rows.map((row) => {
      const report = reports.get(row.id) ?? null;
      const state = stateOf(row, now);
      const label = report?.playing ? labels.get(report.playing.mediaId) : undefined;
      const rollout = rolloutOf(state, report, targets.get(row.id) ?? null);
      const lastSeenAt = row.status === null ? null : Number(row.status.lastSeenAt);
      const live: ScreenLive = {
        screenId: row.id,
        state,
        lastSeenAt,
        rollout,
        stage: stageOf({ state, rollout, downloadState: report?.download?.state ?? null, lastSeenAt }, now),
        download: report?.download ?? null,
        revision: report?.revision ?? null,
        playing: report?.playing && label ? { ...report.playing, ...label } : null,
        playsToday: plays.get(row.id) ?? 0,
        unsentPlays: report?.unsentPlays ?? 0,
        clock: report?.clock ?? null,
        cacheUsedBytes: report?.cacheUsedBytes ?? null,
        cacheQuotaBytes: report?.cacheQuotaBytes ?? null,
        playerVersion: row.status?.playerVersion ?? null,
        health: report === null ? null : healthOf(report),
      };
      return [row.id, live];
    }),
  );
}

export function presentScreen(row: ScreenRow, live: ScreenLive): Screen {
  const kind = contract.screenKind.parse(row.kind);
  return {
    id: row.id,
    unitId: row.unitId,
    unitName: row.unit.name,
    name: row.name,
    kind,
    plate: row.plate,
    line: row.line,
    place: row.place,
    widthPx: row.widthPx,
    heightPx: row.heightPx,
    timeZone: row.timeZone,
    tags: tagsOf(row),
    groupIds: row.groups.map((member) => member.groupId),
    order: orderOf(kind),
    live,
    version: row.version,
  };
}

/** Buses and coaches resume where they were; LED walls are synced to the clock (schedule.md). */
export function orderOf(kind: contract.ScreenKind): "resume" | "synced" {
  return kind === "led" ? "synced" : "resume";
}

export function presentGroup({ id, unitId, unit, name, version, _count }: GroupRow): Group {
  return { id, unitId, unitName: unit.name, name, screenCount: _count.members, version };
}
