import { dueAt, Jobs, type Job } from "@yilu/server/jobs/jobs.ts";
import { JobRepository } from "@yilu/server/jobs/repository.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds, newDatabase, type TestDatabase } from "../support/databases.ts";

const hourMs = 3_600_000;
const noon = Date.parse("2026-06-26T04:00:00Z");

it("a job is due at each whole multiple of its period after its offset", () => {
  expect(dueAt({ everyMs: hourMs }, noon + 59 * 60_000)).toBe(noon);
  expect(dueAt({ everyMs: hourMs, offsetMs: 7 * 60_000 }, noon + 6 * 60_000)).toBe(noon - hourMs + 7 * 60_000);
  expect(dueAt({ everyMs: 24 * hourMs, offsetMs: 20 * hourMs }, noon)).toBe(Date.parse("2026-06-25T20:00:00Z"));
});

describe.each(databaseKinds)("on %s", (kind) => {
  let database: TestDatabase;
  let now = noon;
  let ran: string[] = [];
  const failures: string[] = [];
  beforeEach(async () => {
    now = noon;
    ran = [];
    failures.length = 0;
    database = await newDatabase(kind);
  });
  afterEach(() => database.remove());

  const job = (work: () => Promise<unknown> = () => Promise.resolve()): Job => ({ name: "tidy", everyMs: hourMs, run: (at) => work().then(() => ran.push(new Date(at).toISOString())) });
  const process = (owner: string, jobs: Job[]) => new Jobs(new JobRepository(database.client), jobs, owner, () => now, (error) => failures.push(String(error)));
  const rows = () => database.client.jobRun.findMany({ orderBy: { dueAt: "asc" } });

  it("of many processes one does a run, once", async () => {
    const work = job();
    const all = Array.from({ length: 8 }, (_, index) => process(`p${index}`, [work]));
    const did = await Promise.all(all.map((one) => one.runDue(work)));
    expect(did.filter(Boolean)).toHaveLength(1);
    expect(await Promise.all(all.map((one) => one.runDue(work)))).toEqual(Array.from({ length: 8 }, () => false));
    expect(ran).toHaveLength(1);
    expect(await rows()).toMatchObject([{ job: "tidy", dueAt: BigInt(noon), attempts: 1, doneAt: BigInt(noon), error: null }]);
  });

  it("what fell due while no process ran is made up at start: the latest run, once", async () => {
    const first = process("p", [job()]);
    await first.runDue(job());
    now += 5 * hourMs + 10 * 60_000;
    const second = process("q", [job()]);
    second.start();
    await second.close();
    expect(ran).toEqual(["2026-06-26T04:00:00.000Z", "2026-06-26T09:10:00.000Z"]);
    expect((await rows()).map((row) => Number(row.dueAt))).toEqual([noon, noon + 5 * hourMs]);
  });

  it("a run that failed is not done: it says why, and is taken up again", async () => {
    let broken = true;
    const work = job(() => (broken ? Promise.reject(new Error("disk full")) : Promise.resolve()));
    const one = process("p", [work]);
    expect(await one.runDue(work)).toBe(true);
    expect(await rows()).toMatchObject([{ doneAt: null, error: "disk full" }]);
    expect(failures).toEqual(["Error: disk full"]);
    broken = false;
    now += 1;
    expect(await one.runDue(work)).toBe(true);
    expect(await rows()).toMatchObject([{ doneAt: BigInt(now), error: null, attempts: 2 }]);
  });

  it("a run whose process died is taken over when its lease ends, and not before", async () => {
    const repository = new JobRepository(database.client);
    expect(await repository.claim("tidy", noon, "died", now, 600_000)).toBe(true);
    const work = job();
    now += 599_999;
    expect(await process("q", [work]).runDue(work)).toBe(false);
    now += 1;
    expect(await process("q", [work]).runDue(work)).toBe(true);
    expect(await rows()).toMatchObject([{ owner: "q", attempts: 2, doneAt: BigInt(now) }]);
  });
});
