import { dictionary } from "../../lib/i18n.ts";

export const stepsText = dictionary(
  "firstSteps",
  {
    start: "第一次用",
    startWhy: "照着做完，第一块屏幕就播起来了",
    hide: "不再显示",
    "step.users": "建好单位和用户",
    "step.screens": "登记屏幕（可用 Excel 一次导入）",
    "step.players": "给屏幕配对播放端",
    "step.media": "上传素材，请审核员通过",
    "step.playlists": "排一个播放列表",
    "step.entries": "新建排期，选目标和时间",
    "step.plays": "看到第一条播放记录",
  },
  {
    start: "First steps",
    startWhy: "Done in this order, the first screen plays",
    hide: "Do not show again",
    "step.users": "Make units and users",
    "step.screens": "Add screens (or import them from Excel)",
    "step.players": "Pair a player with a screen",
    "step.media": "Upload media and have them approved",
    "step.playlists": "Make a playlist",
    "step.entries": "Make an entry: targets and time",
    "step.plays": "See the first play arrive",
  },
);
