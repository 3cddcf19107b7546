import { enrolmentLink, routes, type EnrolmentLink, type Screen } from "@yilu/contract";
import { drawQr } from "@yilu/server/features/screens/qr.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { send, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { databaseKinds } from "../support/databases.ts";
import { madeUpToken } from "../support/enrolment-calls.ts";
import { handshake, playerLine, welcomed } from "../support/sockets.ts";
import { noon, World } from "../support/world.ts";

const dayMs = 86_400_000;

describe.each(databaseKinds)("one-time links, on %s", (database) => {
  let world: World;
  let operator: Actor & { userId: string };
  let screen: Screen;
  let now = noon;

  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
    operator = await signedIn(world, "operator");
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    now = noon;
    screen = await world.screen("here", { plate: "湘D·0618D", line: "3路" });
  });

  const create = (screenIds: string[], days = 14, who: Actor = operator) => send(who, routes.enrolments.create, { body: { screenIds, days } });
  const links = async (...of: Parameters<typeof create>): Promise<EnrolmentLink[]> => routes.enrolments.create.answer.parse((await create(...of)).body).links;
  const secretOf = ({ url }: Pick<EnrolmentLink, "url">) => new URL(url).searchParams.get("enrol") ?? "";
  const secret = async (of: Pick<Screen, "id"> = screen, days = 14) => secretOf((await links([of.id], days))[0] ?? { url: "x:" });
  const claim = (of: string, token = madeUpToken(), headers: Record<string, string> = {}) => send({ ...stranger(world), headers }, routes.enrolments.claim, { body: { secret: of, token } });
  const manifest = async (token: string) => (await send(withToken(world, "player", "player", token), routes.player.manifest, {})).outcome;
  const revoke = () => send(operator, routes.screens.revokeToken, { params: { id: screen.id } });

  it("come for each screen in the order asked for, with what a card shows and a QR code of the link", async () => {
    const other = await world.screen("below", { kind: "led", place: "东门" });
    const made = await links([other.id, screen.id, other.id], 30);
    expect(made.map(({ screenName, unitName, plate, line, place, expiresAt }) => [screenName, unitName, plate, line, place, expiresAt])).toEqual([
      [other.name, world.place("below").unit.name, null, "1路", "东门", noon + 30 * dayMs],
      [screen.name, world.place("here").unit.name, "湘D·0618D", "3路", null, noon + 30 * dayMs],
    ]);
    for (const link of made) {
      expect(enrolmentLink.parse(link)).toEqual(link);
      expect(link.url).toMatch(new RegExp(`^${world.server.origin}/player/\\?enrol=[A-Za-z0-9_-]{43}$`));
      expect(link.qr).toEqual(drawQr(link.url));
    }
  });

  it.each(["bus", "coach", "led"] as const)("pair a browser with a %s: its own token is the screen's from then on", async (kind) => {
    const one = await world.screen("here", { kind });
    const token = madeUpToken();
    const answer = await claim(await secret(one), token);
    expect(answer.body).toEqual({ screenId: one.id, screenName: one.name });
    expect(await manifest(token)).toBe("passes");
    const line = await welcomed(world.server, token);
    const stateOf = async () => (await world.server.screens.get(world.server.system, one.id)).live.state;
    await expect.poll(stateOf, { timeout: 8_000 }).toBe("online");
    line.close();
  });

  it("work once: the second browser is told that it is used, plainly, in both languages", async () => {
    const given = await secret();
    await claim(given);
    const { status, body } = await claim(given);
    expect([status, body]).toMatchObject([410, { code: "linkUsed", message: { zh: "这个入网链接已经用过了", en: "This enrolment link has been used" } }]);
  });

  it("serve one of many browsers that open them at the same moment", async () => {
    const given = await secret();
    const tokens = Array.from({ length: 12 }, madeUpToken);
    const answers = await Promise.all(tokens.map((token) => claim(given, token)));
    const winners = tokens.filter((_, index) => answers[index]?.outcome === "passes");
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array.from({ length: 11 }, () => "linkUsed"), "passes"]);
    expect(await Promise.all(tokens.map(manifest))).toEqual(tokens.map((token) => (winners.includes(token) ? "passes" : "playerTokenRefused")));
  });

  it("answer the browser that used them again when it lost the answer, before and after it has played", async () => {
    const [given, token] = [await secret(), madeUpToken()];
    const first = await claim(given, token);
    expect((await claim(given, token)).body).toEqual(first.body);
    expect(await manifest(token)).toBe("passes");
    now += 20 * dayMs;
    expect((await claim(given, token)).body).toEqual(first.body);
    expect((await claim(given)).outcome).toBe("linkUsed");
    await world.server.pairing.revoke(world.server.system, screen.id);
    expect((await claim(given, token)).outcome).toBe("linkUsed");
    expect(await manifest(token)).toBe("playerTokenRefused");
  });

  it("end to the millisecond", async () => {
    const [one, other] = [await secret(screen, 1), await secret(await world.screen("here"), 1)];
    now = noon + dayMs;
    expect((await claim(one)).outcome).toBe("linkExpired");
    now -= 1;
    expect((await claim(other)).outcome).toBe("passes");
  });

  it("are told from links that never were, for ninety days after their end; then they are forgotten", async () => {
    const [used, unused] = [await secret(), await secret(await world.screen("here"))];
    await claim(used);
    now = noon + 104 * dayMs - 1;
    await world.server.enrolments.removeExpired();
    expect([(await claim(used)).outcome, (await claim(unused)).outcome, (await claim("x".repeat(43))).outcome]).toEqual(["linkUsed", "linkExpired", "linkUnknown"]);
    now += 1;
    await world.server.enrolments.removeExpired();
    expect([(await claim(used)).outcome, (await claim(unused)).outcome]).toEqual(["linkUnknown", "linkUnknown"]);
  });

  it("of a screen end when a new one is made; others stay", async () => {
    const [old, other] = [await secret(), await secret(await world.screen("here"))];
    const next = await secret();
    expect([(await claim(old)).outcome, (await claim(next)).outcome, (await claim(other)).outcome]).toEqual(["linkUnknown", "passes", "passes"]);
  });

  it("are not made for a screen that has a player, which is named; once it is revoked they are", async () => {
    await claim(await secret());
    const free = await world.screen("here");
    const refused = await create([free.id, screen.id]);
    expect([refused.outcome, refused.text.includes(screen.name), refused.text.includes(free.name)]).toEqual(["alreadyPaired", true, false]);
    await revoke();
    expect((await create([free.id, screen.id])).outcome).toBe("passes");
  });

  it("lead nowhere once the screen was paired by its code, and end with that player", async () => {
    const given = await secret();
    await world.token(screen);
    expect((await claim(given)).outcome).toBe("alreadyPaired");
    await revoke();
    expect((await claim(given)).outcome).toBe("linkUnknown");
  });

  it("end with their screen", async () => {
    const given = await secret();
    await send(operator, routes.screens.remove, { params: { id: screen.id } });
    expect((await claim(given)).outcome).toBe("linkUnknown");
  });

  it("a token that is another screen's is not taken for this one, and a link that met one can still be used", async () => {
    const token = await world.token(await world.screen("here"));
    const given = await secret();
    expect((await claim(given, token)).outcome).toBe("invalidInput");
    expect((await claim(given)).outcome).toBe("passes");
  });

  it("a player that enrols is cut off by nothing but its own revocation", async () => {
    const token = madeUpToken();
    await claim(await secret(), token);
    const line = await welcomed(world.server, token);
    await revoke();
    expect(await line.until("revoked")).toEqual({ code: "playerTokenRefused" });
    expect(await playerLine(world.server, handshake(token)).until("connect_error")).toBe("playerTokenRefused");
  });

  it("whoever makes one and whoever uses one is written down, with the address; the secret and the token are not stored", async () => {
    const [given, token] = [await secret(), madeUpToken()];
    await claim(given, token, { "x-forwarded-for": "10.9.8.7" });
    const rows = await world.inspector.client.auditEntry.findMany({ where: { objectId: screen.id }, orderBy: { id: "asc" } });
    expect(rows.slice(1).map(({ action, actorId, address, after }) => [action, actorId, address?.slice(0, 3), after])).toEqual([
      ["screen.link", operator.userId, "10.", { expiresAt: noon + 14 * dayMs }],
      ["screen.enrol", null, "10.", null],
    ]);
    expect(rows[2]).toMatchObject({ address: "10.9.8.7", actorName: "播放端 player" });
    const stored = JSON.stringify(await world.inspector.dump());
    expect([stored.includes(given), stored.includes(token)]).toEqual([false, false]);
  });

  it("are not for screens outside one's reach, of which nothing is said", async () => {
    const there = await world.screen("there");
    const answer = await create([screen.id, there.id]);
    expect([answer.outcome, answer.text.includes(there.name)]).toEqual(["refersToMissing", false]);
    expect((await create([screen.id, "nothing"])).outcome).toBe("refersToMissing");
    expect(await world.inspector.client.enrolmentLink.count({ where: { screenId: { in: [screen.id, there.id] } } })).toBe(0);
  });

  it("hold from one to ninety days and for at most five hundred screens at a time", async () => {
    const outcomes = [];
    for (const [ids, days] of [[[screen.id], 0], [[screen.id], 91], [[screen.id], 1.5], [[], 1], [Array.from({ length: 501 }, (_, n) => `s${n}`), 1]] as const) outcomes.push((await create([...ids], days)).outcome);
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => "invalidInput"));
    expect((await create([screen.id], 90)).outcome).toBe("passes");
  });

  // Counted in memory: the database has no part in it.
  if (database === "sqlite") it("six hundred tries from one address in ten minutes, and then no more for a while; others may go on", async () => {
    const from = { "x-forwarded-for": "10.200.1.1" };
    const tries = async (count: number) => (await Promise.all(Array.from({ length: count }, () => claim("y".repeat(43), madeUpToken(), from)))).map(({ outcome }) => outcome);
    for (let round = 0; round < 6; round += 1) expect(new Set(await tries(100))).toEqual(new Set(["linkUnknown"]));
    expect(await tries(1)).toEqual(["rateLimited"]);
    expect((await claim("y".repeat(43))).outcome).toBe("linkUnknown");
  });

  it("none of it was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
