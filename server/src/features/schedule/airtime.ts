import type { DraftCheck } from "@yilu/contract";
import { capacity, type Capacity, type Schedule, type ScheduleEntry } from "@yilu/contract/schedule";
import { Refusal } from "../../http/refusal.ts";
import type { Compiled, CompiledScreen, SharedManifest } from "./compile.ts";

const dayMs = 86_400_000;
/** How far ahead a reservation must fit, when its entry has no end and nobody begins later. */
const horizonDays = 366;
const epsilon = 1e-9;

type OverCommitment = NonNullable<DraftCheck["overCommitment"]>;

/** Screens with the same zone and the same rivals: what holds for one holds for all. */
interface Alike {
  manifest: SharedManifest;
  rivals: ScheduleEntry[];
  screens: CompiledScreen[];
}

export interface Fit {
  /** What fits everywhere; null for an entry that is never active. */
  largestShare: number | null;
  /** Where it does not fit, the tightest place. */
  overCommitment: OverCommitment | null;
  /** Zone of that place, to tell its stretch in; else null. */
  timeZone: string | null;
}

/** The part of the airtime that an entry reserves at an instant (P2), 0 for one that fills. Of the items that may play then. */
export function reservedShare(entry: ScheduleEntry, schedule: Schedule, at: number): number {
  if (entry.share.kind === "percent") return entry.share.percent / 100;
  if (entry.share.kind === "fill") return 0;
  const invalid = new Set((schedule.media ?? []).filter(({ validFrom, validUntil }) => at < (validFrom ?? at) || at >= (validUntil ?? Infinity)).map((one) => one.id));
  const items = itemsOf(entry, schedule).filter((item) => item.durationMs > 0 && !invalid.has(item.mediaId));
  const total = items.reduce((sum, item) => sum + item.durationMs, 0);
  return items.length === 0 ? 0 : (entry.share.plays * total) / items.length / 3_600_000;
}

function itemsOf({ playlistId }: ScheduleEntry, { playlists }: Schedule): Schedule["playlists"][number]["items"] {
  return playlists.find((playlist) => playlist.id === playlistId)?.items ?? [];
}

/** Instants at which media of an entry's playlist become valid or invalid. */
function validityEdges(entry: ScheduleEntry, schedule: Schedule): number[] {
  const ids = new Set(itemsOf(entry, schedule).map((item) => item.mediaId));
  return (schedule.media ?? []).filter((media) => ids.has(media.id)).flatMap(({ validFrom, validUntil }) => [validFrom ?? [], validUntil ?? []].flat());
}

/** Midnight UTC of a local date; anywhere on earth that date begins within a day of it. */
const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** When an entry's life can begin and end, in any zone; -Infinity and Infinity where it is not bounded. */
export function lifeOf({ startDate, endDate, window }: ScheduleEntry): { from: number; to: number } {
  const begins = startDate === null ? -Infinity : midnight(startDate) - dayMs;
  // The last day lasts until noon UTC of the next one at most, a daypart that crosses midnight a day longer.
  const ends = endDate === null ? Infinity : midnight(endDate) + 3 * dayMs;
  return { from: Math.max(begins, window?.startsAt ?? -Infinity), to: Math.min(ends, window?.endsAt ?? Infinity) };
}

/** What is left of an entry's life, at most a year and a day of it. */
export function stretchOf(entry: ScheduleEntry, now: number): { from: number; to: number } {
  const life = lifeOf(entry);
  const from = Math.max(now, life.from);
  return { from, to: Math.min(from + horizonDays * dayMs, life.to) };
}

/**
 * Where an entry must fit: a year and a day, and on until a week after the last rival's dates have begun or an exception
 * has passed. From there on every week is like the one before, so that what fits then fits for ever.
 */
function horizonOf(entry: ScheduleEntry, schedule: Schedule, rivals: readonly ScheduleEntry[], now: number): { from: number; to: number } {
  const { from, to } = stretchOf(entry, now);
  const turns = [entry, ...rivals].flatMap((one) => [
    one.startDate === null ? [] : midnight(one.startDate),
    one.exceptDates.map(midnight),
    one.window?.startsAt ?? [],
    validityEdges(one, schedule),
  ]).flat(2);
  return { from, to: Math.min(lifeOf(entry).to, Math.max(to, ...turns.map((turn) => turn + 10 * dayMs))) };
}

