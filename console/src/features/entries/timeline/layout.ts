/*
 * How a row of the timeline is drawn: entries stand on each other, each as high as its share of the airtime.
 * By day the shares are those of each block. By week and month they are the mean over a local day, without the time that
 * takeovers and emergencies take: those are drawn at their exact times, over the full height.
 */
import type { Tier, Timeline } from "@yilu/contract";
import { placeOf, type Stretch } from "./stretch.ts";

export type RawBar = Timeline["rows"][number]["bars"][number];
/** plays: part of the stack; over: a takeover or an emergency; yields: active by its own dates, but something else plays. */
export type Part = "plays" | "over" | "yields";

export interface Segment {
  key: string;
  entryId: string;
  part: Part;
  from: number;
  to: number;
  top: number;
  height: number;
  /** Its mean share while it plays, 0 … 1. */
  share: number;
  /** Whether that share differs within the segment. */
  varies: boolean;
  /** Time it plays within the segment. */
  playsMs: number;
  /** The largest segment of an unbroken run: carries the poster. */
  main: boolean;
  /** Where the run begins. */
  first: boolean;
  /** Too narrow for words: the lane, from below, of its flag above the row. */
  flag: { lane: number; back: boolean } | null;
}
export interface RowLayout {
  height: number;
  /** Where the stack begins, below the flags. */
  top: number;
  segments: Segment[];
}

const minuteMs = 60_000;
const minHeight = 22;
const laneHeight = 18;
const maxLanes = 3;
const flagHeight = 20;
const gap = 2;
const stackHeights = [44, 70, 96, 120, 140] as const;
const bareHeight = 24;
/** A part of the stretch below which a takeover needs a flag, how wide flags get, and from where on they point back. */
const flagBelow = 0.025;
const flagWidth = 0.28;
const flagTurnsAt = 0.8;
const maxFlagLanes = 3;
const same = 0.005;
/** A part of the stretch below which hours outside operation are not drawn. */
const offFrom = 0.015;

interface Cell {
  from: number;
  to: number;
  /** By entry: its part of the cell's height, its share while it plays, and for how long. */
  shares: Map<string, { part: number; share: number; varies: boolean; playsMs: number }>;
}

/** Instants at which anything changes. */
const cutsOf = (bars: readonly RawBar[]): number[] => [...new Set(bars.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);

function blockCells(bars: readonly RawBar[]): Cell[] {
  const cuts = cutsOf(bars);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? from;
    const playing = bars.filter((bar) => bar.from <= from && bar.to >= to);
    return { from, to, shares: new Map(playing.map(({ entryId, share }) => [entryId, { part: share, share, varies: false, playsMs: to - from }])) };
  });
}

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

function dayCells(bars: readonly RawBar[], overs: readonly RawBar[], { bounds }: Stretch): Cell[] {
  return bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1] ?? from;
    const day = { from, to };
    const cuts = cutsOf(overs);
    // Two takeovers at once still take the time only once.
    const taken = cuts.slice(0, -1).reduce((sum, cut, at) => {
      const piece = { from: cut, to: cuts[at + 1] ?? cut };
      return overs.some((over) => overlap(over, piece) > 0) ? sum + overlap(piece, day) : sum;
    }, 0);
    const rest = to - from - taken;
    const shares: Cell["shares"] = new Map();
    for (const bar of bars) {
      const ms = overlap(bar, day);
      if (ms === 0) continue;
      const { part = 0, share = bar.share, varies = false, playsMs = 0 } = shares.get(bar.entryId) ?? {};
      shares.set(bar.entryId, {
        part: part + (rest <= 0 ? 0 : (bar.share * ms) / rest),
        share: (share * playsMs + bar.share * ms) / (playsMs + ms),
        varies: varies || Math.abs(share - bar.share) >= same,
        playsMs: playsMs + ms,
      });
    }
    return { from, to, shares };
  });
}

