import { connect, type Socket as TcpSocket } from "node:net";
import { protocolVersion, routes } from "@yilu/contract";
import { io } from "socket.io-client";
import { ledgerId } from "../../support/world.ts";
import { send } from "./line.ts";
import type { Stage } from "./stage.ts";
import type { Faults } from "./watch.ts";

/** A head must be complete within 15 s, which is looked at every 5 s. */
const headPatienceMs = 25_000;

export interface FloodOutcome {
  /** Answers of 429 among the strangers' requests. */
  turnedAway: number;
  asked: number;
  /** Flooding sockets that were ended, of how many. */
  ended: number;
  sockets: number;
  /** Of a good player's calls meanwhile, how many were answered. */
  served: number;
  calls: number;
}

/** Opens connections that never finish their head. @returns how many of them were closed in time */
export async function dawdle(origin: string, count: number): Promise<number> {
  const { hostname, port } = new URL(origin);
  const closed = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket: TcpSocket = connect({ host: hostname, port: Number(port) });
      socket.on("error", () => undefined);
      socket.write("GET /api/session HTTP/1.1\r\nHost: localhost\r\n");
      const drip = setInterval(() => socket.writable && socket.write("X: y\r\n"), 2_000);
      const isClosed = await Promise.race([new Promise<boolean>((resolve) => void socket.once("close", () => resolve(true))), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), headPatienceMs))]);
      clearInterval(drip);
      socket.destroy();
      return isClosed;
    }),
  );
  return closed.filter(Boolean).length;
}

/** Strangers who ask and ask, and sockets that talk without end; a player is served meanwhile. */
export async function flood(origin: string, { tokens }: Stage, isFull: boolean, faults: Faults): Promise<FloodOutcome> {
  const scale = isFull ? 8 : 1;
  const outcome: FloodOutcome = { turnedAway: 0, asked: 0, ended: 0, sockets: 4 * scale, served: 0, calls: 0 };
  const [good = "", ...others] = tokens;
  let isOver = false;

  const strangers = async (): Promise<void> => {
    for (let count = 0; count < 400 * scale; count += 1) {
      outcome.asked += 1;
      const answer = await send(origin, { method: "GET", path: "/api/session", headers: { "x-forwarded-for": "10.0.0.1" } }, faults);
      if (answer?.status === 429) outcome.turnedAway += 1;
    }
  };
  const talker = async (index: number): Promise<void> => {
    const auth = { token: others[index % others.length] ?? "", protocol: protocolVersion, ledgerId, playerVersion: "1.0.0" };
    const socket = io(`${origin}/player`, { transports: ["websocket"], autoConnect: false, reconnection: false, forceNew: true, auth });
    const ended = new Promise<void>((resolve) => void socket.on("disconnect", () => resolve()).on("connect_error", () => resolve()));
    socket.on("connect", () => {
      for (let count = 0; count < 5_000; count += 1) socket.emit("clock", { t0: count });
      faults.sent += 5_000;
    });
    socket.connect();
    const isEnded = await Promise.race([ended.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 20_000))]);
    if (isEnded) outcome.ended += 1;
    socket.disconnect();
  };
  const player = async (): Promise<void> => {
    while (!isOver) {
      outcome.calls += 1;
      const answer = await send(origin, { method: "GET", path: routes.player.manifest.path, headers: { authorization: `Bearer ${good}` } }, faults);
      if (answer?.status === 200) outcome.served += 1;
      await new Promise((next) => setTimeout(next, 250));
    }
  };
  const serving = player();
  await Promise.all([
    ...Array.from({ length: 8 }, strangers),
    ...Array.from({ length: outcome.sockets }, (_, index) => talker(index)),
  ]);
  isOver = true;
  await serving;
  return outcome;
}
