import type { ScreenLive, Stage } from "@yilu/contract";
import type { ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import type { IconName } from "./Icon.tsx";
import { StateTag, type Tone } from "./marks.tsx";
import { stageText } from "./stageText.ts";

/** In the order in which they are counted; none comes last. */
export const stages: readonly Stage[] = ["latest", "downloading", "waiting", "stale", "offline", "trouble", "none"];

/** How far the newest programme has come on a screen: colour and icon, the same everywhere. */
export const stageLook: Record<Stage, { tone: Tone; icon: IconName }> = {
  latest: { tone: "ok", icon: "ready" },
  downloading: { tone: "busy", icon: "busy" },
  waiting: { tone: "off", icon: "wait" },
  stale: { tone: "alarm", icon: "alarm" },
  offline: { tone: "off", icon: "offline" },
  trouble: { tone: "alarm", icon: "alarm" },
  none: { tone: "park", icon: "none" },
};

/** The stage of a screen, with its share while it is fetched: 下载中 62 %. */
export function StageTag({ live: { stage, download } }: { live: Pick<ScreenLive, "stage" | "download"> }): ReactElement {
  const t = useText(stageText);
  const isCounted = stage === "downloading" && download !== null && download.totalBytes > 0;
  return (
    <span title={t(`note.${stage}`)}>
      <StateTag {...stageLook[stage]}>{isCounted ? t("downloadingPercent", { percent: `${Math.floor((100 * download.doneBytes) / download.totalBytes)} %` }) : t(`stage.${stage}`)}</StateTag>
    </span>
  );
}
