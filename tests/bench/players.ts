/** Many players in one process. They connect, greet and come back as the real one does, and play nothing. */
import { protocolVersion } from "@yilu/contract";
import { io, type Socket } from "socket.io-client";
import { Backoff, LINE_BACKOFF } from "../../player/src/backoff.ts";
import { answer, sharedNow } from "./child.ts";
import { WebSocket, type RawSocket } from "./ws.ts";

const probes = 5;
const status = (revision: string) => ({
  revision,
  download: null,
  playing: null,
  cacheUsedBytes: 1_000_000_000,
  cacheQuotaBytes: 8_000_000_000,
  persistent: true,
  ledgerHead: 0,
  unsentPlays: 0,
  clock: "synced",
  droppedFrames: 0,
  failedItems: 0,
});

/** When each of the expected messages arrived, once all have. */
class Arrivals {
  private times: number[] = [];
  private expected = 0;
  private done: (times: number[]) => void = () => undefined;
  private all: Promise<number[]> = Promise.resolve([]);

  expect(count: number): void {
    this.times = [];
    this.expected = count;
    this.all = new Promise((resolve) => (this.done = resolve));
  }

  note(): void {
    this.times.push(sharedNow());
    if (this.times.length === this.expected) this.done(this.times);
  }

  collected(): Promise<number[]> {
    return this.all;
  }
}

const arrivals = new Arrivals();
const backAgain = new Arrivals();
const players: Player[] = [];
/** Held so that they live. */
const rawSockets: RawSocket[] = [];

class Player {
  private readonly socket: Socket;
  private readonly backoff = new Backoff(LINE_BACKOFF.firstMs, LINE_BACKOFF.mostMs);
  private etag = "";
  private closed = false;

  constructor(
    private readonly origin: string,
    private readonly token: string,
    number: number,
    private readonly greeted: () => void,
  ) {
    const ledgerId = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    this.socket = io(`${origin}/player`, { transports: ["websocket"], forceNew: true, reconnection: false, auth: { token, protocol: protocolVersion, ledgerId, playerVersion: "bench" } });
    this.socket.on("welcome", () => void this.greet().catch(() => this.socket.disconnect()));
    // Each player unpacks a hint on its own machine; a thousand that do so in this one process would wait for each other.
    this.socket.on("connect", () => {
      const { ws } = this.socket.io.engine.transport as unknown as { ws: RawSocket }; // websocket is the only transport
      const [unpack] = ws.listeners("message");
      if (unpack === undefined) throw new Error("nothing listens");
      ws.off("message", unpack);
      ws.on("message", (data, isBinary) => {
        if (data.includes("manifest:changed")) arrivals.note();
        else unpack.call(ws, data, isBinary);
      });
    });
    this.socket.on("connect_error", () => this.again());
    this.socket.on("disconnect", () => this.again());
  }

  close(): void {
    this.closed = true;
    this.socket.disconnect();
  }

  private again(): void {
    if (!this.closed) setTimeout(() => this.socket.connect(), this.backoff.next());
  }

  /** Sets its clock, says how it is, and asks whether its manifest is still the newest. */
  private async greet(): Promise<void> {
    for (let n = 0; n < probes; n += 1) await this.socket.timeout(10_000).emitWithAck("clock", { t0: sharedNow() });
    this.backoff.reset();
    this.socket.emit("status", status("a".repeat(64)), () => undefined);
    const headers = { authorization: `Bearer ${this.token}`, ...(this.etag === "" ? {} : { "if-none-match": this.etag }) };
    const response = await fetch(`${this.origin}/api/player/manifest`, { headers });
    await response.arrayBuffer();
    this.etag = response.headers.get("etag") ?? this.etag;
    this.greeted();
  }
}

const work = {
  /** Settles when every player was greeted and has its manifest. */
  async connect({ origin, tokens }: { origin: string; tokens: string[] }): Promise<null> {
    const atOnce = 100;
    for (let from = 0; from < tokens.length; from += atOnce) {
      const some = tokens.slice(from, from + atOnce);
      const all = some.map(
        (token, n) =>
          new Promise<void>((resolve) => {
            players.push(new Player(origin, token, from + n, () => {
              resolve();
              backAgain.note();
            }));
          }),
      );
      await Promise.all(all);
    }
    return null;
  },
  expectBack({ count }: { count: number }): Promise<null> {
    backAgain.expect(count);
    return Promise.resolve(null);
  },
  back: (_: null): Promise<number[]> => backAgain.collected(),
  disconnect(_: null): Promise<null> {
    for (const player of players.splice(0)) player.close();
    return Promise.resolve(null);
  },
  async connectRaw({ port, count }: { port: number; count: number }): Promise<null> {
    rawSockets.push(...Array.from({ length: count }, () => new WebSocket(`ws://127.0.0.1:${port}`)));
    await Promise.all(
      rawSockets.map((socket) => {
        socket.on("message", () => arrivals.note());
        return new Promise<void>((resolve) => socket.on("open", resolve));
      }),
    );
    return null;
  },
  expect({ count }: { count: number }): Promise<null> {
    arrivals.expect(count);
    return Promise.resolve(null);
  },
  arrived: (_: null): Promise<number[]> => arrivals.collected(),
};
export type Players = typeof work;
answer(work);
