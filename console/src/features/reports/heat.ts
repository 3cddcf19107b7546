import type { HeatMap } from "@yilu/contract";

/** Steps of the ramp, from few to many. */
export const heatSteps = 7;

/** The step of a cell, 0 … 6; an hour without a play has none. */
export function heatStep(plays: number, most: number): number | null {
  if (plays <= 0 || most <= 0) return null;
  return Math.min(heatSteps - 1, Math.ceil((plays / most) * heatSteps) - 1);
}

export interface HeatGrid {
  most: number;
  /** The first and the last hour shown: those with plays, and at least 06 … 22. */
  firstHour: number;
  lastHour: number;
  cells: { day: number; date: string; hour: number; plays: number; step: number }[];
}

/** Cells with plays, placed by the days of the period; other hours stay empty. */
export function heatGrid(rows: HeatMap["rows"], days: readonly string[]): HeatGrid {
  const place = new Map(days.map((day, index) => [day, index]));
  const most = rows.reduce((top, row) => Math.max(top, row.plays), 0);
  const cells = rows.flatMap(({ date, hour, plays }) => {
    const day = place.get(date);
    const step = heatStep(plays, most);
    return day === undefined || step === null ? [] : [{ day, date, hour, plays, step }];
  });
  return {
    most,
    firstHour: cells.reduce((first, cell) => Math.min(first, cell.hour), 6),
    lastHour: cells.reduce((last, cell) => Math.max(last, cell.hour), 22),
    cells,
  };
}
