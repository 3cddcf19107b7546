import { Agent, request, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Media } from "@yilu/contract";
import { Downloads } from "@yilu/server/http/downloads.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bunny } from "../support/films.ts";
import { Client, testPassword } from "../support/server.ts";
import { until } from "../support/until.ts";
import { uploaded } from "../support/uploads.ts";
import { entryBody, World } from "../support/world.ts";

const most = 8;
const mostOfAddress = 5;
/** More than the buffers of a connection take in. */
const depotBytes = 8_000_000;

let world: World;
let media: Media;
let client: Client;
let path: string;
let token: string;

beforeAll(async () => {
  world = await World.start({ variables: { DOWNLOADS_AT_ONCE: String(most), DOWNLOADS_PER_ADDRESS: String(mostOfAddress) } });
  const { staff, screen } = world.place("here");
  client = await new Client(world.server.origin).signIn((await world.user("here", "scheduler")).username, testPassword);
  media = await world.server.media.service.get(staff, await uploaded(client, bunny));
  media = await world.approve(media);
  const playlist = await world.server.playlists.create(staff, { name: "大片", items: [{ mediaId: media.id, durationMs: null }] });
  await world.server.schedule.create(staff, entryBody("大片", playlist.id, [{ kind: "screen", screenId: screen.id }]));
  path = media.fileUrl;
  ({ token } = world.place("here"));
});
afterAll(() => world.close());

/** A bus that has asked for the film: its answer has begun, and nothing is read until it is told to. */
interface Asking {
  status: number;
  retryAfter: string | undefined;
  /** Reads to the end. @returns how many bytes came */
  finish(): Promise<number>;
  cut(): void;
}

function ask(address: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }): Promise<Asking> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false });
    const asked = request(world.server.origin + path, { agent, headers: { "x-forwarded-for": address, ...headers } }, (answer: IncomingMessage) => {
      resolve({
        status: answer.statusCode ?? 0,
        retryAfter: answer.headers["retry-after"],
        cut: () => answer.destroy(),
        finish: () =>
          new Promise((done, failed) => {
            let bytes = 0;
            answer.on("data", (part: Buffer) => (bytes += part.length));
            answer.on("end", () => done(bytes));
            answer.on("error", failed);
          }),
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** Waits until as many places are free as are wanted here: the server notices an end a little after we do. */
async function admitted(address: string): Promise<Asking> {
  return until(async () => {
    const one = await ask(address);
    if (one.status === 200) return one;
    await one.finish();
    return null;
  });
}

describe("players that fetch media", () => {
  it("a depot of a hundred buses that all ask at once: never more than the limit at a time, and every one gets its film", async () => {
    const range = { authorization: `Bearer ${token}`, range: `bytes=0-${depotBytes - 1}` };
    const rounds: number[] = [];
    const got: number[] = [];
    let buses = Array.from({ length: 100 }, (_, number) => `10.1.${number % 20}.1`);
    while (buses.length > 0) {
      const answers = await Promise.all(buses.map(async (address) => ({ address, asking: await ask(address, range) })));
      // Nobody has read its film yet, and the line holds less than a film: whoever was let in is still being served.
      const inside = answers.filter(({ asking }) => asking.status === 206);
      const outside = answers.filter(({ asking }) => asking.status === 503);
      expect(inside.length + outside.length).toBe(buses.length);
      rounds.push(inside.length);
      got.push(...(await Promise.all(inside.map(({ asking }) => asking.finish()))));
      await Promise.all(outside.map(({ asking }) => asking.finish()));
      buses = outside.map(({ address }) => address);
    }
    expect([rounds[0], Math.max(...rounds)]).toEqual([most, most]);
    expect(got).toEqual(Array.from({ length: 100 }, () => depotBytes));
  });

  it("are turned away beyond so many from one address, and beyond so many in all, each with another time to come back", async () => {
    const one = await Promise.all(Array.from({ length: mostOfAddress }, () => ask("10.0.0.1")));
    const tooMany = await ask("10.0.0.1");
    const other = await Promise.all(Array.from({ length: most - mostOfAddress }, () => ask("10.0.0.2")));
    const tooManyInAll = await ask("10.0.0.3");
    expect([...one, ...other].map(({ status }) => status)).toEqual(Array.from({ length: most }, () => 200));
    expect([tooMany.status, tooManyInAll.status]).toEqual([503, 503]);
    for (const { retryAfter } of [tooMany, tooManyInAll]) {
      expect(Number(retryAfter)).toBeGreaterThanOrEqual(2);
      expect(Number(retryAfter)).toBeLessThanOrEqual(10);
    }
    expect(await Promise.all([...one, ...other].map((asking) => asking.finish()))).toEqual(Array.from({ length: most }, () => media.bytes));
  });

  it("leave their place when they are cut off, and do not count when they are cut off before it begins", async () => {
    const first = await Promise.all(Array.from({ length: mostOfAddress }, () => admitted("10.0.1.1")));
    for (const asking of first) asking.cut();
    const again = await Promise.all(Array.from({ length: mostOfAddress }, () => admitted("10.0.1.1")));
    expect((await ask("10.0.1.1")).status).toBe(503);
    for (const asking of again) asking.cut();
    const { hostname, port } = new URL(world.server.origin);
    const hasty = await Promise.all(
      Array.from({ length: 40 }, () => new Promise<Socket>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Forwarded-For: 10.0.1.1\r\nAuthorization: Bearer ${token}\r\n\r\n`, () => {
            socket.destroy();
            resolve(socket);
          });
        });
      })),
    );
    expect(hasty.every((socket) => socket.destroyed)).toBe(true);
    const last = await Promise.all(Array.from({ length: mostOfAddress }, () => admitted("10.0.1.1")));
    for (const asking of last) asking.cut();
  });

  it("what staff look at is not counted, and goes on when no player may come in", async () => {
    const places = await Promise.all(Array.from({ length: mostOfAddress }, () => admitted("10.0.2.1")));
    expect((await ask("10.0.2.1")).status).toBe(503);
    const staff = await Promise.all(Array.from({ length: 4 }, () => ask("10.0.2.1", { cookie: client.cookie })));
    expect(await Promise.all(staff.map((asking) => asking.finish()))).toEqual([media.bytes, media.bytes, media.bytes, media.bytes]);
    for (const asking of places) asking.cut();
  });
});

it("a place is taken once and left once, whatever happens in between", () => {
  const downloads = new Downloads(2, 1, () => 7);
  const ends: (() => void)[] = [];
  const response = (closed = false) => ({
    closed,
    once(_event: string, listener: () => void) {
      ends.push(listener);
      return this;
    },
  });
  type Taken = Parameters<Downloads["admit"]>[1];
  const admit = (address: string, closed = false) => downloads.admit(address, response(closed) as unknown as Taken); // express's response can do more than is asked of it here
  admit("a");
  admit("b");
  expect(downloads.running).toBe(2);
  expect(() => admit("c")).toThrowError(expect.objectContaining({ code: "overloaded", particulars: { retryAfterSeconds: 7 } }));
  ends[0]?.();
  admit("c", true);
  expect(downloads.running).toBe(1);
  expect(() => admit("b")).toThrowError(expect.objectContaining({ code: "overloaded" }));
  admit("a");
  ends[1]?.();
  ends[2]?.();
  expect(downloads.running).toBe(0);
});
