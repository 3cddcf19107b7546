import { errors } from "@yilu/contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commonText } from "../../console/src/components/text.ts";
import { base64Of, chosenOf, inParts, makeLinks } from "../../console/src/features/enrolment/api.ts";
import { shownValue } from "../../console/src/features/enrolment/shown.ts";
import { text } from "../../console/src/features/enrolment/text.ts";
import { ProblemError } from "../../console/src/lib/problem.ts";
import { plainWords } from "./plainWords.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a workbook on its way to the server", () => {
  test("travels as base64, however its bytes look", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    class Reader {
      result: string | null = null;
      onload: (() => void) | null = null;
      readAsDataURL(blob: Blob): void {
        void blob.arrayBuffer().then((buffer) => {
          this.result = `data:application/x;base64,${Buffer.from(buffer).toString("base64")}`;
          this.onload?.();
        });
      }
    }
    vi.stubGlobal("FileReader", Reader);
    expect(Buffer.from(await base64Of(new Blob([bytes])), "base64")).toEqual(Buffer.from(bytes));
  });

  test("that the browser cannot read is said to be so, with what to do", async () => {
    class Reader {
      onerror: (() => void) | null = null;
      readAsDataURL(): void {
        queueMicrotask(() => this.onerror?.());
      }
    }
    vi.stubGlobal("FileReader", Reader);
    const refused: unknown = await base64Of(new Blob(["x"])).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused instanceof ProblemError && [refused.code, refused.problem.detail?.zh]).toMatchObject(["workbookRefused", expect.stringContaining("再选一次")]);
  });
});

describe("links for many screens", () => {
  const answer = (screenIds: string[]) =>
    new Response(JSON.stringify({ links: screenIds.map((screenId) => ({ screenId, screenName: screenId, unitName: "某站", plate: null, line: null, place: null, url: "https://x/player/?enrol=s", qr: { size: 21, path: "M0 0h1v1h-1z" }, expiresAt: 1_782_000_000_000 })) }), { status: 200 });

  test("are asked for five hundred at a time, in order", async () => {
    const asked: number[] = [];
    vi.stubGlobal("fetch", (_path: string, { body }: { body: string }) => {
      const { screenIds, days } = JSON.parse(body) as { screenIds: string[]; days: number };
      expect(days).toBe(30);
      asked.push(screenIds.length);
      return Promise.resolve(answer(screenIds));
    });
    const made: string[] = [];
    const ids = Array.from({ length: 1_200 }, (_, n) => `s${n}`);
    await makeLinks(ids, 30, (part) => made.push(...part.map(({ screenId }) => screenId)));
    expect([asked, made]).toEqual([[500, 500, 200], ids]);
  });

  test("that were made before one was refused are kept", async () => {
    let calls = 0;
    vi.stubGlobal("fetch", (_path: string, { body }: { body: string }) => {
      calls += 1;
      const { alreadyPaired } = errors;
      return Promise.resolve(calls === 1 ? answer((JSON.parse(body) as { screenIds: string[] }).screenIds) : new Response(JSON.stringify({ type: "x", title: "x", code: "alreadyPaired", ...alreadyPaired }), { status: 409 }));
    });
    let made = 0;
    const ids = Array.from({ length: 501 }, (_, n) => `s${n}`);
    await expect(makeLinks(ids, 14, (part) => (made += part.length))).rejects.toMatchObject({ code: "alreadyPaired" });
    expect(made).toBe(500);
  });

  test("parts hold all and no more", () => {
    expect([inParts([1, 2, 3], 2), inParts([], 2), inParts([1, 2], 2)]).toEqual([[[1, 2], [3]], [], [[1, 2]]]);
  });

  test("what another page sent along is taken for what it is, and nothing else", () => {
    expect(chosenOf({ screenIds: ["a", "b"], paired: 3 })).toEqual({ screenIds: ["a", "b"], paired: 3 });
    for (const state of [null, undefined, "a", { screenIds: "a" }, { paired: "1" }]) expect(chosenOf(state)).toEqual({ screenIds: [], paired: 0 });
    expect(chosenOf({ screenIds: ["a", 1] })).toEqual({ screenIds: ["a"], paired: 0 });
  });
});

test("a preview's values are in the reader's words", () => {
  const words = (language: "zh-CN" | "en") => (field: Parameters<typeof shownValue>[0], value: string | null) => shownValue(field, value, plainWords(text, language), plainWords(commonText, language));
  expect([words("zh-CN")("kind", "coach"), words("en")("kind", "coach"), words("zh-CN")("line", null), words("zh-CN")("line", "bus")]).toEqual(["班车", "Coach", "（空）", "bus"]);
});
