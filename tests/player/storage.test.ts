import "fake-indexeddb/auto";
import type { Play } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { Clock } from "../../player/src/clock.ts";
import { Album } from "../../player/src/evidence/album.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
import { poweredOn } from "../../player/src/ledger/runs.ts";
import { Commands } from "../../player/src/remote/commands.ts";
import { openDatabase, readState, type PlayRow } from "../../player/src/storage/database.ts";

/** Wed 24 June 2026, 15:42 in Shanghai. */
const known = Date.UTC(2026, 5, 24, 7, 42);
const revision = "a".repeat(64);
const ledgerId = "6f0f6a6e-4a0c-4a54-9d0a-2f9c7f3f2b11";

const anchored = (name: string, at: number): Clock => {
  const clock = new Clock(name, null, { monotonic: () => 0, device: () => known + 7_200_000 });
  clock.adopt({ serverAt: at, monotonicMs: 0 });
  return clock;
};

/** Version 1 as players of November 2026 wrote it. Frozen: this is never brought up to date. */
function frozenVersion1(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      db.createObjectStore("state");
      db.createObjectStore("ledgers", { keyPath: "ledgerId" });
      db.createObjectStore("plays", { keyPath: ["ledgerId", "seq"] });
      db.createObjectStore("runs", { keyPath: "runId" });
      db.createObjectStore("files", { keyPath: "sha256" });
    };
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction(["state", "ledgers", "plays", "runs", "files"], "readwrite");
      tx.objectStore("state").put("t".repeat(43), "token");
      tx.objectStore("state").put(ledgerId, "ledgerId");
      tx.objectStore("state").put(known + 60_000, "floorAt");
      tx.objectStore("ledgers").put({ ledgerId, screenId: "screen", head: 41 });
      const play = { ledgerId, mediaId: "film", playlistId: "list", entryId: "entry", revision: "a".repeat(64), startedDeviceAt: known, notBefore: known, airtimeMs: 15_000 };
      tx.objectStore("plays").put({ ...play, seq: 40, runId: "anchored", startedMonotonicMs: 5_000, outcome: "completed", stamped: null });
      tx.objectStore("plays").put({ ...play, seq: 41, runId: "never", startedMonotonicMs: 5_000, airtimeMs: 10_000, outcome: null, stamped: null });
      tx.objectStore("runs").put({ runId: "anchored", serverAt: known, monotonicMs: 1_000 });
      tx.objectStore("files").put({ sha256: "c".repeat(64), name: `${"c".repeat(64)}-1`, bytes: 5, verified: true, neededAt: known });
      tx.oncomplete = () => {
        db.close();
        resolve();
      };
    };
  });
}

/** Versions 2 and 3 as players of November 2026 wrote them. Frozen, too. */
function frozenLater(name: string, version: 2 | 3): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      db.createObjectStore("state");
      db.createObjectStore("ledgers", { keyPath: "ledgerId" });
      db.createObjectStore("plays", { keyPath: ["ledgerId", "seq"] });
      db.createObjectStore("runs", { keyPath: "runId" });
      db.createObjectStore("files", { keyPath: "sha256" });
      if (version < 3) return;
      db.createObjectStore("evidence", { keyPath: "number" });
      db.createObjectStore("pictures");
    };
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction([...db.objectStoreNames], "readwrite");
      const state = tx.objectStore("state");
      for (const [key, value] of Object.entries({ token: "t".repeat(43), ledgerId, floorAt: known + 60_000, spent: { day: "2026-06-24", bytes: 5 } })) state.put(value, key);
      tx.objectStore("ledgers").put({ ledgerId, screenId: "screen", head: 41 });
      const play = { ledgerId, mediaId: "film", playlistId: "list", entryId: "entry", revision, startedDeviceAt: known, notBefore: known, stamped: null };
      tx.objectStore("plays").put({ ...play, seq: 41, runId: "anchored", startedMonotonicMs: 5_000, airtimeMs: 15_000, outcome: "completed" });
      const reading = { monotonicMs: 1_000, deviceAt: known };
      tx.objectStore("runs").put({ runId: "anchored", number: 7, first: reading, last: { monotonicMs: 20_000, deviceAt: known + 19_000 }, anchor: { serverAt: known, monotonicMs: 1_000 }, anchoredFromMs: 1_000 });
      tx.objectStore("files").put({ sha256: "c".repeat(64), name: `${"c".repeat(64)}-1`, bytes: 5, verified: true, neededAt: known });
      if (version === 3) {
        for (const [key, value] of Object.entries({
          screenName: "粤A·12345",
          unitName: "城东所",
          isMuted: true,
          decoders: 2,
          commands: [{ commandId: "shot", outcome: { state: "done", reason: null } }],
          sampled: { day: "2026-06-24", taken: { entry: 1 } },
          lostPictures: 4,
        }))
          state.put(value, key);
        const shot = { id: "8d3f0d8e-7a1f-4a0e-9d60-1f5f0a2b3c4d", screenId: "screen", takenAt: known, clock: "synced", mediaId: "film", entryId: "entry", commandId: "shot", runId: "anchored", takenMonotonicMs: 6_000 };
        tx.objectStore("evidence").put({ ...shot, number: 9, bytes: 8 });
        tx.objectStore("pictures").put("aGVsbG8h", 9);
      }
      tx.oncomplete = () => {
        db.close();
        resolve();
      };
    };
  });
}

