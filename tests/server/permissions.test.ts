import { errors, reportBy, role as roles, type ErrorCode, type Role } from "@yilu/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rootAdministrator, send, signedIn, stranger, verdictOf, withToken, type Actor, type Answer } from "../support/actors.ts";
import { everyCall, type NamedCall } from "../support/calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { Client } from "../support/server.ts";
import { playsOf, World, type Side } from "../support/world.ts";

interface Attempt {
  /** "scheduler, there" */
  who: string;
  actor: Actor;
  input: object;
  expected: string;
}

const isOutside = (side: Side) => side === "there" || side === "above";

function sidesFor(fixture: NamedCall["fixture"], actor: Actor): Side[] {
  if (fixture.outside === "own" || fixture.outside === "filtered") return ["here"];
  if (actor.role === "administrator" || actor.state === "player" || (actor.role !== null && fixture.forbidden !== undefined)) return ["here", "below", "there", "above"];
  return actor.role === null ? ["here"] : ["here", "there"];
}

describe.each(databaseKinds)("permissions, on %s", (database) => {
  let world: World;
  let actors: Actor[];
  let root: Actor;

  beforeAll(async () => {
    world = await World.start({ database });
    const revoked = await world.screen("here");
    const revokedToken = await world.token(revoked);
    await world.server.pairing.revoke(world.server.system, revoked.id);
    root = await rootAdministrator(world);
    const users: Actor[] = [];
    for (const role of roles.options) users.push(await signedIn(world, role));
    actors = [
      ...users,
      { ...(await signedIn(world, "administrator", true)), name: "administrator with a first password" },
      stranger(world),
      withToken(world, "player", "player", world.place("here").token),
      withToken(world, "player with an unknown token", "badPlayer", "A".repeat(43)),
      withToken(world, "player with a revoked token", "badPlayer", revokedToken),
      withToken(world, "player with half a token", "badPlayer", world.place("here").token.slice(0, 20)),
    ];
  });
  afterAll(() => world.close());

  /** Whoever calls, or for calls that end the session somebody like them. */
  async function fresh(actor: Actor, endsSession: boolean): Promise<Actor> {
    if (!endsSession) return actor;
    if (actor.role === null) return { ...actor, client: new Client(world.server.origin) };
    return { ...(await signedIn(world, actor.role, actor.state === "mustChangePassword")), name: actor.name };
  }

  async function attempts({ endpoint, fixture }: NamedCall): Promise<Attempt[]> {
    const all: Attempt[] = [];
    // A thing that is refused stays as it is, so one of each side serves all who are refused.
    const untouched = new Map<Side, object>();
    const inputFor = async (side: Side, passes: boolean) => {
      const input = (passes ? undefined : untouched.get(side)) ?? (await fixture.input(world, side));
      if (!passes) untouched.set(side, input);
      return input;
    };
    for (const actor of endpoint.access === "rootAdministrator" ? [...actors, root] : actors) {
      for (const side of sidesFor(fixture, actor)) {
        const verdict = verdictOf(endpoint.access, actor);
        // A player's manifest names only what its own screen shows.
        const reachable = !isOutside(side) && !(side === "below" && actor.state === "player");
        const refused = actor.role !== null && fixture.forbidden?.(actor.role, side) === true ? "forbidden" : "passes";
        const expected = verdict !== "passes" ? verdict : reachable ? refused : fixture.outside;
        const input = await inputFor(side, expected === "passes");
        all.push({ who: `${actor.name}, ${side}`, actor: await fresh(actor, fixture.endsSession === true), input, expected });
      }
    }
    return all;
  }

  const summary = (rows: { who: string; outcome: string }[]) => rows.map(({ who, outcome }) => `${who}: ${outcome}`);

  function expectProblem(answer: Answer): void {
    expect(answer.contentType).toMatch(/^application\/problem\+json/);
    expect(answer.status).toBe(errors[answer.outcome as ErrorCode].status); // the comparison before has shown that it is a code
  }

  describe.each(everyCall().map((call) => [call.name, call] as const))("%s", (_name, call) => {
    const { endpoint, fixture } = call;

    it(`takes ${endpoint.access} within one's unit and below, refuses all others and changes nothing for them`, async () => {
      const all = await attempts(call);
      const refused = all.filter(({ expected }) => expected !== "passes");
      const before = await world.inspector.dump();
      const refusals = [];
      for (const { who, actor, input } of refused) refusals.push({ who, ...(await send(actor, endpoint, input)) });
      const after = await world.inspector.dump();
      const passed = [];
      for (const { who, actor, input } of all.filter(({ expected }) => expected === "passes")) passed.push({ who, ...(await send(actor, endpoint, input)) });

      expect(summary([...refusals, ...passed])).toEqual([
        ...refused.map(({ who, expected }) => `${who}: ${expected}`),
        ...passed.map(({ who }) => `${who}: passes`),
      ]);
      refusals.forEach(expectProblem);
      expect(after).toEqual(before);
      if (fixture.outside === "filtered") for (const { text } of passed) expect(world.secrets().filter((secret) => text.includes(secret))).toEqual([]);
    });
  });

  const administrator = () => {
    const [first] = actors;
    if (first === undefined) throw new Error("no administrator");
    return first;
  };

  const lists = everyCall().filter(({ fixture }) => fixture.outside === "filtered" && fixture.nameless !== true);
  it.each(lists.map((call) => [call.name, call] as const))("%s shows what lies in one's unit and below", async (_name, { endpoint, fixture }) => {
    const { text } = await send(administrator(), endpoint, await fixture.input(world, "here"));
    expect([text.includes(world.place("here").mark), text.includes(world.place("below").mark)]).toEqual([true, true]);
  });

  const smuggling = everyCall().filter(({ fixture }) => fixture.smuggled !== undefined);
  it.each(smuggling.map((call) => [call.name, call] as const))("%s takes no reference to another unit's things: refused, or nothing is found", async (_name, { endpoint, fixture }) => {
    const inputs = (await fixture.smuggled?.(world)) ?? [];
    const before = await world.inspector.dump();
    for (const input of inputs) {
      const answer = await send(administrator(), endpoint, input);
      if (endpoint.method !== "get") expect(answer.outcome).toBe("refersToMissing");
      if (answer.outcome === "passes") {
        expect(world.secrets().filter((secret) => answer.text.includes(secret))).toEqual([]);
        if (endpoint.contentType === null) expect(answer.body).toMatchObject({ rows: [] });
      } else {
        expect(answer.outcome).toBe("refersToMissing");
      }
    }
    expect(await world.inspector.dump()).toEqual(before);
  });

  it("figures of the overview and of reports count one's unit and those below only", async () => {
    const calls = new Map(everyCall().map((call) => [call.name, call]));
    const body = async (name: string, query: object = {}): Promise<unknown> => {
      const call = calls.get(name);
      if (call === undefined) throw new Error(name);
      const input = await call.fixture.input(world, "here");
      return (await send(administrator(), call.endpoint, { query: { ...input.query, ...query } })).body;
    };
    const within = { unit: { path: { startsWith: world.place("here").unit.path } } };
    const { client } = world.inspector;
    const plays = playsOf.here + playsOf.below;
    const totals = { completed: plays, interrupted: 0, failed: 0, airtimeMs: plays * 10_000 };

    expect(await body("reports.overview")).toMatchObject({
      screens: { total: await client.screen.count({ where: within }) },
      playsToday: totals,
      pendingReviews: await client.media.count({ where: { ...within, status: "pending" } }),
    });
    for (const by of reportBy.options) expect(await body("reports.plays", { by })).toMatchObject({ totals, completeness: { screensWithPlays: 2 } });
    expect(await body("audit.list")).toMatchObject({ total: await client.auditEntry.count({ where: { unitPath: { startsWith: world.place("here").unit.path } } }) });
  });

  it("a role holds for the very next call once it is changed", async () => {
    const actor = await signedIn(world, "scheduler");
    const call = everyCall().find(({ name }) => name === "groups.create");
    if (call === undefined) throw new Error("no groups.create");
    const attempt = async () => (await send(actor, call.endpoint, await call.fixture.input(world, "here"))).outcome;
    const before = await attempt();
    const change = { displayName: "改", role: "reviewer" as Role, unitId: world.place("here").unit.id, disabled: false, version: 1 };
    await world.server.users.changeUser(world.server.system, actor.userId, change);
    expect([before, await attempt()]).toEqual(["passes", "forbidden"]);
  });

  it("nothing of all this was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
