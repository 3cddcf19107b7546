/** Colours of charts: the same values as in yilu.css, which SVG attributes of a chart cannot read. */
export const chartTheme = {
  ink: "#17212B",
  ink2: "#45525F",
  line: "#E0E5EA",
  accent: "#1B5E9E",
  ok: "#17784A",
  off: "#8F5600",
  alarm: "#BD2D27",
  fontFamily: '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif',
  /** The hour or day that is not over yet. */
  unfinishedOpacity: 0.55,
} as const;
