import type { Alarm, AlarmKind } from "@yilu/contract";
import { dictionary } from "../lib/i18n.ts";
import type { IconName } from "./Icon.tsx";
import type { Tone } from "./marks.tsx";

/** What the kinds of alarms are called, and what to do about each. */
export const alarmText = dictionary(
  "alarmWords",
  {
    "kind.playbackFailing": "播放出错",
    "kind.downloadStuck": "下载停滞",
    "kind.storageLow": "存储不足",
    "kind.ledgerConflict": "台账冲突",
    "kind.clockUntrusted": "时钟未校准",
    "kind.planMissed": "未达计划",
    "kind.offline": "离线",
    "todo.playbackFailing": "先重启播放端；还出错就重新下载这部片子，再看存储卡",
    "todo.downloadStuck": "看这块屏的网络和流量；在屏幕页点“刷新清单”再试一次",
    "todo.storageLow": "清理缓存，或换大一点的存储；节目单太长也会装不下",
    "todo.ledgerConflict": "查这块屏的存储卡是不是从别的屏复制来的，换一张新卡再配对",
    "todo.clockUntrusted": "联网后会自己校准；一直不准就看设备的电池和系统时间",
    "todo.planMissed": "看那天有没有断电、卡顿或被插播占用；播放统计里有少播的原因",
    "todo.offline": "看电源和网络；这时本来就关屏的，在屏幕设置里填营业时间",
  },
  {
    "kind.playbackFailing": "Playback failing",
    "kind.downloadStuck": "Download stuck",
    "kind.storageLow": "Storage low",
    "kind.ledgerConflict": "Ledger conflict",
    "kind.clockUntrusted": "Clock untrusted",
    "kind.planMissed": "Plan missed",
    "kind.offline": "Offline",
    "todo.playbackFailing": "Restart the player; if it goes on, download the film again, then look at the storage",
    "todo.downloadStuck": "Look at its network and data plan; refresh its manifest on the screens page",
    "todo.storageLow": "Clear the cache or use larger storage; a very long programme may not fit",
    "todo.ledgerConflict": "See whether its storage was copied from another screen; use a new card and pair again",
    "todo.clockUntrusted": "It is set once online; if not, look at the box's battery and system time",
    "todo.planMissed": "See whether power, stalls or takeovers got in the way; proof of play tells the causes",
    "todo.offline": "Look at power and network; if it is switched off at this hour, set its operating hours",
  },
);

const iconOf: Partial<Record<AlarmKind, IconName>> = { offline: "offline", clockUntrusted: "wait", planMissed: "reports", downloadStuck: "busy" };

/** Colour and icon of an alarm: red is what somebody must take up, ochre is silence, green is over. */
export function alarmLook({ kind, state }: Pick<Alarm, "kind" | "state">): { tone: Tone; icon: IconName } {
  if (state === "cleared") return { tone: "ok", icon: "ready" };
  return { tone: kind === "offline" ? "off" : "alarm", icon: iconOf[kind] ?? "alarm" };
}
