import { setImmediate } from "node:timers/promises";
import type { Caller } from "../../../caller.ts";
import type { EventBus } from "../../../events.ts";
import { Refusal } from "../../../http/refusal.ts";
import { unhurried, type Pace } from "../pace.ts";

class Run implements Pace {
  isStopped = false;
  private said = -1;

  constructor(private readonly tell: (percent: number) => void) {}

  async rest(part: number): Promise<void> {
    const percent = Math.floor(part * 100);
    if (percent > this.said) this.tell(percent);
    this.said = Math.max(percent, this.said);
    await setImmediate();
    if (this.isStopped) throw new Refusal("importStopped");
  }
}

/** The checks and imports that go on now, each under the name that its user gave it. */
export class Runs {
  private readonly running = new Map<string, Run>();

  constructor(private readonly events: EventBus) {}

  /** Does some work under a name; without one nobody is told of it, and nobody stops it. */
  async during<T>({ userId }: Pick<Caller, "userId">, name: string | undefined, work: (pace: Pace) => Promise<T>): Promise<T> {
    if (name === undefined) return work(unhurried);
    const key = `${userId} ${name}`;
    const run = new Run((percent) => this.events.emit("import.progress", { userId, run: name, percent }));
    this.running.set(key, run);
    try {
      return await work(run);
    } finally {
      if (this.running.get(key) === run) this.running.delete(key);
    }
  }

  /** Stops what the caller began under this name. @returns whether it was still going on; what then ends well was done before it heard */
  stop({ userId }: Pick<Caller, "userId">, name: string): boolean {
    const run = this.running.get(`${userId} ${name}`);
    if (run !== undefined) run.isStopped = true;
    return run !== undefined;
  }
}
