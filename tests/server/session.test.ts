import { routes, securityPresets, uploadsPath, type OpenSession } from "@yilu/contract";
import { sha256Hex } from "@yilu/server/random.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromAnywhere, rootAdministrator, send, signedIn, stranger, type Actor } from "../support/actors.ts";
import { addressOf, everyCall } from "../support/calls.ts";
import { Inspector } from "../support/inspect.ts";
import { freePort } from "../support/ports.ts";
import { Client, startTestServer, testPassword, userIn } from "../support/server.ts";
import { noon, World } from "../support/world.ts";

const minuteMs = 60_000;
const goodPassword = "another-horse-43";
let world: World;
let now = noon;

beforeAll(async () => {
  world = await World.start({ clock: () => now });
});
beforeEach(() => {
  now = noon;
});
afterAll(() => world.close());

type Caller = Pick<Actor, "client" | "headers">;
const newClient = (): Caller => ({ client: new Client(world.server.origin), headers: {} });
const sessionIdIn = (cookie: string): string => decodeURIComponent(cookie.replace(/^yilu\.sid=/, "")).replace(/^s:/, "").split(".")[0] ?? "";
const me = async (who: Caller) => (await send(who, routes.session.me, {})).outcome;
const signIn = (username: string, password: string, who = newClient()) => send(who, routes.session.signIn, { body: { username, password } });
const changePassword = async (who: Caller, next: string, current = testPassword) => (await send(who, routes.session.changePassword, { body: { current, next } })).outcome;
const field = (body: unknown, name: string): unknown => (typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined);

