import "fake-indexeddb/auto";
import type { EvidenceInput, Manifest } from "@yilu/contract";
import type { ScheduleEntry } from "@yilu/contract/schedule";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Clock } from "../../player/src/clock.ts";
import { Album } from "../../player/src/evidence/album.ts";
import { Courier, type Road } from "../../player/src/evidence/courier.ts";
import { Photographer } from "../../player/src/evidence/photographer.ts";
import { isDue, momentsOf } from "../../player/src/evidence/sampling.ts";
import { makeUuid } from "../../player/src/ledger/ledger.ts";
import type { Running } from "../../player/src/playback/director.ts";
import { openDatabase, readState, type Database, type EvidenceRow } from "../../player/src/storage/database.ts";
import { soon } from "../support/soon.ts";

/** Wed 24 June 2026, 15:00 in Shanghai. */
const start = Date.UTC(2026, 5, 24, 7, 0);
const HOUR_MS = 3_600_000;
const midnight = start - 15 * HOUR_MS;

const entry = (id: string, change: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
  id,
  playlistId: "list",
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
const manifest = (perDay: number, change: Partial<ScheduleEntry> = {}, profile: Partial<Manifest["profile"]> = {}): Manifest => ({
  revision: "a".repeat(64),
  screenId: "screen",
  generatedAt: start,
  horizonEnd: start + 30 * 24 * HOUR_MS,
  timeZone: "Asia/Shanghai",
  order: "resume",
  entries: [entry("wanted", change), entry("other")],
  playlists: [{ id: "list", items: [{ mediaId: "film", durationMs: 15_000 }] }],
  media: [],
  profile: { kind: "bus", widthPx: 1280, heightPx: 720, fit: "contain", muted: true, evidence: [{ entryId: "wanted", perDay }], ...profile },
});

describe("which plays are photographed", () => {
  const evening = { days: [1, 2, 3, 4, 5, 6, 7], from: "18:00", to: "22:00" };

  test("the moments of a day lie one in each equal part of the time that the entry is on, the same at every asking", () => {
    const program = manifest(4, { dayparts: [evening] });
    const moments = momentsOf(program, "wanted", 4, start);
    expect(moments).toHaveLength(4);
    moments.forEach((moment, index) => {
      expect(moment).toBeGreaterThanOrEqual(midnight + (18 + index) * HOUR_MS);
      expect(moment).toBeLessThan(midnight + (18 + index + 0.8) * HOUR_MS);
    });
    expect(momentsOf(program, "wanted", 4, midnight)).toEqual(moments);
    expect(momentsOf(program, "wanted", 4, midnight + 24 * HOUR_MS - 1)).toEqual(moments);
  });

  test("another screen, day or entry has other moments; only the operating hours count", () => {
    const program = manifest(2, {}, { operatingHours: [evening] });
    const moments = momentsOf(program, "wanted", 2, start);
    expect(moments.every((moment) => moment >= midnight + 18 * HOUR_MS && moment < midnight + 22 * HOUR_MS)).toBe(true);
    const tomorrow = momentsOf(program, "wanted", 2, start + 24 * HOUR_MS).map((moment) => moment - 24 * HOUR_MS);
    const others = [tomorrow, momentsOf({ ...program, screenId: "other" }, "wanted", 2, start), momentsOf(program, "other", 2, start)];
    for (const other of others) expect(other).not.toEqual(moments);
  });

  test("an entry that is not on that day has none", () => {
    expect(momentsOf(manifest(2, { endDate: "2026-06-23" }), "wanted", 2, start)).toEqual([]);
  });

  test("the day of a play is asked about loops of fifteen seconds: each moment gives one picture, restarts or not", () => {
    const program = manifest(5, { dayparts: [evening] });
    let taken = 0;
    for (let at = midnight + 18 * HOUR_MS; at < midnight + 22 * HOUR_MS; at += 30_000) if (isDue(program, "wanted", [at, at + 15_000], taken)) taken += 1;
    expect(taken).toBe(5);
  });

  test("moments in which the bus was off are made up for; what the campaign does not ask for is not taken", () => {
    const program = manifest(2);
    const late: [number, number] = [midnight + 23 * HOUR_MS, midnight + 23 * HOUR_MS + 15_000];
    expect([0, 1, 2].map((taken) => isDue(program, "wanted", late, taken))).toEqual([true, true, false]);
    expect(isDue(program, "other", late, 0)).toBe(false);
  });
});

const row = (change: Partial<EvidenceRow> = {}): Omit<EvidenceRow, "number" | "bytes"> => ({
  id: makeUuid(),
  screenId: "screen",
  takenAt: start,
  clock: "synced",
  mediaId: "film",
  entryId: "wanted",
  commandId: null,
  runId: "run",
  takenMonotonicMs: 1_000,
  ...change,
});

describe("the album", () => {
  test("keeps pictures and what was sampled over a restart, oldest first", async () => {
    const db = await openDatabase(makeUuid());
    const album = await Album.open(db);
    await album.add(row({ takenAt: start }), "Zmlyc3Q=", { day: "2026-06-24", taken: { wanted: 1 } });
    await album.add(row({ takenAt: start + 1, commandId: "asked" }), "c2Vjb25k");
    const after = await Album.open(db);
    const rows = after.ofScreen("screen");
    expect(rows.map(({ takenAt }) => takenAt)).toEqual([start, start + 1]);
    expect(await Promise.all(rows.map((one) => after.jpeg(one)))).toEqual(["Zmlyc3Q=", "c2Vjb25k"]);
    expect(await readState(db, "sampled")).toEqual({ day: "2026-06-24", taken: { wanted: 1 } });
    expect(after.ofScreen("another")).toEqual([]);
  });

  test("when it is full the oldest that nobody asked for gives way and is counted; what was asked for stays", async () => {
    const db = await openDatabase(makeUuid());
    const album = await Album.open(db);
    for (let count = 0; count < 200; count += 1) await album.add(row({ takenAt: start + count, commandId: count < 199 ? `asked-${count}` : null }), "AA==");
    expect(await album.add(row({ takenAt: start + 200 }), "AA==")).toBe(true);
    expect([album.waiting, album.lost, album.ofScreen("screen").filter(({ commandId }) => commandId === null).map(({ takenAt }) => takenAt - start)]).toEqual([200, 1, [200]]);
    expect(await album.add(row({ takenAt: start + 201, commandId: "asked-201" }), "AA==")).toBe(true);
    expect([album.waiting, album.lost]).toEqual([200, 2]);
    // From here on all of them were asked for.
    expect(await album.add(row({ takenAt: start + 202 }), "AA==")).toBe(false);
    expect(await album.add(row({ takenAt: start + 203, commandId: "asked-203" }), "AA==")).toBe(false);
    expect([album.waiting, album.lost]).toEqual([200, 4]);
    const after = await Album.open(db);
    expect([after.waiting, after.lost, await db.count("pictures")]).toEqual([200, 4, 200]);
  });

  test("thirty megabytes are the most it holds", async () => {
    const db = await openDatabase(makeUuid());
    const album = await Album.open(db);
    const large = "A".repeat(4_000_000);
    for (let count = 0; count < 12; count += 1) await album.add(row({ takenAt: start + count }), large);
    expect([album.waiting, album.lost]).toEqual([10, 2]);
    expect(album.ofScreen("screen")[0]?.takenAt).toBe(start + 2);
  });

  test("pictures of a screen that this player no longer is give way first, and are not passed off as another's", async () => {
    const db = await openDatabase(makeUuid());
    const album = await Album.open(db);
    for (let count = 0; count < 200; count += 1) await album.add(row({ screenId: count === 120 ? "former" : "screen", commandId: `asked-${count}` }), "AA==");
    expect(album.ofScreen("screen")).toHaveLength(199);
    expect(await album.add(row({ commandId: "new" }), "AA==")).toBe(true);
    expect(album.ofScreen("former")).toEqual([]);
  });

  test("a disk that refuses costs the picture, not the player", async () => {
    const db = await openDatabase(makeUuid());
    const album = await Album.open(db);
    db.close();
    expect(await album.add(row(), "AA==")).toBe(false);
    expect([album.waiting, album.lost]).toEqual([0, 1]);
  });
});

/** A line to a server that answers as told, and then well. */
async function road(db: Database, answers: Response[] = [], change: Partial<Road> = {}) {
  const album = await Album.open(db);
  const sent: EvidenceInput[] = [];
  const spent: number[] = [];
  const courier = new Courier(
    album,
    {
      isReady: () => true,
      screenId: () => "screen",
      post: async (shot) => {
        sent.push(shot);
        return answers.shift() ?? Response.json({ id: shot.id });
      },
      afford: (bytes) => (spent.push(bytes), true),
      when: async () => null,
      ...change,
    },
    () => undefined,
  );
  return { album, courier, sent, spent };
}

describe("sending pictures", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(Math, "random").mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test("they go oldest first, in the server's shape, and each is deleted once the server has it", async () => {
    const db = await openDatabase(makeUuid());
    const { album, courier, sent } = await road(db);
    const first = row({ commandId: "asked" });
    await album.add(first, "Zmlyc3Q=");
    await album.add(row({ takenAt: start + 1 }), "c2Vjb25k");
    courier.wake();
    await soon(() => album.waiting === 0);
    expect(sent.map(({ takenAt }) => takenAt)).toEqual([start, start + 1]);
    expect(sent[0]).toEqual({ id: first.id, takenAt: start, clock: "synced", mediaId: "film", entryId: "wanted", commandId: "asked", jpegBase64: "Zmlyc3Q=" });
    await soon(async () => (await db.count("pictures")) + (await db.count("evidence")) === 0);
    expect(album.lost).toBe(0);
  });

  test("without the server's word nothing is deleted; it is sent again, under the same id, after a while", async () => {
    const db = await openDatabase(makeUuid());
    const { album, courier, sent } = await road(db, [new Response("bad gateway", { status: 502 })]);
    await album.add(row(), "AA==");
    courier.wake();
    await soon(() => sent.length === 1 && vi.getTimerCount() > 0);
    expect([album.waiting, await db.count("pictures")]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(500); // waiting for something above takes some of the second, too
    expect(sent).toHaveLength(1);
    await soon(() => album.waiting === 0);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.id).toBe(sent[0]?.id);
  });

  test("a server that names a time is left alone for so long", async () => {
    const db = await openDatabase(makeUuid());
    const { album, courier, sent } = await road(db, [new Response("", { status: 429, headers: { "retry-after": "600" } })]);
    await album.add(row(), "AA==");
    courier.wake();
    await soon(() => sent.length === 1 && vi.getTimerCount() > 0);
    await vi.advanceTimersByTimeAsync(599_000);
    expect(sent).toHaveLength(1);
    await soon(async () => (await vi.advanceTimersByTimeAsync(60_000), album.waiting === 0));
  });

  test("a picture that the server will never take is counted and does not hold up the others", async () => {
    const db = await openDatabase(makeUuid());
    const { album, courier, sent } = await road(db, [new Response("", { status: 422 })]);
    await album.add(row({ entryId: "deleted" }), "AA==");
    await album.add(row({ commandId: "asked" }), "AA==");
    courier.wake();
    await soon(() => album.waiting === 0);
    expect([sent.length, album.lost]).toEqual([2, 1]);
  });

  test("outside the download hours or budget only what was asked for goes; the others follow when they may", async () => {
    const db = await openDatabase(makeUuid());
    let isOpen = false;
    const { album, courier, sent } = await road(db, [], { afford: () => isOpen });
    await album.add(row({ takenAt: start }), "AA==");
    await album.add(row({ takenAt: start + 1, commandId: "asked" }), "AA==");
    courier.wake();
    await soon(() => album.waiting === 1 && vi.getTimerCount() > 0);
    expect(sent.map(({ commandId }) => commandId)).toEqual(["asked"]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(album.waiting).toBe(1);
    isOpen = true;
    await soon(async () => (await vi.advanceTimersByTimeAsync(300_000), album.waiting === 0));
    expect(sent.map(({ commandId }) => commandId)).toEqual(["asked", null]);
  });

  test("off line it does not try", async () => {
    const db = await openDatabase(makeUuid());
    let isReady = false;
    const { album, courier, sent } = await road(db, [], { isReady: () => isReady });
    await album.add(row(), "AA==");
    courier.wake();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent).toEqual([]);
    isReady = true;
    courier.wake();
    await soon(() => album.waiting === 0);
  });

  test("one that was taken before the clock was anchored is dated through the anchor, or stays an estimate", async () => {
    const db = await openDatabase(makeUuid());
    const { album, courier, sent } = await road(db, [], { when: async (runId, monotonicMs) => (runId === "dated" ? start + monotonicMs : null) });
    await album.add(row({ takenAt: 5, clock: "estimated", runId: "dated", takenMonotonicMs: 7_000 }), "AA==");
    await album.add(row({ takenAt: 6, clock: "estimated", runId: "unknown" }), "AA==");
    courier.wake();
    await soon(() => album.waiting === 0);
    expect(sent.map(({ takenAt, clock }) => [takenAt, clock])).toEqual([
      [start + 7_000, "restamped"],
      [6, "estimated"],
    ]);
  });
});

