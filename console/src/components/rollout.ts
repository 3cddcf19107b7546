import type { Rollout } from "@yilu/contract";
import { dictionary } from "../lib/i18n.ts";
import type { IconName } from "./Icon.tsx";
import type { Tone } from "./marks.tsx";

/** How far the newest programme has come on a screen: colour and icon, the same everywhere. */
export const rolloutLook: Record<Rollout, { tone: Tone; icon: IconName }> = {
  none: { tone: "park", icon: "none" },
  sent: { tone: "busy", icon: "sent" },
  downloading: { tone: "busy", icon: "busy" },
  ready: { tone: "busy", icon: "ready" },
  playing: { tone: "ok", icon: "play" },
  waiting: { tone: "off", icon: "wait" },
};

/** And its words. */
export const rolloutText = dictionary(
  "rollout",
  { "rollout.none": "没有节目", "rollout.sent": "已下发", "rollout.downloading": "下载中", "rollout.ready": "已就绪", "rollout.playing": "播放中", "rollout.waiting": "离线待下发" },
  { "rollout.none": "No programme", "rollout.sent": "Sent", "rollout.downloading": "Downloading", "rollout.ready": "Ready", "rollout.playing": "Playing", "rollout.waiting": "Waiting offline" },
);
