import { describe, expect, test } from "vitest";
import { bestAnchor, Clock, TRUST_MS } from "../../player/src/clock.ts";

const DAY_MS = 86_400_000;
/** Wed 24 June 2026, 15:42 in Shanghai. */
const known = Date.UTC(2026, 5, 24, 7, 42);

function clockAt(sources: { monotonic: number; device: number }, floorAt: number | null): Clock {
  return new Clock("run", floorAt, { monotonic: () => sources.monotonic, device: () => sources.device });
}

describe("the player's clock", () => {
  test("synced: server anchor plus monotonic time, whatever the device says", () => {
    const sources = { monotonic: 10_000, device: 0 };
    const clock = clockAt(sources, null);
    clock.adopt({ serverAt: known, monotonicMs: 9_000 });
    expect(clock.state).toBe("synced");
    expect(clock.now()).toBe(known + 1_000);
    sources.monotonic = 70_000;
    sources.device = 5;
    expect(clock.now()).toBe(known + 61_000);
    expect(clock.at(9_500)).toBe(known + 500);
  });

  test("trusted: device time from the last known time to 45 days later, both included", () => {
    expect(clockAt({ monotonic: 0, device: known }, known).state).toBe("trusted");
    expect(clockAt({ monotonic: 0, device: known + TRUST_MS }, known).state).toBe("trusted");
    expect(clockAt({ monotonic: 0, device: known + 44 * DAY_MS }, known).now()).toBe(known + 44 * DAY_MS);
    expect(TRUST_MS).toBe(45 * DAY_MS);
  });

  test("estimated: outside of that, the last known time plus the monotonic time", () => {
    const since1970 = clockAt({ monotonic: 3_000, device: 3_000 }, known);
    expect(since1970.state).toBe("estimated");
    expect(since1970.now()).toBe(known + 3_000);
    const tooLate = clockAt({ monotonic: 3_000, device: known + TRUST_MS + 1 }, known);
    expect(tooLate.state).toBe("estimated");
    expect(tooLate.now()).toBe(known + 3_000);
  });

  test("estimated: a player that never knew the time follows the device", () => {
    const clock = clockAt({ monotonic: 500, device: known }, null);
    expect(clock.state).toBe("estimated");
    expect(clock.now()).toBe(known);
    expect(clock.floor()).toBeNull();
  });

  test("the time that has certainly passed grows with the run, and is exact once anchored", () => {
    const clock = clockAt({ monotonic: 60_000, device: known + DAY_MS }, known);
    expect(clock.floor()).toBe(known + 60_000);
    clock.adopt({ serverAt: known + 2 * DAY_MS, monotonicMs: 60_000 });
    expect(clock.floor()).toBe(known + 2 * DAY_MS);
  });

  test("of several probes the one with the shortest round trip is believed", () => {
    const probe = (askedMs: number, tripMs: number, serverAt: number) => ({
      askedMs,
      answeredMs: askedMs + tripMs,
      serverReceivedAt: serverAt,
      serverAnsweredAt: serverAt + 2,
    });
    expect(bestAnchor([probe(100, 302, known), probe(500, 22, known + 400), probe(600, 92, known + 520)])).toEqual({
      serverAt: known + 401,
      monotonicMs: 511,
    });
    expect(bestAnchor([])).toBeNull();
  });
});
