import { uploadsPath } from "@yilu/contract";
import { isOwnOrigin } from "@yilu/server/http/origin.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, signedIn, type Actor } from "../support/actors.ts";
import { everyCall } from "../support/calls.ts";
import { consoleLine, handshake, playerLine } from "../support/sockets.ts";
import { World } from "../support/world.ts";

let world: World;
let administrator: Actor;

beforeAll(async () => {
  world = await World.start();
  administrator = await signedIn(world, "administrator");
});
afterAll(() => world.close());

/** Asks with the administrator's cookie. Null: without the header. */
async function ask(method: string, path: string, headers: Record<string, string | null>): Promise<{ status: number; code: string }> {
  const given = Object.entries({ cookie: administrator.client.cookie, "content-type": "application/json", ...headers }).filter((pair): pair is [string, string] => pair[1] !== null);
  const response = await fetch(world.server.origin + path, { method, headers: given, ...(method === "GET" ? {} : { body: "{}" }) });
  const text = await response.text();
  return { status: response.status, code: text.startsWith("{") ? codeOf(JSON.parse(text)) : "" };
}

const changing = everyCall().filter(({ endpoint }) => endpoint.method !== "get");
const paths = [
  ...changing.map(({ name, endpoint }) => [name, endpoint.method.toUpperCase(), endpoint.path.replaceAll(/:\w+/g, "a".repeat(20))] as const),
  ...["POST", "PATCH", "DELETE"].map((method) => [`uploads ${method}`, method, method === "POST" ? uploadsPath : `${uploadsPath}/${"a".repeat(20)}`] as const),
  ...["POST", "PUT", "PATCH", "DELETE"].map((method) => [`a path that is none, ${method}`, method, "/api/nowhere"] as const),
];

it.each(paths)("%s with somebody's cookie is refused from anywhere but this server's own pages", async (_name, method, path) => {
  const { host } = new URL(world.server.origin);
  const refused = { status: 403, code: "badOrigin" };
  for (const origin of ["https://elsewhere.example", "null", `http://${host}.elsewhere.example`]) {
    expect(await ask(method, path, { origin }), origin).toEqual(refused);
  }
  expect(await ask(method, path, { origin: null })).toEqual(refused);
  for (const site of ["cross-site", "none"]) expect(await ask(method, path, { origin: null, "sec-fetch-site": site }), site).toEqual(refused);
});

describe("the server's own pages", () => {
  it("may change things, also in browsers that leave Origin out and say Sec-Fetch-Site", async () => {
    expect((await ask("POST", "/api/nowhere", { origin: world.server.origin })).code).toBe("notFound");
    expect((await ask("POST", "/api/nowhere", { origin: null, "sec-fetch-site": "same-origin" })).code).toBe("notFound");
  });

  it("and programs that bring no cookie need no Origin", async () => {
    expect((await ask("POST", "/api/player/pairings", { origin: null, cookie: null })).status).toBe(200);
  });

  it("are told by host and port; behind a proxy by its address too", () => {
    expect(isOwnOrigin("https://yilu.example", "yilu.example", null)).toBe(true);
    expect(isOwnOrigin("https://yilu.example:8443", "yilu.example", null)).toBe(false);
    expect(isOwnOrigin("https://yilu.example.cn", "127.0.0.1:3000", "https://yilu.example.cn")).toBe(true);
    expect(isOwnOrigin("http://yilu.example.cn", "127.0.0.1:3000", "https://yilu.example.cn")).toBe(false);
    for (const strange of ["file://", "chrome-extension://yilu.example", "http://x@yilu.example:1", "yilu.example"]) expect(isOwnOrigin(strange, "yilu.example", null), strange).toBe(false);
    expect([isOwnOrigin("null", "yilu.example", null), isOwnOrigin("", "yilu.example", null), isOwnOrigin("https://yilu.example", undefined, null)]).toEqual([false, false, false]);
  });
});

it("a socket that another site's page opens is refused, with the cookie or with a token", async () => {
  for (const origin of ["https://elsewhere.example", "null"]) {
    const lines = [consoleLine(world.server, administrator.client, { origin }), playerLine(world.server, handshake(world.place("here").token), { origin })];
    for (const line of lines) {
      expect(await line.until("connect_error")).toBe("websocket error");
      line.close();
    }
  }
  const own = consoleLine(world.server, administrator.client, { origin: world.server.origin });
  await own.until("connect");
  own.close();
});
