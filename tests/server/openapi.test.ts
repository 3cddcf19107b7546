import { errors, problem, type AnyEndpoint } from "@yilu/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, fromAnywhere, rootAdministrator, send, signedIn, stranger, withToken, type Actor } from "../support/actors.ts";
import { addressOf, everyCall, type NamedCall } from "../support/calls.ts";
import { faults, resolve } from "../support/json-schema.ts";
import { Client } from "../support/server.ts";
import { World } from "../support/world.ts";

interface Content {
  schema: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, Record<string, unknown>> };
}

const calls = everyCall().map((call) => [call.name, call] as const);
let world: World;
let document: Document;

beforeAll(async () => {
  world = await World.start();
  const response = await fetch(`${world.server.origin}/api/openapi.json`);
  document = (await response.json()) as Document; // what it holds is the subject of the tests below
});
afterAll(() => world.close());

const pathOf = ({ path }: AnyEndpoint) => path.replaceAll(/:(\w+)/g, "{$1}");

function operationOf(endpoint: AnyEndpoint): Operation {
  const operation = document.paths[pathOf(endpoint)]?.[endpoint.method];
  if (operation === undefined) throw new Error(`the document lacks ${endpoint.method} ${endpoint.path}`);
  return operation;
}

/** Everything inside the document, with where it stands. */
function* walk(value: unknown, at = "#"): Generator<{ at: string; key: string; value: unknown }> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    yield { at, key, value: one };
    yield* walk(one, `${at}/${key}`);
  }
}

describe("the document at /api/openapi.json", () => {
  it("is OpenAPI 3.1 and names itself", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Yilu 一路", version: "1" } });
  });

  it("holds every call of the contract and no other", () => {
    const written = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(written.sort()).toEqual(calls.map(([, { endpoint }]) => `${endpoint.method} ${pathOf(endpoint)}`).sort());
  });

  it.each(calls)("says of %s who may call it, with what, and what comes back", (name, { endpoint }) => {
    const operation = operationOf(endpoint);
    expect(operation).toMatchObject({ operationId: name, description: `access: ${endpoint.access}`, summary: `${endpoint.summary.zh} / ${endpoint.summary.en}` });
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map((parameter) => `{${parameter.name}}`)).toEqual(pathOf(endpoint).match(/\{\w+\}/g) ?? []);
    expect(inPath.every((parameter) => parameter.required)).toBe(true);
    expect(operation.parameters.every((parameter) => Object.keys(parameter.schema).length > 0)).toBe(true);
    expect(operation.security.flatMap((way) => Object.keys(way)).filter((scheme) => !(scheme in document.components.securitySchemes))).toEqual([]);
    expect(operation.security).toHaveLength(endpoint.access === "public" ? 0 : endpoint.access === "playerOrUser" ? 2 : 1);
    const successes = Object.keys(operation.responses).filter((status) => status.startsWith("2"));
    expect(successes).toHaveLength(1);
    expect(Object.values(operation.responses).every(({ description }) => description !== "")).toBe(true);
  });

  it("leads each reference somewhere, and each pattern is one", () => {
    for (const { key, value } of walk(document)) {
      if (key === "$ref") expect(Object.keys(resolve({ ...document }, String(value)))).not.toEqual([]);
      if (key === "pattern" && typeof value === "string") expect(new RegExp(value, "u")).toBeInstanceOf(RegExp);
    }
  });

  it("lists for every call the errors that the contract declares, under their own status", () => {
    for (const [, { endpoint }] of calls) {
      const { responses } = operationOf(endpoint);
      for (const code of endpoint.errors) expect(responses[String(errors[code].status)]?.description).toContain(`${code}: `);
    }
  });
});

