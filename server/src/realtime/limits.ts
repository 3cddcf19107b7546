import type { IncomingMessage } from "node:http";
import type { Socket } from "socket.io";
import { addressOf } from "../http/address.ts";

/** The connection below a socket, as far as limits look at it. */
type Connection = Pick<Socket["conn"], "on" | "once" | "close" | "request">;
interface Held {
  conn: Connection;
  use: Socket["use"];
  once(event: "disconnect", listener: () => void): unknown;
  disconnect(close: true): unknown;
}

/** Sockets of one address that have not said yet who they are. A fleet of ten thousand comes back within half a minute. */
const waitingPerAddress = 2_000;
/** What one connection may send: at the default fifty a second, and two hundred at once. A batch of plays costs two. */
const perSecondOfMinute = 1 / 20;
const burstSeconds = 4;
/** Each so many bytes of a packet cost one more. */
const bytesPerPoint = 16 * 1024;
/** Packets beyond the allowance after which somebody is not merely quick. */
const patience = 600;

/** What one connection may still send: refills by itself, and ends the connection of whoever goes on without it. */
class Allowance {
  /** Nothing was left for the last packet: what it says is refused. */
  isSpent = false;
  private points: number;
  private over = 0;
  private countedMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly elapsedMs: () => number,
  ) {
    this.points = perSecond * burstSeconds;
    this.countedMs = elapsedMs();
  }

  /** @returns false when the connection is to be ended */
  take(bytes: number): boolean {
    const now = this.elapsedMs();
    const most = this.perSecond * burstSeconds;
    this.points = Math.min(most, this.points + ((now - this.countedMs) / 1000) * this.perSecond);
    this.countedMs = now;
    if (this.points >= most / 2) this.over = 0;
    this.isSpent = this.points < 1;
    if (this.isSpent) this.over += 1;
    else this.points = Math.max(0, this.points - 1 - Math.floor(bytes / bytesPerPoint));
    return this.over < patience;
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return data instanceof Uint8Array || data instanceof ArrayBuffer ? data.byteLength : 0;
}

/** How many sockets one address, one screen, one user may hold, and how much each may say. */
export class SocketLimits {
  private readonly waiting = new Map<string, number>();
  private readonly allowances = new WeakMap<object, Allowance>();
  private readonly known = new WeakSet<object>();
  private readonly held = new Map<string, Held[]>();

  /**
   * @param perMinute requests of one user (REQUESTS_PER_MINUTE)
   * @param elapsedMs time that never jumps
   */
  constructor(
    private readonly perMinute: number,
    private readonly trustProxy: boolean,
    private readonly elapsedMs: () => number,
  ) {}

  addressOf(request: IncomingMessage): string {
    return addressOf(request, this.trustProxy);
  }

  /** Whether its address may open one more socket before saying who it is. */
  mayWait(request: IncomingMessage): boolean {
    return (this.waiting.get(this.addressOf(request)) ?? 0) < waitingPerAddress;
  }

  /** A connection was opened: it is counted under its address until it is known, and everything it sends is counted. */
  opened(connection: Connection): void {
    const address = this.addressOf(connection.request);
    this.waiting.set(address, (this.waiting.get(address) ?? 0) + 1);
    connection.once("close", () => this.leaves(connection, address));
    const allowance = new Allowance(this.perMinute * perSecondOfMinute, this.elapsedMs);
    this.allowances.set(connection, allowance);
    connection.on("packet", ({ data }: { data?: unknown }) => {
      if (!allowance.take(sizeOf(data))) connection.close(true);
    });
  }

  /**
   * It is known now whose socket this is: it no longer counts under its address, and what it says beyond its allowance is
   * refused, with a code when it asks for an answer.
   * @param holder of it, which has a few at most: the oldest gives way, as it is most likely half-open
   */
  joined(socket: Held, holder: string, most: number): void {
    this.leaves(socket.conn, this.addressOf(socket.conn.request));
    const allowance = this.allowances.get(socket.conn);
    socket.use(([, ...given], next) => {
      if (!allowance?.isSpent) {
        next();
        return;
      }
      const reply: unknown = given.at(-1);
      if (typeof reply === "function") reply({ ok: false, code: "rateLimited" });
    });
    const held = this.held.get(holder) ?? [];
    this.held.set(holder, held);
    held.push(socket);
    socket.once("disconnect", () => {
      held.splice(held.indexOf(socket), 1);
      if (held.length === 0) this.held.delete(holder);
    });
    if (held.length > most) held[0]?.disconnect(true);
  }

  private leaves(connection: Connection, address: string): void {
    if (this.known.has(connection)) return;
    this.known.add(connection);
    const left = (this.waiting.get(address) ?? 1) - 1;
    if (left > 0) this.waiting.set(address, left);
    else this.waiting.delete(address);
  }
}
