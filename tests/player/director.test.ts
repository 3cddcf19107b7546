import type { Manifest, ManifestMedia } from "@yilu/contract";
import type { Cursor, ScheduleEntry, Slot } from "@yilu/contract/schedule";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Director, type Cast } from "../../player/src/playback/director.ts";
import { resumed } from "../../player/src/playback/plan.ts";
import type { Act, Cue, Stage } from "../../player/src/playback/stage.ts";

/** Wed 24 June 2026, 15:00 in Shanghai. */
const start = Date.UTC(2026, 5, 24, 7, 0);

const media = (id: string, kind: "video" | "image" = "video"): ManifestMedia => ({
  id,
  title: id,
  kind,
  mimeType: kind === "video" ? "video/mp4" : "image/jpeg",
  sha256: id.padEnd(64, "0"),
  bytes: 1,
  chunkSha256s: [],
  widthPx: 1280,
  heightPx: 720,
  validFrom: null,
  validUntil: null,
});

const entry = (id: string, change: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
  id,
  playlistId: `list-${id}`,
  tier: "regular",
  startDate: null,
  endDate: null,
  dayparts: [],
  exceptDates: [],
  window: null,
  share: { kind: "fill", weight: 1 },
  maxPlaysPerHour: null,
  start: "soft",
  ...change,
});

function manifest(revision: string, entries: [ScheduleEntry, ...[string, number][]][], order: "resume" | "synced" = "resume"): Manifest {
  const lists = entries.map(([one, ...items]) => ({ id: one.playlistId, items: items.map(([mediaId, durationMs]) => ({ mediaId, durationMs })) }));
  const ids = [...new Set(lists.flatMap(({ items }) => items.map(({ mediaId }) => mediaId)))];
  return {
    revision,
    screenId: "screen",
    generatedAt: start,
    horizonEnd: start + 30 * 86_400_000,
    timeZone: "Asia/Shanghai",
    order,
    entries: entries.map(([one]) => one),
    playlists: lists,
    media: ids.map((id) => media(id, id.startsWith("image") ? "image" : "video")),
    profile: { kind: "bus", widthPx: 1280, heightPx: 720, fit: "contain", muted: true },
  };
}

/** A stage that keeps time and shows nothing. Names are the media's, written into the cue's file. */
class FakeStage implements Stage {
  oneDecoder = false;
  readonly shown: { name: string; at: number; startMs: number }[] = [];
  readonly broken = new Set<string>();
  readonly frozen = new Set<string>();
  cleared = 0;

  async prepare({ file, startMs }: Cue): Promise<Act> {
    const name = (file as File).name; // the cast below gives nothing but files
    if (this.broken.has(name)) throw new Error("not playable");
    let since = 0;
    let from = startMs;
    const isFrozen = (): boolean => this.frozen.has(name);
    return {
      show: async (at) => {
        since = Date.now();
        from = at ?? startMs;
        this.shown.push({ name, at: Date.now() - start, startMs: from });
        return Date.now() - start;
      },
      positionMs: () => (isFrozen() ? 0 : Date.now() - since),
      hasEnded: () => false,
      stalledMs: () => (isFrozen() ? Date.now() - since : 0),
      release: () => undefined,
    };
  }

  clear(): void {
    this.cleared += 1;
  }
}

interface Closed {
  mediaId: string;
  at: number;
  outcome: string;
  airtimeMs: number;
}

function rehearse(first: Manifest | null, cursor: Cursor = {}) {
  const stage = new FakeStage();
  const closed: Closed[] = [];
  const checkpoints: number[] = [];
  const held = new Set<string>(first?.media.map(({ id }) => id));
  const distrusted: string[] = [];
  const adopted: string[] = [];
  const remembered: { cursor: Cursor; slot: Slot | null; playedMs: number }[] = [];
  const cast: Cast = {
    now: () => Date.now(),
    monotonic: () => Date.now() - start,
    stage,
    begin: ({ mediaId, startedMonotonicMs }) => ({
      checkpoint: (airtimeMs) => checkpoints.push(airtimeMs),
      close: (outcome, airtimeMs) => closed.push({ mediaId, at: startedMonotonicMs, outcome, airtimeMs }),
    }),
    has: ({ id }) => held.has(id),
    file: async ({ id }) => new File([], id),
    distrust: ({ id }) => void distrusted.push(id),
    remember: (position) => void remembered.push(position),
    adopted: ({ revision }) => void adopted.push(revision),
    changed: () => undefined,
  };
  const director = new Director(cast, first, cursor);
  const over = director.run();
  const end = async (): Promise<void> => {
    director.close();
    await vi.advanceTimersByTimeAsync(1);
    await over;
  };
  return { stage, closed, checkpoints, held, distrusted, adopted, remembered, director, end };
}

