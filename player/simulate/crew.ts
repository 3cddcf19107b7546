/** Some of a fleet's players in one process. */
import type { Screen } from "@yilu/contract";
import { openBrowser } from "./browser.ts";
import { lifeOf, type Climate, type Stretch } from "./life.ts";
import { Line } from "./line.ts";
import { Player } from "./player.ts";
import type { Figures } from "./tally.ts";
import { Journey, Wall, zoneOffsetMs } from "./time.ts";

export interface Member {
  /** Within the fleet: names its life. */
  number: number;
  token: string;
  screen: Pick<Screen, "kind" | "timeZone">;
}

export interface CrewOrders {
  origin: string;
  /** Epoch ms, simulated. */
  period: Stretch;
  speed: number;
  seed: string;
  climate: Climate;
  /** Fetches and checks the films, too. */
  download: boolean;
  members: Member[];
}

/** Of all its players so far: plays whose first frame was on the screen, and those that the server acknowledged. */
export interface Progress {
  shown: number;
  counted: number;
}

export interface Crew {
  /** Settles when the last of its players has lived, or was stopped. */
  live(): Promise<void>;
  progress(): Progress;
  /** Ends the living early. */
  stop(): void;
  /** Sends what is left. @returns what each player counted, in the order of the members */
  drain(): Promise<Figures[]>;
  close(): void;
}

const DRAIN_MS = 120_000;
const DRAINED_AT_ONCE = 40;

/** @throws when a line cannot be opened */
export async function muster({ origin, period, speed, seed, climate, download, members }: CrewOrders): Promise<Crew> {
  openBrowser(origin);
  const wall = new Wall(period.from, speed);
  const players = await Promise.all(
    members.map(async ({ number, token, screen: { kind, timeZone } }) => {
      const name = String(number);
      const life = lifeOf(seed, { name, isVehicle: kind !== "led", zoneOffsetMs: zoneOffsetMs(timeZone, period.from) }, period, climate);
      const line = life.spells.length > 0 ? await Line.open(origin) : Line.straight(origin);
      return new Player({ token, seed: `${seed} ${name}`, life, isLowOnStorage: false, download }, new Journey(wall, period.from), line);
    }),
  );
  return {
    live: async () => void (await Promise.all(players.map((player) => player.live()))),
    progress: () => players.reduce(({ shown, counted }, { tally }) => ({ shown: shown + tally.shown, counted: counted + tally.counted }), { shown: 0, counted: 0 }),
    stop: () => players.forEach((player) => player.stop()),
    drain: async () => {
      const queue = [...players];
      const work = async (): Promise<void> => {
        for (let next = queue.pop(); next; next = queue.pop()) await next.drain(DRAIN_MS);
      };
      await Promise.all(Array.from({ length: DRAINED_AT_ONCE }, work));
      return players.map(({ tally }) => tally.figures());
    },
    close: () => players.forEach((player) => player.close()),
  };
}
