import type { ReactElement } from "react";
import { ChartBox } from "./ChartBox.tsx";
import { chartTheme } from "./chartTheme.ts";
import type { ChartOption } from "./echarts.ts";

export interface Bar {
  /** Identifies the bar when it is clicked. */
  key: string;
  /** Below the axis. */
  label: string;
  /** First line of the tooltip. */
  title: string;
  value: number;
  /** The current hour or day: drawn at 55 %. */
  unfinished?: boolean;
  /** What was planned: a black tick across the bar; null where it is not known. */
  plan?: number | null;
}

interface BarsChartProps {
  bars: readonly Bar[];
  height: number;
  /** What the chart shows, in a sentence, for those who cannot see it. */
  summary: string;
  unit: string;
  /** The word for the plan, where bars have one. */
  planned?: string;
  format: (value: number) => string;
  /** Short numbers of the axis, "3 万". */
  formatAxis: (value: number) => string;
  onSelect?: (key: string) => void;
}

/** Roughly what the numbers of the axis take. */
const axisWidth = 48;

function optionOf({ bars, unit, planned = "", format, formatAxis }: BarsChartProps, width: number): ChartOption {
  const text = { fontFamily: chartTheme.fontFamily, fontSize: 12 };
  return {
    grid: { left: 4, right: 4, top: 12, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: "rgba(23,33,43,.05)" } },
      transitionDuration: 0,
      textStyle: { ...text, color: chartTheme.ink },
      formatter: (points) => {
        const bar = bars[(Array.isArray(points) ? points[0] : points)?.dataIndex ?? -1];
        const box = document.createElement("div");
        box.textContent = bar === undefined ? "" : `${bar.title}  ${format(bar.value)} ${unit}${typeof bar.plan === "number" ? `  ${planned} ${format(bar.plan)}` : ""}`;
        return box;
      },
    },
    xAxis: {
      type: "category",
      data: bars.map((bar) => bar.label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: chartTheme.line } },
      axisLabel: { ...text, color: chartTheme.ink2, hideOverlap: true },
    },
    yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: chartTheme.line } }, axisLabel: { ...text, color: chartTheme.ink2, formatter: formatAxis } },
    series: [
      {
        type: "bar",
        barCategoryGap: "28%",
        barMaxWidth: 40,
        data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: chartTheme.accent, opacity: bar.unfinished === true ? chartTheme.unfinishedOpacity : 1 } })),
      },
      {
        type: "scatter",
        symbol: "rect",
        symbolSize: [Math.max(4, Math.min(46, (0.84 * (width - axisWidth)) / Math.max(1, bars.length))), 2],
        itemStyle: { color: chartTheme.ink },
        silent: true,
        data: bars.flatMap((bar, place) => (typeof bar.plan === "number" && bar.plan > 0 ? [[place, bar.plan]] : [])),
      },
    ],
  };
}

/** Bars from zero. */
export function BarsChart(props: BarsChartProps): ReactElement {
  const { height, summary, bars, onSelect } = props;
  const select = (index: number): void => {
    const bar = bars[index];
    if (bar !== undefined) onSelect?.(bar.key);
  };
  return <ChartBox height={height} summary={summary} optionOf={(width) => optionOf(props, width)} onSelect={onSelect === undefined ? undefined : select} />;
}
