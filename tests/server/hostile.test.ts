import { errors, problem, type AnyEndpoint, type ErrorCode } from "@yilu/contract";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, fromAnywhere, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { everyCall, type AnyInput, type NamedCall } from "../support/calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { requests, type HostileRequest } from "../support/hostile-requests.ts";
import { World } from "../support/world.ts";

/** How many spoilt requests each endpoint gets. */
const runs = Number(process.env["YILU_PROPERTY_RUNS"] ?? 8);

/** Refusals that are meant to leave a trace: a failed sign-in counts, and is written down. */
const traces = (name: string, code: string) => (name === "session.signIn" || name === "session.changePassword") && (code === "wrongCredentials" || code === "accountLocked");

describe.each(databaseKinds)("requests with anything in them, on %s", (database) => {
  let world: World;
  let administrator: Actor;

  beforeAll(async () => {
    world = await World.start({ database });
    administrator = await signedIn(world, "administrator");
  });
  afterAll(() => world.close());

  async function callerOf({ endpoint, fixture }: NamedCall): Promise<Actor> {
    if (endpoint.access === "player") return withToken(world, "player", "player", world.place("here").token);
    if (endpoint.access === "public") return stranger(world);
    return fixture.endsSession === true ? signedIn(world, "administrator") : administrator;
  }

  async function expectGood(endpoint: AnyEndpoint, request: HostileRequest, actor: Actor, name: string): Promise<void> {
    const before = await world.inspector.counts();
    const answer = await actor.client.request(endpoint.method.toUpperCase(), request.address, request.body, { ...fromAnywhere(), ...request.headers, ...actor.headers });
    if (answer.status < 400) {
      if (endpoint.contentType === null && answer.status === 200) expect(endpoint.answer.parse(answer.body)).toEqual(answer.body);
      else expect([200, 204, 304]).toContain(answer.status);
      return;
    }
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    const code = codeOf(answer.body);
    expect(Object.keys(errors)).toContain(code);
    expect(problem.parse(answer.body)).toEqual(answer.body);
    expect(answer.status).toBe(errors[code as ErrorCode].status); // it is one of the codes: see above
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    if (!traces(name, code)) expect(await world.inspector.counts()).toEqual(before);
  }

  it.each(everyCall().map((call) => [call.name, call] as const))("%s answers well or refuses with a code, and writes nothing by halves", async (name, call) => {
    const { endpoint, fixture } = call;
    // Inputs are made afresh, since a request that is good after all uses its thing up.
    const inputs: AnyInput = await fixture.input(world, "here");
    const fresh = async (): Promise<AnyInput> => (fixture.outside === "notFound" || fixture.outside === "refersToMissing" ? fixture.input(world, "here") : inputs);
    const before = world.server.failures.length;
    const numRuns = fixture.endsSession === true ? Math.ceil(runs / 3) : runs;
    await fc.assert(
      fc.asyncProperty(fc.noShrink(fc.gen()), async (gen) => {
        const input = await fresh();
        const request = gen(() => requests(endpoint, input));
        try {
          await expectGood(endpoint, request, await callerOf(call), name);
        } catch (error) {
          throw new Error(`${endpoint.method} ${request.address.slice(0, 300)} ${JSON.stringify(request.headers)} ${(request.body ?? "").slice(0, 600)}`, { cause: error });
        }
      }),
      { numRuns, endOnFailure: true },
    );
    expect(world.server.failures.slice(before)).toEqual([]);
  }, 30_000 + runs * 1_000);

  it("the server is still there afterwards, and well", async () => {
    expect((await administrator.client.request("GET", "/readyz")).body).toBe("ready\n");
    expect(world.server.failures).toEqual([]);
  });
});
