import type { PlayAck } from "@yilu/contract";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import { enterPlays, type Batch } from "./ingest.ts";
import { localDate } from "./local-time.ts";
import type { PlaysRepository } from "./repository.ts";

interface Waiting {
  batch: Batch;
  resolve(ack: PlayAck): void;
  reject(error: unknown): void;
}

/** Batches that wait for the transaction now running, at most; beyond it players are told to try later. */
const maxWaiting = 2000;
/** Plays entered in one transaction, at most. */
const maxPlaysAtOnce = 5000;

/** Receives plays. Batches that arrive while one transaction runs are entered together in the next. */
export class PlaysService {
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly repository: PlaysRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * @param batch rows as received, not yet validated
   * @returns what is safe on disk; nothing else may be deleted by the player
   * @throws Refusal overloaded when too many wait or the database refuses: the player keeps its plays and sends again
   */
  receive(batch: Batch): Promise<PlayAck> {
    if (this.waiting.length >= maxWaiting) return Promise.reject(new Refusal("overloaded"));
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Plays that started today by each screen's own calendar. */
  async playsToday(screenIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return screenIds.length === 0 ? new Map() : this.playsOn(await this.repository.running(screenIds));
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
    const count = this.waiting.findIndex((one) => (plays += one.batch.rows.length) > maxPlaysAtOnce);
    return this.waiting.splice(0, count === -1 ? this.waiting.length : Math.max(1, count));
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
