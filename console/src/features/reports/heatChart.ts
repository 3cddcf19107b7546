import { chartTheme } from "../../components/chartTheme.ts";
import type { ChartOption } from "../../components/echarts.ts";
import type { HeatGrid } from "./heat.ts";

/** Hours that are over without a record, from one day of the period to another, counted from the first hour shown. */
export interface PastHours {
  from: number;
  to: number;
  hours: number;
}

/** Hours that are over: whole days before today, and today up to the hour that runs now. */
export function pastHours(days: readonly string[], today: string, hour: number, { firstHour, lastHour }: Pick<HeatGrid, "firstHour" | "lastHour">): PastHours[] {
  const hours = lastHour - firstHour + 1;
  const whole = days.filter((day) => day < today).length;
  const now = days.includes(today) ? Math.max(0, Math.min(hours, hour - firstHour)) : 0;
  return [
    { from: 0, to: whole, hours },
    { from: whole, to: whole + 1, hours: now },
  ].filter((part) => part.to > part.from && part.hours > 0);
}

export interface HeatWords {
  dayOf: (date: string) => string;
  hourOf: (hour: number) => string;
  cellOf: (cell: HeatGrid["cells"][number]) => string;
}

/** White with lines across: no record is never the lightest step. */
const hatch = {
  type: "pattern" as const,
  repeat: "repeat" as const,
  svgElement: {
    tag: "g",
    key: "hatch",
    attrs: {},
    children: [
      { tag: "path", key: "paper", attrs: { d: "M0 0H6V6H0Z", fill: chartTheme.surface } },
      { tag: "path", key: "lines", attrs: { d: "M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke: chartTheme.line2, "stroke-width": 1 } },
    ],
  },
  svgWidth: 6,
  svgHeight: 6,
};

const text = { fontFamily: chartTheme.fontFamily, fontSize: 12 };
const numbersOf = (size: unknown): number[] => (Array.isArray(size) ? size.map(Number) : [Number(size)]);

/** Local hour (downwards) × day (across); a cell for each hour with plays, hatched where there is none, blank where it is still to come. */
export function heatOption({ firstHour, lastHour, cells }: HeatGrid, days: readonly string[], past: readonly PastHours[], { dayOf, hourOf, cellOf }: HeatWords): ChartOption {
  const hours = Array.from({ length: lastHour - firstHour + 1 }, (_, row) => row + firstHour);
  return {
    grid: { left: 46, right: 2, top: 4, bottom: 24 },
    tooltip: {
      trigger: "item",
      confine: true,
      transitionDuration: 0,
      borderColor: chartTheme.line2,
      textStyle: { ...text, color: chartTheme.ink },
      formatter: (point) => {
        const cell = cells[(Array.isArray(point) ? point[0] : point)?.dataIndex ?? -1];
        const box = document.createElement("div");
        box.textContent = cell === undefined ? "" : cellOf(cell);
        return box;
      },
    },
    xAxis: { type: "category", data: days.map(dayOf), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...text, color: chartTheme.ink2, hideOverlap: true } },
    yAxis: {
      type: "category",
      inverse: true,
      data: hours.map(hourOf),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...text, color: chartTheme.ink2, interval: (row: number) => (row + firstHour) % 3 === 0 },
    },
    series: [
      {
        type: "custom",
        silent: true,
        data: past.map(({ from, to, hours: over }) => [from, 0, to, over]),
        renderItem: (_, api) => {
          const [width = 0, height = 0] = numbersOf(api.size?.([1, 1]));
          const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
          const across = Number(api.value(2)) - Number(api.value(0));
          return { type: "rect", shape: { x: x - width / 2, y: y - height / 2, width: across * width, height: Number(api.value(3)) * height }, style: { fill: hatch } };
        },
      },
      {
        type: "custom",
        data: cells.map(({ day, hour, step }) => [day, hour - firstHour, step]),
        renderItem: (_, api) => {
          const [width = 0, height = 0] = numbersOf(api.size?.([1, 1]));
          const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
          return { type: "rect", shape: { x: x - width / 2, y: y - height / 2, width, height }, style: { fill: chartTheme.ramp[Number(api.value(2))] ?? chartTheme.accent, stroke: chartTheme.surface, lineWidth: 1 } };
        },
      },
    ],
  };
}