function alikeFor(entry: ScheduleEntry, screens: Iterable<CompiledScreen>): Alike[] {
  const groups = new Map<string, Alike>();
  const known = new Map<SharedManifest, Alike>();
  for (const screen of screens) {
    const { manifest } = screen;
    let group = known.get(manifest);
    if (group === undefined) {
      const rivals = manifest.entries.filter((other) => other.tier === entry.tier && other.share.kind !== "fill" && other.id !== entry.id);
      const key = `${manifest.timeZone} ${rivals.map((rival) => rival.id).join(" ")}`;
      group = groups.get(key) ?? { manifest, rivals, screens: [] };
      groups.set(key, group);
      known.set(manifest, group);
    }
    group.screens.push(screen);
  }
  return [...groups.values()];
}

interface Tight {
  room: Capacity;
  wantedShare: number;
}

/** Where an entry lacks most, or has least to spare, on screens that are alike, and what fits everywhere; null: never active. */
function tightestFor(entry: ScheduleEntry, { manifest, rivals }: Alike, now: number): (Tight & { largestShare: number }) | null {
  const { from, to } = horizonOf(entry, manifest, rivals, now);
  // How much plays per hour come to changes with the items that are valid.
  const cuts = entry.share.kind === "playsPerHour" ? validityEdges(entry, manifest).filter((at) => from < at && at < to) : [];
  const edges = [from, ...[...new Set(cuts)].sort((a, b) => a - b), to];
  const found = edges.slice(1).flatMap((end, index): Tight[] => {
    const start = edges[index] ?? end;
    const room = capacity(manifest, entry, start, end);
    return room === null ? [] : [{ room, wantedShare: reservedShare(entry, manifest, start) }];
  });
  const spare = ({ room, wantedShare }: Tight) => room.largestShare - wantedShare;
  const [tightest] = found.toSorted((a, b) => spare(a) - spare(b));
  return tightest === undefined ? null : { ...tightest, largestShare: Math.min(...found.map(({ room }) => room.largestShare)) };
}

/**
 * Rule P3: whether an entry's reservation fits on every screen at every moment from now on.
 * @param screens the targeted ones, whose manifests hold the playlist of the entry
 */
export function fit(entry: ScheduleEntry, screens: Iterable<CompiledScreen>, names: Compiled["entries"], now: number): Fit {
  let largestShare: number | null = null;
  let tightest: (Tight & { alike: Alike }) | null = null;
  let screenCount = 0;
  for (const alike of alikeFor(entry, screens)) {
    const found = tightestFor(entry, alike, now);
    if (found === null) continue;
    largestShare = Math.min(largestShare ?? 1, found.largestShare);
    if (found.wantedShare <= found.room.largestShare + epsilon) continue;
    screenCount += alike.screens.length;
    if (tightest === null || found.room.largestShare < tightest.room.largestShare) tightest = { alike, ...found };
  }
  if (tightest === null) return { largestShare, overCommitment: null, timeZone: null };
  const { alike, room, wantedShare } = tightest;
  const overCommitment: OverCommitment = {
    ...room,
    wantedShare,
    rivals: room.rivals.map((id) => ({ id, name: names.get(id)?.name ?? "" })),
    screens: alike.screens.slice(0, 5).map(({ id, name }) => ({ id, name })),
    screenCount,
  };
  return { largestShare, overCommitment, timeZone: alike.manifest.timeZone };
}

/** The refusal of P3: names the screens, the stretch, the rivals, and the largest share that fits. */
export function overCommitted({ largestShare, from, to, rivals, screens, screenCount }: OverCommitment, timeZone: string | null): Refusal {
  // To a tenth of a percent, downwards: what is named fits. 1 − 0.9 is a hair below 0.1.
  const percent = Math.floor(largestShare * 1000 + epsilon * 1000) / 10;
  const format = new Intl.DateTimeFormat("zh-CN", { timeZone: timeZone ?? "UTC", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const stretch = `${format.format(from)}–${format.format(to)}`;
  const places = screens.map((screen) => screen.name).join("、");
  const rest = screenCount > screens.length ? { zh: `另 ${screenCount - screens.length} 块`, en: ` and ${screenCount - screens.length} more` } : { zh: "", en: "" };
  const holders = rivals.map((rival) => rival.name).join("、");
  const taken = rivals.length === 0 ? { zh: "单它一条就超过了全部播放时间", en: "it asks for more than all the airtime by itself" } : { zh: `${stretch} 已被“${holders}”占用`, en: `${stretch} is taken by ${holders}` };
  return new Refusal("shareOverCommitted", {
    detail: {
      zh: `最多还能占 ${percent} %。${taken.zh}，屏幕：${places}${rest.zh}`,
      en: `At most ${percent} % is left. ${taken.en}, on ${places}${rest.en}`,
    },
  });
}
