import { Agent, request as ask } from "node:http";
import { connect } from "node:net";
import type { Faults } from "./watch.ts";

/** Longer than any answer may take. */
const patienceMs = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 12 });

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

const told = ({ method, path, headers, body }: Sent): string => {
  const { cookie: _cookie, authorization: _authorization, ...rest } = headers;
  const text = typeof body === "string" ? body : body === undefined ? "" : `${body.length} bytes`;
  return `${method} ${path.slice(0, 400)} ${JSON.stringify(rest).slice(0, 300)} ${text.slice(0, 500)}`;
};

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

/**
 * Sends one request and notes its answer; what node refuses to send is not counted.
 * @param cutAfterMs the client goes away after so long
 */
export function send(origin: string, sent: Sent, faults: Faults, cutAfterMs?: number): Promise<Answer | null> {
  return new Promise((resolve) => {
    const beganMs = performance.now();
    try {
      const { host, port, hostname } = new URL(origin);
      const request = ask({ hostname, port, method: sent.method, path: sent.path, headers: { host, ...sent.headers }, agent, timeout: patienceMs });
      let isCut = false;
      if (cutAfterMs !== undefined) {
        setTimeout(() => {
          isCut = true;
          request.destroy();
        }, cutAfterMs);
      }
      request.on("response", (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        response.once("close", () => {
          faults.answered(status, performance.now() - beganMs, () => told(sent));
          resolve({ status, headers: response.headers });
        });
      });
      request.on("timeout", () => {
        faults.wrong(`no answer within ${patienceMs} ms to ${told(sent)}`);
        request.destroy();
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        // The server may close a connection on which something senseless came; it must not refuse new ones.
        if (error.code === "ECONNREFUSED" && !isCut) faults.wrong(`refused the connection of ${told(sent)}`);
        resolve(null);
      });
      request.end(sent.body);
      faults.sent += 1;
    } catch {
      resolve(null); // a header or path that node itself does not send
    }
  });
}

/** Writes bytes as they are, in pieces. @returns the status of the first answer; null when the server just closed, or waits for more */
export function write(origin: string, pieces: readonly (string | Uint8Array)[], faults: Faults, waitMs = 1_000): Promise<number | null> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const beganMs = performance.now();
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = "";
    const told_ = (): string => `raw ${JSON.stringify(pieces.map((piece) => (typeof piece === "string" ? piece : Buffer.from(piece).toString("latin1"))).join("").slice(0, 600))}`;
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on("connect", () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.on("data", (data) => {
      heard = (heard + data.toString("latin1")).slice(0, 10_000);
      if (heard.includes("\r\n\r\n")) setTimeout(() => socket.destroy(), 20);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") faults.wrong(`refused the connection of ${told_()}`);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      const statuses = [...heard.matchAll(/^HTTP\/1\.\d (\d{3})/gm)].map(([, status]) => Number(status));
      for (const status of statuses) faults.answered(status, heard === "" ? 0 : Math.min(performance.now() - beganMs, waitMs), told_);
      resolve(statuses[0] ?? null);
    });
    faults.sent += 1;
  });
}
