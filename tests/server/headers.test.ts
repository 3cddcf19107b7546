import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uploadsPath } from "@yilu/contract";
import { bytesPolicy, dataPolicy } from "@yilu/server/http/headers.ts";
import { serveConsole, servePlayer } from "@yilu/server/http/pages.ts";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromAnywhere, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { addressOf, everyCall } from "../support/calls.ts";
import { freePort } from "../support/ports.ts";
import { startTestServer, testPassword } from "../support/server.ts";
import { World } from "../support/world.ts";

const policyOf = (headers: Headers): Map<string, string> =>
  new Map((headers.get("content-security-policy") ?? "").split("; ").map((one) => [one.split(" ")[0] ?? "", one.split(" ").slice(1).join(" ")]));

describe("pages", () => {
  const folder = mkdtempSync(join(tmpdir(), "yilu-pages-"));
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><html><head><title>一路</title></head><body></body></html>");
    writeFileSync(join(folder, "assets", "page.js"), "1");
    const app = express();
    servePlayer(app, folder, "https://yilu.example.cn");
    serveConsole(app, folder, null);
    server = createServer(app).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on TCP
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const get = (path: string) => fetch(origin + path, { redirect: "manual" });

  it("the console runs scripts of this server only, and its style elements carry a nonce that is good once", async () => {
    const [one, two] = [await get("/console/"), await get("/console/screens/abc?x=1")];
    const nonces = await Promise.all([one, two].map(async (answer) => /<meta property="csp-nonce" nonce="([\w-]{43})" \/>/.exec(await answer.text())?.[1]));
    expect(new Set(nonces).size).toBe(2);
    const host = new URL(origin).host;
    expect(Object.fromEntries(policyOf(one.headers))).toEqual({
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
      "script-src": "'self'",
      "style-src": `'self' 'nonce-${nonces[0] ?? ""}'`,
      "style-src-attr": "'unsafe-inline'",
      "img-src": "'self' data: blob:",
      "media-src": "'self' blob:",
      "font-src": "'self'",
      "connect-src": `'self' ws://${host} wss://${host}`,
    });
    expect([one.headers.get("cache-control"), two.headers.get("cache-control")]).toEqual(["no-store", "no-store"]);
    expect(policyOf(two.headers).get("style-src")).toBe(`'self' 'nonce-${nonces[1] ?? ""}'`);
  });

  it("programs come compressed, are kept for ever, and are not sent twice", async () => {
    const script = `export const words = ${JSON.stringify("一路公交播放系统".repeat(2_000))};`;
    writeFileSync(join(folder, "assets", "large.js"), script);
    const answer = await get("/console/assets/large.js");
    expect([answer.headers.get("content-encoding"), answer.headers.get("vary"), answer.headers.get("cache-control")]).toEqual(["gzip", "Accept-Encoding", "public, max-age=31536000, immutable"]);
    expect(await answer.text()).toBe(script);
    const again = await fetch(`${origin}/console/assets/large.js`, { headers: { "if-none-match": answer.headers.get("etag") ?? "", "cache-control": "max-age=0" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("the player runs scripts and workers of this server only, and no inline style at all", async () => {
    const answer = await get("/player/");
    const host = new URL(origin).host;
    expect(Object.fromEntries(policyOf(answer.headers))).toEqual({
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
      "script-src": "'self'",
      "worker-src": "'self'",
      "style-src": "'self'",
      "img-src": "'self' data: blob:",
      "media-src": "'self' blob:",
      "connect-src": `'self' ws://${host} wss://${host} ws://yilu.example.cn wss://yilu.example.cn`,
      "manifest-src": "'self'",
    });
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  });

  it("a file of a program comes with its policy, as a worker lives by that of its own file, and is kept for ever", async () => {
    const answer = await get("/player/assets/page.js");
    expect([answer.status, answer.headers.get("cache-control"), policyOf(answer.headers).get("worker-src")]).toEqual([200, "public, max-age=31536000, immutable", "'self'"]);
    expect(policyOf((await get("/console/assets/page.js")).headers).get("style-src")).toBe("'self'");
  });

  it("a page without its slash, or under its file's name, is the same page", async () => {
    const [bare, named] = [await get("/console"), await get("/console/index.html")];
    expect([bare.status, bare.headers.get("location")]).toEqual([301, "/console/"]);
    expect([named.status, policyOf(named.headers).get("style-src")?.startsWith("'self' 'nonce-")]).toEqual([200, true]);
  });

  it("what stands in the Host header gets into no policy unless it is a host", async () => {
    const options = { port: new URL(origin).port, host: "127.0.0.1", path: "/player/", headers: { host: "evil.example; script-src *" } };
    const answer = await new Promise<string>((resolve, reject) => {
      ask(options, ({ headers }) => resolve(String(headers["content-security-policy"]))).on("error", reject);
    });
    expect(answer).not.toContain("evil");
    expect(answer).toContain("script-src 'self'; ");
  });
});

describe("answers of a real server", () => {
  let world: World;
  let scheduler: Actor;
  let administrator: Actor;

  beforeAll(async () => {
    world = await World.start();
    scheduler = await signedIn(world, "scheduler");
    administrator = await signedIn(world, "administrator");
  });
  afterAll(() => world.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(world.server.origin + path, { headers: { cookie: scheduler.client.cookie, ...headers }, redirect: "manual" });
  const everywhere = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-powered-by": null,
    "strict-transport-security": null,
  };
  const days = "from=2026-06-24&to=2026-06-27&by=screen";

  it.each([
    ["the redirect to the console", "/", 302, dataPolicy],
    ["health", "/healthz", 200, dataPolicy],
    ["readiness", "/readyz", 200, dataPolicy],
    ["metrics", "/metrics", 404, dataPolicy],
    ["JSON", "/api/session", 200, dataPolicy],
    ["a refusal", "/api/nowhere", 404, dataPolicy],
    ["a path that is none", "/nowhere", 404, dataPolicy],
    ["a path that cannot be read", "/api/media/%E0%A4%A", 400, dataPolicy],
    ["the API document", "/api/openapi.json", 200, dataPolicy],
    ["a table to download", `/api/reports/plays.csv?${days}`, 200, bytesPolicy],
    ["a workbook to download", `/api/reports/plays.xlsx?${days}`, 200, bytesPolicy],
    ["uploads", `${uploadsPath}/none`, 404, dataPolicy],
  ])("%s: nothing in it is run, framed or guessed", async (_what, path, status, policy) => {
    // Metrics are for this machine alone, which a forwarded request is not.
    const answer = await get(path, path === "/metrics" ? { "x-forwarded-for": "192.0.2.9" } : {});
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(Object.keys(everywhere).map((name) => [name, answer.headers.get(name)]))).toEqual(everywhere);
    expect(answer.headers.get("content-security-policy")).toBe(policy);
    expect(answer.headers.get("permissions-policy")).toContain("camera=(), ");
  });

  it.each(everyCall().map((call) => [call.name, call] as const))("%s: JSON is data, and everything else may hold what users brought; what reads changes nothing", async (_name, { endpoint, fixture }) => {
    const actor = endpoint.access === "player" ? withToken(world, "player", "player", world.place("here").token) : endpoint.access === "public" ? stranger(world) : fixture.endsSession === true ? await signedIn(world, "administrator") : administrator;
    const input = await fixture.input(world, "here");
    const body = endpoint.method === "get" || endpoint.method === "delete" ? undefined : (input.body ?? {});
    const before = endpoint.method === "get" ? await world.inspector.counts() : null;
    const { status, headers } = await actor.client.request(endpoint.method.toUpperCase(), addressOf(endpoint, input), body, { ...fromAnywhere(), ...actor.headers });
    const isRefusal = headers.get("content-type")?.startsWith("application/problem+json") === true;
    // Else a picture on another site could do harm with somebody's cookie: the origin of reading is not asked for.
    if (before) expect(await world.inspector.counts()).toEqual(before);
    expect(headers.get("content-security-policy"), String(status)).toBe(endpoint.contentType === null ? dataPolicy : isRefusal ? headers.get("content-security-policy") : bytesPolicy);
    expect(Object.fromEntries(Object.keys(everywhere).map((name) => [name, headers.get(name)]))).toEqual(everywhere);
  });

  it("films, pictures and posters that users brought have no origin, and no other site may embed them", async () => {
    const { sha256 } = world.place("here").media;
    for (const path of [`/api/files/${sha256}`, `/api/posters/${sha256}`]) {
      const answer = await get(path);
      await answer.arrayBuffer();
      expect([answer.status, answer.headers.get("content-security-policy")]).toEqual([200, "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"]);
      expect([answer.headers.get("x-content-type-options"), answer.headers.get("cross-origin-resource-policy"), answer.headers.get("content-disposition")]).toEqual(["nosniff", "same-origin", "inline"]);
      expect(answer.headers.get("content-type")).toMatch(/^image\/(png|jpeg)$/);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("a download names a file to keep, so that no browser shows it", async () => {
    expect((await get(`/api/reports/plays.csv?${days}`)).headers.get("content-disposition")).toMatch(/^attachment; /);
  });

  it("the API's own page runs scripts of this server only", async () => {
    const page = await get("/api/docs");
    expect(policyOf(page.headers).get("script-src")).toBe("'self'");
    expect(policyOf((await get("/api/docs/swagger-ui-bundle.js")).headers).get("default-src")).toBe("'none'");
    expect(await page.text()).not.toMatch(/<script>|<style|onclick|https?:\/\//);
  });

  it("no other site is let in by CORS, not even by a preflight", async () => {
    for (const path of ["/api/media", uploadsPath]) {
      const answer = await fetch(world.server.origin + path, { method: "OPTIONS", headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" } });
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("over https a browser remembers for a year to come by https alone, and keeps the sign-in for this very host", async () => {
    const port = await freePort();
    const server = await startTestServer({ variables: { PUBLIC_ORIGIN: "https://yilu.example", TRUST_PROXY: "true", PORT: String(port) } });
    try {
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
      await server.users.addUser(server.system, { username: "somebody", displayName: "人", role: "operator", unitId: server.root.id }, testPassword, false);
      const signIn = { method: "POST", headers: { "content-type": "application/json", "x-forwarded-proto": "https" }, body: JSON.stringify({ username: "somebody", password: testPassword }) };
      expect((await fetch(`http://127.0.0.1:${port}/api/session`, signIn)).headers.getSetCookie()[0]).toMatch(/^__Host-yilu\.sid=s%3A[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      await server.remove();
    }
  });
});
