import type { EventBus } from "../events.ts";
import type { CommandsService, Delivery } from "../features/remote/commands-service.ts";

/** What of a namespace of players is needed to hand commands over. */
export interface Receivers {
  isConnected(screenId: string): boolean;
  hand(delivery: Delivery): void;
}

/**
 * Hands commands to players that are connected here: at once when they are asked in this process, within seconds when
 * in another. Whoever is not connected gets them when it comes (`takeAtConnect`).
 */
export class Deliveries {
  private asked = new Set<string>();
  private working: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly receivers: Receivers,
    private readonly commands: Pick<CommandsService, "take" | "waiting">,
    events: EventBus,
    private readonly onError: (error: unknown) => void,
    everyMs = 3_000,
  ) {
    events.on("command.asked", ({ screenId }) => {
      if (this.asked.size === 0) setImmediate(() => this.handOver()); // a batch is asked in one go
      this.asked.add(screenId);
    });
    this.timer = setInterval(() => this.then(async () => this.deliver(await this.commands.waiting())), everyMs);
  }

  /** Stops looking, and waits for what is under way. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  private handOver(): void {
    const asked = [...this.asked];
    this.asked = new Set();
    this.then(() => this.deliver(asked));
  }

  private then(work: () => Promise<void>): void {
    this.working = this.working.then(work).catch(this.onError);
  }

  private async deliver(screenIds: readonly string[]): Promise<void> {
    const here = screenIds.filter((id) => this.receivers.isConnected(id));
    if (here.length === 0) return;
    for (const delivery of await this.commands.take(here)) this.receivers.hand(delivery);
  }
}
