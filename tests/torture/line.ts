import { until } from "../support/until.ts";
import { Stand, type Bench, type Finding } from "./trial.ts";

/** SHA-256 of the files that count, read from the disk of the browser; the name of each begins with what it should be. */
function wrongFiles(stand: Stand): Promise<string[]> {
  return stand.player.page.evaluate(async () => {
    const wrong: string[] = [];
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("media");
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
      const digest = await crypto.subtle.digest("SHA-256", await (await handle.getFile()).arrayBuffer());
      const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (!name.startsWith(found)) wrong.push(name);
    }
    return wrong;
  });
}

const ready = (stand: Stand): Promise<boolean> => until(async () => (await stand.bench.office.seen(stand.screen.id)).live.download?.state === "ready", 120_000);

/** 16 Mbit/s. */
const bytesPerSecond = 2_000_000;

/** A download over a line that is reset again and again, and one over a line that turns a bit. */
export async function badLine(bench: Bench): Promise<Finding[]> {
  const findings: Finding[] = [];
  const wholeBytes = bench.long.bytes ?? 0;
  const twice = (stand: Stand): number => stand.line.fileBytes / wholeBytes - 1;

  const reset = await Stand.open(bench, "断线", [bench.long]);
  let resets = 0;
  reset.line.fate = (isFile) => {
    const isReset = bench.chance() < 0.3 || (isFile && resets === 0); // never a run without one
    if (isReset && isFile) resets += 1;
    return { delayMs: 20, bytesPerSecond, ...(isReset ? { resetAfterBytes: isFile ? bench.chance() * wholeBytes : 500 } : {}) };
  };
  await ready(reset);
  findings.push({ what: `30 % of connections reset, ${resets} of this film: fetched twice`, found: `${(twice(reset) * 100).toFixed(1)} %`, bar: "≤ 5 %", isMet: twice(reset) <= 0.05 });

  await reset.close();

  const corrupt = await Stand.open(bench, "坏块", [bench.long]);
  let flips = 0;
  corrupt.line.fate = (isFile) => ({ bytesPerSecond, ...(isFile && flips++ === 0 ? { flipByteAt: Math.floor(1_000_000 + bench.chance() * 20_000_000) } : {}) });
  await ready(corrupt);
  const wrong = await wrongFiles(corrupt);
  findings.push({ what: "a turned bit: wrong files kept", found: String(wrong.length), bar: "0", isMet: wrong.length === 0 });
  findings.push({ what: "a turned bit: fetched twice", found: `${(twice(corrupt) * 100).toFixed(1)} %`, bar: "≤ 5 %", isMet: twice(corrupt) <= 0.05 });
  await corrupt.close();
  return findings;
}

/** The line swallows everything and tells neither end: the player has to notice by itself, and loses nothing. */
export async function halfOpen(bench: Bench): Promise<Finding[]> {
  const stand = await Stand.open(bench, "半开", bench.short);
  await stand.player.until((it) => it.ledgerHead >= 3 && it.unsent === 0);
  const before = stand.line.connections;
  stand.line.silence();
  const began = performance.now();
  await stand.player.until((it) => it.unsent >= 3, 60_000);
  await until(async () => stand.line.connections > before, 240_000);
  await stand.player.until((it) => it.unsent === 0, 120_000);
  const noticedMs = performance.now() - began;
  const books = await stand.level();
  await stand.close();
  return [
    { what: "half-open line: plays missing, counted twice", found: `${books.missing}, ${Math.max(0, books.all - (books.head - 1))}`, bar: "0, 0", isMet: books.missing === 0 && books.all === books.head - 1 },
    { what: "half-open line: all plays sent again after", found: `${Math.round(noticedMs / 1000)} s`, bar: "≤ 120 s", isMet: noticedMs <= 120_000 },
  ];
}