const names = (stage: FakeStage): string[] => stage.shown.map(({ name }) => name);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the director", () => {
  test("the next clip enters 60 ms before the end of the present one, which counts as completed", async () => {
    const { stage, closed, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 10_000]]]));
    await vi.advanceTimersByTimeAsync(26_000);
    expect(stage.shown).toEqual([
      { name: "road", at: 0, startMs: 0 },
      { name: "family", at: 14_940, startMs: 0 },
      { name: "road", at: 24_880, startMs: 0 },
    ]);
    expect(closed).toEqual([
      { mediaId: "road", at: 0, outcome: "completed", airtimeMs: 14_940 },
      { mediaId: "family", at: 14_940, outcome: "completed", airtimeMs: 9_940 },
    ]);
    await end();
  });

  test("an image stays for its whole length", async () => {
    const { stage, end } = rehearse(manifest("r1", [[entry("a"), ["image-1", 8_000], ["image-2", 8_000]]]));
    await vi.advanceTimersByTimeAsync(17_000);
    expect(stage.shown.map(({ at }) => at)).toEqual([0, 8_000, 16_000]);
    await end();
  });

  test("the position is checkpointed so often that a cut costs less than 5 s", async () => {
    const { checkpoints, remembered, end } = rehearse(manifest("r1", [[entry("a"), ["road", 16_000]]]));
    await vi.advanceTimersByTimeAsync(15_500);
    expect(checkpoints).toEqual([4_500, 9_000, 13_500]);
    expect(remembered.map(({ playedMs }) => playedMs)).toEqual([0, 4_500, 9_000, 13_500]);
    await end();
  });

  test("stopped in the middle of an item: interrupted, with what was shown", async () => {
    const { closed, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000]]]));
    await vi.advanceTimersByTimeAsync(7_000);
    await end();
    expect(closed).toEqual([{ mediaId: "road", at: 0, outcome: "interrupted", airtimeMs: 7_000 }]);
  });

  test("no frame for 5 s: the play has failed and the next item plays", async () => {
    const { stage, closed, director, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]]));
    stage.frozen.add("road");
    await vi.advanceTimersByTimeAsync(5_100);
    expect(closed).toEqual([{ mediaId: "road", at: 0, outcome: "failed", airtimeMs: 0 }]);
    expect(names(stage)).toEqual(["road", "family"]);
    expect(director.failedItems).toBe(1);
    await end();
  });

  test("a film that the card has changed is taken off the screen at once, in the middle; the next one plays", async () => {
    const { stage, held, closed, director, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]]));
    await vi.advanceTimersByTimeAsync(2_000);
    held.delete("road");
    director.spoil("road".padEnd(64, "0"));
    await vi.advanceTimersByTimeAsync(100);
    expect(closed).toEqual([{ mediaId: "road", at: 0, outcome: "failed", airtimeMs: 2_000 }]);
    expect(names(stage)).toEqual(["road", "family"]);
    await end();
  });

  test("[E5] an item that cannot be decoded is entered as failed and skipped with no gap; failing twice it is fetched again", async () => {
    const { stage, closed, distrusted, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]]));
    stage.broken.add("family");
    await vi.advanceTimersByTimeAsync(31_000);
    expect(names(stage)).toEqual(["road", "road", "road"]);
    expect(stage.shown.map(({ at }) => at)).toEqual([0, 14_940, 29_880]);
    expect(closed.filter(({ outcome }) => outcome === "failed")).toEqual([{ mediaId: "family", at: 0, outcome: "failed", airtimeMs: 0 }]);
    expect(distrusted).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(distrusted).toEqual(["family"]);
    await end();
  });

  test("nothing scheduled: the slate, until the next block begins", async () => {
    const { stage, closed, end } = rehearse(manifest("r1", [[entry("a", { dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "15:10", to: "16:00" }] }), ["road", 15_000]]]));
    await vi.advanceTimersByTimeAsync(599_000);
    expect(stage.cleared).toBeGreaterThan(0);
    expect(names(stage)).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stage.shown).toEqual([{ name: "road", at: 600_000, startMs: 0 }]);
    expect(closed).toEqual([]);
    await end();
  });

  test("outside the operating hours the screen is black on purpose, once the item is over; an emergency lights it", async () => {
    const regular: [ScheduleEntry, ...[string, number][]] = [entry("a"), ["road", 15_000]];
    const hours = { operatingHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "06:00", to: "15:01" }] };
    const first = manifest("r1", [regular]);
    const { stage, held, closed, director, end } = rehearse({ ...first, profile: { ...first.profile, ...hours } });
    await vi.advanceTimersByTimeAsync(59_000);
    expect([names(stage), director.showing]).toEqual([["road", "road", "road", "road"], "item"]);
    await vi.advanceTimersByTimeAsync(20_000);
    // The last one entered before 15:01 and ended after it.
    expect([names(stage).length, director.showing]).toEqual([5, "black"]);
    expect(closed.map(({ outcome }) => outcome)).toEqual(Array<string>(5).fill("completed"));
    held.add("alarm");
    const at = Date.now();
    const second = manifest("r2", [regular, [entry("b", { tier: "emergency", start: "hard", window: { startsAt: at, endsAt: at + 20_000 } }), ["alarm", 10_000]]]);
    director.offer({ ...second, profile: { ...second.profile, ...hours } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([names(stage).at(-1), director.showing]).toEqual(["alarm", "item"]);
    await vi.advanceTimersByTimeAsync(40_000);
    expect([names(stage).at(-1), director.showing]).toEqual(["alarm", "black"]);
    await end();
  });

  test("what is not verified is never shown, and is shown as soon as it is", async () => {
    const { stage, held, director, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]]));
    held.clear();
    director.refresh();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(stage.shown).toEqual([]);
    held.add("family");
    director.refresh();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.shown).toEqual([
      { name: "family", at: 14_000, startMs: 0 },
      { name: "family", at: 28_940, startMs: 0 },
    ]);
    await end();
  });

  test("a new manifest takes over at the item boundary", async () => {
    const { stage, held, adopted, closed, director, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]]));
    await vi.advanceTimersByTimeAsync(4_000);
    held.add("water");
    director.offer(manifest("r2", [[entry("b"), ["water", 15_000]]]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(adopted).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(adopted).toEqual(["r2"]);
    expect(stage.shown).toEqual([
      { name: "road", at: 0, startMs: 0 },
      { name: "water", at: 14_940, startMs: 0 },
    ]);
    expect(closed).toEqual([{ mediaId: "road", at: 0, outcome: "completed", airtimeMs: 14_940 }]);
    await end();
  });

  test("[E4] an emergency cuts what runs, which is entered as interrupted, and ends by itself", async () => {
    const regular: [ScheduleEntry, ...[string, number][]] = [entry("a"), ["road", 15_000]];
    const { stage, held, closed, director, end } = rehearse(manifest("r1", [regular]));
    await vi.advanceTimersByTimeAsync(4_000);
    held.add("alarm");
    const window = { startsAt: start, endsAt: start + 20_000 };
    director.offer(manifest("r2", [regular, [entry("b", { tier: "emergency", start: "hard", window }), ["alarm", 10_000]]]));
    await vi.advanceTimersByTimeAsync(100);
    expect(stage.shown[1]).toEqual({ name: "alarm", at: 4_000, startMs: 0 });
    expect(closed).toEqual([{ mediaId: "road", at: 0, outcome: "interrupted", airtimeMs: 4_000 }]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(names(stage)).toEqual(["road", "alarm", "alarm", "road"]);
    await end();
  });

  test("[E2] after a restart it goes on with the item that was interrupted", async () => {
    const programme = manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000], ["water", 15_000]]]);
    const before = rehearse(programme);
    await vi.advanceTimersByTimeAsync(22_000);
    const saved = before.remembered.at(-1);
    await before.end();
    expect(names(before.stage)).toEqual(["road", "family"]);
    const after = rehearse(programme, saved ? resumed(programme, saved, () => true) : {});
    await vi.advanceTimersByTimeAsync(16_000);
    expect(names(after.stage)).toEqual(["family", "water"]);
    await after.end();
  });

  test("[E1] a synced screen joins the item that runs, at its place, and keeps to the wall clock", async () => {
    vi.setSystemTime(start + 4_000);
    const { stage, closed, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]], "synced"));
    await vi.advanceTimersByTimeAsync(27_000);
    expect(stage.shown).toEqual([
      { name: "road", at: 4_000, startMs: 4_000 },
      { name: "family", at: 14_940, startMs: 0 },
      { name: "road", at: 29_940, startMs: 0 },
    ]);
    expect(closed.map(({ mediaId, outcome }) => [mediaId, outcome])).toEqual([
      ["road", "interrupted"],
      ["family", "completed"],
    ]);
    await end();
  });

  test("[E1] a synced screen that lacks an item and a default shows the slate for exactly that slot", async () => {
    const { stage, held, end } = rehearse(manifest("r1", [[entry("a"), ["road", 15_000], ["family", 15_000]]], "synced"));
    held.delete("family");
    await vi.advanceTimersByTimeAsync(31_000);
    expect(stage.shown.map(({ name, at }) => [name, at])).toEqual([
      ["road", 0],
      ["road", 30_000],
    ]);
    await end();
  });
});
