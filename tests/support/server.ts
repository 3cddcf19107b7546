import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role, Unit } from "@yilu/contract";
import type { Provider } from "@yilu/prisma";
import { systemCaller, type Caller } from "@yilu/server/caller.ts";
import { systemClock, type Clock } from "@yilu/server/clock.ts";
import { parseEnv, type Env } from "@yilu/server/env.ts";
import { startServer, type RunningServer } from "@yilu/server/server.ts";
import { pino, type Logger } from "pino";
import { newDatabase } from "./databases.ts";

export interface TestServer extends RunningServer {
  /** The root unit, and the server itself as caller there. */
  root: Unit;
  system: Caller;
  env: Env;
  /** What was logged at level error or above. */
  failures: string[];
  /** Ends the server, keeping its data. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<TestServer>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export interface Options {
  database?: Provider;
  clock?: Clock;
  variables?: Record<string, string>;
}

function quietLogger(failures: string[]): Logger {
  return pino({ level: "error" }, { write: (line: string) => void failures.push(line) });
}

/** The real server in this process, on a database and data folder of its own. */
export async function startTestServer({ database = "sqlite", clock = systemClock, variables = {} }: Options = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "yilu-server-"));
  // PostgreSQL needs a database in the tests' cluster; SQLite makes its own file in the data folder.
  const external = database === "postgresql" ? await newDatabase("postgresql") : null;
  const base = { HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent", REQUESTS_PER_MINUTE: "1000000", ...(external ? { DATABASE_URL: external.url } : {}), ...variables };
  const dropData = async () => {
    await external?.remove();
    // The upload library makes its folder in the background: whoever stops at once would pull it away underneath.
    await mkdir(join(folder, "media", "uploads"), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  };
  return running(base, clock, dropData);
}

async function running(variables: Record<string, string>, clock: Clock, dropData: () => Promise<void>): Promise<TestServer> {
  const env = parseEnv(variables);
  const failures: string[] = [];
  const server = await startServer(env, quietLogger(failures), clock);
  const origin = server.origin.replace("localhost", "127.0.0.1");
  const [root] = await server.users.units(systemCaller("", "/"));
  if (root === undefined) throw new Error("no root unit");
  return {
    ...server,
    origin,
    root,
    system: systemCaller(root.id, root.path),
    env,
    failures,
    stop: () => server.close(),
    restart: () => running({ ...variables, PORT: new URL(origin).port }, clock, dropData),
    remove: async () => {
      await server.close();
      await dropData();
    },
  };
}

/** A user's browser as far as http is concerned: keeps its cookie and sends JSON. */
export class Client {
  cookie = "";

  constructor(readonly origin: string) {}

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown; headers: Headers }> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { ...(method === "GET" ? {} : { origin: this.origin }), ...(this.cookie === "" ? {} : { cookie: this.cookie }), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      redirect: "manual",
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) this.cookie = set.split(";")[0] ?? "";
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, body: isJson && text !== "" ? (JSON.parse(text) as unknown) : text, headers: response.headers };
  }

  async signIn(username: string, password: string): Promise<this> {
    const { status, body } = await this.request("POST", "/api/session", { username, password });
    if (status !== 200) throw new Error(`sign-in of ${username}: ${status} ${JSON.stringify(body)}`);
    return this;
  }
}

export const testPassword = "correct-horse-42";

/** A user with a known password that need not be changed, signed in. */
export async function userIn(server: TestServer, role: Role, unitId: string, username: string = `${role}-${unitId.slice(0, 8)}`): Promise<Client & { userId: string }> {
  const row = await server.users.addUser(server.system, { username, displayName: username, role, unitId }, testPassword, false);
  const client = await new Client(server.origin).signIn(username, testPassword);
  return Object.assign(client, { userId: row.id });
}

/** A unit below the root. */
export function unitIn(server: TestServer, name: string, parentId = server.root.id): Promise<Unit> {
  return server.users.createUnit(server.system, { name, kind: "operator", parentId, code: null });
}
