import { playerToken } from "@yilu/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { enrol } from "../../player/src/pairing/pairing.ts";

const secret = "s".repeat(43);
const used = { code: "linkUsed", message: { zh: "这个入网链接已经用过了", en: "used" }, todo: { zh: "一个链接只能用一次", en: "once" } };
const answered = (status: number, body: unknown) => new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

describe("a one-time link", () => {
  let asked: { secret: string; token: string }[] = [];
  let answers: (() => Response)[] = [];
  const page = new Map<string, { hidden: boolean; textContent: string }>();
  const shown = () => [...page].filter(([id, { hidden }]) => id === "notice" && !hidden).map(() => [page.get("notice-title")?.textContent, page.get("notice-todo")?.textContent])[0];

  beforeEach(() => {
    vi.useFakeTimers();
    [asked, answers] = [[], []];
    page.clear();
    vi.stubGlobal("document", {
      getElementById: (id: string) => {
        const found = page.get(id) ?? { hidden: true, textContent: "" };
        page.set(id, found);
        return found;
      },
    });
    vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
      expect(path).toBe("/api/player/enrolments/claim");
      asked.push(JSON.parse(body) as { secret: string; token: string });
      const answer = answers.shift();
      return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("no network"));
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("gives a token of 256 bits that this player made, another one each time", async () => {
    answers = [() => answered(200, {}), () => answered(200, {})];
    const tokens = [await enrol(secret, true), await enrol(secret, true)];
    for (const token of tokens) expect(playerToken.parse(token)).toBe(token);
    expect(asked).toEqual(tokens.map((token) => ({ secret, token })));
    expect(new Set(tokens).size).toBe(2);
  });

  it("whose answer was lost is asked again with the same token, until there is one; it says what it waits for", async () => {
    const enrolling = enrol(secret, true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBeGreaterThan(1);
    expect(shown()?.[0]).toBe("正在入网");
    answers = [() => answered(503, { code: "overloaded" }), () => answered(429, { code: "rateLimited" }), () => answered(200, {})];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await enrolling).toBe(asked[0]?.token);
    expect(new Set(asked.map(({ token }) => token)).size).toBe(1);
  });

  it("that is refused says why for ten seconds, then gives up", async () => {
    answers = [() => answered(410, used)];
    const enrolling = enrol(secret, true);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(shown()).toEqual(["这个入网链接已经用过了", "一个链接只能用一次"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await enrolling).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it("keeps nobody waiting who has a screen already and no network", async () => {
    expect(await enrol(secret, false)).toBeUndefined();
    expect(shown()).toBeUndefined();
  });

  it("behind a proxy's own error page is asked for again", async () => {
    answers = [() => answered(404, "<html>"), () => answered(200, {})];
    const enrolling = enrol(secret, true);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await enrolling).toBe(asked[0]?.token);
  });
});
