/**
 * Shapes of the demo data. Everything refers to everything else by key, because ids are given by the database.
 * Share, Daypart and tier are written as in the contract's schedule; they are repeated here since this folder
 * lies below the contract in the house and may not look up to it. They are assignable to the contract's types.
 */

/** "2026-06-26", local to the screens. */
export type LocalDate = string;
/** "00:00" … "24:00", local to the screens. */
export type LocalTime = string;

export interface LocalMoment {
  date: LocalDate;
  time: LocalTime;
}

export type UnitKind = "county" | "bureau" | "operator" | "township";

export interface DemoUnit {
  key: string;
  name: string;
  kind: UnitKind;
  parentKey: string | null;
  /** Statistical division code; null for what is not a division. */
  code: string | null;
}

export type ScreenKind = "bus" | "coach" | "led";

export interface DemoScreen {
  key: string;
  unitKey: string;
  kind: ScreenKind;
  name: string;
  /** Made up; null for LED walls. */
  plate: string | null;
  /** "3路" for a bus, "西渡—金兰" for a coach, null for LED walls. */
  line: string | null;
  /** Where an LED wall stands; null for vehicles. */
  place: string | null;
  widthPx: number;
  heightPx: number;
  tags: string[];
}

export interface DemoGroup {
  key: string;
  name: string;
  unitKey: string;
  screenKeys: string[];
}

/** A recurring window of local time. */
interface Hours {
  days: number[];
  from: string;
  to: string;
}

/** What is set for some screens, beyond what their kind has. */
export interface DemoSettings {
  screenKeys: string[];
  set: {
    operatingHours?: Hours[];
    brightness?: (Hours & { percent: number })[];
    viewport?: { x: number; y: number; widthPx: number; heightPx: number };
  };
}

export type Level = "national" | "provincial" | "municipal" | "county";

/** loop: in the campaign's loops; default: 垫片; special: 26 June; submitted: waits for a reviewer. */
export type FilmRole = "loop" | "default" | "special" | "submitted";

export interface DemoFilm {
  key: string;
  /** File name in ../films. */
  file: string;
  title: string;
  level: Level;
  /** The unit that uploads it. */
  unitKey: string;
  kind: "video" | "image";
  /** Measured length of a video; null for an image, which gets its length from the playlist. */
  durationMs: number | null;
  width: number;
  height: number;
  hasAudio: boolean;
  role: FilmRole;
}

export type Role = "administrator" | "scheduler" | "reviewer" | "operator";

export interface DemoUser {
  key: string;
  username: string;
  displayName: string;
  role: Role;
  unitKey: string;
}

export interface DemoPlaylist {
  key: string;
  name: string;
  unitKey: string;
  /** durationMs is given for images only; a video lasts as long as it lasts. */
  items: { filmKey: string; durationMs: number | null }[];
}

export interface Daypart {
  /** ISO weekdays, 1 = Monday. */
  days: number[];
  from: LocalTime;
  to: LocalTime;
}

export type Share = { kind: "fill"; weight: number } | { kind: "percent"; percent: number } | { kind: "playsPerHour"; plays: number };

/** Which screens an entry is for, as in the contract, with keys for ids. */
export type DemoTarget =
  | { kind: "all" }
  | { kind: "screenKind"; screenKind: ScreenKind }
  | { kind: "unit"; unitKey: string }
  | { kind: "group"; groupKey: string }
  | { kind: "screen"; screenKey: string };

export interface DemoEntry {
  key: string;
  name: string;
  playlistKey: string;
  unitKey: string;
  include: DemoTarget[];
  exclude: DemoTarget[];
  tier: "takeover" | "regular" | "default";
  startDate: LocalDate | null;
  endDate: LocalDate | null;
  dayparts: Daypart[];
  exceptDates: LocalDate[];
  window: null;
  share: Share;
  maxPlaysPerHour: number | null;
  start: "soft" | "hard";
}

export interface CampaignDates {
  startDate: LocalDate;
  endDate: LocalDate;
  /** The 26th: International Day against Drug Abuse in the real campaign. */
  specialDate: LocalDate;
  /** Each unit's plan. */
  plansDue: LocalMoment;
  /** Each unit's summary, of which the play-count report is the core. */
  reportDue: LocalMoment;
}

export interface DemoCampaign extends CampaignDates {
  key: string;
  name: string;
  theme: string;
  unitKey: string;
  playsPerScreenPerDay: number;
  entryKeys: string[];
}
