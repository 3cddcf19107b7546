import { scheduleJob, gracefulShutdown, type Job as ScheduledJob } from "node-schedule";
import type { Clock } from "../clock.ts";
import type { JobRepository } from "./repository.ts";

export interface Job {
  name: string;
  /** Length of its period: it is due at each whole multiple after `offsetMs` (epoch based). */
  everyMs: number;
  offsetMs?: number;
  run(now: number): Promise<unknown>;
}

const leaseMs = 10 * 60_000;

/** The latest instant at or before `now` at which a job is due. */
export function dueAt(job: Pick<Job, "everyMs" | "offsetMs">, now: number): number {
  const offset = job.offsetMs ?? 0;
  return Math.floor((now - offset) / job.everyMs) * job.everyMs + offset;
}

/**
 * Recurring work. node-schedule wakes it; a row in the database decides who does it, so many processes may run the
 * same jobs and each run happens once. What fell due while no process ran is made up at start: the latest run only,
 * since each run does all there is to do by then.
 */
export class Jobs {
  private readonly scheduled: ScheduledJob[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly repository: JobRepository,
    private readonly jobs: readonly Job[],
    private readonly owner: string,
    private readonly clock: Clock,
    private readonly onError: (error: unknown, job: string) => void,
  ) {}

  /** Makes up what is overdue and starts the timetable. */
  start(): void {
    for (const job of this.jobs) {
      this.track(this.runDue(job));
      const wake = () => this.track(this.runDue(job));
      // Checked every minute at the latest; shorter periods at their own pace.
      const rule = job.everyMs >= 60_000 ? "0 * * * * *" : `*/${Math.max(1, Math.round(job.everyMs / 1000))} * * * * *`;
      this.scheduled.push(scheduleJob(job.name, rule, wake));
    }
  }

  /** Runs a job if its latest due run is not done yet and nobody else has it. @returns whether it ran here */
  async runDue(job: Job): Promise<boolean> {
    const now = this.clock();
    const due = dueAt(job, now);
    try {
      if (!(await this.repository.claim(job.name, due, this.owner, now, leaseMs))) return false;
    } catch (error) {
      this.onError(error, job.name);
      return false;
    }
    let failure: string | null = null;
    try {
      await job.run(now);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      this.onError(error, job.name);
    }
    await this.repository.finish(job.name, due, this.owner, this.clock(), failure);
    return true;
  }

  async close(): Promise<void> {
    for (const job of this.scheduled) job.cancel();
    await gracefulShutdown();
    await Promise.allSettled([...this.running]);
  }

  private track(work: Promise<unknown>): void {
    const tracked: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => this.onError(error, "jobs"),
      )
      .finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }
}
