import { maxUploadBytes } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { text } from "../../console/src/features/media/text.ts";
import { timeLeftWords } from "../../console/src/features/media/timeLeft.ts";
import { refusalOf, UploadQueue, type Chosen } from "../../console/src/features/media/uploadQueue.ts";
import { advance, allTimeLeftMs, isChecking, nextToStart, speedOf, timeLeftMs, titleOf, type Upload, type UploadEvent } from "../../console/src/features/media/uploadState.ts";
import { problemOfCode } from "../../console/src/lib/problem.ts";
import { plainWords } from "./plainWords.ts";

const fresh: Upload = { key: "u", fileName: "a.mp4", title: "a", level: "county", totalBytes: 10_000, sentBytes: 0, state: "waiting", samples: [], mediaId: null, problem: null };
const through = (...events: UploadEvent[]): Upload => events.reduce(advance, fresh);
const refused = problemOfCode("mediaRefused");

describe("one upload", () => {
  test("in line, under way, checked, done", () => {
    const sending = through({ kind: "started" }, { kind: "progress", sentBytes: 10_000, at: 1000 });
    expect(isChecking(sending)).toBe(true);
    expect(advance(sending, { kind: "finished", mediaId: "m1" })).toMatchObject({ state: "done", mediaId: "m1", sentBytes: 10_000 });
  });

  test("pausing keeps what was sent; going on waits in line again", () => {
    const paused = through({ kind: "started" }, { kind: "progress", sentBytes: 4000, at: 1000 }, { kind: "paused" });
    expect(paused).toMatchObject({ state: "paused", sentBytes: 4000, samples: [] });
    expect(advance(paused, { kind: "resumed" })).toMatchObject({ state: "waiting", sentBytes: 4000 });
  });

  test("a lost connection can go on, a refusal cannot", () => {
    const broken = through({ kind: "started" }, { kind: "broke", problem: problemOfCode("overloaded") });
    expect(advance(broken, { kind: "resumed" }).state).toBe("waiting");
    const no = through({ kind: "started" }, { kind: "refused", problem: refused });
    expect(no.problem).toBe(refused);
    expect(advance(no, { kind: "resumed" })).toBe(no);
  });

  test("what comes too late changes nothing", () => {
    const paused = through({ kind: "started" }, { kind: "paused" });
    expect(advance(paused, { kind: "progress", sentBytes: 5000, at: 2000 })).toBe(paused);
    expect(advance(fresh, { kind: "finished", mediaId: "m1" })).toBe(fresh);
  });
});

describe("speed and time left", () => {
  const sending = through({ kind: "started" }, { kind: "progress", sentBytes: 1000, at: 1000 }, { kind: "progress", sentBytes: 3000, at: 3000 });

  test("over the last ten seconds", () => {
    expect(speedOf(sending)).toBe(1000);
    expect(timeLeftMs(sending)).toBe(7000);
    expect(speedOf(advance(sending, { kind: "progress", sentBytes: 3000, at: 13_000 }))).toBe(0);
    expect(timeLeftMs(advance(sending, { kind: "progress", sentBytes: 3000, at: 13_000 }))).toBeNull();
  });

  test("not judged by less than half a second", () => {
    expect(speedOf(through({ kind: "started" }, { kind: "progress", sentBytes: 1000, at: 1000 }, { kind: "progress", sentBytes: 9000, at: 1400 }))).toBeNull();
  });

  test("for all: those in line count too, paused ones do not", () => {
    expect(allTimeLeftMs([sending, { ...fresh, key: "v" }, { ...fresh, key: "w", state: "paused" }])).toBe(17_000);
    expect(allTimeLeftMs([fresh])).toBeNull();
  });

  test.each([
    [200, "1 秒"],
    [42_000, "42 秒"],
    [522_000, "8 分 42 秒"],
    [3_599_500, "1 小时 0 分"],
    [7_500_000, "2 小时 5 分"],
  ])("%d ms reads %s", (ms, words) => {
    expect(timeLeftWords(ms, plainWords(text))).toBe(words);
  });
});

