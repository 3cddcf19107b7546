import { routes } from "@yilu/contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import { addressOf, call, onSessionLost } from "../../console/src/lib/api.ts";
import { asProblem, problemOfCode, ProblemError } from "../../console/src/lib/problem.ts";

const group = { id: "g1", unitId: "u1", unitName: "县公交公司", name: "城区", screenCount: 3, version: 1 };
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const refusal = (code: Parameters<typeof problemOfCode>[0]): Response => json(problemOfCode(code), problemOfCode(code).status);

/** Answers calls in turn and remembers them. */
function serverAnswering(...answers: (Response | Error)[]) {
  const server = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();
  for (const answer of answers) {
    if (answer instanceof Error) server.mockRejectedValueOnce(answer);
    else server.mockResolvedValueOnce(answer);
  }
  vi.stubGlobal("fetch", server);
  return server;
}
const caught = async (promise: Promise<unknown>): Promise<unknown> => promise.then(() => "it succeeded", (error: unknown) => error);

afterEach(() => {
  vi.unstubAllGlobals();
  onSessionLost(() => Promise.resolve(false));
});

describe("the address of a call", () => {
  test("parameters are escaped; empty and undefined filters are left out", () => {
    expect(addressOf(routes.screens.get, { params: { id: "a/b" } })).toBe("/api/screens/a%2Fb");
    expect(addressOf(routes.screens.list, { query: { q: "3路", kind: undefined, tag: "", page: 2 } })).toBe("/api/screens?q=3%E8%B7%AF&page=2");
    expect(addressOf(routes.groups.list, {})).toBe("/api/groups");
  });
});

describe("a call", () => {
  test("sends JSON and gives back the parsed answer", async () => {
    const server = serverAnswering(json(group));
    await expect(call(routes.groups.create, { body: { name: "城区", unitId: "u1" } })).resolves.toEqual(group);
    expect(server.mock.calls[0]?.[0]).toBe("/api/groups");
    expect(server.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: '{"name":"城区","unitId":"u1"}' });
  });

  test("204 is null", async () => {
    serverAnswering(new Response(null, { status: 204 }));
    await expect(call(routes.groups.remove, { params: { id: "g1" } })).resolves.toBeNull();
  });

  test("a refusal carries the server's code, fields and what to do", async () => {
    serverAnswering(json({ ...problemOfCode("nameTaken"), issues: [{ path: "name", message: { zh: "已有", en: "taken" } }] }, 409));
    const error = await caught(call(routes.groups.create, { body: { name: "城区", unitId: "u1" } }));
    expect(error).toBeInstanceOf(ProblemError);
    expect(asProblem(error)).toMatchObject({ code: "nameTaken", status: 409, todo: { zh: "换一个名称" }, issues: [{ path: "name" }] });
  });

  test("a proxy's page is told by its status", async () => {
    serverAnswering(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(asProblem(await caught(call(routes.groups.list, {})))).toMatchObject({ code: "overloaded", status: 502 });
  });

  test("no answer at all says that the server cannot be reached", async () => {
    serverAnswering(new TypeError("Failed to fetch"));
    expect(asProblem(await caught(call(routes.groups.list, {})))).toMatchObject({ status: 0, message: { zh: "连不上服务器" } });
  });

  test("an answer that breaks the contract is refused and names the field", async () => {
    serverAnswering(json([{ ...group, screenCount: "three" }]));
    expect(asProblem(await caught(call(routes.groups.list, {})))).toMatchObject({ code: "internal", issues: [{ path: "0.screenCount" }] });
  });
});

describe("when the session has ended", () => {
  test("the call waits for the sign-in and is sent again as it was", async () => {
    const server = serverAnswering(refusal("notSignedIn"), json(group));
    const ask = vi.fn(() => Promise.resolve(true));
    onSessionLost(ask);
    await expect(call(routes.groups.create, { body: { name: "城区", unitId: "u1" } })).resolves.toEqual(group);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(server.mock.calls[1]).toEqual(server.mock.calls[0]);
  });

  test("many calls at once ask once", async () => {
    serverAnswering(refusal("notSignedIn"), refusal("notSignedIn"), json([group]), json([group]));
    let answer = (_again: boolean): void => undefined;
    const ask = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    onSessionLost(ask);
    const both = Promise.all([call(routes.groups.list, {}), call(routes.groups.list, {})]);
    await vi.waitFor(() => expect(ask).toHaveBeenCalled());
    answer(true);
    await expect(both).resolves.toEqual([[group], [group]]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test("who does not sign in again gets the refusal", async () => {
    const server = serverAnswering(refusal("notSignedIn"));
    expect(asProblem(await caught(call(routes.groups.list, {})))).toMatchObject({ code: "notSignedIn" });
    expect(server).toHaveBeenCalledTimes(1);
  });

  test("a wrong password is a 401 too, and never asks", async () => {
    serverAnswering(refusal("wrongCredentials"));
    const ask = vi.fn(() => Promise.resolve(true));
    onSessionLost(ask);
    expect(asProblem(await caught(call(routes.session.changePassword, { body: { current: "a", next: "b" } })))).toMatchObject({ code: "wrongCredentials" });
    expect(ask).not.toHaveBeenCalled();
  });
});
