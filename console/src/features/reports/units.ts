import type { ReportRow } from "@yilu/contract";

export interface UnitDot {
  key: string;
  label: string;
  completion: number;
  /** Where the dot lies on the scale, 0 … 1. */
  at: number;
}

export interface UnitScale {
  /** Ends of the scale, in tenths of the whole: it need not begin at zero, which is why these are dots and no bars. */
  from: number;
  to: number;
  dots: UnitDot[];
}

const mostScale = 1.2;

/** Units with a plan, the best first, on a scale that just holds them; what lies beyond 120 % stands at its end. */
export function unitScale(rows: readonly ReportRow[], target: number): UnitScale {
  const known = rows.flatMap(({ key, label, completion }) => (completion === null ? [] : [{ key, label, completion }]));
  const lowest = Math.min(target, ...known.map(({ completion }) => completion));
  const highest = Math.max(1, ...known.map(({ completion }) => Math.min(mostScale, completion)));
  const from = Math.max(0, Math.floor(lowest * 10 - 1e-9)) / 10;
  const to = Math.ceil(highest * 10 - 1e-9) / 10;
  const at = (completion: number): number => Math.max(0, Math.min(1, (completion - from) / (to - from)));
  return { from, to, dots: known.map((row) => ({ ...row, at: at(row.completion) })).toSorted((one, other) => other.completion - one.completion || one.label.localeCompare(other.label, "zh-CN")) };
}
