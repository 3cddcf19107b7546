import { routes, type Screen } from "@yilu/contract";
import { drawQr } from "@yilu/server/features/screens/qr.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { send, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { databaseKinds } from "../support/databases.ts";
import { handshake, playerLine, welcomed } from "../support/sockets.ts";
import { noon, World } from "../support/world.ts";

describe.each(databaseKinds)("pairing, on %s", (database) => {
  let world: World;
  let operator: Actor;
  let screen: Screen;
  let now = noon;

  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
  });
  afterAll(() => world.close());
  // Each test has a screen and somebody of its own: tries are counted for each person.
  beforeEach(async () => {
    now = noon;
    operator = await signedIn(world, "operator");
    screen = await world.screen("here");
  });

  const field = (body: unknown, name: string): string => (typeof body === "object" && body !== null ? String((body as Record<string, unknown>)[name]) : "");
  const offer = async () => {
    const { body } = await send(stranger(world), routes.player.offerPairing, { body: {} });
    return { code: field(body, "code"), secret: field(body, "secret"), expiresAt: Number(field(body, "expiresAt")) };
  };
  const claim = (offered: { code: string; secret: string }) => send(stranger(world), routes.player.claimPairing, { body: { code: offered.code, secret: offered.secret } });
  const pair = (code: string, on: Pick<Screen, "id"> = screen, who = operator) => send(who, routes.screens.pair, { params: { id: on.id }, body: { code } });
  const revoke = () => send(operator, routes.screens.revokeToken, { params: { id: screen.id } });
  const rotate = () => send(operator, routes.screens.rotateToken, { params: { id: screen.id } });
  const manifest = async (token: string) => (await send(withToken(world, "player", "player", token), routes.player.manifest, {})).outcome;
  const file = async (token: string) => (await send(withToken(world, "player", "player", token), routes.media.file, { params: { sha256: world.place("here").media.sha256 } })).outcome;
  /** Pairs the screen and answers the token of a player that has used it. */
  const paired = async () => {
    const offered = await offer();
    await pair(offered.code);
    const token = field((await claim(offered)).body, "token");
    expect(await manifest(token)).toBe("passes");
    return { ...offered, token };
  };

  it("a code lives ten minutes, to the millisecond, for the player and for staff", async () => {
    const offered = await offer();
    expect(offered.expiresAt).toBe(noon + 600_000);
    expect(offered.code).toMatch(/^[23456789CFGHJMPQRVWX]{8}$/);
    now = noon + 599_999;
    expect((await claim(offered)).body).toEqual({ state: "waiting", expiresAt: noon + 600_000 });
    now = noon + 600_000;
    expect([(await claim(offered)).outcome, (await pair(offered.code)).outcome]).toEqual(["pairingExpired", "pairingExpired"]);
  });

  it("the code comes as a QR code that opens the console's pairing form, under the address the player was loaded from", async () => {
    const { body } = await send(stranger(world), routes.player.offerPairing, { body: {} });
    const { code, qr } = routes.player.offerPairing.answer.parse(body);
    expect(qr).toEqual(drawQr(`${world.server.origin}/console/screens?pair=${code}`));
    // ISO/IEC 18004: the outer row of the finder patterns in three corners, and none in the fourth.
    const far = qr.size - 7;
    for (const corner of [`M0 0h7v1h-7z`, `M${far} 0h7v1h-7z`, `M0 ${far}h7v1h-7z`]) expect(qr.path).toContain(corner);
    expect(qr.path).not.toContain(`M${far} ${far}h7v1h-7z`);
  });

  it("a code in lower case is the same code", async () => {
    const { code } = await offer();
    expect((await pair(code.toLowerCase())).outcome).toBe("passes");
  });

  it("five wrong codes and the sixth try is refused, right or wrong, until the time stated; others may go on", async () => {
    const { code } = await offer();
    const outcomes = [];
    for (let count = 0; count < 6; count += 1) outcomes.push((await pair("22222222")).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "pairingCodeUnknown"), "rateLimited"]);
    const right = await pair(code);
    expect([right.status, right.outcome, Number(field(right.body, "retryAfterSeconds")) > 500]).toEqual([429, "rateLimited", true]);
    expect((await pair(code, screen, await signedIn(world, "operator"))).outcome).toBe("passes");
  });

  it("a code serves one screen", async () => {
    const { code } = await offer();
    const other = await world.screen("here");
    expect([(await pair(code)).outcome, (await pair(code, other)).outcome]).toEqual(["passes", "pairingCodeUnknown"]);
  });

  it("the token is given to the secret only", async () => {
    const offered = await offer();
    await pair(offered.code);
    expect((await claim({ code: offered.code, secret: "x".repeat(43) })).outcome).toBe("pairingCodeUnknown");
    expect((await claim(offered)).body).toMatchObject({ state: "paired", screenId: screen.id, screenName: screen.name });
  });

  it("claimed again before it was used, the player gets a token that works and the earlier one does not; afterwards none", async () => {
    const offered = await offer();
    await pair(offered.code);
    const [first, second] = [field((await claim(offered)).body, "token"), field((await claim(offered)).body, "token")];
    expect([await manifest(first), await manifest(second)]).toEqual(["playerTokenRefused", "passes"]);
    expect((await claim(offered)).outcome).toBe("pairingExpired");
    expect(await manifest(second)).toBe("passes");
  });

  it("a screen that has a player takes no other before that one is revoked", async () => {
    await paired();
    const { code } = await offer();
    expect((await pair(code)).outcome).toBe("alreadyPaired");
    await revoke();
    expect((await pair(code)).outcome).toBe("passes");
  });

  it("revoking closes the socket with its reason and ends the token for manifest, files and sockets", async () => {
    const { token } = await paired();
    const line = await welcomed(world.server, token);
    expect(await file(token)).toBe("passes");
    const answer = await revoke();
    expect(answer.body).toMatchObject({ live: { state: "unpaired" } });
    expect(await line.until("revoked")).toEqual({ code: "playerTokenRefused" });
    expect(await line.until("disconnect")).toBe("io server disconnect");
    const again = playerLine(world.server, handshake(token));
    expect(await again.until("connect_error")).toBe("playerTokenRefused");
    expect([await manifest(token), await file(token)]).toEqual(["playerTokenRefused", "playerTokenRefused"]);
  });

  it("a revoked player cannot fetch a new token with the code it once had", async () => {
    const offered = await paired();
    await revoke();
    expect((await claim(offered)).outcome).toBe("pairingCodeUnknown");
  });

  it("revoking also ends a pairing whose token was not fetched yet", async () => {
    const offered = await offer();
    await pair(offered.code);
    await revoke();
    expect((await claim(offered)).outcome).toBe("pairingCodeUnknown");
  });

  it("a connected player gets its new token at once; the old one works until the new one is used, then it and its socket end", async () => {
    const { token } = await paired();
    const line = await welcomed(world.server, token);
    expect((await rotate()).outcome).toBe("passes");
    const next = field(await line.until("token:rotate"), "token");
    expect(next).not.toBe(token);
    expect([await manifest(token), line.socket.connected]).toEqual(["passes", true]);
    const after = await welcomed(world.server, next);
    await line.until("disconnect");
    expect(line.all("revoked")).toEqual([]);
    expect([await manifest(token), await manifest(next)]).toEqual(["playerTokenRefused", "passes"]);
    expect(after.all("token:rotate")).toEqual([]);
    after.close();
  });

  it("a player that was away gets its new token when it comes back, and again until it has used one", async () => {
    const { token } = await paired();
    await rotate();
    const first = await welcomed(world.server, token);
    const lost = field(await first.until("token:rotate"), "token");
    first.close();
    const second = await welcomed(world.server, token);
    const next = field(await second.until("token:rotate"), "token");
    expect([await manifest(lost), await manifest(next), await manifest(token)]).toEqual(["playerTokenRefused", "passes", "playerTokenRefused"]);
    second.close();
  });

  it("revoking after a rotation closes every socket of the screen, whatever token it came with", async () => {
    const { token } = await paired();
    const line = await welcomed(world.server, token);
    await rotate();
    await line.until("token:rotate");
    await revoke();
    await line.until("revoked");
    await line.until("disconnect");
  });

  it("a removed screen takes its player with it, and its pairing code", async () => {
    const { token } = await paired();
    const waiting = await world.screen("here");
    const offered = await offer();
    await pair(offered.code, waiting);
    const line = await welcomed(world.server, token);
    for (const { id } of [screen, waiting]) expect((await send(operator, routes.screens.remove, { params: { id } })).outcome).toBe("passes");
    await line.until("disconnect");
    expect([await manifest(token), (await claim(offered)).outcome]).toEqual(["playerTokenRefused", "pairingCodeUnknown"]);
  });

  it("what players say is written down also when one of them has just been removed", async () => {
    const { token } = await paired();
    const staying = await world.screen("here");
    const removed = await welcomed(world.server, token);
    const line = await welcomed(world.server, await world.token(staying));
    await world.server.screens.remove(world.server.system, screen.id);
    await removed.until("disconnect");
    line.close();
    const offline = async () => (await world.inspector.client.screenStatus.findUnique({ where: { screenId: staying.id } }))?.onlineUntil === 0n;
    await expect.poll(offline, { timeout: 8_000 }).toBe(true);
  });

  it("whoever pairs, rotates and revokes is written down, with the address", async () => {
    await paired();
    await rotate();
    await revoke();
    const rows = await world.inspector.client.auditEntry.findMany({ where: { objectId: screen.id }, orderBy: { id: "asc" } });
    expect(rows.map(({ action, actorName }) => [action, actorName]).slice(1)).toEqual([
      ["screen.pair", rows[1]?.actorName],
      ["screen.rotateToken", rows[1]?.actorName],
      ["screen.revokeToken", rows[1]?.actorName],
    ]);
    expect(rows[1]?.actorName).toMatch(/^此地人/);
    expect(rows.slice(1).every(({ address }) => address?.startsWith("10."))).toBe(true);
  });

  it("neither tokens nor secrets are stored, only their hashes", async () => {
    const { token, secret } = await paired();
    const stored = JSON.stringify(await world.inspector.dump());
    expect([stored.includes(token), stored.includes(secret)]).toEqual([false, false]);
  });

  it("none of it was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
