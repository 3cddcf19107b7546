import { Skeleton } from "antd";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { chartTheme } from "./chartTheme.ts";
import type { Chart, ChartOption } from "./echarts.ts";

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
    animation: false,
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

/** Lets paper, which is of another width, scale what was drawn for the screen. */
function keepShape(chart: Chart): void {
  chart.getDom().querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
}

/** Bars from zero. The library comes with the first chart that is shown; numbers swap, bars do not grow. */
export function BarsChart(props: BarsChartProps): ReactElement {
  const { height, summary, bars, onSelect } = props;
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Chart | null>(null);
  useEffect(() => {
    let gone = false;
    let close = (): void => undefined;
    void import("./echarts.ts").then(({ init }) => {
      if (gone || box.current === null) return;
      const made = init(box.current, null, { renderer: "svg" });
      const resize = new ResizeObserver(() => {
        made.resize();
        keepShape(made);
      });
      resize.observe(box.current);
      close = () => {
        resize.disconnect();
        made.dispose();
      };
      setChart(made);
    });
    return () => {
      gone = true;
      close();
      setChart(null);
    };
  }, []);
  useEffect(() => {
    if (chart === null) return;
    chart.setOption(optionOf(props, chart.getWidth()), { notMerge: true });
    keepShape(chart);
  });
  useEffect(() => {
    if (chart === null || onSelect === undefined) return undefined;
    const select = ({ dataIndex }: { dataIndex: number }): void => {
      const bar = bars[dataIndex];
      if (bar !== undefined) onSelect(bar.key);
    };
    chart.on("click", select);
    return () => {
      chart.off("click", select);
    };
  }, [chart, bars, onSelect]);
  return (
    <div role="img" aria-label={summary} style={{ height, position: "relative" }}>
      {chart === null && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
      <div ref={box} style={{ position: "absolute", inset: 0 }} />
    </div>
  );
}
