import { expect, test } from "vitest";
import { stageOf } from "../../server/src/features/screens/presenter.ts";

const now = Date.parse("2026-06-26T12:00:00+08:00");
const hourMs = 3_600_000;
const playing = { state: "online", rollout: "playing", downloadState: null, lastSeenAt: now } as const;

test("a screen is called what the trade calls it", () => {
  expect(stageOf(playing, now)).toBe("latest");
  expect(stageOf({ ...playing, rollout: "ready", downloadState: "ready" }, now)).toBe("latest");
  expect(stageOf({ ...playing, rollout: "downloading", downloadState: "downloading" }, now)).toBe("downloading");
  expect(stageOf({ ...playing, rollout: "sent" }, now)).toBe("downloading");
  expect(stageOf({ ...playing, rollout: "downloading", downloadState: "failed" }, now)).toBe("trouble");
  expect(stageOf({ ...playing, state: "offline" }, now)).toBe("offline");
  expect(stageOf({ ...playing, state: "offline", rollout: "waiting", lastSeenAt: now - 24 * hourMs + 1 }, now)).toBe("waiting");
  expect(stageOf({ ...playing, state: "offline", rollout: "waiting", lastSeenAt: now - 24 * hourMs }, now)).toBe("stale");
  expect(stageOf({ ...playing, state: "neverSeen", rollout: "waiting", lastSeenAt: null }, now)).toBe("waiting");
  expect(stageOf({ ...playing, state: "unpaired", rollout: "none", lastSeenAt: null }, now)).toBe("none");
});
