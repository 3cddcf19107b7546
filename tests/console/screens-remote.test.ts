import type { CommandRecord, ScreenLive } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { awaited, outcomeOf } from "../../console/src/features/screens/commands/commands.ts";
import { commandsText } from "../../console/src/features/screens/commands/commandsText.ts";
import { powerDays, withPresent } from "../../console/src/features/screens/health/powerDays.ts";
import { changeOf, draftOf, faultOf, faultsOf, isChanged } from "../../console/src/features/screens/settings/draft.ts";
import { lineOf, troubleOf } from "../../console/src/features/screens/states.tsx";
import { text } from "../../console/src/features/screens/text.ts";
import { formatsOf } from "../../console/src/lib/format.ts";
import { plainWords } from "./plainWords.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const asked = Date.parse("2026-06-24T07:42:00Z");

describe("a command in words", () => {
  const command = (change: Partial<CommandRecord>): CommandRecord => ({
    id: "c",
    screenId: "s",
    screenName: "1路",
    kind: "reload",
    state: "waiting",
    askedAt: asked,
    askedBy: "李静",
    sentAt: null,
    answeredAt: null,
    expiresAt: asked + hourMs,
    reason: null,
    ...change,
  });
  const t = plainWords(commandsText);
  const f = formatsOf("zh-CN");

  test.each<[Partial<CommandRecord>, RegExp]>([
    [{}, /^上线后执行，\d\d:42 前有效$/],
    [{ state: "sent" }, /^已送到，等它回话$/],
    [{ state: "expired" }, /^1 小时内没上线，没有执行$/],
    [{ state: "failed", reason: "没有画面" }, /^没做成：没有画面$/],
    [{ state: "failed" }, /^没做成：没有说明原因$/],
    [{ state: "done", answeredAt: asked + 400 }, /^马上完成$/],
    [{ state: "done", answeredAt: asked + 12_000 }, /^12 秒后完成$/],
  ])("%j", (change, words) => {
    expect(outcomeOf(command(change), t, f)).toMatch(words);
  });

  test("a picture that was asked for is awaited until one comes, for an hour; others do not count", () => {
    const shot = command({ kind: "screenshot", state: "sent" });
    const waits = (commands: CommandRecord[], pictures: { isRequested: boolean; receivedAt: number }[] = [], now = asked + minuteMs) => awaited(commands, pictures, now);
    expect(waits([command({}), shot])).toBe(shot);
    expect(waits([shot], [{ isRequested: false, receivedAt: asked + 10 }])).toBe(shot);
    expect(waits([shot], [{ isRequested: true, receivedAt: asked - 10 }])).toBe(shot);
    expect(waits([shot], [{ isRequested: true, receivedAt: asked + 10 }])).toBeNull();
    expect(waits([command({ kind: "screenshot", state: "failed" })])).not.toBeNull();
    expect(waits([command({ kind: "screenshot", state: "expired" })])).toBeNull();
    expect(waits([shot], [], asked + hourMs + 1)).toBeNull();
    expect(waits([command({})])).toBeNull();
  });
});

describe("the draft of settings", () => {
  const shape = { widthPx: 960, heightPx: 320 };

  test("of one screen: what is set is set, the rest is the default, and saving it unchanged changes nothing", () => {
    const draft = draftOf({ fit: "cover", operatingHours: [{ days: [1], from: "06:00", to: "22:00" }] }, shape);
    expect([draft.fit, draft.muted.mode, draft.operatingHours.mode]).toEqual([{ mode: "set", value: "cover" }, "default", "set"]);
    const { set, clear } = changeOf(draft);
    expect(set).toEqual({ fit: "cover", operatingHours: [{ days: [1], from: "06:00", to: "22:00" }] });
    expect(clear).toEqual(["muted", "rotation", "viewport", "volume", "brightness", "sendPlaysEveryMs", "downloadHours", "downloadBytesPerDay", "downloadBytesPerSecond", "oneDecoder"]);
    expect(isChanged(draft, draftOf({ fit: "cover", operatingHours: [{ days: [1], from: "06:00", to: "22:00" }] }, shape))).toBe(false);
  });

  test("of many: only what is touched is saved, and what goes back to the default is cleared", () => {
    const before = draftOf(null, shape);
    expect(changeOf(before)).toEqual({ set: {}, clear: [] });
    const draft = { ...before, rotation: { mode: "set" as const, value: 180 as const }, volume: { ...before.volume, mode: "default" as const } };
    expect(changeOf(draft)).toEqual({ set: { rotation: 180 }, clear: ["volume"] });
    expect(isChanged(draft, before)).toBe(true);
  });

  test("another value counts as a change only where it is set", () => {
    const before = draftOf({}, shape);
    expect(isChanged({ ...before, sendPlaysEveryMs: { mode: "default", value: 5000 } }, before)).toBe(false);
    expect(isChanged({ ...before, sendPlaysEveryMs: { mode: "set", value: 5000 } }, before)).toBe(true);
  });

  test("a viewport begins with the screen's own size; what cannot be is named", () => {
    const before = draftOf({}, shape);
    expect(before.viewport.value).toEqual({ x: 0, y: 0, widthPx: 960, heightPx: 320 });
    const viewport = (value: typeof before.viewport.value) => faultOf("viewport", { ...before, viewport: { mode: "set", value } });
    expect(viewport(before.viewport.value)).toBeNull();
    expect(viewport({ x: 0, y: 0, widthPx: 0, heightPx: 320 })).toBe("viewportSize");
    expect(viewport({ x: 16_000, y: 0, widthPx: 960, heightPx: 320 })).toBe("viewportOutside");
    const empty = { ...before, volume: { mode: "set" as const, value: [] }, operatingHours: { mode: "set" as const, value: [] }, brightness: { mode: "default" as const, value: [] } };
    expect([faultOf("volume", empty), faultOf("operatingHours", empty), faultsOf(empty)]).toEqual(["noLevels", "noHours", ["volume", "operatingHours"]]);
  });
});

