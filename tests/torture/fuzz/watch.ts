import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ServerProcess } from "../../support/server-process.ts";

/** What went wrong, each with what was sent. */
export class Faults {
  /** Answers of 500 and above, and requests that were never answered. */
  readonly list: string[] = [];
  sent = 0;
  slowestMs = 0;
  slowest = "";
  readonly statuses = new Map<number, number>();

  constructor(readonly say: (line: string) => void) {}

  answered(status: number, tookMs: number, what: () => string): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status >= 500) this.wrong(`${status} to ${what()}`);
    if (tookMs <= this.slowestMs) return;
    this.slowestMs = tookMs;
    this.slowest = what().slice(0, 120);
  }

  wrong(what: string): void {
    this.list.push(what);
    if (this.list.length <= 40) this.say(`fault: ${what.slice(0, 1_500)}`);
  }
}

/** Asks /healthz again and again from a thread of its own, so that what is measured is the server and not the one who fuzzes it. */
const prober = `
const { parentPort, workerData } = require("node:worker_threads");
const { get, Agent } = require("node:http");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let isOpen = true;
parentPort.on("message", () => { isOpen = false; });
const ask = () => new Promise((done) => {
  const began = performance.now();
  const end = (ok) => done({ ok, tookMs: performance.now() - began });
  get(workerData + "/healthz", { agent, timeout: 20000 }, (answer) => { answer.resume(); answer.on("end", () => end(answer.statusCode === 200)); })
    .on("error", () => end(false)).on("timeout", function () { this.destroy(); });
});
(async () => {
  let [count, bad, slowestMs, lateMs] = [0, 0, 0, 0];
  while (isOpen) {
    const { ok, tookMs } = await ask();
    count += 1;
    if (!ok) bad += 1;
    slowestMs = Math.max(slowestMs, tookMs);
    const restsMs = performance.now();
    await new Promise((next) => setTimeout(next, 50));
    lateMs = Math.max(lateMs, performance.now() - restsMs - 50);
  }
  parentPort.postMessage({ count, bad, slowestMs, lateMs });
  agent.destroy();
})();`;

export interface Health {
  count: number;
  bad: number;
  slowestMs: number;
  /** How late this machine woke the one who asks: it had no turn for so long, and nor may the server have had. */
  lateMs: number;
}

/** @returns what ends the asking and tells how it went */
export function probe(origin: string): () => Promise<Health> {
  const worker = new Worker(prober, { eval: true, workerData: origin });
  return () =>
    new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.postMessage("end");
    });
}

/** Memory of the server's process in MB, now and at most; null where the system does not tell. */
export function memoryOf(server: ServerProcess): { nowMb: number; peakMb: number } | null {
  try {
    const status = readFileSync(`/proc/${server.processId ?? 0}/status`, "utf8");
    const mb = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
    return { nowMb: mb("VmRSS"), peakMb: mb("VmHWM") };
  } catch {
    return null;
  }
}
