import type { Database } from "@yilu/prisma";

/** Runs of jobs: whoever writes the row of a due instant has it. */
export class JobRepository {
  constructor(private readonly database: Database) {}

  /** Claims a run: new, or one whose owner's lease ran out before it was done. @returns whether it is ours */
  async claim(job: string, dueAt: number, owner: string, now: number, leaseMs: number): Promise<boolean> {
    const lease = BigInt(now + leaseMs);
    const inserted = await this.database.$executeRaw`
      INSERT INTO "JobRun" ("job", "dueAt", "owner", "leaseUntil", "attempts") VALUES (${job}, ${BigInt(dueAt)}, ${owner}, ${lease}, 1) ON CONFLICT DO NOTHING`;
    if (inserted === 1) return true;
    const { count } = await this.database.jobRun.updateMany({
      where: { job, dueAt: BigInt(dueAt), doneAt: null, leaseUntil: { lte: BigInt(now) } },
      data: { owner, leaseUntil: lease, attempts: { increment: 1 } },
    });
    return count === 1;
  }

  async finish(job: string, dueAt: number, owner: string, now: number, error: string | null): Promise<void> {
    await this.database.jobRun.updateMany({
      where: { job, dueAt: BigInt(dueAt), owner },
      // A failed run is left undone with its lease ended, so the next look takes it up again.
      data: error === null ? { doneAt: BigInt(now), error: null } : { leaseUntil: BigInt(now), error },
    });
  }


  async removeDoneBefore(at: number): Promise<number> {
    return (await this.database.jobRun.deleteMany({ where: { doneAt: { lt: BigInt(at) } } })).count;
  }
}
