/** Runs in the player's own origin, with the player's own clock, ledger and storage: days without a network, as fast as the disk writes them. */
import { Clock } from "../../player/src/clock.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
import { openDatabase, readState } from "../../player/src/storage/database.ts";

export interface Days {
  screenId: string;
  mediaId: string;
  playlistId: string;
  entryId: string;
  revision: string;
  /** Epoch ms of the first morning, when it was last seen by the server. */
  fromAt: number;
  days: number;
  playsADay: number;
  playMs: number;
}

declare global {
  interface Window {
    /** @returns the ledger, and how long the disk took. */
    __liveDays?: (days: Days) => Promise<{ ledgerId: string; head: number; tookMs: number }>;
  }
}

const DAY_MS = 24 * 3_600_000;

window.__liveDays = async ({ screenId, fromAt, days, playsADay, playMs, ...what }) => {
  const db = await openDatabase();
  // The token and the films stay; everything of time begins on that morning.
  const tx = db.transaction(["plays", "runs", "ledgers", "state"], "readwrite");
  for (const store of ["plays", "runs", "ledgers"] as const) void tx.objectStore(store).delete(IDBKeyRange.lowerBound(store === "plays" ? ["", 0] : ""));
  for (const name of ["ledgerId", "floorAt"]) void tx.objectStore("state").delete(name);
  await tx.done;
  const startedMs = performance.now();
  let ledger: Ledger | null = null;
  for (let day = 0; day < days; day += 1) {
    const bootAt = fromAt + day * DAY_MS;
    let trueAt = bootAt;
    const clock = new Clock(makeUuid(), (await readState(db, "floorAt")) ?? null, { monotonic: () => trueAt - bootAt, device: () => trueAt });
    ledger = await Ledger.open(db, clock);
    await ledger.bind(screenId);
    if (day === 0) clock.adopt({ serverAt: bootAt, monotonicMs: 0 });
    for (let play = 0; play < playsADay; play += 1) {
      const shown = ledger.begin({ ...what, startedMonotonicMs: trueAt - bootAt });
      await ledger.settled();
      trueAt += playMs;
      shown.close("completed", playMs);
    }
    await ledger.settled();
  }
  db.close();
  return { ledgerId: ledger?.ledgerId ?? "", head: ledger?.head ?? 0, tookMs: performance.now() - startedMs };
};
