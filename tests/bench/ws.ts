/** The ws that engine.io brings along, for the raw sockets that ours are measured against. */
import { createRequire } from "node:module";

type Heard = (data: Buffer, isBinary: boolean) => void;

export interface RawSocket {
  on(event: "message", listener: Heard): void;
  off(event: "message", listener: Heard): void;
  listeners(event: "message"): Heard[];
  on(event: "open" | "close", listener: () => void): void;
  send(data: string): void;
  terminate(): void;
}
interface Ws {
  WebSocketServer: new (options: { port: number; host: string }) => {
    clients: Set<RawSocket>;
    on(event: "listening", listener: () => void): void;
    address(): { port: number };
    close(): void;
  };
  WebSocket: new (url: string) => RawSocket;
}

const client = createRequire(import.meta.url).resolve("socket.io-client");
const engine = createRequire(client).resolve("engine.io-client");
export const { WebSocketServer, WebSocket } = createRequire(engine)("ws") as Ws; // ws brings no types of its own
