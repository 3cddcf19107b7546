import "fake-indexeddb/auto";
import type { ManifestMedia } from "@yilu/contract";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Cache, type CacheDevices } from "../../player/src/cache/cache.ts";
import type { CheckOrder, DownloadOrder, WorkerReport } from "../../player/src/cache/protocol.ts";
import { Clock } from "../../player/src/clock.ts";
import { makeUuid } from "../../player/src/ledger/ledger.ts";
import { openDatabase, readState, type Database } from "../../player/src/storage/database.ts";
import { soon } from "../support/soon.ts";

const MIB = 1024 * 1024;
const film = (name: string, bytes = 10 * MIB): ManifestMedia => ({
  id: name,
  title: name,
  kind: "video",
  mimeType: "video/mp4",
  sha256: name.padEnd(64, "0"),
  bytes,
  chunkSha256s: Array<string>(10).fill("c".repeat(64)),
  widthPx: 1280,
  heightPx: 720,
  validFrom: null,
  validUntil: null,
});

let db: Database;
let device: number;

/** A disk and a worker that do as the test says. */
function workshop(quotaBytes = 1_000 * MIB) {
  const orders: DownloadOrder[] = [];
  const files = new Map<string, number>();
  let tell: (report: WorkerReport) => void = () => undefined;
  const devices: CacheDevices = {
    isLasting: true,
    order: (order) => {
      orders.push(order);
      files.set(order.name, order.bytes);
    },
    onReport: (listen) => (tell = listen),
    file: async (name) => {
      const bytes = files.get(name);
      return bytes === undefined ? null : new File([new Uint8Array(bytes)], name);
    },
    remove: async (name) => void files.delete(name),
    space: async () => ({ usedBytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0), quotaBytes }),
  };
  return { devices, orders, files, tell: (report: WorkerReport) => tell(report), names: () => orders.map(({ sha256 }) => sha256.replace(/0+$/, "")) };
}

async function opened(devices: CacheDevices): Promise<Cache> {
  return Cache.open(db, new Clock("run", null, { monotonic: () => 0, device: () => device++ }), devices, () => "token");
}

const done = ({ sha256 }: ManifestMedia): WorkerReport => ({ sha256, kind: "done", blob: null });