describe("the session cookie", () => {
  const ask = (origin: string, username: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", ...fromAnywhere(), ...headers },
      body: JSON.stringify({ username, password: testPassword }),
    });

  it("is HttpOnly, SameSite=Lax and for the whole server; without https not Secure", async () => {
    const { username } = await world.user("here");
    const cookies = (await ask(world.server.origin, username)).headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    const [value, ...flags] = (cookies[0] ?? "").split("; ");
    expect(value).toMatch(/^yilu\.sid=s%3A[A-Za-z0-9_-]{43}\./);
    expect(flags.filter((flag) => !flag.startsWith("Expires="))).toEqual(["Path=/", "HttpOnly", "SameSite=Lax"]);
  });

  it("is Secure behind a proxy that speaks https, and never given out over plain http there", async () => {
    const port = await freePort();
    const server = await startTestServer({ variables: { PUBLIC_ORIGIN: "https://yilu.example", TRUST_PROXY: "true", PORT: String(port) } });
    await server.users.addUser(server.system, { username: "somebody", displayName: "人", role: "operator", unitId: server.root.id }, testPassword, false);
    const local = `http://127.0.0.1:${port}`;
    const secure = await ask(local, "somebody", { "x-forwarded-proto": "https", origin: "https://yilu.example" });
    const plain = await ask(local, "somebody");
    expect(secure.headers.getSetCookie()[0]?.split("; ").filter((flag) => /^[A-Z]/.test(flag) && !flag.startsWith("Expires="))).toEqual(["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]);
    expect(plain.headers.getSetCookie()).toEqual([]);
    expect(secure.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    await server.remove();
  });

  it("carries a new id at each sign-in, and the id brought along is worth nothing afterwards", async () => {
    const { username } = await world.user("here");
    const who = newClient();
    await signIn(username, testPassword, who);
    const before = who.client.cookie;
    await signIn(username, testPassword, who);
    expect(who.client.cookie).not.toBe(before);
    const old = newClient();
    old.client.cookie = before;
    expect([await me(old), await me(who)]).toEqual(["notSignedIn", "passes"]);
  });

  it("planted by somebody else is not taken over", async () => {
    const { username } = await world.user("here");
    const who = newClient();
    who.client.cookie = `yilu.sid=s%3A${"P".repeat(43)}.forged`;
    await signIn(username, testPassword, who);
    expect(sessionIdIn(who.client.cookie)).not.toBe("P".repeat(43));
    expect(await me(who)).toBe("passes");
  });

  it("is worth nothing after signing out", async () => {
    const who = await signedIn(world, "operator");
    const { cookie } = who.client;
    expect((await send(who, routes.session.signOut, {})).status).toBe(204);
    const copy = newClient();
    copy.client.cookie = cookie;
    expect([await me(copy), await me(who)]).toEqual(["notSignedIn", "notSignedIn"]);
  });

  it("lives two hours after its last use, and twelve hours at the longest", async () => {
    const who = await signedIn(world, "operator");
    const lived: string[] = [];
    for (let used = 1; used <= 6; used += 1) {
      now = noon + used * (120 * minuteMs - 1);
      lived.push(await me(who));
    }
    expect(lived).toEqual(Array.from({ length: 6 }, () => "passes"));
    now = noon + 12 * 60 * minuteMs;
    expect(await me(who)).toBe("notSignedIn");
    now = noon;
    const idle = await signedIn(world, "operator");
    now = noon + 120 * minuteMs;
    expect(await me(idle)).toBe("notSignedIn");
  });

  it("calls that a console makes while nobody touches it do not keep it open, and tell when it ends", async () => {
    const who = await signedIn(world, "operator");
    const endsAt = async (headers: Record<string, string>) => field((await who.client.request("GET", "/api/session", undefined, headers)).body, "sessionEndsAt");
    now = noon + 60 * minuteMs;
    expect(await endsAt({ "yilu-idle": "1" })).toBe(noon + 120 * minuteMs);
    expect(await endsAt({})).toBe(noon + 180 * minuteMs);
    now = noon + 179 * minuteMs;
    expect(await endsAt({ "yilu-idle": "1" })).toBe(noon + 180 * minuteMs);
    now = noon + 180 * minuteMs;
    expect(await me(who)).toBe("notSignedIn");
  });

  it("is listed with where it was opened, and can be ended from elsewhere", async () => {
    const who = await signedIn(world, "operator");
    const other = newClient();
    await send(other, routes.session.signIn, { body: { username: who.username, password: testPassword } });
    const { rows } = (await send(who, routes.security.sessions, {})).body as { rows: OpenSession[] };
    expect(rows).toHaveLength(2);
    expect(rows.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    expect(rows.every(({ address, createdAt, expiresAt }) => address?.startsWith("10.") === true && createdAt === noon && expiresAt === noon + 120 * minuteMs)).toBe(true);
    const stranger = await signedIn(world, "operator");
    const id = rows.find(({ isCurrent }) => !isCurrent)?.id ?? "";
    await send(stranger, routes.security.endSession, { params: { id } });
    expect(await me(other)).toBe("passes");
    await send(who, routes.security.endSession, { params: { id } });
    expect([await me(other), await me(who)]).toEqual(["notSignedIn", "passes"]);
  });

  it("is stored as a hash only", async () => {
    const who = await signedIn(world, "operator");
    const id = sessionIdIn(who.client.cookie);
    expect(await world.inspector.client.session.findUnique({ where: { id: sha256Hex(id) }, select: { userId: true } })).toEqual({ userId: who.userId });
    const stored = await world.inspector.client.session.findMany();
    expect(stored.filter((row) => `${row.id} ${row.data}`.includes(id))).toEqual([]);
  });
});

describe("failed sign-ins", () => {
  it("five in a row lock the account for fifteen minutes, also for the right password", async () => {
    const { id, username } = await world.user("here");
    const outcomes = [];
    for (let count = 0; count < 5; count += 1) outcomes.push((await signIn(username, "wrong-password-1")).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 4 }, () => "wrongCredentials"), "accountLocked"]);
    const locked = await signIn(username, testPassword);
    expect([locked.status, locked.outcome, field(locked.body, "retryAfterSeconds")]).toEqual([423, "accountLocked", 900]);
    now = noon + 15 * minuteMs - 1;
    expect((await signIn(username, testPassword)).outcome).toBe("accountLocked");
    now = noon + 15 * minuteMs;
    expect((await signIn(username, testPassword)).outcome).toBe("passes");
    const actions = await world.inspector.client.auditEntry.findMany({ where: { objectId: id }, orderBy: { id: "asc" }, select: { action: true } });
    expect(actions.map(({ action }) => action)).toEqual(["user.create", ...Array.from({ length: 4 }, () => "session.failedSignIn"), "session.locked", "session.signIn"]);
  });

  it("four and a good one begin the count anew", async () => {
    const { username } = await world.user("here");
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 4; count += 1) await signIn(username, "wrong-password-1");
      expect((await signIn(username, testPassword)).outcome).toBe("passes");
    }
  });

  it("the present password cannot be guessed from an open session either", async () => {
    const who = await signedIn(world, "operator");
    const outcomes = [];
    for (let count = 0; count < 5; count += 1) outcomes.push(await changePassword(who, goodPassword, "wrong-password-1"));
    expect(outcomes).toEqual([...Array.from({ length: 4 }, () => "wrongCredentials"), "accountLocked"]);
    expect(await changePassword(who, goodPassword)).toBe("accountLocked");
  });

  it("an unknown name is answered like a wrong password, in words and in time", async () => {
    const { username } = await world.user("here");
    const times = { known: Infinity, unknown: Infinity };
    const bodies: Record<string, unknown> = {};
    for (let round = 0; round < 4; round += 1) {
      for (const kind of ["known", "unknown"] as const) {
        const startedAt = performance.now();
        const { body } = await signIn(kind === "known" ? username : "nobody-here", "wrong-password-1");
        times[kind] = Math.min(times[kind], performance.now() - startedAt);
        bodies[kind] = typeof body === "object" && body !== null ? { ...body, requestId: null } : body;
      }
    }
    expect(bodies["unknown"]).toEqual(bodies["known"]);
    // Hashing is nearly all of it: left out, the answer would come ten times as fast.
    expect(times.unknown).toBeGreaterThan(times.known / 3);
  });

  it("from one address are limited to thirty in five minutes", async () => {
    const at = { client: new Client(world.server.origin), headers: { "x-forwarded-for": "192.0.2.1" } };
    const answers = await Promise.all(Array.from({ length: 31 }, () => signIn("nobody-here", "wrong-password-1", at)));
    expect(answers.filter(({ outcome }) => outcome === "rateLimited")).toHaveLength(1);
  });
});

