import { expect, test } from "vitest";
import { shareDone, stageOf } from "../../console/src/features/rollout/stage.ts";

const now = Date.parse("2026-06-26T12:00:00+08:00");
const hourMs = 3_600_000;
const download = { revision: "a".repeat(64), state: "downloading", doneBytes: 42, totalBytes: 100 } as const;
const live = { state: "online", rollout: "playing", download: null, lastSeenAt: now } as const;

test("a screen is called what the trade calls it", () => {
  expect(stageOf(live, now)).toBe("latest");
  expect(stageOf({ ...live, rollout: "downloading", download }, now)).toBe("downloading");
  expect(stageOf({ ...live, rollout: "sent" }, now)).toBe("downloading");
  expect(stageOf({ ...live, rollout: "downloading", download: { ...download, state: "failed" } }, now)).toBe("trouble");
  expect(stageOf({ ...live, state: "offline", rollout: "playing" }, now)).toBe("offline");
  expect(stageOf({ ...live, state: "offline", rollout: "waiting", lastSeenAt: now - 24 * hourMs + 1 }, now)).toBe("waiting");
  expect(stageOf({ ...live, state: "offline", rollout: "waiting", lastSeenAt: now - 24 * hourMs }, now)).toBe("stale");
  expect(stageOf({ ...live, state: "neverSeen", rollout: "waiting", lastSeenAt: null }, now)).toBe("waiting");
  expect(stageOf({ ...live, state: "unpaired", rollout: "none", lastSeenAt: null }, now)).toBe("none");
});

test("how much is fetched", () => {
  expect([shareDone({ ...live, download }), shareDone({ rollout: "downloading", download }), shareDone({ rollout: "sent", download: null })]).toEqual([1, 0.42, null]);
});
