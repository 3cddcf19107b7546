/** The real server in a process of its own, with a raw WebSocket server beside it; counts what is asked of it. */
import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { systemCaller } from "@yilu/server/caller.ts";
import { systemClock } from "@yilu/server/clock.ts";
import { parseEnv } from "@yilu/server/env.ts";
import { startServer, type RunningServer } from "@yilu/server/server.ts";
import { pino } from "pino";
import { answer, sharedNow } from "./child.ts";
import { WebSocketServer } from "./ws.ts";

let server: RunningServer | null = null;
let raw: InstanceType<typeof WebSocketServer> | null = null;
const failures: string[] = [];
const asked = { manifests: 0, unchanged: 0, media: 0, busiestSecond: 0 };
let second = { at: 0, count: 0 };

diagnostics.subscribe("http.server.request.start", (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse }; // as node documents it
  const url = request.url ?? "";
  if (url.startsWith("/media/") || url.startsWith("/api/media")) asked.media += 1;
  if (!url.startsWith("/api/player/manifest")) return;
  const at = Math.floor(sharedNow() / 1000);
  second = second.at === at ? { at, count: second.count + 1 } : { at, count: 1 };
  asked.busiestSecond = Math.max(asked.busiestSecond, second.count);
  response.once("finish", () => {
    if (response.statusCode === 304) asked.unchanged += 1;
    else asked.manifests += 1;
  });
});

/** When the first byte of a hint left, in the shared clock's ms. */
let firstHintAt: number | null = null;
/** Processor time when the last save was asked for, and what went by until its first hint left, in µs. */
let savingSince = 0;
let savingCpu = 0;
const write = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, ...given: Parameters<typeof write>) {
  const [data] = given as unknown[];
  if (firstHintAt === null && data instanceof Uint8Array && Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes("manifest:changed")) {
    firstHintAt = sharedNow();
    savingCpu = process.cpuUsage().user - savingSince;
  }
  return write.apply(this, given);
} as typeof write;

async function settled(): Promise<NodeJS.MemoryUsage> {
  // Reports are written twice a second; then nothing of the arrivals is pending.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  for (let n = 0; n < 4; n += 1) globalThis.gc?.();
  return process.memoryUsage();
}

const running = (): RunningServer => {
  if (server === null) throw new Error("not started");
  return server;
};

const work = {
  async start({ folder, port }: { folder: string; port: number }): Promise<{ origin: string; readyAt: number }> {
    const env = parseEnv({ HOST: "127.0.0.1", PORT: String(port), DATA_DIR: folder, LOG_LEVEL: "silent" });
    server = await startServer(env, pino({ level: "error" }, { write: (line: string) => void failures.push(line) }), systemClock);
    return { origin: server.origin.replace("localhost", "127.0.0.1"), readyAt: sharedNow() };
  },
  async startRaw(_: null): Promise<{ port: number }> {
    const listening = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await new Promise<void>((resolve) => listening.on("listening", resolve));
    raw = listening;
    return { port: listening.address().port };
  },
  /**
   * Sends one text to every raw socket; answers when it began. Before that it works for as long as the save took that led
   * to the last hint: a process that has rested is let run longer by the system, and would look better for it.
   */
  broadcast({ text }: { text: string }): Promise<{ startedAt: number }> {
    for (const until = process.cpuUsage().user + savingCpu; process.cpuUsage().user < until; ) Math.random();
    const startedAt = sharedNow();
    for (const client of raw?.clients ?? []) client.send(text);
    return Promise.resolve({ startedAt });
  },
  /** Starts or stops an emergency on every screen; answers when it was asked for and when the first hint left. */
  async emergency({ rootId, playlistId, id }: { rootId: string; playlistId: string; id: string | null }): Promise<{ id: string; askedAt: number; answeredAt: number }> {
    const caller = systemCaller(rootId, `/${rootId}/`);
    firstHintAt = null;
    savingSince = process.cpuUsage().user;
    const askedAt = sharedNow();
    const { schedule } = running();
    const entry = id === null ? await schedule.startEmergency(caller, { name: "量", playlistId, minutes: 30, include: [{ kind: "all" }], exclude: [] }) : await schedule.stopEmergency(caller, id);
    return { id: entry.id, askedAt, answeredAt: sharedNow() };
  },
  /** Settles when consoles have been told and nothing is left to do. */
  async idle(_: null): Promise<null> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return null;
  },
  hinted: (_: null): Promise<number> => Promise.resolve(firstHintAt ?? NaN),
  memory: (_: null): Promise<NodeJS.MemoryUsage> => settled(),
  counts: (_: null): Promise<typeof asked & { failures: string[] }> => Promise.resolve({ ...asked, failures }),
  async stop(_: null): Promise<null> {
    await running().close();
    raw?.close();
    return null;
  },
};
export type Host = typeof work;
answer(work);
