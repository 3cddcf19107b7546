import type { ScreenLive } from "@yilu/contract";
import type { IconName } from "../../components/Icon.tsx";
import type { Tone } from "../../components/marks.tsx";

/** What the trade calls it: how far the newest programme has come on a screen. */
export type Stage = "latest" | "downloading" | "waiting" | "stale" | "offline" | "trouble" | "none";

export const stageLook: Record<Stage, { tone: Tone; icon: IconName }> = {
  latest: { tone: "ok", icon: "ready" },
  downloading: { tone: "busy", icon: "busy" },
  waiting: { tone: "off", icon: "wait" },
  stale: { tone: "alarm", icon: "alarm" },
  offline: { tone: "off", icon: "offline" },
  trouble: { tone: "alarm", icon: "alarm" },
  none: { tone: "park", icon: "none" },
};

/** After so long without news an older programme counts as perhaps outdated. */
const staleMs = 24 * 3_600_000;

export function stageOf(live: Pick<ScreenLive, "state" | "rollout" | "download" | "lastSeenAt">, now: number): Stage {
  if (live.rollout === "none" || live.state === "unpaired" || live.state === "neverSeen") return live.state === "neverSeen" && live.rollout !== "none" ? "waiting" : "none";
  if (live.state === "offline") {
    if (live.rollout !== "waiting") return "offline";
    return live.lastSeenAt !== null && now - live.lastSeenAt >= staleMs ? "stale" : "waiting";
  }
  if (live.download?.state === "failed") return "trouble";
  return live.rollout === "playing" ? "latest" : "downloading";
}

/** How much of the newest programme is there, 0…1; null where nothing is being fetched. */
export function shareDone({ download, rollout }: Pick<ScreenLive, "download" | "rollout">): number | null {
  if (rollout === "playing" || rollout === "ready") return 1;
  return download === null || download.totalBytes === 0 ? null : download.doneBytes / download.totalBytes;
}