test("a title is the file's name, readable", () => {
  expect(titleOf("拒毒防毒_从你我做起_第2版.mp4")).toBe("拒毒防毒 从你我做起 第2版");
  expect(titleOf("6.26.致敬.mov")).toBe("6.26.致敬");
  expect(titleOf(".mp4")).toBe(".mp4");
  expect(titleOf(`${"长".repeat(120)}.mp4`)).toHaveLength(100);
});

describe("what need not be sent", () => {
  test.each([
    [{ size: maxUploadBytes + 1, type: "video/mp4" }, "tooLarge", "文件有 4 GB，最多 4 GB"],
    [{ size: 0, type: "video/mp4" }, "mediaRefused", "文件是空的"],
    [{ size: 10, type: "application/pdf" }, "mediaRefused", "只收视频和图片"],
  ])("%j", (file, code, detail) => {
    expect(refusalOf(file)).toMatchObject({ code, detail: { zh: detail } });
  });

  test("an unknown type is for the server to judge", () => {
    expect(refusalOf({ size: 10, type: "" })).toBeNull();
    expect(refusalOf({ size: maxUploadBytes, type: "image/png" })).toBeNull();
  });
});

describe("the queue", () => {
  const chosen = (name: string, type = "video/mp4"): Chosen => ({ file: new File(["film"], name, { type }), title: name, level: "county", contact: null });
  function queueWithSpy() {
    const calls: string[] = [];
    const reports = new Map<string, (event: UploadEvent) => void>();
    const queue = new UploadQueue(({ title }, report) => {
      reports.set(title, report);
      return { start: () => calls.push(`start ${title}`), pause: () => calls.push(`pause ${title}`), cancel: () => calls.push(`cancel ${title}`) };
    });
    const keyOf = (title: string): string => queue.list().find((upload) => upload.title === title)?.key ?? "";
    const states = (): string[] => queue.list().map(({ title, state }) => `${title} ${state}`);
    return { queue, calls, report: (title: string, event: UploadEvent) => reports.get(title)?.(event), keyOf, states };
  }

  test("two at a time; the next starts when one ends", () => {
    const { queue, calls, report, states } = queueWithSpy();
    queue.add([chosen("a"), chosen("b"), chosen("c")]);
    expect(calls).toEqual(["start a", "start b"]);
    report("a", { kind: "finished", mediaId: "m" });
    expect(calls).toEqual(["start a", "start b", "start c"]);
    expect(states()).toEqual(["a done", "b sending", "c sending"]);
  });

  test("pausing lets the next one start; going on waits for a place", () => {
    const { queue, calls, keyOf, states } = queueWithSpy();
    queue.add([chosen("a"), chosen("b"), chosen("c")]);
    queue.pause(keyOf("a"));
    expect(states()).toEqual(["a paused", "b sending", "c sending"]);
    queue.resume(keyOf("a"));
    expect(states()).toEqual(["a waiting", "b sending", "c sending"]);
    queue.cancel(keyOf("b"));
    expect(calls).toEqual(["start a", "start b", "pause a", "start c", "cancel b", "start a"]);
    expect(states()).toEqual(["a sending", "c sending"]);
  });

  test("what is refused before sending is never started; what is done is never cancelled on the server", () => {
    const { queue, calls, report, keyOf, states } = queueWithSpy();
    queue.add([chosen("x", "text/plain"), chosen("a")]);
    expect(states()).toEqual(["x refused", "a sending"]);
    report("a", { kind: "finished", mediaId: "m" });
    queue.cancel(keyOf("a"));
    queue.clearFinished();
    expect(calls).toEqual(["start a"]);
    expect(queue.list()).toEqual([]);
  });

  test("who starts next is in the order of choosing", () => {
    expect(nextToStart([{ ...fresh, key: "1" }, { ...fresh, key: "2", state: "sending" }, { ...fresh, key: "3" }], 2).map(({ key }) => key)).toEqual(["1"]);
    expect(nextToStart([{ ...fresh, key: "1", state: "sending" }, { ...fresh, key: "2", state: "sending" }, { ...fresh, key: "3" }], 2)).toEqual([]);
  });
});
