import { timingSafeEqual } from "node:crypto";
import type { Express } from "express";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { EventBus } from "../events.ts";
import { sha256Hex } from "../random.ts";
import { Refusal } from "./refusal.ts";

interface Parts {
  /** Rejects when the database does not answer. */
  ready(): Promise<unknown>;
  connectedPlayers(): number;
  metricsToken: string | null;
  events: EventBus;
}

/** /healthz: the process lives. /readyz: it can work. /metrics: for Prometheus, from this machine or with the token. */
export function health(app: Express, { ready, connectedPlayers, metricsToken, events }: Parts): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "yilu_connected_players",
    help: "Players connected to this process",
    registers: [registry],
    collect() {
      this.set(connectedPlayers());
    },
  });
  const plays = new Counter({ name: "yilu_plays_counted_total", help: "Plays entered in the books by this process", registers: [registry] });
  events.on("plays.counted", (counted) => plays.inc(counted.plays));

  app.get("/healthz", (_request, response) => void response.type("text/plain").send("ok\n"));
  app.get("/readyz", async (_request, response) => {
    try {
      await ready();
      response.type("text/plain").send("ready\n");
    } catch {
      response.status(503).type("text/plain").send("not ready\n");
    }
  });
  app.get("/metrics", async (request, response) => {
    const given = /^Bearer (.+)$/.exec(request.get("authorization") ?? "")?.[1];
    const local = metricsToken === null && /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? "") && request.get("x-forwarded-for") === undefined;
    const known = metricsToken !== null && given !== undefined && timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(metricsToken)));
    if (!local && !known) throw new Refusal("notFound");
    response.type(registry.contentType).send(await registry.metrics());
  });
}
