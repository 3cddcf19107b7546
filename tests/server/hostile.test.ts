import { errors, problem, type AnyEndpoint, type ErrorCode } from "@yilu/contract";
import { schemaOf } from "@yilu/server/http/openapi.ts";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, fromAnywhere, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { everyCall, type AnyInput, type NamedCall } from "../support/calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { edits, spoilt } from "../support/hostile.ts";
import { World } from "../support/world.ts";

/** How many spoilt requests each endpoint gets. */
const runs = Number(process.env["YILU_PROPERTY_RUNS"] ?? 8);

interface Request {
  address: string;
  body: string | undefined;
  headers: Record<string, string>;
}

/** What stands in an address: lone surrogates cannot, and dots alone would be taken for a way up. */
const encoded = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
  const safe = encodeURIComponent(text.slice(0, 1_000).replaceAll(/\p{Cs}/gu, "\ufffd")).slice(0, 3_000).replace(/%.?$/, "");
  return safe === "" || /^\.+$/.test(safe) ? `%20${safe}` : safe;
};
const object = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : { value });

function addressFor(endpoint: AnyEndpoint, params: unknown, query: unknown): string {
  const values = object(params);
  const path = endpoint.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) => encoded(values[name]));
  // A list stands for a key that is given more than once.
  const pairs = Object.entries(object(query)).flatMap(([name, value]) => (Array.isArray(value) ? value.slice(0, 5) : [value]).map((one) => `${encoded(name)}=${encoded(one)}`));
  return pairs.length === 0 ? path : `${path}?${pairs.join("&").slice(0, 8_000)}`;
}

/** Ways in which a body fails to be JSON, or to be what it says it is. */
const transports: readonly ((body: string) => Pick<Request, "body" | "headers">)[] = [
  ...["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/vnd.api+json", "\"", "application/json, text/html"].map(
    (type) => (body: string) => ({ body, headers: { "content-type": type } }),
  ),
  ...[(body: string) => body.slice(0, -1), () => "null", () => "[]", () => "1e999", () => '"text"', () => "{", () => "", (body: string) => `\ufeff${body}`, (body: string) => `${body}${body}`, () => '{"a":1,"a":2}', (body: string) => body.replace(/:\d+/, ":1e999"), (body: string) => body.replace(/:"[^"]*"/, ':NaN'), () => `{"a":"${"x".repeat(1_050_000)}"}`, () => "[".repeat(50_000), () => '{"a":"\\ud800"}'].map(
    (change) => (body: string) => ({ body: change(body), headers: { "content-type": "application/json" } }),
  ),
  (body) => ({ body, headers: { "content-type": "application/json", "content-encoding": "gzip" } }),
  (body) => ({ body, headers: { "content-type": "application/json", "content-encoding": "br, nonsense" } }),
];

const oddParams = ["%00", "%ED%A0%80", "%E0%A4%A", "%", "a%2Fb", "..%2f..%2fetc%2fpasswd", "a;b", "a".repeat(2_000), "%F0%9F%98%80", "constructor", "__proto__", "'", "%27%20OR%201=1--"];

function requests(endpoint: AnyEndpoint, { params = {}, query = {}, body = {} }: AnyInput): fc.Arbitrary<Request> {
  const json = { "content-type": "application/json" };
  const hasBody = endpoint.method !== "get";
  const good = JSON.stringify(body);
  const sent = (text: string | undefined): Pick<Request, "body" | "headers"> => (hasBody ? { body: text, headers: json } : { body: undefined, headers: {} });
  const named = /:[a-zA-Z0-9]+/.test(endpoint.path);
  const queries = spoilt(query, edits(schemaOf(endpoint.query, "output"), query)).map((one) => ({ address: addressFor(endpoint, params, one), ...sent(good) }));
  const bodies = spoilt(body, edits(schemaOf(endpoint.body, "input"), body)).map((one) => ({ address: addressFor(endpoint, params, query), ...sent(JSON.stringify(one) ?? "") }));
  const raw = fc.constantFrom(...transports).map((change) => ({ address: addressFor(endpoint, params, query), ...change(good) }));
  const ids = spoilt(params, edits(schemaOf(endpoint.params, "output"), params)).map((one) => ({ address: addressFor(endpoint, one, query), ...sent(good) }));
  const oddIds = fc.constantFrom(...oddParams).map((odd) => ({ address: endpoint.path.replaceAll(/:[a-zA-Z0-9]+/g, odd), ...sent(good) }));
  return fc.oneof(
    { weight: Object.keys(query).length > 0 || !hasBody ? 4 : 1, arbitrary: queries },
    ...(hasBody ? [{ weight: 6, arbitrary: bodies }, { weight: 2, arbitrary: raw }] : []),
    ...(named ? [{ weight: 1, arbitrary: ids }, { weight: 1, arbitrary: oddIds }] : []),
  );
}

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

  async function expectGood(endpoint: AnyEndpoint, request: Request, actor: Actor, name: string): Promise<void> {
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