describe("the player's storage", () => {
  test("a database of version 1 is taken over with its ledger, its plays and its files", async () => {
    const name = makeUuid();
    await frozenVersion1(name);
    const db = await openDatabase(name);
    expect(db.version).toBe(3);
    expect((await Album.open(db)).waiting).toBe(0);
    expect(await readState(db, "token")).toBe("t".repeat(43));
    expect(await db.getAll("files")).toHaveLength(1);
    const ledger = await Ledger.open(db, anchored("new", known + 3_600_000));
    await ledger.bind("screen");
    expect([ledger.ledgerId, ledger.head]).toEqual([ledgerId, 41]);
    const batch = await ledger.nextBatch();
    expect(batch?.plays.map(({ seq, outcome, clock, startedAt, airtimeMs }) => ({ seq, outcome, clock, startedAt, airtimeMs }))).toEqual([
      { seq: 40, outcome: "completed", clock: "synced", startedAt: known + 4_000, airtimeMs: 15_000 },
      { seq: 41, outcome: "interrupted", clock: "estimated", startedAt: known, airtimeMs: 10_000 },
    ]);
    ledger.begin({ mediaId: "film", playlistId: "list", entryId: "entry", revision, startedMonotonicMs: 0 }).close("completed", 15_000);
    await ledger.settled();
    expect(ledger.head).toBe(42);
  });

  test("a database of version 2 is taken over with its ledger, its plays, its runs and its files, and has room for pictures", async () => {
    const name = makeUuid();
    await frozenLater(name, 2);
    const db = await openDatabase(name);
    expect(db.version).toBe(3);
    expect(await readState(db, "spent")).toEqual({ day: "2026-06-24", bytes: 5 });
    expect(await db.getAll("files")).toHaveLength(1);
    const ledger = await Ledger.open(db, anchored("new", known + 3_600_000));
    await ledger.bind("screen");
    expect([ledger.ledgerId, ledger.head, ledger.runNumber]).toEqual([ledgerId, 41, 8]);
    expect((await ledger.nextBatch())?.plays.map(({ seq, clock, startedAt }) => ({ seq, clock, startedAt }))).toEqual([{ seq: 41, clock: "synced", startedAt: known + 4_000 }]);
    expect(poweredOn(await ledger.history(), 100)).toEqual([
      [known, known + 19_000],
      [known + 3_600_000, known + 3_600_000],
    ]);
    const album = await Album.open(db);
    expect([album.waiting, album.lost]).toEqual([0, 0]);
  });

  test("the present version, as it was first written, opens with its pictures and all it knows", async () => {
    const name = makeUuid();
    await frozenLater(name, 3);
    const db = await openDatabase(name);
    expect(db.version).toBe(3);
    const names = ["screenName", "unitName", "isMuted", "decoders", "sampled"] as const;
    expect(await Promise.all(names.map((key) => readState(db, key)))).toEqual(["粤A·12345", "城东所", true, 2, { day: "2026-06-24", taken: { entry: 1 } }]);
    const album = await Album.open(db);
    const [row] = album.ofScreen("screen");
    expect([album.waiting, album.lost, row?.commandId, row && (await album.jpeg(row))]).toEqual([1, 4, "shot", "aGVsbG8h"]);
    const answers: unknown[] = [];
    const never = async (): Promise<null> => expect.unreachable("it was done before");
    const commands = new Commands(db, { reload: never, refresh: never, identify: never, screenshot: never, mute: never, unmute: never, clearCache: never }, async (done) => void answers.push(done));
    await commands.take("shot", "screenshot");
    expect(answers).toEqual([{ commandId: "shot", state: "done", reason: null }]);
  });

  test("a player that was rolled back opens the database of the later one as it is, and plays on", async () => {
    const name = makeUuid();
    await frozenLater(name, 3);
    (await openDatabase(name)).close();
    const later = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name, 4);
      opening.onupgradeneeded = () => void opening.result.createObjectStore("later");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    later.close();
    const db = await openDatabase(name);
    expect([db.version, await readState(db, "token"), await db.count("plays")]).toEqual([4, "t".repeat(43), 1]);
  });

  test("60,000 plays of weeks without a network are sent, in order, each once", async () => {
    const db = await openDatabase(makeUuid());
    const head = 60_000;
    await db.put("ledgers", { ledgerId, screenId: "screen", head });
    await db.put("state", ledgerId, "ledgerId");
    const tx = db.transaction("plays", "readwrite");
    for (let seq = 1; seq <= head; seq += 1) {
      const row: PlayRow = { ledgerId, seq, mediaId: "film", playlistId: "list", entryId: "entry", revision, runId: "away", startedMonotonicMs: seq * 15_000, startedDeviceAt: known, notBefore: known, airtimeMs: 15_000, outcome: "completed", stamped: null };
      void tx.store.put(row);
    }
    await tx.done;
    const ledger = await Ledger.open(db, anchored("back", known + 14 * 86_400_000));
    await ledger.bind("screen");
    expect(ledger.unsent).toBe(head);
    let next = 1;
    for (let batch = await ledger.nextBatch(); batch; batch = await ledger.nextBatch()) {
      expect(batch.plays[0]?.seq).toBe(next);
      const last: Play | undefined = batch.plays.at(-1);
      expect(last?.seq).toBe(next + batch.plays.length - 1);
      next += batch.plays.length;
      await ledger.acknowledge({ ledgerId, acknowledged: [[batch.plays[0]?.seq ?? 0, last?.seq ?? 0]], keptApart: [] });
    }
    expect([next, ledger.unsent, await db.count("plays")]).toEqual([head + 1, 0, 0]);
  }, 120_000);
});
