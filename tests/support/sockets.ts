import { protocolVersion } from "@yilu/contract";
import { io, type Socket } from "socket.io-client";
import type { Client, TestServer } from "./server.ts";
import { ledgerId } from "./world.ts";

interface Heard {
  event: string;
  message: unknown;
}

const patienceMs = 8_000;

/** A socket that writes down everything it hears, so that a test waits for an event and never for a time. */
export class Line {
  readonly heard: Heard[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(readonly socket: Socket) {
    const note = (event: string, message: unknown) => {
      this.heard.push({ event, message });
      for (const look of [...this.waiting]) look();
    };
    socket.onAny((event: string, message: unknown) => note(event, message));
    socket.on("connect", () => note("connect", null));
    socket.on("disconnect", (reason) => note("disconnect", reason));
    // The server's refusal carries our code; a refused handshake carries none.
    socket.on("connect_error", (error: Error & { data?: { code?: string } }) => note("connect_error", error.data?.code ?? error.message));
    socket.connect();
  }

  /** Everything heard under one name, in order. */
  all(event: string): unknown[] {
    return this.heard.filter((one) => one.event === event).map((one) => one.message);
  }

  /** The first message of that name that fits, heard already or yet to come. @throws when none comes */
  until(event: string, fits: (message: unknown) => boolean = () => true): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.heard.find((one) => one.event === event && fits(one.message));
        if (found === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found.message);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`no ${event} came; heard: ${this.heard.map((one) => one.event).join(", ")}`));
      }, patienceMs);
      this.waiting.add(look);
      look();
    });
  }

  /** Asks and waits for the answer. */
  ask(event: string, ...messages: unknown[]): Promise<unknown> {
    return this.socket.timeout(patienceMs).emitWithAck(event, ...messages) as Promise<unknown>;
  }

  close(): void {
    this.socket.disconnect();
  }
}

const options = { transports: ["websocket"], autoConnect: false, reconnection: false, forceNew: true };

export const handshake = (token: string) => ({ token, protocol: protocolVersion, ledgerId, playerVersion: "1.0.0" });

/** A player's socket, whatever it says in its handshake. */
export function playerLine(server: TestServer, auth: Record<string, unknown>, extraHeaders: Record<string, string> = {}): Line {
  return new Line(io(`${server.origin}/player`, { ...options, auth, extraHeaders }));
}

/** A player that was welcomed. */
export async function welcomed(server: TestServer, token: string): Promise<Line> {
  const line = playerLine(server, handshake(token));
  await line.until("welcome");
  return line;
}

/** A console's socket with the session of a client. */
export function consoleLine(server: TestServer, client: Pick<Client, "cookie">, extraHeaders: Record<string, string> = {}): Line {
  return new Line(io(`${server.origin}/console`, { ...options, extraHeaders: { ...(client.cookie === "" ? {} : { cookie: client.cookie }), ...extraHeaders } }));
}

export async function listening(server: TestServer, client: Pick<Client, "cookie">): Promise<Line> {
  const line = consoleLine(server, client);
  await line.until("connect");
  return line;
}
