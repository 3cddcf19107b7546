import type { PlayAck } from "@yilu/contract";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import { believe } from "./believe.ts";
import { enterPlays, type Batch } from "./ingest.ts";
import { localDate, localHour } from "./local-time.ts";
import { addStretch, minuteBits, type PowerHour } from "./power.ts";
import type { PlaysRepository } from "./repository.ts";

interface Waiting {
  batch: Batch;
  resolve(ack: PlayAck): void;
  reject(error: unknown): void;
}

/** Rows that wait for the transaction now running, at most, about 100 MB; beyond it players are told to try later. */
const mostWaitingRows = 150_000;
/** Plays entered in one transaction, at most. */
const maxPlaysAtOnce = 5000;
const dayMs = 86_400_000;
/** How much is forgotten in one go: less than is received meanwhile, so that receiving never waits long. */
const forgetStepMs = 15 * 60_000;

const rowsOf = ({ plays, apart }: Batch): number => plays.length + apart.length;

/** Receives plays. Batches that arrive while one transaction runs are entered together in the next. */
export class PlaysService {
  private waiting: Waiting[] = [];
  private waitingRows = 0;
  private running: Promise<void> | null = null;

  constructor(
    private readonly repository: PlaysRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
    private readonly maxWaitingRows = mostWaitingRows,
  ) {}

  /**
   * @param batch rows as received, not yet validated
   * @returns what is safe on disk; nothing else may be deleted by the player
   * @throws Refusal overloaded when too many wait or the database refuses: the player keeps its plays and sends again
   */
  receive({ screenId, ledgerId, rows }: { screenId: string; ledgerId: string; rows: readonly unknown[] }): Promise<PlayAck> {
    if (this.waitingRows + rows.length > this.maxWaitingRows) return Promise.reject(new Refusal("overloaded"));
    const batch = { screenId, ledgerId, ...believe(rows, this.clock()) }; // while the database works on those before
    return new Promise((resolve, reject) => {
      this.waitingRows += rowsOf(batch);
      this.waiting.push({ batch, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Plays that started today by each screen's own calendar. */
  async playsToday(screenIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return screenIds.length === 0 ? new Map() : this.playsOn(await this.repository.running(screenIds));
  }

  /** These screens are connected now, which proves that they are powered on. */
  async connected(screenIds: readonly string[]): Promise<void> {
    if (screenIds.length === 0) return;
    const now = this.clock();
    const zones = [...new Set([...(await this.repository.running(screenIds)).values()].map((screen) => screen.timeZone))];
    const minutes = zones.map((timeZone) => {
      const { hourStartAt, date } = localHour(now, timeZone);
      return { timeZone, date, hourStartAt, ...minuteBits(now, hourStartAt) };
    });
    if (minutes.length > 0) await this.unitOfWork.run((tx) => this.repository.rollUps.addConnected(tx, screenIds, minutes));
  }

  /**
   * What players say of when they ran, epoch ms by screen. They say it again and again: only what is news is worked out anew.
   * A bus that moved meanwhile ran for whom it belonged to then.
   */
  async poweredOn(reported: ReadonlyMap<string, readonly (readonly [from: number, to: number])[]>): Promise<void> {
    if (reported.size === 0) return;
    await this.unitOfWork.run(async (tx) => {
      const power = new Map<string, PowerHour>();
      const zones = new Map<number, string>();
      for (const { key, screenId, timeZone, fromAt, toAt } of await this.repository.assignments(tx, [...reported.keys()])) {
        zones.set(key, timeZone);
        for (const [from, to] of reported.get(screenId) ?? []) addStretch(power, key, timeZone, Math.max(from, Number(fromAt)), Math.min(to, Number(toAt ?? Infinity)));
      }
      const news = await this.repository.rollUps.addPower(tx, [...power.values()]);
      const days = news.map(({ assignmentKey, hourStartAt }) => ({ assignmentKey, date: localDate(hourStartAt, zones.get(assignmentKey) ?? "UTC") }));
      if (days.length > 0) await this.repository.rollUps.markDays(tx, [...new Map(days.map((day) => [`${day.assignmentKey} ${day.date}`, day])).values()]);
    });
  }

  /**
   * Forgets single plays that began more than `days` ago. Figures stay, and so do the numbers of each ledger: a play
   * that comes again is known. @returns how many were forgotten
   */
  async forget(days: number): Promise<number> {
    const until = this.clock() - days * dayMs;
    let forgotten = 0;
    for (;;) {
      const oldest = await this.repository.oldestPlay();
      if (oldest === null || oldest >= until) return forgotten;
      forgotten += await this.repository.removePlaysBefore(Math.min(until, oldest + forgetStepMs));
    }
  }

  /** Keys in the books of media or entries; missing are those never heard of. */
  nameKeys(tx: Tx, kind: "media" | "entry", refs: readonly string[]): Promise<Map<string, number>> {
    return this.repository.nameKeys(tx, kind, refs);
  }

  receivedTo(screenId: string, ledgerId: string): Promise<number> {
    return this.repository.receivedTo(screenId, ledgerId);
  }

  /** Waits until everything received so far is entered. */
  async close(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    // One turn of the event loop gathers what other sockets have just delivered.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.enter(this.take());
    this.running = null;
  }

  private take(): Waiting[] {
    let plays = 0;
    const count = this.waiting.findIndex((one) => (plays += rowsOf(one.batch)) > maxPlaysAtOnce);
    const taken = this.waiting.splice(0, count === -1 ? this.waiting.length : Math.max(1, count));
    for (const { batch } of taken) this.waitingRows -= rowsOf(batch);
    return taken;
  }

  private async enter(group: Waiting[]): Promise<void> {
    try {
      const { acks, fresh } = await enterPlays(group.map((one) => one.batch), this.repository, this.unitOfWork, this.clock);
      group.forEach((one, index) => {
        const ack = acks[index];
        if (ack) one.resolve(ack);
      });
      if (fresh.size > 0) void this.announce(fresh).catch(this.onError);
    } catch (error) {
      this.onError(error);
      for (const one of group) one.reject(new Refusal("overloaded"));
    }
  }

  private playsOn(screens: ReadonlyMap<string, { timeZone: string }>): Promise<Map<string, number>> {
    const now = this.clock();
    return this.repository.playsOn([...screens].map(([screenId, { timeZone }]) => ({ screenId, date: localDate(now, timeZone) })));
  }

  /** Tells the unit that has the screen now, which may not be the one it connected from. A removed screen is nobody's. */
  private async announce(fresh: Map<string, number>): Promise<void> {
    const screens = await this.repository.running([...fresh.keys()]);
    const today = await this.playsOn(screens);
    for (const [screenId, { unitPath }] of screens) {
      this.events.emit("plays.counted", { screenId, plays: fresh.get(screenId) ?? 0, playsToday: today.get(screenId) ?? 0, unitPath });
    }
  }
}
