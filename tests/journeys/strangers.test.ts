import type { Manifest, Media, Screen, Unit, User } from "@yilu/contract";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { Client, testPassword } from "../support/server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

const samples = new Samples();
const player = new PlayerBrowser();
let server: ServerProcess;
let office: Office;
let screen: Screen;
let film: Media;
/** The player's token, as it shows it when it asks for its manifest. */
let token = "";

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("湘D·09999");
  film = await office.film(samples.path("h264-faststart.mp4", 3));
  await office.loop("循环", screen.id, [film]);
  const page = await player.on(`${server.origin}/player/`);
  page.on("request", (request) => void (token = /^Bearer (.+)$/.exec(request.headers()["authorization"] ?? "")?.[1] ?? token));
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await player.until((it) => it.playing !== null);
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

/** Every address that shows something of this screen. */
const addresses = () => [
  `/api/screens`, `/api/screens/${screen.id}`, `/api/screens/${screen.id}/preview?from=1795500000000&to=1795500001000`, `/api/media`, `/api/media/${film.id}`, film.fileUrl, film.posterUrl,
  "/api/playlists", "/api/entries", "/api/units", "/api/users", "/api/audit", "/api/overview", "/api/reports/plays?from=2026-01-01&to=2026-01-02&by=media",
  "/api/reports/plays.csv?from=2026-01-01&to=2026-01-02&by=media",
];

/** Why the server refused a socket. */
function refusal(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on("connect", () => reject(new Error("was let in")));
    socket.on("connect_error", (error) => {
      socket.close();
      resolve((error as Error & { data?: { code?: string } }).data?.code ?? error.message);
    });
  });
}

test("a stranger gets nothing: no page of data, no file, no socket", async () => {
  const stranger = new Client(server.origin);
  for (const address of addresses()) {
    const { status, body } = await stranger.request("GET", address);
    expect([address, status, (body as { code?: string }).code]).toEqual([address, 401, "notSignedIn"]);
  }
  const made = { headers: { authorization: `Bearer ${"x".repeat(43)}` } };
  expect((await fetch(server.origin + film.fileUrl, made)).status).toBe(401);
  expect((await fetch(`${server.origin}/api/player/manifest`, made)).status).toBe(401);
  expect(await refusal(io(`${server.origin}/console`, { transports: ["websocket"], reconnection: false }))).toBe("notSignedIn");
  const auth = { token: "x".repeat(43), protocol: 1, ledgerId: "00000000-0000-4000-8000-000000000000", playerVersion: "0" };
  expect(await refusal(io(`${server.origin}/player`, { transports: ["websocket"], reconnection: false, auth }))).toBe("playerTokenRefused");
});

test("a wrong unit sees none of it, and cannot name it either", async () => {
  const admin = await new Client(server.origin).signIn("admin", testPassword);
  const unit = (await admin.request("POST", "/api/units", { name: "别的公司", kind: "operator", parentId: office.unitId, code: null })).body as Unit;
  const made = (await admin.request("POST", "/api/users", { username: "outsider", displayName: "外人", role: "administrator", unitId: unit.id })).body as { user: User; oneTimePassword: string };
  const other = await new Client(server.origin).signIn("outsider", made.oneTimePassword);
  await other.request("POST", "/api/session/password", { current: made.oneTimePassword, next: "another-horse-43" });
  for (const address of [`/api/screens/${screen.id}`, `/api/screens/${screen.id}/preview?from=1795500000000&to=1795500001000`]) {
    expect([address, (await other.request("GET", address)).status]).toEqual([address, 404]);
  }
  const { body: screens } = await other.request("GET", "/api/screens");
  expect(screens).toEqual({ rows: [], total: 0, page: 1, pageSize: 50 });
  const { body: report } = await other.request("GET", "/api/reports/plays?from=2020-01-01&to=2020-12-31&by=screen");
  expect(report).toMatchObject({ rows: [], completeness: { screens: 0 } });
  expect((await other.request("POST", `/api/screens/${screen.id}/token-revocation`)).status).toBe(404);
  expect((await player.diagnostics())?.playing).not.toBeNull();

  // The books of this screen behind a link: nothing of them for the other unit's, all that is shared for whoever holds this one's, until it is revoked.
  const shared = { what: "books", from: "2026-01-01", to: "2026-01-02", screenId: screen.id };
  const wanted = { title: "台账", expiresAt: Date.now() + 86_400_000, shared };
  expect(((await other.request("POST", "/api/shares", { ...wanted, shared: { ...shared, unitId: office.unitId } })).body as { code?: string }).code).toBe("refersToMissing");
  const foreign = (await other.request("POST", "/api/shares", wanted)).body as { path: string; token: string };
  const own = (await admin.request("POST", "/api/shares", wanted)).body as { share: { id: string }; token: string };
  const stranger = new Client(server.origin);
  expect((await stranger.request("GET", `/api/shared/${foreign.token}`)).body).toMatchObject({ what: "books", books: { rows: [], tally: { all: 0 } } });
  expect((await stranger.request("GET", `/api/shared/${own.token}`)).body).toMatchObject({ what: "books", timeZone: "Asia/Shanghai" });
  await admin.request("DELETE", `/api/shares/${own.share.id}`);
  expect(((await stranger.request("GET", `/api/shared/${own.token}`)).body as { code?: string }).code).toBe("shareEnded");
});

test("a revoked token gets nothing: the screen goes back to its pairing code at once, and its token opens no door", async () => {
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const bearer = { headers: { authorization: `Bearer ${token}` } };
  const manifest = (await (await fetch(`${server.origin}/api/player/manifest`, bearer)).json()) as Manifest;
  expect(manifest.screenId).toBe(screen.id);
  expect((await fetch(server.origin + film.fileUrl, bearer)).status).toBe(200);

  const revokedAt = performance.now();
  await office.revoke(screen.id);
  await player.page.waitForSelector("#pairing:not([hidden]) #code i", { timeout: 5000 });
  expect(performance.now() - revokedAt).toBeLessThan(5000);
  expect((await fetch(`${server.origin}/api/player/manifest`, bearer)).status).toBe(401);
  expect((await fetch(server.origin + film.fileUrl, bearer)).status).toBe(401);
  await until(async () => (await office.seen(screen.id)).live.state === "unpaired");
});
