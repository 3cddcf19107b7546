import type { Rollout, Screen, ScreenLive } from "@yilu/contract";
import type { ReactElement } from "react";
import type { IconName } from "../../components/Icon.tsx";
import { rolloutLook } from "../../components/rollout.ts";
import { StateTag, type Tone } from "../../components/marks.tsx";
import type { Format } from "../../lib/format.ts";
import { useText, type Translate } from "../../lib/i18n.ts";
import { text } from "./text.ts";

export type ScreenState = ScreenLive["state"];
export const states: readonly ScreenState[] = ["online", "offline", "neverSeen", "unpaired"];
export const rollouts: readonly Rollout[] = ["playing", "ready", "downloading", "sent", "waiting", "none"];

export const stateLook: Record<ScreenState, { tone: Tone; icon: IconName }> = {
  online: { tone: "ok", icon: "play" },
  offline: { tone: "off", icon: "offline" },
  neverSeen: { tone: "park", icon: "parked" },
  unpaired: { tone: "park", icon: "unpaired" },
};

const dayMs = 86_400_000;
const leastFree = 0.05;

export type Trouble = "download" | "ledger" | "storage" | "clock" | "silent";

/** What somebody should look at; null when all is well or the screen has simply not been put to use. */
export function troubleOf(live: ScreenLive, now: number): Trouble | null {
  if (live.state === "offline") return live.lastSeenAt !== null && now - live.lastSeenAt >= dayMs ? "silent" : null;
  if (live.state !== "online") return null;
  if (live.download?.state === "failed") return "download";
  if (live.health !== null && live.health.lostPlays > 0) return "ledger";
  if (freeShare(live) < leastFree) return "storage";
  return live.clock === "estimated" ? "clock" : null;
}

/** Free part of the player's storage, 0…1; 1 when it is not known. */
function freeShare({ cacheUsedBytes, cacheQuotaBytes }: ScreenLive): number {
  return cacheUsedBytes === null || cacheQuotaBytes === null || cacheQuotaBytes === 0 ? 1 : Math.max(0, 1 - cacheUsedBytes / cacheQuotaBytes);
}

export type Words = Translate<(typeof text)["zh"]>;

/** The one line of a card: the trouble, or why there is no picture, or the film. */
export function lineOf(live: ScreenLive, now: number, t: Words, f: Format): string {
  const span = f.span(now - (live.lastSeenAt ?? now));
  const trouble = troubleOf(live, now);
  if (trouble === "silent") return t("trouble.silent", { span });
  if (trouble === "storage") return t("trouble.storage", { percent: f.percent(freeShare(live)) });
  if (trouble !== null) return t(`trouble.${trouble}`);
  if (live.state === "unpaired") return t("unpairedNote");
  if (live.state === "neverSeen") return t("neverSeenNote");
  if (live.state === "offline") return t("offlineNote", { span });
  if (live.health?.showing === "black") return t("offHours");
  if (live.health?.showing === "slate") return t("slateShown");
  return live.playing === null ? t("nowNothing") : `《${live.playing.title}》`;
}

/** Trouble first, then what is not playing, then the rest by name. */
export function compareByTrouble(now: number): (a: Screen, b: Screen) => number {
  const rank = ({ live }: Screen): number => (troubleOf(live, now) !== null ? 0 : states.indexOf(live.state) === 0 ? 4 : states.indexOf(live.state));
  return (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "zh-CN", { numeric: true });
}

export function ScreenStateTag({ live, now }: { live: ScreenLive; now: number }): ReactElement {
  const t = useText(text);
  if (troubleOf(live, now) !== null) {
    return (
      <StateTag tone="alarm" icon="alarm" framed>
        {t("alarm")}
      </StateTag>
    );
  }
  return (
    <StateTag {...stateLook[live.state]} framed={live.state === "offline"}>
      {t(`state.${live.state}`)}
    </StateTag>
  );
}

/** 已下发 / 下载中 62 % / 已就绪 / 播放中 / 离线待下发 */
export function RolloutTag({ live }: { live: ScreenLive }): ReactElement {
  const t = useText(text);
  const { download, rollout } = live;
  const word =
    rollout === "downloading" && download !== null && download.totalBytes > 0 ? t("downloadingPercent", { percent: `${Math.floor((100 * download.doneBytes) / download.totalBytes)} %` }) : t(`rollout.${rollout}`);
  return <StateTag {...rolloutLook[rollout]}>{word}</StateTag>;
}