/** Heights of the entries of one cell: shares of `full`, but none below `least`; the larger ones give way. */
export function heightsOf(parts: readonly number[], full: number, least: number): number[] {
  const wanted = parts.map((part) => part * full);
  const small = wanted.map((height) => height < least);
  const smallCount = small.filter(Boolean).length;
  const large = wanted.reduce((sum, height, index) => sum + (small[index] === true ? 0 : height), 0);
  const left = Math.max(0, full - smallCount * least);
  const scale = large > left && large > 0 ? left / large : 1;
  return wanted.map((height, index) => Math.round(small[index] === true ? least : Math.max(least, height * scale)));
}

/** Neighbours of one entry at the same height are one segment; pauses under a minute do not part them. */
function join(segments: readonly Segment[]): Segment[] {
  const done: Segment[] = [];
  const last = new Map<string, Segment>();
  for (const segment of segments) {
    const before = last.get(segment.entryId);
    if (before !== undefined && segment.from - before.to < minuteMs && before.top === segment.top && before.height === segment.height) {
      const playsMs = before.playsMs + segment.playsMs;
      before.varies ||= segment.varies || Math.abs(before.share - segment.share) >= same;
      before.share = playsMs === 0 ? 0 : (before.share * before.playsMs + segment.share * segment.playsMs) / playsMs;
      before.playsMs = playsMs;
      before.to = segment.to;
      continue;
    }
    const own = { ...segment };
    last.set(segment.entryId, own);
    done.push(own);
  }
  return done;
}

/** Stands the entries of each cell on each other, in one order for the whole row. */
function stacked(cells: readonly Cell[], order: readonly string[], isOver: (entryId: string) => boolean, full: number, least: number): Segment[] {
  const pieces = cells.flatMap(({ from, to, shares }): Segment[] => {
    const held = order.flatMap((entryId) => {
      const share = shares.get(entryId);
      return share === undefined ? [] : [{ entryId, ...share }];
    });
    const heights = heightsOf(held.map(({ part }) => part), full, least);
    return held.map(({ entryId, share, varies, playsMs }, index) => ({
      key: `${entryId} ${from}`,
      entryId,
      part: isOver(entryId) ? "over" : "plays",
      from,
      to,
      top: heights.slice(0, index).reduce((sum, height) => sum + height, 0),
      height: (heights[index] ?? 0) - gap,
      share,
      varies,
      playsMs,
      main: false,
      first: false,
      flag: null,
    }));
  });
  const joined = join(pieces);
  markMain(joined);
  return joined;
}

/** The largest segment of each unbroken run of an entry speaks for it. */
function markMain(segments: readonly Segment[]): void {
  const runs = new Map<string, Segment[]>();
  const close = (run: readonly Segment[]): void => {
    const [best] = [...run].sort((a, b) => (b.to - b.from) * b.height - (a.to - a.from) * a.height || a.from - b.from);
    if (best !== undefined) best.main = true;
    const [head] = run;
    if (head !== undefined) head.first = true;
  };
  for (const segment of segments) {
    const run = runs.get(segment.entryId) ?? [];
    const end = run.at(-1)?.to;
    if (end !== undefined && segment.from - end >= minuteMs) {
      close(run);
      run.length = 0;
    }
    run.push(segment);
    runs.set(segment.entryId, run);
  }
  for (const run of runs.values()) close(run);
}

/** Bars that yield, in as few lanes as they fit in. What is only interrupted is left out: one sees by what. */
function yieldingOf(bars: readonly RawBar[], playing: readonly RawBar[]): { bar: RawBar; lane: number }[] {
  const ends: number[] = [];
  return bars
    .filter((bar) => bar.to - bar.from >= minuteMs && !playing.some((other) => other.entryId === bar.entryId && (other.to === bar.from || other.from === bar.to)))
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .flatMap((bar) => {
      const free = ends.findIndex((end) => end <= bar.from);
      const lane = free === -1 ? ends.length : free;
      if (lane >= maxLanes) return [];
      ends[lane] = bar.to;
      return [{ bar, lane }];
    });
}

/** Entries in the order they stand in a row: what is above the others first, then by airtime. */
function orderOf(playing: readonly RawBar[], isOver: (entryId: string) => boolean): string[] {
  const airtime = new Map<string, number>();
  for (const { entryId, from, to, share } of playing) airtime.set(entryId, (airtime.get(entryId) ?? 0) + share * (to - from));
  return [...airtime].sort(([a, x], [b, y]) => Number(isOver(b)) - Number(isOver(a)) || y - x || (a < b ? -1 : 1)).map(([id]) => id);
}