describe("when a screen was on", () => {
  const midnight = Date.parse("2026-06-22T16:00:00Z");

  test("by day of its own calendar, cut at midnight, days without power included", () => {
    const on = [[midnight + 6 * hourMs, midnight + 7 * hourMs], [midnight + 23 * hourMs, midnight + 25 * hourMs]] as const;
    const days = powerDays(on, midnight, midnight + 60 * hourMs, "Asia/Shanghai");
    expect(days.map(({ date, totalMs, on: stretches }) => [date, totalMs / hourMs, stretches.length])).toEqual([
      ["2026-06-23", 2, 2],
      ["2026-06-24", 1, 1],
      ["2026-06-25", 0, 0],
    ]);
    expect(days[1]?.on).toEqual([[midnight + 24 * hourMs, midnight + 25 * hourMs]]);
  });

  test("a day on which the clock is set back has 25 hours", () => {
    const [first, second] = powerDays([], Date.parse("2026-10-24T22:00:00Z"), Date.parse("2026-10-26T12:00:00Z"), "Europe/Berlin");
    expect([first?.date, ((first?.to ?? 0) - (first?.from ?? 0)) / hourMs, second?.date]).toEqual(["2026-10-25", 25, "2026-10-26"]);
  });

  test("the run of a screen that is online reaches to now", () => {
    const now = midnight + 10 * hourMs;
    const live = { state: "online", health: { runStartedAt: midnight + 8 * hourMs } } as unknown as ScreenLive; // the rest is not looked at
    const before: [number, number][] = [[midnight, midnight + hourMs], [midnight + 7.5 * hourMs, midnight + 8.5 * hourMs]];
    expect(withPresent(before, live, now)).toEqual([[midnight, midnight + hourMs], [midnight + 7.5 * hourMs, midnight + 8 * hourMs], [midnight + 8 * hourMs, now]]);
    expect(withPresent(before, { ...live, state: "offline" }, now)).toEqual(before);
    expect(withPresent(before, { state: "online", health: null }, now)).toEqual(before);
  });
});

describe("a card's one line", () => {
  const health = { showing: "item", droppedFrames: 0, failedItems: 0, lostPlays: 0, ledgerHead: 1, persistent: true, restarts: 1, runStartedAt: asked, isMuted: false, decoders: 2, evidenceWaiting: 0, evidenceLost: 0 } as const;
  const live: ScreenLive = {
    screenId: "s",
    state: "online",
    lastSeenAt: asked,
    rollout: "playing",
    stage: "latest",
    download: null,
    revision: null,
    playing: { mediaId: "m", entryId: "e", title: "识毒防毒", posterUrl: "/p", startedAt: asked },
    playsToday: 0,
    unsentPlays: 0,
    clock: "synced",
    cacheUsedBytes: 1,
    cacheQuotaBytes: 100,
    playerVersion: null,
    health,
  };
  const line = (change: Partial<ScreenLive>) => lineOf({ ...live, ...change }, asked, plainWords(text), formatsOf("zh-CN"));

  test("says what is shown, black by plan included", () => {
    expect(line({})).toBe("《识毒防毒》");
    expect(line({ health: { ...health, showing: "black" } })).toBe("运营时间外，按计划黑屏");
    expect(line({ health: { ...health, showing: "slate" } })).toBe("没有可播的节目，显示待播画面");
  });

  test("plays that cannot be recorded are trouble", () => {
    const lost = { ...live, health: { ...health, lostPlays: 3 } };
    expect([troubleOf(live, asked), troubleOf(lost, asked), line({ health: lost.health })]).toEqual([null, "ledger", "播放记录写不进存储，统计会少"]);
  });
});
