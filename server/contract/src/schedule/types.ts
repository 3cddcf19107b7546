/**
 * The shapes of a schedule. This folder owns them; the wire schemas are checked against them at compile time.
 * Instants are epoch milliseconds (`…At`, `from`, `to`), lengths are milliseconds (`…Ms`), zones are IANA names.
 */

/** A day on the screen's own calendar: `"2026-06-26"`. */
export type LocalDate = string;
/** A time on the screen's own wall clock: `"00:00"` … `"24:00"`. */
export type LocalTime = string;

/** A recurring local-time window, `[from, to)`. `to ≤ from` crosses midnight (T2, T3). */
export interface Daypart {
  /** ISO weekdays on which the window starts: 1 is Monday, 7 is Sunday. */
  days: number[];
  from: LocalTime;
  to: LocalTime;
}

/** How much of the airtime an entry asks for (P2). `percent` is 0…100, `plays` is per hour. */
export type Share =
  | { kind: "fill"; weight: number }
  | { kind: "percent"; percent: number }
  | { kind: "playsPerHour"; plays: number };

export type Tier = "emergency" | "takeover" | "regular" | "default";

export interface ScheduleEntry {
  id: string;
  playlistId: string;
  tier: Tier;
  /** Inclusive, local to the screen; null is unbounded. */
  startDate: LocalDate | null;
  endDate: LocalDate | null;
  /** Any one that matches is enough; none means always. */
  dayparts: Daypart[];
  exceptDates: LocalDate[];
  /** `[startsAt, endsAt)` in instants; required of emergencies, ANDed with the rest. */
  window: { startsAt: number; endsAt: number } | null;
  share: Share;
  maxPlaysPerHour: number | null;
  /** `hard` cuts what runs when this entry begins to win (E3). An emergency always does. */
  start: "soft" | "hard";
}

export interface ScheduledItem {
  mediaId: string;
  durationMs: number;
}

export interface SchedulePlaylist {
  id: string;
  items: ScheduledItem[];
}

/** `[validFrom, validUntil)` in instants; null is unbounded. Media that is not listed is always valid. */
export interface MediaValidity {
  id: string;
  validFrom: number | null;
  validUntil: number | null;
}

export interface Schedule {
  /** IANA name of the screen's zone. */
  timeZone: string;
  /** Of the screen: buses and coaches resume, LED walls are synced. */
  order: "resume" | "synced";
  entries: ScheduleEntry[];
  playlists: SchedulePlaylist[];
  media?: MediaValidity[];
}

/** What this player holds and may show. Constant during one call. Left out: everything is playable. */
export type Playable = (mediaId: string) => boolean;

/** An entry that plays, and its part of the airtime, 0 < share ≤ 1. */
export interface EntryShare {
  entryId: string;
  share: number;
}

/** A maximal interval `[from, to)` with one winning set, its shares and its items; at most one local day (T6). */
export interface Block {
  from: number;
  to: number;
  /** The tier that won; `"slate"` when nothing plays, and then `entries` is empty. */
  tier: Tier | "slate";
  /** Sorted by entry id; the shares sum to 1. */
  entries: EntryShare[];
}

/** Where one entry stands in `resume` order (E2). */
export interface CursorEntry {
  /** Index, in the playlist, of the item that plays next. */
  item: number;
  /** `ve − elapsed` in ms: negative is owed airtime, positive has had more than its share. */
  lag: number;
  /** How many times running the next item was interrupted. */
  tries: number;
  /** Where in the next item to go on, in ms; 0 is its beginning. */
  positionMs: number;
  /** Instants of this entry's plays of the last hour; kept only under `maxPlaysPerHour` (P5). */
  starts?: number[];
}

/** By entry id. An entry that is missing starts at its first item with lag 0. JSON-safe: save it as it is. */
export type Cursor = Record<string, CursorEntry>;

/** One showing of one media, planned. */
export interface Slot {
  entryId: string;
  playlistId: string;
  mediaId: string;
  /** Index in the playlist's items. */
  itemIndex: number;
  startsAt: number;
  /** How long it is shown: the item's length, less `positionMs`, less what a cut takes (E3). */
  durationMs: number;
  /** Only when a long item goes on at its checkpoint (E2): where in the media to start. */
  positionMs?: number;
}

export interface SlotOptions {
  /** `resume` only; left out: every entry starts afresh. `synced` ignores it. */
  cursor?: Cursor;
  playable?: Playable;
  /** Where to start within the block, epoch ms; left out: at its beginning. */
  from?: number;
}

export type PreviewOptions = Omit<SlotOptions, "from">;

export type Verdict =
  | "playing"
  | "outside-window"
  | "before-start-date"
  | "after-end-date"
  | "excepted-date"
  | "outside-dayparts"
  | "outranked"
  | "no-playable-media"
  | "no-airtime-left";

export interface Explanation {
  entryId: string;
  verdict: Verdict;
  /** For `outranked` and `no-airtime-left`: the ids of the entries that play instead. */
  by?: string[];
}

/** The tightest stretch `[from, to)` an entry meets. */
export interface Capacity {
  /** 0…1: the largest reservation that still fits there. */
  largestShare: number;
  from: number;
  to: number;
  /** Ids of the entries of its tier that hold reservations there. */
  rivals: string[];
}
