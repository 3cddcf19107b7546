import type { ScreenLive } from "@yilu/contract";

/** How much of the newest programme is there, 0…1; null where nothing is being fetched. */
export function shareDone({ download, rollout }: Pick<ScreenLive, "download" | "rollout">): number | null {
  if (rollout === "playing" || rollout === "ready") return 1;
  return download === null || download.totalBytes === 0 ? null : download.doneBytes / download.totalBytes;
}
