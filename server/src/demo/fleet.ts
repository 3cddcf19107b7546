/** The demo's other screens: a simulator in a process of its own plays them. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { DemoNews, DemoOrders } from "../../../player/simulate/demo-orders.ts";
import type { DemoPlayers } from "../database/demo-mark.ts";
import type { RunningServer } from "../server.ts";
import { isQuiet } from "./alarms.ts";
import { rootCaller } from "./seed.ts";

/** A month's plays would take minutes to enter. */
const PAST_DAYS = 6;
const DAY_MS = 86_400_000;

/**
 * Gives every screen without a player one, but for the visitor's own and a coach that a visitor may pair. The last bus
 * has its player and is never switched on, and a few others have been silent for a while.
 */
export async function enrolDemoPlayers(server: RunningServer, visitorScreenId: string): Promise<DemoPlayers> {
  const caller = await rootCaller(server);
  const { rows } = await server.screens.page(caller, { page: 1, pageSize: 200, state: "unpaired" });
  const free = rows.filter(({ id }) => id !== visitorScreenId);
  const toPair = free.findLast(({ kind }) => kind === "coach")?.id;
  const neverOn = free.findLast(({ kind }) => kind === "bus")?.id;
  const players: DemoPlayers = { visitorScreenId, screens: [], isPastDue: true };
  for (const { id, name, kind, timeZone } of free) {
    if (id === toPair) continue;
    const token = await server.pairing.enrol(caller, id);
    if (id !== neverOn && !isQuiet(name)) players.screens.push({ screenId: id, token, kind, timeZone });
  }
  return players;
}

export interface DemoFleet {
  /** Ends the simulator. */
  stop(): Promise<void>;
}

/**
 * Starts the simulator.
 *
 * @param home folder of the checkout.
 * @param firstDay of the campaign, "2026-06-01": nothing is filled in before it.
 * @param filled told when the past is filled in, with how many plays and from which day on.
 */
export function startDemoFleet(origin: string, home: string, { screens, isPastDue }: DemoPlayers, firstDay: string, now: number, filled: (plays: number, from: string) => void): DemoFleet {
  const earliest = new Date(now - PAST_DAYS * DAY_MS).toISOString().slice(0, 10);
  const pastFrom = earliest > firstDay ? earliest : firstDay;
  const orders: DemoOrders = { origin, screens, pastFrom: isPastDue ? pastFrom : null };
  const child = fork(join(home, "player", "simulate", "demo.ts"), [], { cwd: home, execArgv: ["--import", "tsx"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  child.on("message", (news) => filled((news as DemoNews).pastPlays, pastFrom)); // sent by the simulator of the same checkout
  child.on("error", () => undefined);
  child.send(orders);
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL"); // it has nothing to keep
      await ended;
    },
  };
}
