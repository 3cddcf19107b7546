/** Two hundred players that send as fast as they are acknowledged, over real sockets to the real server. */
import { performance } from "node:perf_hooks";
import { protocolVersion } from "@yilu/contract";
import type { Provider } from "@yilu/prisma";
import { io } from "socket.io-client";
import { playAt, World } from "../support/world.ts";
import { batch, ledgerOf, screens, start } from "./plays-ingest.ts";
import type { Figure } from "./table.ts";

export async function socketFigures(provider: Provider, batches: number): Promise<Figure[]> {
  const world = await World.start({ database: provider, clock: () => start + 400 * 86_400_000 });
  const place = world.place("here");
  const plays = screens * batches * batch;
  try {
    const players = [];
    for (let index = 0; index < screens; index += 1) players.push({ token: await world.token(await world.screen("here")), index });
    const connected = await Promise.all(
      players.map(({ token, index }) => {
        const auth = { token, protocol: protocolVersion, ledgerId: ledgerOf(index), playerVersion: "bench" };
        const socket = io(`${world.server.origin}/player`, { transports: ["websocket"], auth, forceNew: true, reconnection: false });
        return new Promise<typeof socket>((resolve, reject) => {
          socket.on("welcome", () => resolve(socket));
          socket.on("connect_error", reject);
        });
      }),
    );
    const before = performance.now();
    await Promise.all(
      connected.map(async (socket, player) => {
        for (let index = 0; index < batches; index += 1) {
          const rows = Array.from({ length: batch }, (_, row) => playAt(place, index * batch + row + 1, start + (index * batch + row) * 10_000));
          const answer: unknown = await socket.timeout(60_000).emitWithAck("plays", { ledgerId: ledgerOf(player), plays: rows });
          if ((answer as { ok: boolean }).ok !== true) throw new Error(JSON.stringify(answer)); // every answer says whether it is one
        }
      }),
    );
    const rate = (plays / (performance.now() - before)) * 1000;
    for (const socket of connected) socket.disconnect();
    const entered = await world.inspector.client.play.count({ where: { startedAt: { lt: BigInt(start + 300 * 86_400_000) } } });
    if (entered < plays) throw new Error(`only ${entered} of ${plays} plays are in the books`);
    return [{ what: `${screens} players over real sockets, acknowledged plays`, value: rate, unit: "/s", bar: 10_000, isLeast: true, naive: null }];
  } finally {
    await world.close();
  }
}
