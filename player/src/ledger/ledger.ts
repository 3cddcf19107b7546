/**
 * The journal of plays. Each play is on disk from its first frame, numbered without gaps, and never changed once it was
 * sent. Writes queue up behind one another and never hold up the picture: when the disk refuses, the loop goes on.
 */
import { maxBatchBytes, maxBatchPlays, type Outcome, type Play, type PlayAck } from "@yilu/contract";
import type { Clock } from "../clock.ts";
import { readState, type Database, type LedgerRow, type PlayRow } from "../storage/database.ts";
import { stamp } from "./stamp.ts";

export interface PlayStart {
  mediaId: string;
  playlistId: string;
  entryId: string;
  revision: string;
  startedMonotonicMs: number;
}

/** A play that is on the screen. */
export interface OpenPlay {
  checkpoint(airtimeMs: number): void;
  close(outcome: Outcome, airtimeMs: number): void;
}

export interface Batch {
  ledgerId: string;
  plays: Play[];
}

/** Everything of one ledger, by its compound key. */
const rowsOf = (ledgerId: string, from = 0, to = Infinity): IDBKeyRange => IDBKeyRange.bound([ledgerId, from], [ledgerId, to]);

/** A UUID without crypto.randomUUID, which a page on plain http does not have (RFC 9562 §5.4). */
export function makeUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Ledger {
  /** Called whenever a play was closed and is on disk. */
  onClosed: () => void = () => undefined;
  /** Plays that could not be written. */
  lost = 0;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #open = new Set<{ row: PlayRow | null }>();
  #ledger: LedgerRow;
  /** Closed, but the disk refused: written with whatever is written next. */
  #late: PlayRow[] = [];
  #unsent = 0;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(db: Database, clock: Clock, ledger: LedgerRow) {
    this.#db = db;
    this.#clock = clock;
    this.#ledger = ledger;
  }

  /** Opens the ledger of this storage. */
  static async open(db: Database, clock: Clock): Promise<Ledger> {
    const ledgerId = await readState(db, "ledgerId");
    const stored = ledgerId === undefined ? undefined : await db.get("ledgers", ledgerId);
    const ledger = new Ledger(db, clock, stored ?? { ledgerId: makeUuid(), screenId: null, head: 0 });
    if (!stored) await ledger.#start(ledger.#ledger);
    void ledger.#enqueue(() => ledger.#recount()); // counting a month of plays takes longer than a first frame may wait
    return ledger;
  }

  get ledgerId(): string {
    return this.#ledger.ledgerId;
  }

  /** Highest seq given out; 0: none. */
  get head(): number {
    return this.#ledger.head;
  }

  /** Closed plays that the server has not acknowledged. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Says whose plays these are. Another screen than before gets a ledger of its own. */
  bind(screenId: string): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#ledger.screenId === screenId) return;
      const next = this.#ledger.screenId === null ? { ...this.#ledger, screenId } : { ledgerId: makeUuid(), screenId, head: 0 };
      await this.#start(next);
      await this.#recount();
    });
  }

  /**
   * Compares with how far the server has this ledger. Beyond what was closed here, this storage is a copy or was rolled
   * back: its numbers are used up, so a new ledger begins and the play on the screen moves into it.
   *
   * @returns whether a new ledger began.
   */
  async reconcile(ledgerId: string, receivedTo: number): Promise<boolean> {
    let began = false;
    await this.#enqueue(async () => {
      const running = [...this.#open].flatMap(({ row }) => (row ? [row] : []));
      const closedTo = Math.min(this.#ledger.head, ...running.map((row) => row.seq - 1));
      if (ledgerId !== this.ledgerId || receivedTo <= closedTo) return;
      began = true;
      await this.#start({ ledgerId: makeUuid(), screenId: this.#ledger.screenId, head: running.length }, running);
    });
    return began;
  }

  /** Enters a play whose first frame has just been shown. */
  begin(start: PlayStart): OpenPlay {
    const play: { row: PlayRow | null } = { row: null };
    const startedDeviceAt = this.#clock.device();
    const notBefore = this.#clock.floor(start.startedMonotonicMs);
    this.#open.add(play);
    void this.#enqueue(async () => {
      const ledger = { ...this.#ledger, head: this.#ledger.head + 1 };
      const row: PlayRow = {
        ...start,
        ledgerId: ledger.ledgerId,
        seq: ledger.head,
        runId: this.#clock.runId,
        startedDeviceAt,
        notBefore,
        airtimeMs: 0,
        outcome: null,
        stamped: null,
      };
      await this.#write([row], ledger);
      this.#ledger = ledger;
      play.row = row;
    }).catch(() => (this.lost += 1));
    return {
      checkpoint: (airtimeMs) => void this.#update(play, { airtimeMs: Math.round(airtimeMs) }).catch(() => undefined),
      close: (outcome, airtimeMs) => {
        void this.#update(play, { airtimeMs: Math.round(airtimeMs), outcome })
          .then(() => this.onClosed())
          .catch(() => undefined)
          .finally(() => this.#open.delete(play));
      },
    };
  }

  /**
   * The oldest plays that the server has not acknowledged, stamped for good; null: there are none. Needs an anchored clock.
   * A play that a crash left open is closed here: interrupted at its last checkpoint.
   */
  nextBatch(): Promise<Batch | null> {
    return this.#enqueue(async () => {
      if (this.#late.length > 0) await this.#write([]);
      for (const { ledgerId, screenId } of await this.#db.getAll("ledgers")) {
        if (screenId !== this.#ledger.screenId) continue;
        const rows = await this.#db.getAll("plays", rowsOf(ledgerId), maxBatchPlays);
        const plays = await this.#stampAll(rows);
        const batch = { ledgerId, plays: fitting(ledgerId, plays) };
        if (batch.plays.length > 0) return batch;
      }
      return null;
    });
  }

  /** Removes exactly what the server named as safe. */
  acknowledge({ ledgerId, acknowledged }: PlayAck): Promise<void> {
    return this.#enqueue(async () => {
      const tx = this.#db.transaction("plays", "readwrite", { durability: "strict" });
      let removed = 0;
      for (const [from, to] of acknowledged) {
        const rows = await tx.store.getAll(rowsOf(ledgerId, from, to));
        const sent = rows.filter((row) => row.stamped !== null);
        await Promise.all(sent.map((row) => tx.store.delete([row.ledgerId, row.seq])));
        removed += sent.length;
      }
      await tx.done;
      this.#unsent -= removed;
    });
  }

  /** Settles when everything entered so far is on disk. */
  settled(): Promise<void> {
    return this.#enqueue(async () => undefined);
  }

  #update(play: { row: PlayRow | null }, change: Partial<PlayRow>): Promise<void> {
    return this.#enqueue(async () => {
      if (!play.row) return;
      const row = { ...play.row, ...change };
      play.row = row;
      const isClosed = row.outcome !== null;
      if (isClosed) this.#late.push(row);
      await this.#write(isClosed ? [] : [row]);
    });
  }

  async #stampAll(rows: PlayRow[]): Promise<Play[]> {
    const { anchor, runId } = this.#clock;
    if (!anchor) return [];
    const plays: Play[] = [];
    const fresh: PlayRow[] = [];
    for (const row of rows) {
      if (this.#isRunning(row)) break;
      const run = row.runId === runId ? { runId, ...anchor } : ((await this.#db.get("runs", row.runId)) ?? null);
      const outcome = row.outcome ?? "interrupted";
      const stamped = row.stamped ?? stamp(row, outcome, run, this.#clock);
      if (!row.stamped) fresh.push({ ...row, outcome, stamped });
      plays.push(stamped);
    }
    if (fresh.length > 0) await this.#write(fresh);
    return plays;
  }

  #isRunning({ ledgerId, seq }: PlayRow): boolean {
    return [...this.#open].some(({ row }) => row?.outcome === null && row.seq === seq && row.ledgerId === ledgerId);
  }

  async #recount(): Promise<void> {
    let unsent = 0;
    for (const { ledgerId, screenId } of await this.#db.getAll("ledgers")) {
      if (screenId === this.#ledger.screenId) unsent += await this.#db.count("plays", rowsOf(ledgerId));
    }
    const running = [...this.#open].filter(({ row }) => row?.outcome === null);
    this.#unsent = Math.max(0, unsent - running.length);
  }

  /** Makes a ledger the present one; `moving` plays, not yet closed, get its first numbers. */
  async #start(ledger: LedgerRow, moving: PlayRow[] = []): Promise<void> {
    const tx = this.#db.transaction(["ledgers", "plays", "state"], "readwrite", { durability: "strict" });
    await Promise.all([
      tx.objectStore("ledgers").put(ledger),
      tx.objectStore("state").put(ledger.ledgerId, "ledgerId"),
      ...moving.map((row) => tx.objectStore("plays").delete([row.ledgerId, row.seq])),
      ...moving.map((row, index) => tx.objectStore("plays").put({ ...row, ledgerId: ledger.ledgerId, seq: index + 1 })),
      tx.done,
    ]);
    this.#ledger = ledger;
    for (const play of this.#open) {
      const index = play.row ? moving.indexOf(play.row) : -1;
      if (play.row && index >= 0) play.row = { ...play.row, ledgerId: ledger.ledgerId, seq: index + 1 };
    }
  }

  /** Puts rows, what could not be put before, the ledger's head when it moved, and how late it certainly is, in one transaction. */
  async #write(rows: PlayRow[], ledger?: LedgerRow): Promise<void> {
    const late = [...this.#late];
    const tx = this.#db.transaction(["plays", "ledgers", "state"], "readwrite", { durability: "strict" });
    const floorAt = this.#clock.floor();
    await Promise.all([
      ...[...rows, ...late].map((row) => tx.objectStore("plays").put(row)),
      ...(ledger ? [tx.objectStore("ledgers").put(ledger)] : []),
      ...(floorAt === null ? [] : [tx.objectStore("state").put(floorAt, "floorAt")]),
      tx.done,
    ]);
    this.#late = this.#late.slice(late.length);
    this.#unsent += late.length;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }
}

/** As many of the plays as one message may carry; every character of it is one byte. */
function fitting(ledgerId: string, plays: Play[]): Play[] {
  let bytes = JSON.stringify({ ledgerId, plays: [] }).length;
  const end = plays.findIndex((play) => (bytes += JSON.stringify(play).length + 1) > maxBatchBytes);
  return end < 0 ? plays : plays.slice(0, end);
}
