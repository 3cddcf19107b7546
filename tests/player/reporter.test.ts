import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Reporter } from "../../player/src/sync/reporter.ts";

const MINUTE_MS = 60_000;
let sent: number[];
let reporter: Reporter;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  sent = [];
  reporter = new Reporter(async () => void sent.push(Date.now()), () => Date.now());
});
afterEach(() => {
  reporter.close();
  vi.useRealTimers();
});

describe("reports", () => {
  test("nothing changes: every five minutes", async () => {
    await vi.advanceTimersByTimeAsync(15 * MINUTE_MS);
    expect(sent).toEqual([5 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS]);
  });

  test("an item every ten seconds: once a minute", async () => {
    for (let item = 0; item < 30; item += 1) {
      reporter.changed(MINUTE_MS);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(sent).toEqual([1_000, 61_000, 121_000, 181_000, 241_000]);
  });

  test("what matters is told within a second, with whatever else changed", async () => {
    reporter.changed(MINUTE_MS);
    await vi.advanceTimersByTimeAsync(2_000);
    reporter.changed(MINUTE_MS);
    reporter.changed();
    reporter.changed();
    await vi.advanceTimersByTimeAsync(50_000);
    expect(sent).toEqual([1_000, 3_000]);
  });

  test("closed, it is silent", async () => {
    reporter.changed();
    reporter.close();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(sent).toEqual([]);
  });
});
