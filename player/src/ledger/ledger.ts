/**
 * The journal of plays. Each play is on disk from its first frame, numbered without gaps, and never changed once it was
 * sent. Writes queue up behind one another and never hold up the picture: when the disk refuses, the loop goes on.
 */
import { maxBatchPlays, type Play, type PlayAck } from "@yilu/contract";
import type { Clock } from "../clock.ts";
import { readState, type Database, type LedgerRow, type PlayRow, type RunRow } from "../storage/database.ts";
import { fitting, type Batch } from "./batch.ts";
import { dateRuns, spareRuns, type History } from "./runs.ts";
import { stamp } from "./stamp.ts";
import type { Ballast, OpenPlay, PlayStart } from "./types.ts";
import { makeUuid } from "./uuid.ts";

export type { Batch } from "./batch.ts";
export { makeUuid } from "./uuid.ts";

/** Everything of one ledger, by its compound key. */
const rowsOf = (ledgerId: string, from = 0, to = Infinity): IDBKeyRange => IDBKeyRange.bound([ledgerId, from], [ledgerId, to]);

export class Ledger {
  /** Called whenever a play was closed and is on disk. */
  onClosed: () => void = () => undefined;
  /** Plays that could not be written. */
  lost = 0;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #open = new Set<{ row: PlayRow | null }>();
  readonly #ballast: Ballast;
  #run: RunRow;
  #ledger: LedgerRow;
  /** Closed, but the disk refused: written with whatever is written next. */
  #late: PlayRow[] = [];
  #unsent = 0;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(db: Database, clock: Clock, ballast: Ballast, ledger: LedgerRow, number: number) {
    this.#db = db;
    this.#clock = clock;
    this.#ballast = ballast;
    this.#ledger = ledger;
    const first = { monotonicMs: clock.monotonic(), deviceAt: clock.device() };
    this.#run = { runId: clock.runId, number, first, last: first, anchor: null, anchoredFromMs: null };
  }

  /** Opens the ledger of this storage, for a new run. */
  static async open(db: Database, clock: Clock, ballast: Ballast = { release: async () => false }): Promise<Ledger> {
    const [ledgerId, runs] = await Promise.all([readState(db, "ledgerId"), db.getAll("runs")]);
    const stored = ledgerId === undefined ? undefined : await db.get("ledgers", ledgerId);
    const number = 1 + Math.max(0, ...runs.map((run) => run.number));
    const ledger = new Ledger(db, clock, ballast, stored ?? { ledgerId: makeUuid(), screenId: null, head: 0 }, number);
    if (!stored) await ledger.#start(ledger.#ledger);
    void ledger.#enqueue(() => ledger.#tidy()).catch(() => undefined);
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

  /** How many page loads this storage has seen, the present one included. */
  get runNumber(): number {
    return this.#run.number;
  }

  /** Every page load that is known, and when it was. */
  history(): Promise<History> {
    return this.#enqueue(() => this.#dated());
  }

  /** Writes down that the clock was anchored, without waiting for the next play. */
  note(): Promise<void> {
    return this.#enqueue(() => this.#write([]));
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
    if (!this.#clock.anchor) return [];
    const { runs, dates } = await this.#dated();
    const beganAt = this.#clock.at(0);
    const plays: Play[] = [];
    const fresh: PlayRow[] = [];
    for (const row of rows) {
      if (this.#isRunning(row)) break;
      const outcome = row.outcome ?? "interrupted";
      const stamped = row.stamped ?? stamp(row, outcome, runs.get(row.runId) ?? null, dates.get(row.runId) ?? null, beganAt);
      if (!row.stamped) fresh.push({ ...row, outcome, stamped });
      plays.push(stamped);
    }
    if (fresh.length > 0) await this.#write(fresh);
    return plays;
  }

  async #dated(): Promise<History> {
    const runs = new Map((await this.#db.getAll("runs")).map((run) => [run.runId, run]));
    runs.set(this.#run.runId, this.#present());
    return { runs, dates: dateRuns([...runs.values()]) };
  }

  /** This run as it stands now. */
  #present(): RunRow {
    const { anchor, anchoredFromMs } = this.#clock;
    this.#run = { ...this.#run, last: { monotonicMs: this.#clock.monotonic(), deviceAt: this.#clock.device() }, anchor, anchoredFromMs };
    return this.#run;
  }

  async #tidy(): Promise<void> {
    const oldest = new Set<string>();
    for (const { ledgerId } of await this.#db.getAll("ledgers")) for (const { runId } of await this.#db.getAll("plays", rowsOf(ledgerId), 1)) oldest.add(runId);
    for (const runId of spareRuns(await this.#db.getAll("runs"), oldest)) await this.#db.delete("runs", runId);
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

  /** Puts rows; when the disk refuses, once more with the ballast given up. */
  async #write(rows: PlayRow[], ledger?: LedgerRow): Promise<void> {
    try {
      await this.#put(rows, ledger);
    } catch (error) {
      if (!(await this.#ballast.release())) throw error;
      await this.#put(rows, ledger);
    }
  }

  /** Rows, what could not be put before, the ledger's head when it moved, this run, and how late it certainly is: one transaction. */
  async #put(rows: PlayRow[], ledger?: LedgerRow): Promise<void> {
    const late = [...this.#late];
    const tx = this.#db.transaction(["plays", "ledgers", "runs", "state"], "readwrite", { durability: "strict" });
    const floorAt = this.#clock.floor();
    await Promise.all([
      ...[...rows, ...late].map((row) => tx.objectStore("plays").put(row)),
      ...(ledger ? [tx.objectStore("ledgers").put(ledger)] : []),
      tx.objectStore("runs").put(this.#present()),
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
