import { afterEach, describe, expect, it, vi } from "vitest";
import { Backoff, LINE_BACKOFF } from "../../player/src/backoff.ts";

describe("coming back to the server", () => {
  afterEach(() => vi.restoreAllMocks());
  const waits = (luck: number) => {
    vi.spyOn(Math, "random").mockReturnValue(luck);
    const backoff = new Backoff(LINE_BACKOFF.firstMs, LINE_BACKOFF.mostMs);
    return Array.from({ length: 8 }, () => backoff.next());
  };

  it("waits longer from try to try, but never so long that the last of a fleet is not back within 30 s", () => {
    expect(waits(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
  });

  it("spreads the fleet over the whole of each wait, so that it does not come back all at once", () => {
    expect([waits(0)[6], waits(0.25)[6], waits(0.5)[6]]).toEqual([0, 5_000, 10_000]);
  });
});