describe("answers keep to the document and to the contract's schemas", () => {
  async function callerOf({ endpoint }: NamedCall): Promise<Actor> {
    if (endpoint.access === "player") return withToken(world, "player", "player", world.place("here").token);
    if (endpoint.access === "rootAdministrator") return rootAdministrator(world);
    return endpoint.access === "public" ? stranger(world) : signedIn(world, "administrator");
  }

  it.each(calls)("%s, called well", async (_name, call) => {
    const { endpoint, fixture } = call;
    const answer = await send(await callerOf(call), endpoint, await fixture.input(world, "here"));
    const success = Object.entries(operationOf(endpoint).responses).find(([status]) => status.startsWith("2"));
    expect(String(answer.status)).toBe(success?.[0]);
    const [type, content] = Object.entries(success?.[1].content ?? {})[0] ?? [];
    if (type === undefined || content === undefined) {
      expect(answer.text).toBe("");
    } else if (type === "application/json") {
      expect(answer.contentType).toMatch(/^application\/json/);
      expect(faults(content.schema, answer.body, "$", { ...document }).slice(0, 5)).toEqual([]);
      expect(endpoint.answer.parse(answer.body)).toEqual(answer.body);
    } else {
      expect(answer.text.length).toBeGreaterThan(0);
      // Files are sent as what they are: the document can only say that they are bytes.
      if (type !== "application/octet-stream") expect(answer.contentType.split(";")[0]).toBe(type);
    }
  });

  interface Bad {
    why: string;
    method: string;
    address: string;
    body: string | undefined;
    headers: Record<string, string>;
    actor: "stranger" | "operator" | "mustChange" | "administrator" | "badPlayer";
  }

  function badCalls(endpoint: AnyEndpoint, input: object): Bad[] {
    const method = endpoint.method.toUpperCase();
    const address = addressOf(endpoint, input);
    const given = JSON.stringify("body" in input ? input.body : {});
    const plain = { method, address, body: method === "GET" ? undefined : given, headers: {}, actor: "administrator" as const };
    const query = address.includes("?") ? "&" : "?";
    const json = { "content-type": "application/json" };
    const bad: Bad[] = [
      { ...plain, why: "nobody is signed in", actor: "stranger" },
      { ...plain, why: "the role may not", actor: "operator" },
      { ...plain, why: "the password must be changed", actor: "mustChange" },
      { ...plain, why: "the token is unknown", actor: "badPlayer" },
      { ...plain, why: "an unknown query key", address: `${address}${query}nonsense=1` },
      { ...plain, why: "nothing of that id", address: addressOf(endpoint, { ...input, params: { id: "nobody", sha256: "f".repeat(64) } }) },
      { ...plain, why: "an address that is not UTF-8", address: endpoint.path.replace(/:\w+/, "%E0%A4%A") },
    ];
    if (method === "GET") return bad;
    return [
      ...bad,
      { ...plain, why: "another site's page", headers: { ...json, origin: "https://elsewhere.example" } },
      { ...plain, why: "half a JSON", body: '{"name": ', headers: json },
      { ...plain, why: "an unknown key", body: '{"nonsense":1}', headers: json },
      { ...plain, why: "too large", body: JSON.stringify({ name: "x".repeat(1_100_000) }), headers: json },
      { ...plain, why: "a strange charset", headers: { "content-type": "application/json; charset=utf-13" } },
      { ...plain, why: "a strange encoding", headers: { ...json, "content-encoding": "zip" } },
    ];
  }

  it.each(calls)("%s, called badly, answers with codes that the document lists for it", async (_name, call) => {
    const { endpoint, fixture } = call;
    const actors: Record<Bad["actor"], Actor> = {
      stranger: stranger(world),
      operator: await signedIn(world, "operator"),
      mustChange: await signedIn(world, "administrator", true),
      administrator: await callerOf(call),
      badPlayer: withToken(world, "player", "badPlayer", "B".repeat(43)),
    };
    let refusals = 0;
    for (const { why, method, address, body, headers, actor } of badCalls(endpoint, await fixture.input(world, "here"))) {
      const { client, headers: own } = actors[actor];
      // Each from the same session, whatever an earlier answer did to it.
      const copy = Object.assign(new Client(client.origin), { cookie: client.cookie });
      const answer = await copy.request(method, address, body, { ...fromAnywhere(), ...own, ...headers });
      if (answer.status < 400) continue; // what is bad for one call may be good for another
      refusals += 1;
      const listed = operationOf(endpoint).responses[String(answer.status)]?.content?.["application/problem+json"]?.schema;
      expect(listed, `${why}: ${answer.status} ${codeOf(answer.body)} is not in the document`).toBeDefined();
      expect(faults(listed ?? {}, answer.body, "$", { ...document }), why).toEqual([]);
      expect(problem.parse(answer.body), why).toEqual(answer.body);
      expect(answer.headers.get("content-type"), why).toMatch(/^application\/problem\+json/);
    }
    expect(refusals).toBeGreaterThan(0);
  });

  it("none of it was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
