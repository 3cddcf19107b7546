import "fake-indexeddb/auto";
import type { Play } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { Clock } from "../../player/src/clock.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
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

describe("the player's storage", () => {
  test("a database of version 1 is taken over with its ledger, its plays and its files", async () => {
    const name = makeUuid();
    await frozenVersion1(name);
    const db = await openDatabase(name);
    expect(db.version).toBe(2);
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
