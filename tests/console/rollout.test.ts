import { expect, test } from "vitest";
import { shareDone } from "../../console/src/features/rollout/share.ts";

const download = { revision: "a".repeat(64), state: "downloading", doneBytes: 42, totalBytes: 100 } as const;

test("how much is fetched", () => {
  expect([shareDone({ rollout: "playing", download }), shareDone({ rollout: "downloading", download }), shareDone({ rollout: "sent", download: null })]).toEqual([1, 0.42, null]);
});
