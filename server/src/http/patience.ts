import { uploadsPath } from "@yilu/contract";
import type { RequestHandler } from "express";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/** A head that takes longer than this is a slow-loris. */
const headMs = 15_000;
/** A body of at most a megabyte, from a phone with one bar. */
const bodyMs = 120_000;
/** A connection on which nothing moves for so long is given up; sockets have their own pings. */
const idleMs = 180_000;

/**
 * How long this server waits for slow clients. Heads and small bodies have a limit; an upload of gigabytes may take hours,
 * as long as bytes keep coming.
 */
export const patience = { headersTimeout: headMs, requestTimeout: 0, connectionsCheckingInterval: 5_000, keepAliveTimeout: 10_000, maxHeaderSize: 16 * 1024 } as const;

/** Gives up connections on which nothing moves. */
export function giveUpIdle(server: Pick<Server, "setTimeout">): void {
  server.setTimeout(idleMs);
}

/** How long a server that ends waits for answers under way. */
const lastCallMs = 3_000;

/**
 * Ends a server within seconds: a browser holds connections open that it may never use, a player a film that it reads as
 * slowly as it plays, and each would keep the process from ending. @param close closes the server; settles once all connections are gone
 */
export async function closeSoon(server: Pick<Server, "closeAllConnections">, close: () => Promise<void>): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), lastCallMs);
  try {
    await close();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Answers requests to upgrade anything but our sockets: node hands these to nobody else, and they would hang.
 * @param ownPath under which upgrades are served ("/socket.io/")
 */
export function refuseUpgrades(server: Pick<Server, "on">, ownPath: string): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
    if (request.url?.startsWith(ownPath) === true) return;
    socket.on("error", () => undefined); // it may be gone already
    socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () => socket.destroy());
  });
}

/** Ends requests whose body does not arrive, but for uploads. */
export const patientBodies: RequestHandler = (request, _response, next) => {
  if (!request.path.startsWith(uploadsPath)) {
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, bodyMs);
    request.once("end", () => clearTimeout(timer));
    request.once("close", () => clearTimeout(timer));
  }
  next();
};