beforeEach(async () => {
  device = 1_000;
  db = await openDatabase(makeUuid());
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the cache", () => {
  test("fetches what is needed first, one after the other, and each file counts once it is checked", async () => {
    const { devices, orders, tell, names } = workshop();
    const cache = await opened(devices);
    const [road, family] = [film("road"), film("family")];
    cache.want([road, family]);
    await soon(() => orders.length === 1);
    expect(orders[0]).toMatchObject({ url: `/api/files/${road.sha256}`, token: "token" });
    tell({ sha256: road.sha256, kind: "progress", doneBytes: 4 * MIB });
    expect(cache.progress()).toEqual({ doneBytes: 4 * MIB, totalBytes: 20 * MIB, state: "downloading" });
    expect(cache.has(road.sha256)).toBe(false);
    tell(done(road));
    await soon(() => orders.length === 2);
    expect(cache.has(road.sha256)).toBe(true);
    tell(done(family));
    await soon(() => cache.has(family.sha256));
    expect(cache.progress()).toEqual({ doneBytes: 20 * MIB, totalBytes: 20 * MIB, state: "ready" });
    expect(names()).toEqual(["road", "family"]);
  });

  test("what counts still counts after a restart, and what was cut goes on in the same file", async () => {
    const { devices, orders, tell } = workshop();
    const [road, family] = [film("road"), film("family")];
    const before = await opened(devices);
    before.want([road, family]);
    await soon(() => orders.length === 1);
    tell(done(road));
    await soon(() => orders.length === 2);
    const after = await opened(devices);
    after.want([road, family]);
    await soon(() => orders.length === 3);
    expect(after.has(road.sha256)).toBe(true);
    expect(orders[2]?.name).toBe(orders[1]?.name);
  });

  test("a file that has lost bytes is not given out and is fetched again, under another name", async () => {
    const { devices, orders, files, tell } = workshop();
    const cache = await opened(devices);
    const road = film("road");
    cache.want([road]);
    await soon(() => orders.length === 1);
    tell(done(road));
    await soon(() => cache.has(road.sha256));
    files.set(orders[0]?.name ?? "", 3 * MIB);
    expect(await cache.file(road)).toBeNull();
    expect(cache.has(road.sha256)).toBe(false);
    await soon(() => orders.length === 2);
    expect(orders[1]?.name).not.toBe(orders[0]?.name);
    expect([...files.keys()]).toEqual([orders[1]?.name]);
  });

  test("space is made from what no manifest needs, least recently needed first, and from nothing else", async () => {
    const { devices, orders, files, tell } = workshop(50 * MIB);
    const cache = await opened(devices);
    const [old, recent, wanted, next] = [film("old"), film("recent"), film("wanted"), film("next")];
    for (const [count, one] of [old, recent, wanted].entries()) {
      cache.want([one]);
      await soon(() => orders.length === count + 1);
      tell(done(one));
      await soon(() => cache.has(one.sha256));
    }
    cache.want([wanted, next]);
    await soon(() => orders.length === 4);
    expect([old, recent, wanted].map(({ sha256 }) => cache.has(sha256))).toEqual([false, true, true]);
    expect(files.size).toBe(3);
  });

  test("what failed is tried again later; meanwhile the others are fetched", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { devices, orders, tell, names } = workshop();
    const cache = await opened(devices);
    const [road, family] = [film("road"), film("family")];
    cache.want([road, family]);
    await soon(() => orders.length === 1);
    tell({ sha256: road.sha256, kind: "failed", fault: "network" });
    await soon(() => orders.length === 2);
    tell(done(family));
    await soon(() => cache.has(family.sha256) && cache.progress().state === "failed");
    // The wait begins once the books of the store are written, which takes real time: minute after minute passes until it is over.
    await soon(async () => {
      await vi.advanceTimersByTimeAsync(60_000);
      return orders.length === 3;
    });
    expect(names()).toEqual(["road", "family", "road"]);
  });

  test("outside the download hours nothing is fetched; it begins when they do, and pauses at their end", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { devices, orders } = workshop();
    const cache = await opened(devices);
    let isOpen = false;
    cache.limits = () => ({ isOpen, leftMs: 7_200_000, day: "2026-06-24", bytesPerDay: Infinity, bytesPerSecond: 100_000 });
    cache.want([film("road")]);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(orders).toEqual([]);
    isOpen = true;
    await vi.advanceTimersByTimeAsync(60_000);
    await soon(() => orders.length === 1);
    expect(orders[0]).toMatchObject({ bytesPerSecond: 100_000, mostBytes: Infinity });
    expect(orders[0]?.untilDeviceAt).toBeGreaterThanOrEqual(7_200_000 + 1_000);
  });

  test("what a day may fetch is counted over restarts, to the byte, and the next day begins anew", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { devices, orders, tell } = workshop();
    let day = "2026-06-24";
    const limits = () => ({ isOpen: true, leftMs: Infinity, day, bytesPerDay: 6 * MIB, bytesPerSecond: Infinity });
    const road = film("road");
    const before = await opened(devices);
    before.limits = limits;
    before.want([road]);
    await soon(() => orders.length === 1);
    expect(orders[0]?.mostBytes).toBe(6 * MIB);
    tell({ sha256: road.sha256, kind: "progress", doneBytes: 2 * MIB, fetchedBytes: 2 * MIB });
    await soon(async () => (await readState(db, "spent"))?.bytes === 2 * MIB);
    const after = await opened(devices);
    after.limits = limits;
    after.want([road]);
    await soon(() => orders.length === 2);
    expect(orders[1]?.mostBytes).toBe(4 * MIB);
    tell({ sha256: road.sha256, kind: "failed", fault: "paused", fetchedBytes: 4 * MIB });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(orders).toHaveLength(2);
    day = "2026-06-25";
    await vi.advanceTimersByTimeAsync(60_000);
    await soon(() => orders.length === 3);
    expect(orders[2]).toMatchObject({ mostBytes: 6 * MIB, name: orders[1]?.name });
  });

  test("a disk that says it is full gives up what no manifest needs, and then tries again at once", async () => {
    const { devices, orders, files, tell } = workshop();
    const cache = await opened(devices);
    const [old, road] = [film("old"), film("road")];
    cache.want([old]);
    await soon(() => orders.length === 1);
    tell(done(old));
    await soon(() => cache.has(old.sha256));
    cache.want([road]);
    await soon(() => orders.length === 2);
    tell({ sha256: road.sha256, kind: "failed", fault: "full" });
    await soon(() => orders.length === 3);
    expect([cache.has(old.sha256), files.size, cache.progress().state]).toEqual([false, 1, "downloading"]);
    tell({ sha256: road.sha256, kind: "failed", fault: "full" });
    await soon(() => cache.progress().state === "failed");
  });

  test("a file that counts is read again when there is nothing to fetch; one that the card has forgotten is fetched again", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { devices, orders, tell } = workshop();
    const checks: string[] = [];
    const cache = await opened({ ...devices, check: ({ name }) => checks.push(name) });
    const road = film("road");
    cache.want([road]);
    await soon(() => orders.length === 1);
    tell(done(road));
    await soon(() => cache.has(road.sha256));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(checks).toEqual([orders[0]?.name]);
    const first = orders[0]?.name ?? "";
    tell({ sha256: road.sha256, kind: "checked", name: first, isRight: false });
    await soon(() => orders.length === 2);
    expect(cache.has(road.sha256)).toBe(false);
    expect(orders[1]?.name).not.toBe(first);
    tell(done(road));
    await soon(() => cache.has(road.sha256));
    tell({ sha256: road.sha256, kind: "checked", name: first, isRight: false });
    await vi.advanceTimersByTimeAsync(1);
    expect(cache.has(road.sha256)).toBe(true); // what is said of the old file is not said of the new one
    cache.close();
  });

  test("before a film is first shown in a run it is read again, from where it will begin; what the card changed is not shown", async () => {
    const { devices, orders, tell } = workshop();
    const checks: CheckOrder[] = [];
    const cache = await opened({ ...devices, check: (order) => checks.push(order) });
    const spoilt: string[] = [];
    cache.onSpoilt = (sha256) => spoilt.push(sha256);
    const [road, family] = [film("road"), film("family")];
    cache.want([road, family]);
    for (const [index, one] of [road, family].entries()) {
      await soon(() => orders.length === index + 1);
      tell(done(one));
      await soon(() => cache.has(one.sha256));
    }
    const [first, second] = [cache.file(road, 0.5), cache.file(family)];
    await soon(() => checks.length === 2);
    expect(checks.map(({ sha256, from }) => [sha256, from])).toEqual([[road.sha256, 0.5], [family.sha256, 0]]);
    tell({ sha256: road.sha256, kind: "checked", name: orders[0]?.name ?? "", isRight: true });
    tell({ sha256: family.sha256, kind: "checked", name: orders[1]?.name ?? "", isRight: false });
    expect([(await first)?.size, await second, spoilt]).toEqual([10 * MIB, null, [family.sha256]]);
    expect([(await cache.file(road))?.size, checks.length]).toEqual([10 * MIB, 2]); // once in a run
    await soon(() => orders.length === 3);
    expect(orders[2]?.sha256).toBe(family.sha256);
    cache.close();
  });

  test("a film that takes long to read is shown meanwhile, and taken off when something is found", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { devices, orders, tell } = workshop();
    const cache = await opened({ ...devices, check: () => undefined });
    const spoilt: string[] = [];
    cache.onSpoilt = (sha256) => spoilt.push(sha256);
    const road = film("road");
    cache.want([road]);
    await soon(() => orders.length === 1);
    tell(done(road));
    await soon(() => cache.has(road.sha256));
    let given: Blob | null | undefined;
    void cache.file(road).then((file) => (given = file));
    await vi.advanceTimersByTimeAsync(699);
    expect(given).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(given?.size).toBe(10 * MIB);
    tell({ sha256: road.sha256, kind: "checked", name: orders[0]?.name ?? "", isRight: false });
    expect([spoilt, cache.has(road.sha256)]).toEqual([[road.sha256], false]);
    cache.close();
  });

  test("an emergency's film is fetched at once: before the others, outside the hours, over the day's budget, and what is being fetched makes way", async () => {
    const { devices, orders, tell, names } = workshop();
    let pauses = 0;
    const cache = await opened({ ...devices, pause: () => (pauses += 1) });
    let isOpen = true;
    cache.limits = () => ({ isOpen, leftMs: 7_200_000, day: "2026-06-24", bytesPerDay: 6 * MIB, bytesPerSecond: 100_000 });
    const [road, alarm] = [film("road"), film("alarm")];
    cache.want([road]);
    await soon(() => orders.length === 1);
    isOpen = false;
    cache.want([road, alarm], new Set([alarm.sha256]));
    expect(pauses).toBe(1);
    tell({ sha256: road.sha256, kind: "failed", fault: "paused", fetchedBytes: 5 * MIB });
    await soon(() => orders.length === 2);
    expect(orders[1]).toMatchObject({ sha256: alarm.sha256, mostBytes: Infinity, untilDeviceAt: Infinity, bytesPerSecond: 100_000 });
    cache.want([road, alarm], new Set([alarm.sha256]));
    expect(pauses).toBe(1);
    tell({ sha256: alarm.sha256, kind: "progress", doneBytes: 3 * MIB, fetchedBytes: 3 * MIB });
    tell(done(alarm));
    await soon(() => cache.has(alarm.sha256));
    expect((await readState(db, "spent"))?.bytes).toBe(8 * MIB);
    expect(names()).toEqual(["road", "alarm"]);
    cache.close();
  });

  test("an emergency's film that failed is tried again while the others are being fetched", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { devices, orders, tell, names } = workshop();
    let pauses = 0;
    const cache = await opened({ ...devices, pause: () => (pauses += 1) });
    const [road, alarm] = [film("road"), film("alarm")];
    cache.want([road, alarm], new Set([alarm.sha256]));
    await soon(() => orders.length === 1);
    tell({ sha256: alarm.sha256, kind: "failed", fault: "network" });
    await soon(() => orders.length === 2);
    expect(names()).toEqual(["alarm", "road"]);
    await soon(async () => (await vi.advanceTimersByTimeAsync(1_000), pauses === 1));
    tell({ sha256: road.sha256, kind: "failed", fault: "paused" });
    await soon(() => orders.length === 3);
    expect(names()).toEqual(["alarm", "road", "alarm"]);
    cache.close();
  });

  test("cleared, it forgets all but what is on the screen, and fetches the rest again", async () => {
    const { devices, orders, files, tell } = workshop();
    const cache = await opened(devices);
    const [road, family, old] = [film("road"), film("family"), film("old")];
    cache.want([road, family, old]);
    for (const [index, one] of [road, family, old].entries()) {
      await soon(() => orders.length === index + 1);
      tell(done(one));
      await soon(() => cache.has(one.sha256));
    }
    cache.want([road, family]);
    const cleared = cache.clear(road.sha256);
    expect([road, family, old].map(({ sha256 }) => cache.has(sha256))).toEqual([true, false, false]);
    await cleared;
    await soon(() => orders.length === 4);
    expect(orders[3]?.sha256).toBe(family.sha256);
    expect([...files.keys()]).toEqual([orders[0]?.name, orders[3]?.name]);
    expect(cache.progress()).toMatchObject({ state: "downloading", doneBytes: 10 * MIB });
    cache.close();
  });

  test("cleared in the middle of a download, what came of it is forgotten too", async () => {
    const { devices, orders, files, tell } = workshop();
    let pauses = 0;
    const cache = await opened({ ...devices, pause: () => (pauses += 1) });
    const road = film("road");
    cache.want([road]);
    await soon(() => orders.length === 1);
    await cache.clear(null);
    expect(pauses).toBe(1);
    tell({ sha256: road.sha256, kind: "failed", fault: "paused", fetchedBytes: MIB });
    await soon(() => orders.length === 2);
    expect(orders[1]?.name).not.toBe(orders[0]?.name);
    expect([...files.keys()]).toEqual([orders[1]?.name]);
    cache.close();
  });

  test("what else may wait takes its share of the day's budget, in the download hours", async () => {
    const { devices } = workshop();
    const cache = await opened(devices);
    let isOpen = true;
    cache.limits = () => ({ isOpen, leftMs: Infinity, day: "2026-06-24", bytesPerDay: 250_000, bytesPerSecond: Infinity });
    expect([cache.afford(200_000), cache.afford(100_000), cache.afford(50_000)]).toEqual([true, false, true]);
    await soon(async () => (await readState(db, "spent"))?.bytes === 250_000);
    isOpen = false;
    expect(cache.afford(0)).toBe(false);
    cache.close();
  });
});
