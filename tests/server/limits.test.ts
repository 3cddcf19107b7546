import { EventEmitter, once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { problem, routes, uploadsPath } from "@yilu/contract";
import { addressKey, addressOf } from "@yilu/server/http/address.ts";
import { Doors } from "@yilu/server/http/doors.ts";
import { Refusal } from "@yilu/server/http/refusal.ts";
import { SocketLimits } from "@yilu/server/realtime/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { addressOf as pathOf } from "../support/calls.ts";
import { handshake, playerLine, welcomed } from "../support/sockets.ts";
import { encoded, tus } from "../support/uploads.ts";
import { World } from "../support/world.ts";

const perMinute = 60;
const secret = (letter: string): string => letter.repeat(43);

describe("addresses", () => {
  const request = (remoteAddress: string, forwarded?: string | string[]) => ({ headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;

  it("of IPv4 count each, of IPv6 by the /64 that one subscriber holds", () => {
    expect(["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:192.0.2.1"].map(addressKey)).toEqual(["192.0.2.1", "192.0.2.1", "192.0.2.1"]);
    expect(["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", "2001:0DB8:1:2:ffff::1", "2001:db8:1:2::1%eth0"].map(addressKey)).toEqual(Array.from({ length: 4 }, () => "2001:db8:1:2::/64"));
    expect([addressKey("2001:db8:1:3::1"), addressKey("::1"), addressKey(addressKey("fe80::1")), addressKey(undefined)]).toEqual(["2001:db8:1:3::/64", "0:0:0:0::/64", "fe80:0:0:0::/64", ""]);
  });

  it("are those that the one trusted proxy saw, whatever a client wrote before; without a proxy nobody is believed", () => {
    expect(addressOf(request("127.0.0.1", "198.51.100.7, 203.0.113.9"), true)).toBe("203.0.113.9");
    expect(addressOf(request("127.0.0.1", ["198.51.100.7", "203.0.113.9"]), true)).toBe("203.0.113.9");
    expect([addressOf(request("192.0.2.1", "203.0.113.9"), false), addressOf(request("192.0.2.1"), true), addressOf(request("192.0.2.1", ""), true)]).toEqual(["192.0.2.1", "192.0.2.1", "192.0.2.1"]);
  });
});

describe("requests", () => {
  let world: World;
  let [one, two]: Actor[] = [];

  beforeAll(async () => {
    world = await World.start({ variables: { REQUESTS_PER_MINUTE: String(perMinute), UPLOAD_GB_PER_DAY: "2", MEDIA_GB_PER_UNIT: "3" } });
    [one, two] = [await signedIn(world, "scheduler"), await signedIn(world, "scheduler")];
  });
  afterAll(async () => {
    expect(world.server.failures).toEqual([]);
    await world.close();
  });

  const depot = "192.0.2.77";
  const ask = (who: Actor | undefined, path: string, from = depot, more: Record<string, string> = {}) => (who ?? stranger(world)).client.request("GET", path, undefined, { ...who?.headers, "x-forwarded-for": from, ...more });
  const statuses = async (count: number, asked: () => Promise<{ status: number }>): Promise<number[]> => (await Promise.all(Array.from({ length: count }, asked))).map(({ status }) => status);
  const many = (status: number, count: number): number[] => Array.from({ length: count }, () => status);
  const sorted = (all: number[]): number[] => all.toSorted((a, b) => a - b);
  const manifestOf = (token: string, from = depot) => () => ask(withToken(world, "player", "player", token), routes.player.manifest.path, from);

  it("of one user beyond the limit are refused in both languages, with when to come back; others behind the same address are not", async () => {
    const own = await statuses(perMinute + 5, () => ask(one, "/api/session"));
    expect(sorted(own)).toEqual([...many(200, perMinute), ...many(429, 5)]);
    const { status, body, headers } = await ask(one, "/api/media", "198.51.100.200");
    expect([status, problem.parse(body).code]).toEqual([429, "rateLimited"]);
    const seconds = Number(headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(problem.parse(body)).toMatchObject({ message: { zh: "操作太频繁", en: "Too many requests" }, todo: { zh: "等提示的时间过后再试" }, retryAfterSeconds: seconds });
    expect((await ask(two, "/api/session")).status).toBe(200);
    // Posters and films are many small requests: they have an account of their own, and so have pieces of uploads.
    const { sha256 } = world.place("here").media;
    expect((await ask(one, `/api/posters/${sha256}`)).status).toBe(200);
    expect((await tus(one?.client ?? stranger(world).client, "HEAD", `${uploadsPath}/none`, {})).status).toBe(404);
  });

  it("of a depot's players behind one address take nothing from each other, not even while a stranger there floods", async () => {
    const token = world.place("here").token;
    expect((await manifestOf(token)()).status).toBe(200);
    const flood = await statuses(2 * perMinute + 30, () => ask(undefined, "/api/session"));
    expect(sorted(flood)).toEqual([...many(401, 2 * perMinute), ...many(429, 30)]);
    // Whoever brings a wrong token is a stranger among the others.
    expect((await manifestOf(secret("x"))()).status).toBe(429);
    expect(await statuses(20, manifestOf(token))).toEqual(many(200, 20));
    expect((await ask(two, "/api/session")).status).toBe(200);
    // And from elsewhere a wrong token is simply wrong.
    expect((await ask(withToken(world, "player", "badPlayer", secret("y")), routes.player.manifest.path, "198.51.100.1")).status).toBe(401);
  });

  it("of one player have a limit too", async () => {
    const { token } = world.place("below");
    expect(sorted(await statuses(2 * perMinute + 3, manifestOf(token)))).toEqual([...many(200, 2 * perMinute), ...many(429, 3)]);
    expect((await manifestOf(world.place("here").token)()).status).toBe(200);
  });

  it("with guessed tokens count against their address, over http and sockets alike", async () => {
    const from = "198.51.100.50";
    const guesses = await statuses(2 * perMinute, () => ask(withToken(world, "player", "badPlayer", secret("g")), routes.player.manifest.path, from));
    expect(guesses).toEqual(many(401, 2 * perMinute));
    const line = playerLine(world.server, handshake(secret("h")), { "x-forwarded-for": from });
    expect(await line.until("connect_error")).toBe("rateLimited");
    line.close();
    // Tokens that were never good here are not even looked up from there any more; the others are served.
    const [known, unseen] = [world.place("here").token, world.place("there").token];
    expect([(await manifestOf(known, from)()).status, (await manifestOf(unseen, from)()).status, (await manifestOf(unseen)()).status]).toEqual([200, 429, 200]);
  });

  it("to set up a whole depot behind one address are let through, and whoever claims a code is counted by that code", async () => {
    const offer = () => fetch(world.server.origin + routes.player.offerPairing.path, { method: "POST", headers: { "content-type": "application/json", "x-forwarded-for": "198.51.100.60" }, body: "{}" });
    expect(await statuses(2 * perMinute, offer)).toEqual(many(200, 2 * perMinute));
  });

  it("that upload stay within the day's and the unit's share, also when they are asked for all at once", async () => {
    const uploader = await signedIn(world, "scheduler", false, "there");
    const unitId = world.place("there").unit.id;
    const begin = (gigabytes: number, client = uploader.client) => tus(client, "POST", uploadsPath, { "upload-length": String(gigabytes * 1024 ** 3), "upload-metadata": encoded({ filename: "film.mp4", level: "county", unitId }) });
    expect(sorted(await statuses(12, () => begin(0.125)))).toEqual([...many(201, 8), ...many(429, 4)]);
    const ninth = await begin(0.125);
    expect([ninth.problem?.code, ninth.problem?.detail?.zh]).toEqual(["rateLimited", "同时至多上传 8 份文件，等前面的传完"]);
    const colleague = await signedIn(world, "scheduler", false, "there");
    expect((await begin(1.5, colleague.client)).status).toBe(201);
    const tomorrow = await begin(0.75, colleague.client);
    expect([tomorrow.status, tomorrow.headers.get("retry-after"), tomorrow.problem?.detail?.en]).toEqual([429, "3600", expect.stringContaining("2 GB within 24 hours; you have used 2 GB")]);
    const third = await signedIn(world, "scheduler", false, "there");
    const full = await begin(0.75, third.client);
    expect([full.status, full.problem?.code, full.problem?.detail?.zh]).toEqual([413, "tooLarge", expect.stringContaining("这个单位的素材至多占 3 GB，已用 3 GB")]);
  });
});

it("a request to upgrade anything but our sockets is answered and closed, also on a connection that was used before", async () => {
  const world = await World.start();
  try {
    const { hostname, port } = new URL(world.server.origin);
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = "";
    socket.on("data", (data) => (heard += data.toString()));
    const ask = (path: string, more = ""): void => void socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${more}\r\n`);
    ask("/healthz");
    await expect.poll(() => heard).toContain("ok\n");
    ask("/healthz", "Connection: Upgrade\r\nUpgrade: h2c\r\n");
    await once(socket, "close");
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 404"]);
  } finally {
    await world.close();
  }
});

describe("exports", () => {
  it("of one user run two at a time; a third is told to come back, whoever else exports", async () => {
    const doors = new Doors(perMinute);
    let end = (): void => undefined;
    const work = () => new Promise<string>((resolve) => (end = () => resolve("table")));
    const running = [doors.export("one", work), doors.export("one", async () => Promise.reject(new Error("disk"))).catch(String), doors.export("two", async () => "table")];
    await Promise.allSettled(running.slice(1));
    const second = doors.export("one", () => new Promise<string>(() => undefined));
    await expect(doors.export("one", work)).rejects.toMatchObject({ code: "rateLimited", particulars: { retryAfterSeconds: 10 } });
    await expect(doors.export("one", work)).rejects.toBeInstanceOf(Refusal);
    end();
    expect(await running[0]).toBe("table");
    expect(await doors.export("one", async () => "again")).toBe("again");
    void second;
  });

  it("are all the tables, documents and archives of the contract", async () => {
    const world = await World.start();
    try {
      const admin = await signedIn(world, "administrator");
      const path = pathOf(routes.reports.playsXlsx, { query: { from: "2026-06-24", to: "2026-06-27", by: "screen" } });
      const answers = await Promise.all(Array.from({ length: 8 }, () => admin.client.request("GET", path)));
      const codes = answers.map(({ status }) => status);
      expect(codes.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
      expect(codes.filter((status) => status !== 200 && status !== 429)).toEqual([]);
      expect((await admin.client.request("GET", path)).status).toBe(200);
    } finally {
      await world.close();
    }
  });
});

describe("a socket", () => {
  const noTime = () => 0;
  class Connection extends EventEmitter {
    closed = false;
    readonly request: IncomingMessage;
    constructor(address = "192.0.2.1") {
      super();
      this.request = { headers: {}, socket: { remoteAddress: address } } as unknown as IncomingMessage;
    }
    close(): void {
      this.closed = true;
      this.emit("close");
    }
    says(count: number, data: unknown = "2[]"): void {
      for (let index = 0; index < count && !this.closed; index += 1) this.emit("packet", { type: "message", data });
    }
  }
  class Held extends EventEmitter {
    private refuse: ((packet: unknown[], next: () => void) => void) | null = null;
    constructor(readonly conn: Connection) {
      super();
    }
    use(refuse: (packet: unknown[], next: () => void) => void): void {
      this.refuse = refuse;
    }
    disconnect(): void {
      this.conn.close();
      this.emit("disconnect");
    }
    /** Says something with or without an acknowledgement. @returns what came back, "heard" when it was let through */
    says(withAck = true): unknown {
      let answer: unknown = "nothing";
      this.conn.says(1);
      this.refuse?.(["status", {}, ...(withAck ? [(reply: unknown) => (answer = reply)] : [])], () => (answer = "heard"));
      return answer;
    }
  }
  type Of<M extends "opened" | "joined"> = Parameters<SocketLimits[M]>[0];
  const joined = (limits: SocketLimits, holder: string, most = 4): Held => {
    const held = new Held(new Connection());
    limits.opened(held.conn as unknown as Of<"opened">);
    limits.joined(held as unknown as Of<"joined">, holder, most);
    return held;
  };

  it("may say two hundred things at once and fifty a second; what is more is refused with a code", () => {
    let now = 0;
    const held = joined(new SocketLimits(1000, false, () => now), "screen:a");
    expect(Array.from({ length: 200 }, () => held.says())).toEqual(Array.from({ length: 200 }, () => "heard"));
    expect([held.says(), held.says(false)]).toEqual([{ ok: false, code: "rateLimited" }, "nothing"]);
    now = 1_000;
    expect(Array.from({ length: 51 }, () => held.says()).filter((answer) => answer === "heard")).toHaveLength(50);
    expect(held.conn.closed).toBe(false);
  });

  it("that goes on and on is ended, also when it never said who it is", () => {
    const limits = new SocketLimits(1000, false, noTime);
    const [known, unknown] = [joined(limits, "screen:a").conn, new Connection()];
    limits.opened(unknown as unknown as Of<"opened">);
    for (const connection of [known, unknown]) {
      connection.says(799);
      expect(connection.closed).toBe(false);
      connection.says(1);
      expect(connection.closed).toBe(true);
    }
  });

  it("pays for large messages, and a player that catches up after a week does not", () => {
    let now = 0;
    const limits = new SocketLimits(1000, false, () => now);
    const large = joined(limits, "screen:a");
    large.conn.says(12, "x".repeat(250_000));
    expect(large.says()).toEqual("heard");
    large.conn.says(1, new Uint8Array(250_000));
    expect(large.says()).toEqual({ ok: false, code: "rateLimited" });
    const diligent = joined(limits, "screen:b");
    // A batch of a hundred plays is about 27 KB, and is sent when the one before was acknowledged.
    for (let batch = 0; batch < 1_000; batch += 1) {
      now += 45;
      diligent.conn.says(1, "x".repeat(27_000));
      expect(diligent.says()).toBe("heard");
      now += 45;
    }
  });

  it("of a screen is one of four at most: the oldest gives way; of another screen it is none of their business", () => {
    const limits = new SocketLimits(1000, false, noTime);
    const other = joined(limits, "screen:b");
    const held = Array.from({ length: 6 }, () => joined(limits, "screen:a"));
    expect(held.map(({ conn }) => conn.closed)).toEqual([true, true, false, false, false, false]);
    held[5]?.disconnect();
    expect(joined(limits, "screen:a").conn.closed).toBe(false);
    expect(held.map(({ conn }) => conn.closed)).toEqual([true, true, false, false, false, true]);
    expect(other.conn.closed).toBe(false);
  });

  it("that has not said who it is, is one of two thousand of its address; those that have do not count", () => {
    const limits = new SocketLimits(1000, false, noTime);
    const from = (address: string) => limits.mayWait({ headers: {}, socket: { remoteAddress: address } } as unknown as IncomingMessage);
    const waiting = Array.from({ length: 2_000 }, () => new Connection());
    for (const one of waiting) limits.opened(one as unknown as Of<"opened">);
    expect([from("192.0.2.1"), from("192.0.2.2")]).toEqual([false, true]);
    waiting[0]?.close();
    expect(from("192.0.2.1")).toBe(true);
    for (const [index, conn] of waiting.slice(1).entries()) limits.joined(new Held(conn) as unknown as Of<"joined">, `screen:${index}`, 4);
    for (let more = 0; more < 1_999; more += 1) limits.opened(new Connection() as unknown as Of<"opened">);
    expect(from("192.0.2.1")).toBe(true);
  });

  it("of a real server is refused with a code, then ended, and its screen comes back", async () => {
    const world = await World.start({ variables: { REQUESTS_PER_MINUTE: "60" } });
    try {
      const { token } = world.place("here");
      const line = await welcomed(world.server, token);
      const answers: unknown[] = [];
      for (let count = 0; count < 60; count += 1) line.socket.emit("clock", { t0: count }, (answer: unknown) => answers.push(answer));
      await expect.poll(() => answers.length).toBe(60);
      expect(answers.at(-1)).toEqual({ ok: false, code: "rateLimited" });
      for (let count = 0; count < 700; count += 1) line.socket.emit("clock", { t0: count });
      await line.until("disconnect");
      (await welcomed(world.server, token)).close();
      expect(world.server.failures).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
