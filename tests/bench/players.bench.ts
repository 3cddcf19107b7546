/** What connected players cost: a push to all of them, their memory, and all of them coming back after a kill. */
import { Child, sharedNow } from "./child.ts";
import { seedFleet, type Fleet } from "./fleet.ts";
import type { Host } from "./host.ts";
import type { Players } from "./players.ts";
import { median, quantile, type Figure } from "./table.ts";

const rounds = 10;
/** As a hint goes over the wire. */
const hint = `42/player,["manifest:changed",{"revision":"${"a".repeat(64)}"}]`;
const kib = 1024;

/** The 99th and 50th of a hundred arrivals of each push, the median of all pushes: one that the machine disturbed does not count. */
interface Spread {
  p99: number;
  p50: number;
}

function spreadOf(pushed: readonly (readonly number[])[]): Spread {
  return { p99: median(pushed.map((times) => quantile(times, 0.99))), p50: median(pushed.map((times) => quantile(times, 0.5))) };
}

interface Pushed {
  /** From the first byte that leaves to each arrival. */
  push: Spread;
  /** From the wish for an emergency to each arrival. */
  whole: Spread;
  /** The same bytes to as many raw sockets, from the first byte to each arrival. */
  raw: Spread;
}

/** Ours and the raw sockets by turns, so that whatever else the machine does falls on both. */
async function pushes(host: Child<Host>, players: Child<Players>, count: number, fleet: Fleet, playlistId: string): Promise<Pushed> {
  const [push, whole, raw]: [number[][], number[][], number[][]] = [[], [], []];
  let id: string | null = null;
  for (let round = 0; round < 2 * rounds + 2; round += 1) {
    await players.ask("expect", { count });
    const started: { id: string; askedAt: number } = await host.ask("emergency", { rootId: fleet.rootId, playlistId, id });
    id = id === null ? started.id : null;
    const arrived = await players.ask("arrived", null);
    const leftAt = await host.ask("hinted", null);
    await host.ask("idle", null);
    await players.ask("expect", { count });
    const { startedAt } = await host.ask("broadcast", { text: hint });
    const rawArrived = await players.ask("arrived", null);
    if (round < 2) continue; // the first of each kind warms up
    push.push(arrived.map((at) => at - leftAt));
    whole.push(arrived.map((at) => at - started.askedAt));
    raw.push(rawArrived.map((at) => at - startedAt));
  }
  return { push: spreadOf(push), whole: spreadOf(whole), raw: spreadOf(raw) };
}

async function pushing(count: number): Promise<Figure[]> {
  const fleet = await seedFleet(count, Date.now());
  const host = new Child<Host>("./host.ts");
  const players = new Child<Players>("./players.ts");
  try {
    const { origin } = await host.ask("start", { folder: fleet.folder, port: 0 });
    const { id: playlistId } = await fleet.client.playlist.findFirstOrThrow();
    await players.ask("connect", { origin, tokens: fleet.tokens });
    const { port } = await host.ask("startRaw", null);
    await players.ask("connectRaw", { port, count });
    const ours = await pushes(host, players, count, fleet, playlistId);
    const { failures } = await host.ask("counts", null);
    if (failures.length > 0) throw new Error(failures[0]);

    const { push, whole, raw } = ours;
    return [
      { what: `push to ${count} players, p99`, value: push.p99, unit: "ms", bar: Math.min(250, Math.round(2 * raw.p99 * 10) / 10), naive: { what: "raw ws broadcast of the same bytes (bar: twice that, < 250 ms)", value: raw.p99 } },
      { what: "  p50", value: push.p50, unit: "ms", bar: null, naive: { what: "raw ws broadcast", value: raw.p50 } },
      { what: `emergency asked for → arrived at ${count} players, p99`, value: whole.p99, unit: "ms", bar: 1000, naive: null },
    ];
  } finally {
    await players.end();
    await host.end();
    await fleet.close();
  }
}

async function comingBack(count: number): Promise<Figure[]> {
  const fleet = await seedFleet(count, Date.now());
  let host = new Child<Host>("./host.ts");
  const players = new Child<Players>("./players.ts");
  try {
    const { origin } = await host.ask("start", { folder: fleet.folder, port: 0 });
    // Some come and go first, so that what is loaded once, and the heap's nursery, are not counted for a player.
    await players.ask("connect", { origin, tokens: fleet.tokens.slice(0, 500) });
    await players.ask("disconnect", null);
    const empty = await host.ask("memory", null);
    await players.ask("connect", { origin, tokens: fleet.tokens });
    const full = await host.ask("memory", null);
    const { port } = await host.ask("startRaw", null);
    await players.ask("connectRaw", { port, count });
    const beside = await host.ask("memory", null);
    const each = (of: (usage: NodeJS.MemoryUsage) => number, from = empty, to = full) => (of(to) - of(from)) / count / kib;
    const objects = (usage: NodeJS.MemoryUsage) => usage.heapUsed + usage.external;
    const memory: Figure[] = [
      { what: "server memory per connected player, objects", value: each(objects), unit: "KiB", bar: 40, naive: { what: "a raw ws socket", value: each(objects, full, beside) } },
      { what: "server memory per connected player, whole process", value: each((usage) => usage.rss), unit: "KiB", bar: 40, naive: null },
    ];
    await players.ask("expectBack", { count });
    const killedAt = sharedNow();
    await host.end();
    host = new Child<Host>("./host.ts");
    const { readyAt } = await host.ask("start", { folder: fleet.folder, port: Number(new URL(origin).port) });
    const back = await players.ask("back", null);
    const { manifests, unchanged, media, busiestSecond, failures } = await host.ask("counts", null);
    if (failures.length > 0) throw new Error(failures[0]);
    const last = Math.max(...back);
    console.log(`  down for ${((readyAt - killedAt) / 1000).toFixed(1)} s; half were back ${((quantile(back, 0.5) - readyAt) / 1000).toFixed(1)} s after it was up`);
    const stampede = { what: "every player fetching again", value: count };
    return [
      ...memory,
      { what: `${count} players back after a kill, greeted and up to date`, value: (last - readyAt) / 1000, unit: "s", bar: 30, naive: null },
      { what: "  manifests sent meanwhile", value: manifests, unit: "", bar: 0, naive: stampede },
      { what: "  media fetched meanwhile", value: media, unit: "", bar: 0, naive: stampede },
      { what: "  answers “unchanged” (304)", value: unchanged, unit: "", bar: null, naive: null },
      { what: "  of them in the busiest second", value: busiestSecond, unit: "", bar: null, naive: { what: "all in the first second", value: count } },
    ];
  } finally {
    await players.end();
    await host.end();
    await fleet.close();
  }
}

export async function playerFigures(pushedTo: number, back: number): Promise<Figure[]> {
  return [...(await pushing(pushedTo)), ...(await comingBack(back))];
}
