/** What the player keeps in IndexedDB, and how it is opened. */
import type { CommandDone, EvidenceInput, Manifest, Outcome, Play } from "@yilu/contract";
import type { Cursor, Slot } from "@yilu/contract/schedule";
import { openPromised, type PromisedDatabase, type PromisedTransaction } from "./promised.ts";

/** Single values, by name. */
export interface State {
  /** Bearer token of the paired screen. */
  token: string;
  screenName: string;
  unitName: string;
  /** What the last one-time link carried that was answered: one that stands in the address at every start is used once. */
  enrolled: string;
  /** The manifest being played. */
  manifest: Manifest;
  /** A newer one whose files are not all here yet. */
  nextManifest: Manifest;
  /** The item on the screen and the cursor it was taken with (E2). */
  position: { cursor: Cursor; slot: Slot | null; playedMs: number };
  ledgerId: string;
  /** Media bytes fetched on a day of the screen's calendar. */
  spent: { day: string; bytes: number };
  /** A time that has certainly passed, epoch ms. */
  floorAt: number;
  /** Staff muted it, whatever the profile says. */
  isMuted: boolean;
  /** How many films run at once, as preflight found. */
  decoders: number;
  /** What became of the last commands, oldest first. Null: begun, and how it ended is not known. */
  commands: Command[];
  /** Pictures sampled on a day of the screen's calendar, by entry. */
  sampled: { day: string; taken: Record<string, number> };
  /** Pictures that gave way to others or that the server would not take. */
  lostPictures: number;
}

/** A command that was heard. */
export interface Command {
  commandId: string;
  outcome: Pick<CommandDone, "state" | "reason"> | null;
}

/** A journal of plays: one screen, one storage. */
export interface LedgerRow {
  ledgerId: string;
  /** Null until the player knows which screen it is. */
  screenId: string | null;
  /** Highest seq ever given out. */
  head: number;
}

/** One play, from its first frame on. Monotonic times mean something only together with their run. */
export interface PlayRow {
  ledgerId: string;
  seq: number;
  mediaId: string;
  playlistId: string;
  entryId: string;
  revision: string;
  runId: string;
  startedMonotonicMs: number;
  startedDeviceAt: number;
  /** A time that had certainly been reached when it started; null: nothing was known. */
  notBefore: number | null;
  /** Shown so far. */
  airtimeMs: number;
  /** Null while it runs. */
  outcome: Outcome | null;
  /** As it goes to the server; fixed before it is first sent and never changed. */
  stamped: Play | null;
}

/** What the device's clock said at a monotonic time of a run. */
export interface DeviceReading {
  monotonicMs: number;
  /** Epoch ms. */
  deviceAt: number;
}

/** A page load. */
export interface RunRow {
  runId: string;
  /** Counts up from 1 on one storage; 0: of version 1 of this database, which kept neither order nor readings. */
  number: number;
  first: DeviceReading | null;
  last: DeviceReading | null;
  /** Null: it never had one. */
  anchor: { serverAt: number; monotonicMs: number } | null;
  /** From when on it was anchored: what it showed before is dated through a later anchor. */
  anchoredFromMs: number | null;
}

/** A media file in the file cache. */
export interface FileRow {
  sha256: string;
  /** Name of the file in the origin's private file system. */
  name: string;
  bytes: number;
  verified: boolean;
  /** When a manifest last asked for it, epoch ms. */
  neededAt: number;
}

/** A picture of the screen that waits to be sent. Its JPEG lies in `pictures` under the same number, as the server wants it: in Base64. */
export interface EvidenceRow extends Omit<EvidenceInput, "jpegBase64"> {
  /** Counts up from 1 on one storage. */
  number: number;
  screenId: string;
  /** Characters of Base64. */
  bytes: number;
  /** When it was taken in the time of its page load, as a better date may be found for that. */
  runId: string;
  takenMonotonicMs: number;
}

interface Schema {
  state: { key: string; value: unknown };
  ledgers: { key: string; value: LedgerRow };
  plays: { key: [string, number]; value: PlayRow };
  runs: { key: string; value: RunRow };
  files: { key: string; value: FileRow };
  evidence: { key: number; value: EvidenceRow };
  pictures: { key: number; value: string };
}
export type Database = PromisedDatabase<Schema>;
/** Of these stores. */
export type Transaction<N extends keyof Schema> = PromisedTransaction<Schema, N>;

/**
 * Opens the player's database: creates it, or brings one of an earlier player up to date with nothing lost. A later one is
 * opened as it is, for a player that was rolled back must play on: so what a version has is never taken away by the next.
 */
export function openDatabase(name = "yilu-player"): Promise<Database> {
  return openPromised<Schema>(name, 3, async (db, from, existing) => {
    if (from === 0) {
      db.createObjectStore("state");
      db.createObjectStore("ledgers", { keyPath: "ledgerId" });
      db.createObjectStore("plays", { keyPath: ["ledgerId", "seq"] });
      db.createObjectStore("runs", { keyPath: "runId" });
      db.createObjectStore("files", { keyPath: "sha256" });
    }
    if (from < 3) {
      db.createObjectStore("evidence", { keyPath: "number" });
      db.createObjectStore("pictures");
    }
    if (from === 1) {
      const runs = existing("runs");
      // Version 1 kept { runId, serverAt, monotonicMs } of runs that had an anchor.
      for (const { runId, serverAt, monotonicMs } of (await runs.getAll()) as unknown as { runId: string; serverAt: number; monotonicMs: number }[]) {
        await runs.put({ runId, number: 0, first: null, last: null, anchor: { serverAt, monotonicMs }, anchoredFromMs: null });
      }
    }
  });
}

export async function readState<K extends keyof State>(db: Database, key: K): Promise<State[K] | undefined> {
  // The store holds one type per key, which its type cannot say; only writeState writes it.
  return (await db.get("state", key)) as State[K] | undefined;
}

export async function writeState<K extends keyof State>(db: Database, key: K, value: State[K], durability: IDBTransactionDurability = "strict"): Promise<void> {
  const tx = db.transaction("state", "readwrite", { durability });
  await Promise.all([tx.store.put(value, key), tx.done]);
}

export async function eraseState(db: Database, ...keys: (keyof State)[]): Promise<void> {
  const tx = db.transaction("state", "readwrite");
  await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
}
