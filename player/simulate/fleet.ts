/** A whole fleet: from its screens to the comparison of the server's books with what the players counted. */
import type { Screen } from "@yilu/contract";
import { openBrowser } from "./browser.ts";
import { climate as usual, lifeOf, type Climate, type Life } from "./life.ts";
import { Line } from "./line.ts";
import { Player } from "./player.ts";
import { plus, Refused, Staff } from "./staff.ts";
import type { Sums, Tally } from "./tally.ts";
import { Journey, Wall, zoneOffsetMs } from "./time.ts";

export interface Order {
  origin: string;
  username: string;
  password: string;
  players: number;
  hours: number;
  /** How many simulated seconds pass in a second. */
  speed: number;
  seed: string;
  /** Id or name of the unit that gets new screens when too few are without a player; null: none is made. */
  unit: string | null;
  /** Fetches and checks the films, too. */
  download: boolean;
  climate?: Climate;
  say(what: string): void;
  /** Ends the simulation early; what was played is checked all the same. */
  signal?: AbortSignal;
}

/** One screen's two sides. */
export interface Account {
  screen: Screen;
  life: Life;
  tally: Tally;
  /** What the report counts of this simulation. */
  reported: Sums;
  missing: number;
  doubled: number;
  /** Same number, other outcomes or airtime. */
  differs: boolean;
}

export interface Outcome {
  accounts: Account[];
  /** By the server's own reckoning of its ledgers. */
  missingByServer: number;
  /** Real time that the playing took, without pairing and checking. */
  playedMs: number;
  plays: number;
}

const HOUR_MS = 3_600_000;
const DRAIN_MS = 120_000;
const DRAINED_AT_ONCE = 40;
const SAY_EVERY_MS = 10_000;

/** @throws Refused when there are too few screens or the server says no. */
export async function simulate(order: Order): Promise<Outcome> {
  const { origin, players: wanted, hours, speed, seed, say, signal } = order;
  openBrowser(origin);
  const staff = await Staff.signIn(origin, order.username, order.password, say);
  const screens = await screensFor(order, staff);
  const tokens: string[] = [];
  for (const [index, screen] of screens.entries()) {
    if (signal?.aborted) break;
    tokens.push(await staff.pair(screen, index + 1));
    if (tokens.length % 100 === 0) say(`paired ${tokens.length} of ${wanted}`);
  }

  // The period ends now: no play may lie in the server's future.
  const now = Date.now();
  const period = { from: Math.round(now + (hours * HOUR_MS) / speed - hours * HOUR_MS), to: Math.round(now + (hours * HOUR_MS) / speed) };
  const before = await staff.books(period.from, period.to);
  const wall = new Wall(period.from, speed);
  const startedMs = performance.now();
  const fleet = await Promise.all(
    tokens.map(async (token, index) => {
      const screen = screens[index];
      if (!screen) throw new Error("more tokens than screens");
      const being = { name: String(index + 1), isVehicle: screen.kind !== "led", zoneOffsetMs: zoneOffsetMs(screen.timeZone, period.from) };
      const life = lifeOf(seed, being, period, order.climate ?? usual);
      const line = life.spells.length > 0 ? await Line.open(origin) : Line.straight(origin);
      const player = new Player({ token, seed: `${seed} ${being.name}`, life, isLowOnStorage: false, download: order.download }, new Journey(wall, period.from), line);
      return { screen, life, player };
    }),
  );
  const stop = (): void => fleet.forEach(({ player }) => player.stop());
  signal?.addEventListener("abort", stop);
  const total = (of: (tally: Tally) => number): number => fleet.reduce((sum, { player }) => sum + of(player.tally), 0);
  const teller = setInterval(() => {
    const plays = total(({ shown }) => shown);
    say(`${new Date(Math.min(wall.now(), period.to)).toISOString().slice(0, 16)}Z simulated · ${plays} plays, ${total(({ counted }) => counted)} in the books · ${Math.round((plays * 1000) / (performance.now() - startedMs))} plays/s`);
  }, SAY_EVERY_MS);
  try {
    await Promise.all(fleet.map(({ player }) => player.live()));
  } finally {
    clearInterval(teller);
    signal?.removeEventListener("abort", stop);
  }
  const playedMs = performance.now() - startedMs;
  say("sending what is left, then comparing the books");
  const queue = [...fleet];
  await Promise.all(
    Array.from({ length: DRAINED_AT_ONCE }, async () => {
      for (let next = queue.pop(); next; next = queue.pop()) await next.player.drain(DRAIN_MS);
    }),
  );
  const after = await staff.books(period.from, period.to);
  for (const { player } of fleet) player.close();
  const none: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 };
  const accounts = fleet.map(({ screen, life, player: { tally } }) =>
    accountOf(screen, life, tally, plus(after.counted.get(screen.id) ?? none, before.counted.get(screen.id) ?? none, -1)),
  );
  return { accounts, missingByServer: after.missing - before.missing, playedMs, plays: total(({ inLedger }) => inLedger) };
}

async function screensFor({ players, unit, say }: Order, staff: Staff): Promise<Screen[]> {
  const free = (await staff.unpaired()).slice(0, players);
  const lacking = players - free.length;
  if (lacking > 0 && unit === null) throw new Refused("tooFewScreens", `${free.length} of ${players} screens without a player; --unit <name> makes the others`);
  if (lacking > 0) say(`making ${lacking} screens`);
  return unit !== null && lacking > 0 ? [...free, ...(await staff.makeScreens(unit, lacking, Date.now().toString(36)))] : free;
}

function accountOf(screen: Screen, life: Life, tally: Tally, reported: Sums): Account {
  const inReport = reported.completed + reported.interrupted + reported.failed;
  const { sums } = tally;
  const isSame = sums.completed === reported.completed && sums.interrupted === reported.interrupted && sums.failed === reported.failed && sums.airtimeMs === reported.airtimeMs;
  return {
    screen,
    life,
    tally,
    reported,
    missing: Math.max(0, tally.inLedger - inReport),
    doubled: Math.max(0, inReport - tally.inLedger),
    differs: !isSame || tally.waiting > 0 || tally.keptApart > 0,
  };
}
