/** A player's network: a relay on this machine in front of the server, which can be cut, fall silent, or be slow. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Weather } from "./life.ts";

/** One way of a slow line: 5 s there and back. Real time, as are the player's own time-outs. */
const SLOW_MS = 2_500;

export class Line {
  /** Where this player finds the server. */
  readonly origin: string;
  readonly #server: Server | null;
  readonly #pairs = new Set<[Socket, Socket]>();
  #weather: Weather = "good";

  private constructor(origin: string, server: Server | null) {
    this.origin = origin;
    this.#server = server;
  }

  /** A line that is always good: straight to the server. */
  static straight(origin: string): Line {
    return new Line(origin, null);
  }

  /** A line that has weather. */
  static async open(origin: string): Promise<Line> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // listens on TCP
    const line = new Line(`http://127.0.0.1:${port}`, server);
    server.on("connection", (near) => line.#join(near, new URL(origin), `127.0.0.1:${port}`));
    return line;
  }

  get weather(): Weather {
    return this.#weather;
  }

  set weather(weather: Weather) {
    if (weather === this.#weather) return;
    const was = this.#weather;
    this.#weather = weather;
    // A half-open line is not healed: what was lost on it stays lost.
    if (weather === "down" || was === "silent") this.cut();
  }

  /** Whether a call gets through. */
  get isUp(): boolean {
    return this.#weather === "good" || this.#weather === "slow";
  }

  /** How long a call takes on its way, ms. */
  get delayMs(): number {
    return this.#weather === "slow" ? SLOW_MS : 0;
  }

  /** Resets every connection, as when a modem loses power. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#pairs.clear();
  }

  close(): void {
    this.cut();
    this.#server?.close();
  }

  #join(near: Socket, { protocol, hostname, port, host }: URL, ownHost: string): void {
    const isTls = protocol === "https:";
    const where = { host: hostname, port: Number(port) || (isTls ? 443 : 80) };
    const far = isTls ? connectTls({ ...where, servername: hostname }) : connect(where);
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    // The server must see its own name, or a proxy before it would not know whom to ask.
    let head = true;
    this.#relay(near, far, (data) => {
      if (!head) return data;
      head = false;
      return Buffer.from(data.toString("latin1").replace(`Host: ${ownHost}`, `Host: ${host}`), "latin1");
    });
    this.#relay(far, near, (data) => data);
    const end = (): void => {
      if (this.#weather === "silent") return; // nobody hears that the other has gone
      near.destroy();
      far.destroy();
      this.#pairs.delete(pair);
    };
    for (const socket of pair) socket.on("error", () => undefined).on("close", end);
    if (this.#weather === "down") end();
  }

  #relay(from: Socket, to: Socket, change: (data: Buffer) => Buffer): void {
    let dueMs = 0;
    from.on("data", (data: Buffer) => {
      if (!this.isUp) return; // silent: it goes nowhere
      const changed = change(data);
      const nowMs = performance.now();
      dueMs = Math.max(dueMs, nowMs + this.delayMs); // never overtakes what is on its way
      if (dueMs <= nowMs) to.write(changed);
      else setTimeout(() => !to.destroyed && to.write(changed), dueMs - nowMs);
    });
  }
}
