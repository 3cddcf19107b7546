import { completionTarget } from "../../components/completion.ts";
import { chartTheme } from "../../components/chartTheme.ts";
import type { ChartOption } from "../../components/echarts.ts";
import type { UnitScale } from "./units.ts";

/** Height of a unit's row and of the scale above them, px. */
export const unitRowPx = 24;
export const unitScalePx = 22;
const [namePx, figurePx, gapPx] = [98, 62, 10];

const text = { fontFamily: chartTheme.fontFamily, fontSize: 13 };

/** One row a unit: its name, a dot on the scale, its figure; the target is a dashed line, and below it the dot is hollow and red. */
export function unitsOption({ from, to, dots }: UnitScale, percent: (completion: number) => string, isLinked: boolean, width: number): ChartOption {
  const scaleEnd = width - figurePx - gapPx;
  return {
    grid: { left: namePx + gapPx, right: figurePx + gapPx, top: unitScalePx, bottom: 0 },
    xAxis: {
      type: "value",
      position: "top",
      min: from,
      max: to,
      interval: Math.max(0.1, Math.ceil((to - from) * 2.5 - 1e-9) / 10),
      splitLine: { show: false },
      axisLabel: { fontFamily: text.fontFamily, fontSize: 12, color: chartTheme.ink2, hideOverlap: true, formatter: (mark: number) => `${Math.round(mark * 100)} %` },
    },
    yAxis: { type: "category", inverse: true, data: dots.map(({ label }) => label), show: false },
    tooltip: {
      trigger: "item",
      confine: true,
      transitionDuration: 0,
      borderColor: chartTheme.line2,
      textStyle: { ...text, color: chartTheme.ink },
      formatter: (point) => {
        const dot = dots[(Array.isArray(point) ? point[0] : point)?.dataIndex ?? -1];
        const box = document.createElement("div");
        box.textContent = dot === undefined ? "" : `${dot.label}  ${percent(dot.completion)}`;
        return box;
      },
    },
    series: [
      {
        type: "custom",
        cursor: isLinked ? "pointer" : "default",
        data: dots.map(({ at }, row) => [from + at * (to - from), row]),
        renderItem: ({ dataIndex }, api) => {
          const dot = dots[dataIndex];
          if (dot === undefined) return null;
          const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
          const [target = 0] = api.coord([completionTarget, api.value(1)]);
          const missed = dot.completion < completionTarget;
          const half = unitRowPx / 2;
          return {
            type: "group",
            children: [
              { type: "rect", shape: { x: 0, y: y - half, width, height: unitRowPx }, style: { fill: "transparent" } }, // the whole row can be pointed at
              { type: "text", style: { ...text, text: dot.label, x: 0, y, width: namePx, overflow: "truncate", ellipsis: "…", verticalAlign: "middle", fill: isLinked ? chartTheme.accent : chartTheme.ink } },
              { type: "line", shape: { x1: namePx + gapPx, y1: y, x2: scaleEnd, y2: y }, style: { stroke: chartTheme.line, lineWidth: 1 } },
              { type: "line", shape: { x1: target, y1: y - half, x2: target, y2: y + half }, style: { stroke: chartTheme.ink2, lineWidth: 1, lineDash: [3, 3] } },
              { type: "circle", shape: { cx: x, cy: y, r: missed ? 4 : 5 }, style: missed ? { fill: chartTheme.surface, stroke: chartTheme.alarm, lineWidth: 2 } : { fill: chartTheme.accent } },
              {
                type: "text",
                style: { ...text, text: percent(dot.completion), x: width, y, align: "right", verticalAlign: "middle", fill: missed ? chartTheme.alarm : chartTheme.ink, fontWeight: missed ? 600 : "normal" },
              },
            ],
          };
        },
      },
    ],
  };
}