describe("requests of another site's page", () => {
  const unsafe = everyCall().filter(({ endpoint }) => endpoint.method !== "get");

  it.each(unsafe.map((call) => [call.name, call] as const))("%s is refused, whoever is signed in, and changes nothing", async (_name, { endpoint, fixture }) => {
    const administrator = await signedIn(world, "administrator");
    const input = await fixture.input(world, "here");
    const before = await world.inspector.dump();
    for (const origin of ["https://elsewhere.example", "null", "http://127.0.0.1", `${world.server.origin}.elsewhere.example`]) {
      const answer = await administrator.client.request(endpoint.method.toUpperCase(), addressOf(endpoint, input), input.body ?? {}, { origin });
      expect([answer.status, field(answer.body, "code")]).toEqual([403, "badOrigin"]);
    }
    expect(await world.inspector.dump()).toEqual(before);
  });

  it("uploads as well", async () => {
    const { client } = await signedIn(world, "administrator");
    const answer = await client.request("POST", uploadsPath, undefined, { origin: "https://elsewhere.example", "tus-resumable": "1.0.0", "upload-length": "10" });
    expect([answer.status, field(answer.body, "code")]).toEqual([403, "badOrigin"]);
  });

  it("its own pages are served", async () => {
    const who = await signedIn(world, "administrator");
    const answer = await who.client.request("POST", "/api/groups", { name: world.name("here", "组"), unitId: world.place("here").unit.id }, { origin: world.server.origin });
    expect(answer.status).toBe(200);
  });
});

