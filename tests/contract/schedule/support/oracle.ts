/**
 * What T1–T4, P1–P3, P5 and E5 say, worked out the slow way for one instant. Shares no code with the engine: zones are
 * converted by temporal-polyfill, shares are found by trying who must take part.
 */
import type { Playable, Schedule, ScheduleEntry } from "@yilu/contract/schedule";
import { Temporal } from "temporal-polyfill";

function minutes(time: string): number {
  const [hour, minute] = time.split(":").map(Number);
  return (hour ?? NaN) * 60 + (minute ?? NaN);
}

function isActive(entry: ScheduleEntry, timeZone: string, at: number): boolean {
  if (entry.window && (at < entry.window.startsAt || at >= entry.window.endsAt)) return false;
  const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const minute = clock.hour * 60 + clock.minute;
  const starts = (day: Temporal.PlainDate) =>
    !entry.exceptDates.includes(day.toString()) &&
    (entry.startDate === null || Temporal.PlainDate.compare(entry.startDate, day) <= 0) &&
    (entry.endDate === null || Temporal.PlainDate.compare(entry.endDate, day) >= 0);
  const today = clock.toPlainDate();
  const yesterday = today.subtract({ days: 1 });
  if (entry.dayparts.length === 0) return starts(today);
  return entry.dayparts.some(({ days, from, to }) => {
    const [opens, closes] = [minutes(from), minutes(to)];
    if (opens < closes) return days.includes(today.dayOfWeek) && starts(today) && opens <= minute && minute < closes;
    return (days.includes(today.dayOfWeek) && starts(today) && minute >= opens) || (days.includes(yesterday.dayOfWeek) && starts(yesterday) && minute < closes);
  });
}

/** Lengths of the items that can play at an instant, in ms. */
function lengths(schedule: Schedule, entry: ScheduleEntry, at: number, playable: Playable | undefined): number[] {
  const items = schedule.playlists.find(({ id }) => id === entry.playlistId)?.items ?? [];
  return items
    .filter(({ mediaId, durationMs }) => {
      const media = schedule.media?.find(({ id }) => id === mediaId);
      const isValid = !media || ((media.validFrom === null || at >= media.validFrom) && (media.validUntil === null || at < media.validUntil));
      return durationMs > 0 && isValid && (schedule.order === "synced" || !playable || playable(mediaId));
    })
    .map(({ durationMs }) => durationMs);
}

interface Asking {
  entry: ScheduleEntry;
  items: number[];
}

function total(shares: Map<string, number>): number {
  return [...shares.values()].reduce((sum, share) => sum + share, 0);
}

/** Gives `airtime` to those of `takers` that are below their ceiling, in proportion, until it or they are used up. */
function spread(shares: Map<string, number>, takers: Map<string, number>, airtime: number, ceilings: Map<string, number>): void {
  let open = [...takers.keys()];
  for (let left = airtime; left > 1e-12 && open.length > 0; ) {
    const weight = open.reduce((sum, id) => sum + (takers.get(id) ?? 0), 0);
    const given = left;
    for (const id of open) {
      const before = shares.get(id) ?? 0;
      const after = Math.min(before + (given * (takers.get(id) ?? 0)) / weight, Math.max(before, ceilings.get(id) ?? Infinity));
      shares.set(id, after);
      left -= after - before;
    }
    open = open.filter((id) => (shares.get(id) ?? 0) < (ceilings.get(id) ?? Infinity) - 1e-12);
  }
}

function ask({ entry, items }: Asking): number {
  if (entry.share.kind === "fill") return 0;
  if (entry.share.kind === "percent") return entry.share.percent / 100;
  return (entry.share.plays * items.reduce((sum, ms) => sum + ms, 0)) / items.length / 3_600_000;
}

function weights(of: Asking[]): Map<string, number> {
  return new Map(of.map(({ entry }) => [entry.id, entry.share.kind === "fill" ? entry.share.weight : 1]));
}

function divide(tier: Asking[], defaults: Asking[]): Map<string, number> {
  const fills = tier.filter(({ entry }) => entry.share.kind === "fill");
  const before = new Map<string, number>();
  for (const one of tier) if (ask(one) > 0) before.set(one.entry.id, ask(one));
  const reserved = total(before);
  const lacks = reserved < 1 - 1e-9;
  const joining = lacks ? (fills.length > 0 ? fills : defaults) : [];
  if (joining.length > 0) spread(before, weights(joining), 1 - reserved, new Map());
  else for (const [id, share] of before) before.set(id, share / reserved);
  // Those that wait for what ceilings leave over, in the order they are asked.
  const waiting = [fills, defaults].filter((group) => group.length > 0 && group.every(({ entry }) => !before.has(entry.id)));
  for (let called = 0; ; called++) {
    const heirs = waiting.slice(0, called);
    const present = [...tier, ...defaults].filter(({ entry }) => before.has(entry.id) || heirs.flat().some((heir) => heir.entry === entry));
    const longest = Math.max(...present.flatMap(({ items }) => items));
    const ceilings = new Map(
      present.flatMap(({ entry, items }) => (entry.maxPlaysPerHour === null ? [] : [[entry.id, (entry.maxPlaysPerHour * Math.min(...items)) / (3_600_000 + longest)] as const])),
    );
    const shares = new Map([...before].map(([id, share]) => [id, Math.min(share, ceilings.get(id) ?? Infinity)]));
    // In proportion to what they had: to the planned share of everyone, which is what repeated proportional rounds come to.
    spread(shares, before, 1 - total(shares), ceilings);
    for (const heir of heirs) spread(shares, weights(heir), 1 - total(shares), ceilings);
    if (total(shares) < 1 - 1e-9 && called < waiting.length) continue;
    const whole = total(shares);
    return new Map([...shares].map(([id, share]) => [id, share / whole]));
  }
}

/** The winners at an instant and their shares, by entry id. */
export function winners(schedule: Schedule, at: number, playable?: Playable): Map<string, number> {
  const asking = schedule.entries
    .filter((entry) => isActive(entry, schedule.timeZone, at))
    .map((entry) => ({ entry, items: lengths(schedule, entry, at, playable) }))
    .filter(({ entry, items }) => items.length > 0 && entry.maxPlaysPerHour !== 0 && !Object.values(entry.share).includes(0));
  for (const tier of ["emergency", "takeover", "regular", "default"]) {
    const own = asking.filter(({ entry }) => entry.tier === tier);
    if (own.length > 0) return divide(own, tier === "default" ? [] : asking.filter(({ entry }) => entry.tier === "default"));
  }
  return new Map();
}

/** The local date an instant falls on. */
export function localDate(timeZone: string, at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The zone's changes of offset within a year, as instants. */
export function transitions(timeZone: string, year: number): number[] {
  const found: number[] = [];
  let clock: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from({ timeZone, year, month: 1, day: 1 });
  while ((clock = clock.getTimeZoneTransition("next")) && clock.year === year) found.push(clock.epochMilliseconds);
  return found;
}
