import { readdirSync, readFileSync } from "node:fs";
import { pause, inBooks, Stand, type Bench, type Finding } from "./trial.ts";

interface Sample {
  hours: number;
  heapMb: number;
  processMb: number;
}

/** Proportional set size of all processes of a group, MB: what they share is counted once. */
function memoryOf(group: number): number {
  let kb = 0;
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, "utf8");
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) !== group) continue;
      kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      // it ended meanwhile
    }
  }
  return kb / 1024;
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
  const stand = await Stand.open(bench, "长跑", bench.short, { isWatched: false });
  const { player } = stand;
  const { ledgerHead: from } = await player.until((it) => it.ledgerHead >= 3);
  const session = await player.page.context().newCDPSession(player.page);
  await session.send("Performance.enable");
  const samples: Sample[] = [];
  const beganMs = performance.now();
  while (performance.now() - beganMs < wholeMs) {
    await pause(Math.min(30_000, wholeMs / 10));
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const heapMb = (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / 2 ** 20;
    samples.push({ hours: (performance.now() - beganMs) / 3_600_000, heapMb, processMb: memoryOf(player.group ?? 0) });
    if (samples.length % 10 === 0) bench.say(`soak: ${Math.round((performance.now() - beganMs) / 60_000)} of ${bench.soakMinutes} min, heap ${heapMb.toFixed(1)} MB, processes ${(samples.at(-1)?.processMb ?? 0).toFixed(0)} MB`);
  }
  // The first sixth is the warming up: decoders, caches, compiled code.
  const steady = samples.slice(Math.floor(samples.length / 6));
  const heap = slope(steady, ({ heapMb }) => heapMb);
  const whole = slope(steady, ({ processMb }) => processMb);
  const books = await stand.level();
  const { live } = await bench.office.seen(stand.screen.id);
  await stand.close();
  const isLong = bench.soakMinutes >= 30;
  const [first, last] = [steady[0], steady.at(-1)];
  return [
    { what: `soak of ${bench.soakMinutes} min, ${books.head - from} clips: JS heap`, found: `${first?.heapMb.toFixed(1) ?? ""} → ${last?.heapMb.toFixed(1) ?? ""} MB, ${heap.toFixed(2)} MB/h`, bar: isLong ? "≤ 5 MB/h" : "told only: too short for a slope", isMet: !isLong || heap <= 5 },
    { what: "soak: all processes of the browser", found: `${first?.processMb.toFixed(0) ?? ""} → ${last?.processMb.toFixed(0) ?? ""} MB, ${whole.toFixed(1)} MB/h`, bar: "told only", isMet: true },
    { what: "soak: frames dropped", found: `${live.health?.droppedFrames ?? "unknown"} in ${books.head - from} clips`, bar: "told only", isMet: live.health !== null },
    inBooks("soak", books),
  ];
}
