/** A whole fleet: from its screens to the comparison of the server's books with what the players counted. */
import type { Screen } from "@yilu/contract";
import { muster, type Crew, type CrewOrders, type Member, type Progress } from "./crew.ts";
import { musterApart } from "./crew-process.ts";
import { climate as usual, type Climate } from "./life.ts";
import { plus, Refused, Staff } from "./staff.ts";
import type { Figures, Sums } from "./tally.ts";

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
  /** Processes that share the players; one: this one has them all. */
  processes?: number;
  say(what: string): void;
  /** Ends the simulation early; what was played is checked all the same. */
  signal?: AbortSignal;
}

/** One screen's two sides. */
export interface Account {
  screen: Screen;
  tally: Figures;
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
const SAY_EVERY_MS = 10_000;

/** @throws Refused when there are too few screens or the server says no. */
export async function simulate(order: Order): Promise<Outcome> {
  const { origin, players: wanted, hours, speed, seed, say, signal } = order;
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
  const members = tokens.map((token, index): Member => {
    const screen = screens[index];
    if (!screen) throw new Error("more tokens than screens");
    return { number: index + 1, token, screen };
  });
  const orders = { origin, period, speed, seed, climate: order.climate ?? usual, download: order.download };
  const startedMs = performance.now();
  const crews = await crewsOf(orders, members, order.processes ?? 1);
  const stop = (): void => crews.forEach((crew) => crew.stop());
  signal?.addEventListener("abort", stop);
  const teller = setInterval(() => {
    const { shown, counted } = total(crews);
    const at = Math.min(period.from + (performance.now() - startedMs) * speed, period.to);
    say(`${new Date(at).toISOString().slice(0, 16)}Z simulated · ${shown} plays, ${counted} in the books · ${Math.round((shown * 1000) / (performance.now() - startedMs))} plays/s`);
  }, SAY_EVERY_MS);
  try {
    await Promise.all(crews.map((crew) => crew.live()));
    clearInterval(teller);
    const playedMs = performance.now() - startedMs;
    say("sending what is left, then comparing the books");
    const figures = (await Promise.all(crews.map((crew) => crew.drain()))).flat();
    const after = await staff.books(period.from, period.to);
    const none: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 };
    const accounts = figures.flatMap((tally, index) => {
      const screen = screens[index];
      return screen ? [accountOf(screen, tally, plus(after.counted.get(screen.id) ?? none, before.counted.get(screen.id) ?? none, -1))] : [];
    });
    return { accounts, missingByServer: after.missing - before.missing, playedMs, plays: figures.reduce((sum, { inLedger }) => sum + inLedger, 0) };
  } finally {
    clearInterval(teller);
    signal?.removeEventListener("abort", stop);
    crews.forEach((crew) => crew.close());
  }
}

/** The members in equal parts, in order. */
async function crewsOf(orders: Omit<CrewOrders, "members">, members: Member[], processes: number): Promise<Crew[]> {
  if (processes <= 1) return [await muster({ ...orders, members })];
  const size = Math.ceil(members.length / processes);
  return Array.from({ length: Math.ceil(members.length / size) }, (_, part) => musterApart({ ...orders, members: members.slice(part * size, (part + 1) * size) }));
}

function total(crews: readonly Crew[]): Progress {
  const all = crews.map((crew) => crew.progress());
  return { shown: all.reduce((sum, { shown }) => sum + shown, 0), counted: all.reduce((sum, { counted }) => sum + counted, 0) };
}

async function screensFor({ players, unit, say }: Order, staff: Staff): Promise<Screen[]> {
  const free = (await staff.unpaired()).slice(0, players);
  const lacking = players - free.length;
  if (lacking > 0 && unit === null) throw new Refused("tooFewScreens", `${free.length} of ${players} screens without a player; --unit <name> makes the others`);
  if (lacking > 0) say(`making ${lacking} screens`);
  return unit !== null && lacking > 0 ? [...free, ...(await staff.makeScreens(unit, lacking, Date.now().toString(36)))] : free;
}

function accountOf(screen: Screen, tally: Figures, reported: Sums): Account {
  const inReport = reported.completed + reported.interrupted + reported.failed;
  const { sums } = tally;
  const isSame = sums.completed === reported.completed && sums.interrupted === reported.interrupted && sums.failed === reported.failed && sums.airtimeMs === reported.airtimeMs;
  return {
    screen,
    tally,
    reported,
    missing: Math.max(0, tally.inLedger - inReport),
    doubled: Math.max(0, inReport - tally.inLedger),
    differs: !isSame || tally.waiting > 0 || tally.keptApart > 0,
  };
}