describe("the photographer", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start, toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function studio(isAnchored = true, jpeg: string | null = "AA==", db?: Database) {
    const opened = db ?? (await openDatabase(makeUuid()));
    const album = await Album.open(opened);
    const clock = new Clock("run", isAnchored ? null : start, { monotonic: () => Date.now() - start, device: () => (isAnchored ? Date.now() : 0) });
    if (isAnchored) clock.adopt({ serverAt: start, monotonicMs: 0 });
    const captions: string[][] = [];
    let running: Running | null = null;
    const dark = { isBlack: false };
    const photographer = new Photographer({ clock, album, camera: async (lines) => (captions.push(lines), jpeg), screenName: () => "粤A·12345", running: () => running, isBlack: () => dark.isBlack, taken: () => undefined }, await readState(opened, "sampled"));
    /** An item of this entry comes on. */
    const show = (entryId: string | null, durationMs = 20_000): void => {
      // What the photographer looks at of it.
      const plan = { manifest: manifest(1, {}, { operatingHours: [] }), slot: { entryId, mediaId: "film", durationMs }, media: { title: "酒驾的代价" } };
      running = entryId === null ? null : ({ plan, startedMonotonicMs: clock.monotonic() } as unknown as Running);
      photographer.look();
    };
    return { db: opened, album, captions, photographer, show, dark };
  }
  /** Late in the day, when what is due is due. */
  const late = start + 8.9 * HOUR_MS;

  test("takes a sampled play half-way through, once, and a restart neither doubles it nor forgets it", async () => {
    vi.setSystemTime(late);
    const { db, album, show, captions } = await studio();
    show("other");
    show("wanted");
    await vi.advanceTimersByTimeAsync(9_999);
    expect(captions).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await soon(async () => (await db.count("pictures")) === 1);
    expect(captions).toEqual([["粤A·12345", "酒驾的代价", "2026-06-24 23:54:10"]]);
    expect(album.ofScreen("screen")[0]).toMatchObject({ mediaId: "film", entryId: "wanted", commandId: null, clock: "synced", takenAt: late + 10_000 });
    show("wanted");
    await vi.advanceTimersByTimeAsync(30_000);
    const again = await studio(true, "AA==", db);
    again.show("wanted");
    await vi.advanceTimersByTimeAsync(30_000);
    expect([captions.length, again.captions.length]).toEqual([1, 0]);
  });

  test("a play that ends before its middle is not taken: the next one is", async () => {
    vi.setSystemTime(late);
    const { db, show, captions } = await studio();
    show("wanted");
    await vi.advanceTimersByTimeAsync(5_000);
    show(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(captions).toEqual([]);
    show("wanted");
    await vi.advanceTimersByTimeAsync(10_000);
    await soon(async () => (await db.count("pictures")) === 1);
  });

  test("asked for, it says in the picture what its time is worth, and answers why there is none", async () => {
    const { album, photographer, show, captions, dark } = await studio(false);
    expect(await photographer.shoot("asked")).toBe("slate");
    dark.isBlack = true;
    expect(await photographer.shoot("asked")).toBe("black");
    show("wanted");
    expect(await photographer.shoot("asked")).toBeNull();
    expect(captions).toEqual([["粤A·12345", "酒驾的代价", "2026-06-24 15:00:00（时间为估计）"]]);
    expect(album.ofScreen("screen")[0]).toMatchObject({ commandId: "asked", clock: "estimated", entryId: "wanted" });
    const blind = await studio(true, null);
    blind.show("wanted");
    expect(await blind.photographer.shoot("asked")).toBe("noPicture");
  });

  test("with a clock that nobody believes nothing is sampled", async () => {
    vi.setSystemTime(late);
    const { show, captions } = await studio(false);
    show("wanted");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(captions).toEqual([]);
  });
});
