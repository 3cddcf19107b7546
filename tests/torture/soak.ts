import { readdirSync, readFileSync } from "node:fs";
import type { Diagnostics } from "../../player/src/diagnostics.ts";
import { until } from "../support/until.ts";
import { PipeBrowser } from "./pipe-browser.ts";
import { booksOf, inBooks, owned, pause, type Bench, type Finding } from "./trial.ts";

interface Sample {
  hours: number;
  heapMb: number;
  /** All processes of the browser. */
  wholeMb: number;
  /** The largest of them: the page's own. */
  pageMb: number;
}

/** Proportional set size of each process of a group, MB: what they share is counted once. */
function memoryOf(group: number): number[] {
  return readdirSync("/proc").flatMap((id) => {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, "utf8");
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) !== group) return [];
      return [Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024];
    } catch {
      return []; // no process, or one that has ended
    }
  });
}

/** Slope of the least squares line, MB an hour. */
function slope(samples: Sample[], of: (sample: Sample) => number): number {
  const mean = (what: (sample: Sample) => number): number => samples.reduce((sum, sample) => sum + what(sample), 0) / samples.length;
  const [hours, value] = [mean((sample) => sample.hours), mean(of)];
  const across = samples.reduce((sum, sample) => sum + (sample.hours - hours) * (of(sample) - value), 0);
  return across / samples.reduce((sum, sample) => sum + (sample.hours - hours) ** 2, 0);
}

/** Plays on and on, a clip every few seconds, and tells what that costs in memory. */
export async function soak(bench: Bench): Promise<Finding[]> {
  const wholeMs = bench.soakMinutes * 60_000;
  const { office } = bench;
  const screen = await office.screen("长跑");
  await office.loop("循环 长跑", screen.id, bench.short);
  const browser = new PipeBrowser();
  const isOwned = owned(browser);
  browser.on(`${bench.server.origin}/player/`);
  const code = await until(() => browser.evaluate<string>("document.querySelector('#pairing:not([hidden]) #code i') && document.querySelector('#code').innerText.replace(/\\s/g, '')").catch(() => null));
  await office.pair(screen.id, code);
  const told = (): Promise<Diagnostics | null> => browser.evaluate<Diagnostics>("window.__yilu && ({ ...window.__yilu })");
  const { ledgerHead: from } = await until(async () => {
    const it = await told();
    return it && it.ledgerHead >= 3 && it;
  });

  const samples: Sample[] = [];
  const beganMs = performance.now();
  while (performance.now() - beganMs < wholeMs) {
    await pause(Math.min(30_000, wholeMs / 10));
    const [, , { metrics }] = (await browser.ask(["HeapProfiler.collectGarbage"], ["Performance.enable"], ["Performance.getMetrics"])) as [object, object, { metrics: { name: string; value: number }[] }];
    const memory = memoryOf(browser.group);
    const heapMb = (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / 2 ** 20;
    const sample = { hours: (performance.now() - beganMs) / 3_600_000, heapMb, wholeMb: memory.reduce((sum, one) => sum + one, 0), pageMb: Math.max(...memory) };
    samples.push(sample);
    if (samples.length % 10 === 0) bench.say(`soak: ${Math.round(sample.hours * 60)} of ${bench.soakMinutes} min, heap ${heapMb.toFixed(1)} MB, the page's process ${sample.pageMb.toFixed(0)} MB, all ${sample.wholeMb.toFixed(0)} MB`);
  }
  const books = await until(async () => {
    const [before, report, after] = [await told(), await booksOf(bench, screen.id), await told()];
    return before && after && before.ledgerHead === after.ledgerHead && after.unsent === 0 && report.all >= after.ledgerHead - 1 && { ...report, head: after.ledgerHead };
  }, 120_000);
  const { live } = await office.seen(screen.id);
  await isOwned.close();

  // The first sixth is the warming up: decoders, caches, compiled code.
  const steady = samples.slice(Math.floor(samples.length / 6));
  const isLong = bench.soakMinutes >= 30;
  const row = (what: string, of: (sample: Sample) => number, most: number): Finding => {
    const perHour = slope(steady, of);
    const [first, last] = [steady[0], steady.at(-1)];
    const all = steady.map(of);
    return { what: `soak of ${bench.soakMinutes} min, ${books.head - from} clips: ${what}`, found: `${(first ? of(first) : NaN).toFixed(1)} → ${(last ? of(last) : NaN).toFixed(1)} MB, between ${Math.min(...all).toFixed(1)} and ${Math.max(...all).toFixed(1)} MB, ${perHour.toFixed(1)} MB/h`, bar: isLong ? `≤ ${most} MB/h` : "told only: too short for a slope", isMet: !isLong || perHour <= most };
  };
  return [
    row("JS heap", ({ heapMb }) => heapMb, 2),
    row("the page's process", ({ pageMb }) => pageMb, 20),
    row("all processes", ({ wholeMb }) => wholeMb, 30),
    { what: "soak: frames dropped", found: `${live.health?.droppedFrames ?? "unknown"} in ${books.head - from} clips`, bar: "told only", isMet: live.health !== null },
    inBooks("soak", books),
  ];
}
