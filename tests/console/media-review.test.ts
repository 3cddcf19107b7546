import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DecisionDesk, undoMs, type Decision } from "../../console/src/features/media/decisions.ts";
import { cutOf, neighbourOf, queueOf } from "../../console/src/features/media/reviewOrder.ts";
import { validAt } from "../../console/src/features/media/validity.ts";

const decision = (id: string, verdict: Decision["decision"] = "approve"): Decision => ({ media: { id, sha256: "ab".repeat(32), title: id, version: 1 }, decision: verdict, reason: verdict === "return" ? "声音过大" : "" });

describe("a decision", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const deskWith = (send: (decision: Decision) => Promise<unknown>) => new DecisionDesk(send, () => Date.now());

  test("is sent after ten seconds, with the hash that was seen", async () => {
    const send = vi.fn(() => Promise.resolve());
    const desk = deskWith(send);
    desk.decide(decision("a", "return"));
    await vi.advanceTimersByTimeAsync(undoMs - 1);
    expect(send).not.toHaveBeenCalled();
    expect(desk.state().held).toMatchObject({ decision: "return", until: 10_000 });
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledExactlyOnceWith(decision("a", "return"));
    expect(desk.state()).toMatchObject({ held: null, approved: 0, returned: 1, failed: null });
    expect([...desk.state().settled]).toEqual(["a"]);
  });

  test("undone within that time is never sent", async () => {
    const send = vi.fn(() => Promise.resolve());
    const desk = deskWith(send);
    desk.decide(decision("a"));
    expect(desk.undo()?.media.id).toBe("a");
    await vi.advanceTimersByTimeAsync(undoMs * 2);
    expect(send).not.toHaveBeenCalled();
    expect([...desk.state().settled]).toEqual([]);
  });

  test("the next decision sends the one before at once", async () => {
    const send = vi.fn(() => Promise.resolve());
    const desk = deskWith(send);
    desk.decide(decision("a"));
    desk.decide(decision("b"));
    expect(send).toHaveBeenCalledExactlyOnceWith(decision("a"));
    expect(desk.state().held?.media.id).toBe("b");
    await desk.flush();
    expect(send).toHaveBeenLastCalledWith(decision("b"));
  });

  test("that the server refuses comes back into the queue, with the reason", async () => {
    const desk = deskWith(() => Promise.reject(new Error("hashMismatch")));
    desk.decide(decision("a"));
    await desk.flush();
    expect(desk.state()).toMatchObject({ held: null, approved: 0, failed: { decision: { media: { id: "a" } }, error: new Error("hashMismatch") } });
    expect([...desk.state().settled]).toEqual([]);
  });
});

test("who waited longest comes first; what is decided is gone", () => {
  const pending = [
    { id: "new", createdAt: 3 },
    { id: "old", createdAt: 1 },
    { id: "mid", createdAt: 2 },
  ];
  expect(queueOf(pending, (id) => id === "mid").map(({ id }) => id)).toEqual(["old", "new"]);
});

test("the next one goes round; alone there is none", () => {
  const queue = [{ id: "a" }, { id: "b" }, { id: "c" }];
  expect(neighbourOf(queue, "c", 1)?.id).toBe("a");
  expect(neighbourOf(queue, "a", -1)?.id).toBe("c");
  expect(neighbourOf([{ id: "a" }], "a", 1)).toBeUndefined();
  expect(neighbourOf(queue, "gone", 1)).toBeUndefined();
});

test("a filled 3:1 wall cuts a fifth off a 16:9 picture above and below, and nothing off a 3:1 picture", () => {
  expect(cutOf(16 / 9, 3)).toBeCloseTo(0.2037, 4);
  expect(cutOf(3, 3)).toBe(0);
  expect(cutOf(4, 3)).toBe(0);
});

test("validity: the first instant is inside, the last is not", () => {
  const media = { validFrom: 100, validUntil: 200 };
  expect([99, 100, 199, 200].map((at) => validAt(media, at))).toEqual(["notYetValid", "valid", "valid", "expired"]);
  expect(validAt({ validFrom: null, validUntil: null }, 0)).toBe("valid");
});
