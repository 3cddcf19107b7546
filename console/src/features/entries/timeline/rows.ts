import type { Tier, Timeline } from "@yilu/contract";
import { layoutOf, type RowLayout } from "./layout.ts";
import type { Stretch } from "./stretch.ts";

export type Row = Timeline["rows"][number];
export type RowScreen = Row["screens"][number];

/** One line of the timeline: screens that play the same, or one of them below. */
export interface Line {
  key: string;
  row: Row;
  /** Null: the whole row. */
  screen: RowScreen | null;
  /** Whom the panel asks when this line is chosen. */
  askedId: string;
  layout: RowLayout;
  top: number;
  height: number;
}

const padding = 10;
const leastHeight = 54;

/** What all screens of a row have in common: their line, and how many lines there are. */
export function inCommon({ screens }: Pick<Row, "screens">): { line: string | null; lines: number } {
  const lines = new Set(screens.map(({ line }) => line ?? ""));
  const [only] = lines;
  return { line: lines.size === 1 && only !== undefined && only !== "" ? only : null, lines: lines.has("") ? lines.size - 1 : lines.size };
}

/** A row keeps its key while its screens stay together, whatever they play. */
export const rowKey = ({ screens }: Pick<Row, "screens">): string => screens[0]?.id ?? "";

/** The lines from top to bottom, each with its place; opened rows are followed by their screens. */
export function linesOf(rows: readonly Row[], opened: ReadonlySet<string>, tierOf: ReadonlyMap<string, Tier>, stretch: Stretch): Line[] {
  let top = 0;
  const lines: Line[] = [];
  const add = (line: Omit<Line, "top">): void => {
    lines.push({ ...line, top });
    top += line.height;
  };
  for (const row of rows) {
    const key = rowKey(row);
    const layout = layoutOf(row.bars, tierOf, stretch);
    add({ key, row, screen: null, askedId: key, layout, height: Math.max(leastHeight, layout.height + padding) });
    if (!opened.has(key) || row.screens.length < 2) continue;
    const bare = layoutOf(row.bars, tierOf, stretch, true);
    for (const screen of row.screens) add({ key: `${key} ${screen.id}`, row, screen, askedId: screen.id, layout: bare, height: bare.height + padding });
  }
  return lines;
}

/** The lines to draw: those in sight and a few beside. */
export function inSight(lines: readonly Line[], scrollTop: number, height: number, beside = 200): Line[] {
  return lines.filter((line) => line.top + line.height > scrollTop - beside && line.top < scrollTop + height + beside);
}

/** Entries that only one of several rows has. */
export function ownToOneRow(rows: readonly Row[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { bars } of rows) for (const id of new Set(bars.map(({ entryId }) => entryId))) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Set(rows.length < 2 ? [] : [...counts].filter(([, n]) => n === 1).map(([id]) => id));
}