describe("passwords", () => {
  const listUnits = async (who: Caller) => (await send(who, routes.units.list, {})).outcome;

  it("a first password opens nothing but its own change; then everything", async () => {
    const who = await signedIn(world, "operator", true);
    expect([await listUnits(who), await me(who)]).toEqual(["passwordChangeRequired", "passes"]);
    expect(await changePassword(who, goodPassword)).toBe("passes");
    expect(await listUnits(who)).toBe("passes");
  });

  it("weak ones are refused: short, without digits or letters, with the name in them, or the same again", async () => {
    const who = await signedIn(world, "operator");
    const weak = ["short-1", "only-letters-here", "1234567890123", `my-${who.username}-1`, `MY-${who.username.toUpperCase()}-1`, testPassword, "九个汉字的密码1二"];
    const outcomes = [];
    for (const next of weak) outcomes.push(await changePassword(who, next));
    expect(outcomes).toEqual(weak.map(() => "weakPassword"));
    expect(await changePassword(who, "十个汉字的密码加一1二三")).toBe("passes");
  });

  it("a change ends one's other sessions and keeps one's own", async () => {
    const who = await signedIn(world, "operator");
    const other = newClient();
    await signIn(who.username, testPassword, other);
    expect(await changePassword(who, goodPassword)).toBe("passes");
    expect([await me(who), await me(other)]).toEqual(["passes", "notSignedIn"]);
    expect((await signIn(who.username, testPassword)).outcome).toBe("wrongCredentials");
  });

  it("a reset ends every session, and its one-time password must be changed", async () => {
    const who = await signedIn(world, "operator");
    const administrator = await signedIn(world, "administrator");
    const reset = await send(administrator, routes.users.resetPassword, { params: { id: who.userId } });
    const oneTime = String(field(reset.body, "oneTimePassword"));
    expect(oneTime).toMatch(/^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/);
    expect([await me(who), (await signIn(who.username, testPassword)).outcome]).toEqual(["notSignedIn", "wrongCredentials"]);
    const again = newClient();
    expect(field((await signIn(who.username, oneTime, again)).body, "mustChangePassword")).toBe(true);
    expect(await listUnits(again)).toBe("passwordChangeRequired");
  });

  it("whoever is disabled is out at once and does not come back, with the right password either", async () => {
    const who = await signedIn(world, "operator");
    const change = { displayName: "停用", role: "operator" as const, unitId: world.place("here").unit.id, disabled: true, version: 1 };
    await world.server.users.changeUser(world.server.system, who.userId, change);
    expect([await me(who), (await signIn(who.username, testPassword)).outcome]).toEqual(["notSignedIn", "wrongCredentials"]);
  });

  it("none is stored, nor the one-time ones in the log of who did what", async () => {
    const administrator = await signedIn(world, "administrator");
    const made = await send(administrator, routes.users.create, { body: { username: world.username(), displayName: "新人", role: "operator", unitId: world.place("here").unit.id } });
    const stored = JSON.stringify(await world.inspector.dump());
    expect([stored.includes(String(field(made.body, "oneTimePassword"))), stored.includes(testPassword)]).toEqual([false, false]);
  });
});

