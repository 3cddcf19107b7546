/** What happens to one player: when it has power, when it has network, what its clock says. All of it known beforehand, by seed. */
import { chanceOf, type Chance } from "./random.ts";
import type { WrongClock } from "./time.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** [from, to) in epoch ms, simulated. */
export interface Stretch {
  from: number;
  to: number;
}
/** down: connections are refused and reset; silent: half-open, nothing arrives any more; slow: 5 s a round trip. */
export type Weather = "good" | "down" | "silent" | "slow";
export interface Spell extends Stretch {
  weather: Weather;
}

export interface Life {
  /** With power; each ends as a bus does, by cutting it. */
  powered: Stretch[];
  /** Bad network; good in between. */
  spells: Spell[];
  clock: WrongClock;
  /** Part of the items that fail. */
  failures: number;
}

/** How the fleet's players fare, as parts of 1. */
export interface Climate {
  /** Players whose network comes and goes. */
  patchy: number;
  /** Of their bad spells, those that are slow instead of gone, and those that are half-open. */
  slow: number;
  silent: number;
  /** Players whose clock starts in 1970, and those whose clock is a day ahead. */
  in1970: number;
  dayAhead: number;
  failures: number;
  /** Local hours without power, [from, to), may cross midnight; null: none. */
  night: { from: number; to: number } | null;
}

export const climate: Climate = { patchy: 0.4, slow: 0.25, silent: 0.25, in1970: 0.1, dayAhead: 0.05, failures: 0.002, night: { from: 22, to: 6 } };

export interface Being {
  /** Names the player within the seed. */
  name: string;
  /** A vehicle makes trips; a wall stays on all day. */
  isVehicle: boolean;
  /** Of its zone, ms east of UTC. */
  zoneOffsetMs: number;
}

/** @param period of the simulation. */
export function lifeOf(seed: string, { name, isVehicle, zoneOffsetMs }: Being, period: Stretch, means: Climate = climate): Life {
  const chance = chanceOf(`${seed} ${name}`);
  const isPatchy = chance.happens(means.patchy);
  const clock = chance.next();
  const trips = isVehicle ? tripsIn(period, chance) : [period];
  return {
    powered: trips.flatMap((trip) => byDay(trip, zoneOffsetMs, means.night)),
    spells: isPatchy ? spellsIn(period, chance, means) : [],
    clock: clock < means.in1970 ? "1970" : clock < means.in1970 + means.dayAhead ? "a day ahead" : "right",
    failures: means.failures,
  };
}

/** Trips of 3 to 40 minutes with the engine off for a while between them. */
function tripsIn({ from, to }: Stretch, chance: Chance): Stretch[] {
  const trips: Stretch[] = [];
  let at = from + Math.round(chance.between(0, 10 * MINUTE_MS));
  while (at < to) {
    const ends = Math.min(to, at + Math.round(chance.spread(3 * MINUTE_MS, 40 * MINUTE_MS)));
    trips.push({ from: at, to: ends });
    at = ends + Math.round(chance.spread(MINUTE_MS, 15 * MINUTE_MS));
  }
  return trips;
}

function spellsIn({ from, to }: Stretch, chance: Chance, { slow, silent }: Climate): Spell[] {
  const spells: Spell[] = [];
  let at = from + Math.round(chance.spread(15 * MINUTE_MS, 40 * MINUTE_MS)); // after the first start, which fetches the manifest
  while (at < to) {
    const ends = at + Math.round(chance.spread(MINUTE_MS / 2, 20 * MINUTE_MS));
    const kind = chance.next();
    spells.push({ from: at, to: Math.min(to, ends), weather: kind < slow ? "slow" : kind < slow + silent ? "silent" : "down" });
    at = ends + Math.round(chance.spread(5 * MINUTE_MS, 40 * MINUTE_MS));
  }
  return spells;
}

/** What of a stretch lies in the day. */
function byDay({ from, to }: Stretch, zoneOffsetMs: number, night: Climate["night"]): Stretch[] {
  if (!night) return [{ from, to }];
  const hour = 60 * MINUTE_MS;
  const nightMs = (((night.to - night.from) * hour + DAY_MS) % DAY_MS) || DAY_MS;
  const days: Stretch[] = [];
  const firstNight = Math.floor((from + zoneOffsetMs) / DAY_MS - 1) * DAY_MS + night.from * hour - zoneOffsetMs;
  for (let nightAt = firstNight; nightAt < to; nightAt += DAY_MS) {
    const day = { from: Math.max(from, nightAt + nightMs), to: Math.min(to, nightAt + DAY_MS) };
    if (day.from < day.to) days.push(day);
  }
  return days;
}

/** The network at an instant. */
export function weatherAt(spells: readonly Spell[], at: number): Weather {
  return spells.find(({ from, to }) => from <= at && at < to)?.weather ?? "good";
}