/** One flag for each entry that is too narrow for words, in lanes so that they do not cover each other. */
function raiseFlags(segments: readonly Segment[], stretch: Stretch, needsFlag: (segment: Segment) => boolean): number {
  const lanes: { from: number; to: number }[][] = [];
  const flagged = new Set<string>();
  for (const segment of segments) {
    if (!needsFlag(segment) || flagged.has(segment.entryId)) continue;
    flagged.add(segment.entryId);
    const place = placeOf(stretch, segment.from);
    const back = place > flagTurnsAt;
    const span = back ? { from: place - flagWidth, to: place } : { from: place, to: place + flagWidth };
    const free = lanes.findIndex((lane) => lane.every((other) => other.to < span.from || other.from > span.to));
    const lane = free === -1 ? Math.min(lanes.length, maxFlagLanes - 1) : free;
    (lanes[lane] ??= []).push(span);
    segment.flag = { lane, back };
  }
  return lanes.length;
}

/**
 * @param tierOf the tier of each entry
 * @param bare a thin row without words, of one screen below its group
 */
export function layoutOf(bars: readonly RawBar[], tierOf: ReadonlyMap<string, Tier>, stretch: Stretch, bare = false): RowLayout {
  const isOver = (entryId: string): boolean => ["takeover", "emergency"].includes(tierOf.get(entryId) ?? "regular");
  const playing = bars.filter((bar) => bar.playing && bar.to - bar.from >= minuteMs);
  const overs = playing.filter(({ entryId }) => isOver(entryId));
  const others = playing.filter(({ entryId }) => !isOver(entryId));
  const byDay = stretch.scale !== "day";
  const cells = byDay ? dayCells(others, overs, stretch) : blockCells(playing);
  const most = Math.max(1, ...cells.map(({ shares }) => shares.size));
  const full = bare ? bareHeight : Math.max(stackHeights[Math.min(most, stackHeights.length) - 1] ?? 0, most * (minHeight + gap));
  const least = bare ? 4 : minHeight + gap;
  const order = orderOf(playing, isOver);
  const drawn = [...stacked(cells, order, isOver, full, least), ...(byDay ? stacked(blockCells(overs), order, isOver, full, least) : [])];
  const isNarrow = ({ part, from, to }: Segment): boolean => part === "over" && (to - from) / (stretch.to - stretch.from) < flagBelow;
  const top = bare ? 0 : raiseFlags(drawn, stretch, isNarrow) * flagHeight;
  for (const segment of drawn) segment.top += top;
  const yielding = bare ? [] : yieldingOf(bars.filter((bar) => !bar.playing), playing);
  const lanes = Math.max(0, ...yielding.map(({ lane }) => lane + 1));
  const yields = yielding.map(({ bar: { entryId, from, to }, lane }): Segment => {
    const place = { top: top + full + lane * laneHeight, height: laneHeight - gap };
    return { key: `${entryId} ${from} yields`, entryId, part: "yields", from, to, ...place, share: 0, varies: false, playsMs: 0, main: true, first: true, flag: null };
  });
  return { height: top + full + lanes * laneHeight, top, segments: [...drawn, ...yields] };
}

/** Times in which nothing at all plays, as [from, to). */
export function emptyOf(bars: readonly RawBar[], { from, to }: Stretch): { from: number; to: number }[] {
  const empty: { from: number; to: number }[] = [];
  let end = from;
  for (const bar of bars.filter(({ playing }) => playing).sort((a, b) => a.from - b.from)) {
    if (bar.from - end >= minuteMs) empty.push({ from: end, to: bar.from });
    end = Math.max(end, bar.to);
  }
  if (to - end >= minuteMs) empty.push({ from: end, to });
  return empty;
}

/** Stretches outside operating hours that are wide enough to be seen as such: a month would be striped by its nights. */
export function offSpans(off: readonly { from: number; to: number }[], { from, to }: Stretch): { from: number; to: number }[] {
  return off.filter((span) => (span.to - span.from) / (to - from) >= offFrom);
}
