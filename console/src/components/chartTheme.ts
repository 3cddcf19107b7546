/** Colours of charts: the same values as in yilu.css, which SVG attributes of a chart cannot read. */
export const chartTheme = {
  ink: "#17212B",
  ink2: "#45525F",
  line: "#E0E5EA",
  /** What has no record is hatched with it. */
  line2: "#C4CCD5",
  surface: "#FFFFFF",
  accent: "#1B5E9E",
  ok: "#17784A",
  off: "#8F5600",
  alarm: "#BD2D27",
  fontFamily: '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif',
  /** From few to many. */
  ramp: ["#EAF1F8", "#C9DDEF", "#9CC0E0", "#6A9FCE", "#3A7CB7", "#1B5E9E", "#124A80"],
  /** The hour or day that is not over yet. */
  unfinishedOpacity: 0.55,
} as const;
