/** One line of the table: what it costs, what it may cost, and what the naive way costs in the same run. */
export interface Figure {
  what: string;
  value: number;
  unit: "ms" | "s" | "KiB" | "MB" | "/s" | "×" | "";
  /** At most this, or at least with `isLeast`; null for a figure that only explains others. */
  bar: number | null;
  isLeast?: true;
  naive: { what: string; value: number } | null;
}

const isMissed = ({ value, bar, isLeast }: Figure) => bar !== null && (isLeast ? value < bar : value > bar);
const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));

/** Prints the table; answers how many bars were missed. */
export function print(figures: readonly Figure[]): number {
  const missed = figures.filter(isMissed);
  const rows = figures.map((figure) => {
    const { what, value, unit, bar, isLeast, naive } = figure;
    return [
      what,
      `${shown(value)} ${unit}`.trim(),
      bar === null ? "" : `${isLeast ? "≥" : "≤"} ${bar} ${unit}${isMissed(figure) ? "  MISSED" : ""}`,
      naive === null ? "" : `${shown(naive.value)} ${unit}`.trim(),
      naive === null ? "" : naive.what,
      naive === null || value === 0 ? "" : `${shown(naive.value / value)} ×`,
    ];
  });
  const head = ["figure", "measured", "bar", "naive", "the naive way", "naive ÷ measured"];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, widths.map((width) => "─".repeat(width)), ...rows]) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
  return missed.length;
}

/** The value below which so much of them lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How long something takes, in ms. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