describe("the security policy", () => {
  const policy = { ...securityPresets.levelTwo, lockAfter: 3, lockMinutes: 60, idleMinutes: 5, history: 2 };
  let strict: World;
  beforeAll(async () => {
    strict = await World.start({ clock: () => now });
    now = noon;
    const answer = await send(await rootAdministrator(strict), routes.security.changePolicy, { body: policy });
    expect(answer.outcome).toBe("passes");
  });
  afterAll(() => strict.close());
  const at = (username: string, password: string, who: Caller) => send(who, routes.session.signIn, { body: { username, password } });
  const client = (): Caller => ({ client: new Client(strict.server.origin), headers: {} });

  it("locks sooner and longer, and ends idle sessions sooner", async () => {
    const { username } = await strict.user("here");
    const outcomes = [];
    for (let count = 0; count < 3; count += 1) outcomes.push((await at(username, "wrong-password-1", client())).outcome);
    expect(outcomes).toEqual(["wrongCredentials", "wrongCredentials", "accountLocked"]);
    now = noon + 59 * minuteMs;
    expect((await at(username, testPassword, client())).outcome).toBe("accountLocked");
    now = noon + 60 * minuteMs;
    const who = client();
    expect((await at(username, testPassword, who)).outcome).toBe("passes");
    now += 5 * minuteMs;
    expect(await me(who)).toBe("notSignedIn");
  });

  it("wants three kinds of characters, and none of the last two passwords", async () => {
    const { username } = await strict.user("here");
    const who = client();
    await at(username, testPassword, who);
    const change = async (current: string, next: string) => (await send(who, routes.session.changePassword, { body: { current, next } })).outcome;
    expect(await change(testPassword, "onlysmall1234")).toBe("weakPassword");
    expect(await change(testPassword, "Three-kinds-1")).toBe("passes");
    expect(await change("Three-kinds-1", "Three-kinds-2")).toBe("passes");
    expect(await change("Three-kinds-2", "Three-kinds-1")).toBe("weakPassword");
    expect(await change("Three-kinds-2", "Three-kinds-3")).toBe("passes");
    expect(await change("Three-kinds-3", "Three-kinds-1")).toBe("weakPassword");
    expect(await change("Three-kinds-3", "Three-kinds-4")).toBe("passes");
    expect(await change("Three-kinds-4", "Three-kinds-1")).toBe("passes");
  });

  it("a password of more than ninety days opens nothing but its own change", async () => {
    const { username } = await strict.user("here");
    now = noon + 91 * 24 * 60 * minuteMs;
    const who = client();
    expect(field((await at(username, testPassword, who)).body, "mustChangePassword")).toBe(true);
    expect((await send(who, routes.units.list, {})).outcome).toBe("passwordChangeRequired");
  });

  it("who tries names that nobody has is in the log of the topmost unit", async () => {
    await at("nobody-at-all", "wrong-password-1", client());
    const rows = await strict.inspector.client.auditEntry.findMany({ where: { objectName: "nobody-at-all" }, select: { action: true, unitPath: true } });
    expect(rows).toEqual([{ action: "session.failedSignIn", unitPath: strict.server.root.path }]);
  });
});

describe("starting", () => {
  it("the first start makes one administrator with a random password to be changed; no later start makes another", async () => {
    const [server, elsewhere] = [await startTestServer(), await startTestServer()];
    const first = server.firstSignIn;
    expect(first).toEqual({ username: "admin", password: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/) as string });
    expect(elsewhere.firstSignIn?.password).not.toBe(first?.password);
    const client = new Client(server.origin);
    const answer = await client.request("POST", "/api/session", first);
    expect(answer.body).toMatchObject({ username: "admin", role: "administrator", unitId: server.root.id, mustChangePassword: true });
    await server.stop();
    const again = await server.restart();
    expect(again.firstSignIn).toBeNull();
    const inspector = new Inspector(again);
    expect(await inspector.client.user.count()).toBe(1);
    await inspector.close();
    await again.remove();
    await elsewhere.remove();
  });

  it("sessions outlive a restart of the server", async () => {
    const server = await startTestServer();
    const client = await userIn(server, "operator", server.root.id, "somebody");
    await server.stop();
    const again = await server.restart();
    expect((await client.request("GET", "/api/session")).body).toMatchObject({ username: "somebody" });
    await again.remove();
  });
});

it("a stranger learns nothing but that nobody is signed in", async () => {
  const answer = await send(stranger(world), routes.session.me, {});
  expect([answer.status, answer.outcome]).toEqual([401, "notSignedIn"]);
});

it("none of it was a failure of the server", () => {
  expect(world.server.failures).toEqual([]);
});
