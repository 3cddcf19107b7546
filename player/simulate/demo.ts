/** The demo's simulator, as its child process: plays the other screens as time goes by, for as long as the demo lives. */
import { openBrowser } from "./browser.ts";
import type { DemoNews, DemoOrders, DemoScreen } from "./demo-orders.ts";
import type { Life, Spell, Stretch } from "./life.ts";
import { Line } from "./line.ts";
import { sendPast } from "./past.ts";
import { Player } from "./player.ts";
import { chanceOf, type Chance } from "./random.ts";
import { Journey, Wall } from "./time.ts";

const MINUTE_MS = 60_000;
/** No demo runs longer. */
const HORIZON_MS = 60 * 24 * 60 * MINUTE_MS;
const SENDING_AT_ONCE = 4;

/** on: all the time; trips: the ignition is turned now and then; parked: off for minutes; patchy: its network goes for minutes. */
type Manner = "on" | "trips" | "parked" | "patchy";

/** Most screens are on line, a few go and come back. By number, so that a visitor meets the same every time. */
function mannerOf({ kind }: DemoScreen, index: number): Manner {
  if (index % 11 === 4) return "patchy";
  if (kind !== "led" && index % 13 === 7) return "parked";
  return kind === "led" ? "on" : "trips";
}

/** @param startsDark a parked bus that is off when the demo begins, so that there is one. */
function lifeOf(manner: Manner, startsDark: boolean, from: number, chance: Chance): Life {
  const to = from + HORIZON_MS;
  const on = { trips: [10, 40], parked: [6, 20], on: [0, 0], patchy: [0, 0] }[manner];
  const off = manner === "parked" ? [4, 12] : [0.2, 0.6];
  const minutes = ([least, most]: number[]): number => Math.round(chance.between(least ?? 0, most ?? 0) * MINUTE_MS);
  const powered: Stretch[] = [];
  const spells: Spell[] = [];
  if (manner === "on" || manner === "patchy") powered.push({ from, to });
  else for (let at = from + (startsDark ? minutes(off) : 0); at < to; at += minutes(off)) powered.push({ from: at, to: (at += minutes(on)) });
  if (manner === "patchy") for (let at = from + minutes([0.2, 1.5]); at < to; at += minutes([5, 12])) spells.push({ from: at, to: (at += minutes([2, 6])), weather: "down" });
  return { powered, spells, clock: "right", failures: 0.002 };
}

async function play(origin: string, screen: DemoScreen, index: number, wall: Wall): Promise<void> {
  const chance = chanceOf(`demo ${index}`);
  const now = Date.now();
  const manner = mannerOf(screen, index);
  const life = lifeOf(manner, manner === "parked" && index < 13, now, chance);
  const line = life.spells.length > 0 ? await Line.open(origin) : Line.straight(origin);
  const character = { token: screen.token, seed: `demo ${index}`, life, isLowOnStorage: index === 2, download: false };
  await new Player(character, new Journey(wall, now), line).live();
}

async function obey({ origin, screens, pastFrom }: DemoOrders): Promise<void> {
  openBrowser(origin);
  const wall = new Wall(Date.now(), 1);
  const queue = [...screens.entries()];
  let pastPlays = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, screen] = next;
      const plays = pastFrom === null ? 0 : await sendPast(origin, screen, pastFrom, Date.now()).catch(() => 0);
      pastPlays += plays;
      void play(origin, screen, index, wall);
    }
  };
  await Promise.all(Array.from({ length: SENDING_AT_ONCE }, work));
  if (pastFrom !== null) process.send?.({ pastPlays } satisfies DemoNews);
}

// Ctrl+C reaches both processes; this one ends with the other.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
process.on("disconnect", () => process.exit(0));
if (!process.connected) process.exit(0);
process.once("message", (orders) => void obey(orders as DemoOrders)); // sent by the demo of the same checkout
