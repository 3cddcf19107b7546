import { mkdtempSync, chmodSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes, uploadsPath } from "@yilu/contract";
import { systemClock } from "@yilu/server/clock.ts";
import { parseEnv } from "@yilu/server/env.ts";
import { createLogger, scrubbed } from "@yilu/server/http/log.ts";
import { startServer } from "@yilu/server/server.ts";
import { openDataFolder } from "@yilu/server/storage/data-folder.ts";
import { expect, it } from "vitest";
import { handshake, playerLine } from "../support/sockets.ts";
import { Client, type TestServer } from "../support/server.ts";
import { encoded } from "../support/uploads.ts";
import { screenBody } from "../support/world.ts";

const field = (body: unknown, name: string): string => String((body as Record<string, unknown> | null)?.[name] ?? ""); // whatever the server said

it("a log at its most talkative, through sign-in, pairing, uploads, links and sockets, holds none of the secrets", async () => {
  const folder = mkdtempSync(join(tmpdir(), "yilu-log-"));
  const lines: string[] = [];
  const logger = createLogger("trace", { write: (line) => void lines.push(line) });
  const env = parseEnv({ HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder, LOG_LEVEL: "trace", METRICS_TOKEN: "metrics-token-of-this-test" });
  const server = await startServer(env, logger, systemClock);
  const secrets: Record<string, string> = { "metrics token": "metrics-token-of-this-test" };
  try {
    const origin = server.origin.replace("localhost", "127.0.0.1");
    const admin = new Client(origin);
    const first = server.firstSignIn;
    if (first === null) throw new Error("no first sign-in");
    Object.assign(secrets, { "first password": first.password, "wrong password": "Never-the-password-1", "new password": "Horse-battery-43!" });
    await admin.request("POST", "/api/session", { username: first.username, password: "Never-the-password-1" });
    await admin.request("POST", `/api/session?password=${first.password}`, { username: first.username, password: first.password });
    await admin.signIn(first.username, first.password);
    secrets["first cookie"] = admin.cookie.replace("yilu.sid=", "");
    await admin.request(routes.session.changePassword.method.toUpperCase(), routes.session.changePassword.path, { current: first.password, next: "Horse-battery-43!" });
    secrets["cookie"] = admin.cookie.replace("yilu.sid=", "");
    secrets["session id"] = decodeURIComponent(secrets["cookie"]).slice(2, 45);
    const [unit] = (await admin.request("GET", "/api/units")).body as { id: string }[]; // the root, made at the start
    const unitId = unit?.id ?? "";
    const made = await admin.request("POST", "/api/users", { username: "somebody", displayName: "人", role: "operator", unitId });
    secrets["one-time password"] = field(made.body, "oneTimePassword");

    const screen = await admin.request("POST", "/api/screens", screenBody("车", unitId));
    const player = new Client(origin);
    const offer = (await player.request("POST", "/api/player/pairings", {})).body;
    secrets["pairing secret"] = field(offer, "secret");
    await player.request("POST", "/api/player/pairings/claim", { code: field(offer, "code"), secret: "w".repeat(43) });
    await admin.request("POST", `/api/screens/${field(screen.body, "id")}/pair`, { code: field(offer, "code") });
    secrets["player's token"] = field((await player.request("POST", "/api/player/pairings/claim", { code: field(offer, "code"), secret: secrets["pairing secret"] })).body, "token");
    const bearer = { authorization: `Bearer ${secrets["player's token"]}` };
    await player.request("GET", "/api/player/manifest", undefined, bearer);
    await player.request("GET", `/player/?token=${secrets["player's token"]}`);
    await player.request("GET", `/api/files/${"0".repeat(64)}?token=${secrets["player's token"]}`, undefined, bearer);
    await player.request("GET", "/metrics", undefined, { authorization: "Bearer metrics-token-of-this-test" });
    await player.request("POST", "/api/session", '{"username":"admin","password":"Horse-battery-43!",', { "content-type": "application/json" });

    const line = playerLine({ origin } as TestServer, handshake(secrets["player's token"]));
    await line.until("welcome");
    await line.ask("status", { token: secrets["player's token"], nonsense: true });
    line.close();
    const guess = playerLine({ origin } as TestServer, handshake("q".repeat(43)));
    await guess.until("connect_error");
    guess.close();
    secrets["guessed token"] = "q".repeat(43);

    secrets["metadata"] = "名单-only-for-the-office.mp4";
    await admin.request("POST", uploadsPath, undefined, { "tus-resumable": "1.0.0", "upload-length": "10", "upload-metadata": encoded({ filename: secrets["metadata"], level: "county" }) });
    const to = Date.now() + 86_400_000;
    const share = await admin.request("POST", routes.shares.create.path, { title: "链接", expiresAt: to, shared: { what: "report", from: "2026-06-24", to: "2026-06-27", by: "screen" } });
    secrets["shared link"] = field(share.body, "token");
    await player.request("GET", `/console/shared/${secrets["shared link"]}`);
    await player.request("GET", routes.shares.open.path.replace(":token", secrets["shared link"]));
    await player.request("GET", `/api/nowhere/${secrets["shared link"]}/x`);
    // What a program logs by mistake is cut out at the last moment.
    logger.error({ req: { headers: { authorization: bearer.authorization, cookie: admin.cookie } }, body: { password: "Horse-battery-43!" }, err: new Error(`no such user ${bearer.authorization} at postgresql://yilu:Horse-battery-43!@db/yilu?password=Horse-battery-43!`) }, "made up");
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(lines.length).toBeGreaterThan(20);
  const log = lines.join("");
  for (const [what, secret] of Object.entries(secrets)) {
    expect(secret.length, what).toBeGreaterThan(12);
    for (const written of [secret, encodeURIComponent(secret), decodeURIComponent(secret), Buffer.from(secret).toString("base64")]) expect(log.includes(written), what).toBe(false);
  }
  // It still says what happened.
  for (const told of ['"url":"/api/player/pairings/claim"', '"method":"POST"', "made up", "no such user Bearer [hidden]", '"statusCode":401']) expect(log).toContain(told);
});

it("hides secrets by their looks and leaves everything else", () => {
  const token = "Ab-_".repeat(10) + "abc";
  expect(scrubbed(`{"url":"/x/${token}/y?token=abc&page=2","sha256":"${"a".repeat(64)}","id":"${"b".repeat(20)}"}`)).toBe(`{"url":"/x/[hidden]/y?token=[hidden]&page=2","sha256":"${"a".repeat(64)}","id":"${"b".repeat(20)}"}`);
  expect(scrubbed('"cookie":"yilu.sid=s%3Aabc.def; theme=dark"')).toBe('"cookie":"yilu.sid=[hidden]; theme=dark"');
  expect(scrubbed("smtp://mail:geheim@mail.example:587")).toBe("smtp://mail:[hidden]@mail.example:587");
});

it("the data folder is made for this server's user alone, and an open one is warned of", () => {
  const above = mkdtempSync(join(tmpdir(), "yilu-folder-"));
  const warnings: unknown[] = [];
  const logger = { warn: (_facts: object, text: string) => void warnings.push(text) };
  const folder = join(above, "data", "yilu");
  openDataFolder(folder, logger);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(warnings).toEqual([]);
  chmodSync(folder, 0o755);
  openDataFolder(folder, logger);
  expect(warnings).toEqual(["数据目录对其他用户开放（755），请执行 chmod 700 / the data folder is open to other users (755): run chmod 700"]);
  rmSync(above, { recursive: true });
});
