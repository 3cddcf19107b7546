import type { Media } from "@yilu/contract";
import type { Fate } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";
import { inBooks, Stand, type Bench, type Finding } from "./trial.ts";

/** 16 Mbit/s. */
const bytesPerSecond = 2_000_000;

/** A row of the table: what came over the line against what had to. @param wrongChunks of a MiB each, that had to come again */
function fetched(what: string, stand: Stand, films: Media[], wrongChunks = 0): Finding {
  const whole = films.reduce((sum, { bytes }) => sum + (bytes ?? 0), wrongChunks * 2 ** 20);
  const twice = stand.line.fileBytes / whole - 1;
  return { what: `${what}: bytes fetched twice`, found: `${(twice * 100).toFixed(2)} % of ${(whole / 1e6).toFixed(0)} MB`, bar: "≤ 5 %", isMet: twice <= 0.05 };
}

/** A row of the table: no file was played that is not, to the last bit, one that was approved. */
export function onlyApproved(what: string, stand: Stand, films: Media[]): Finding {
  const right = new Set(films.map(({ sha256 }) => sha256));
  const wrong = stand.sight.files.filter((sha256) => !right.has(sha256)).length;
  return { what: `${what}: of ${stand.sight.files.length} files played, wrong ones`, found: String(wrong), bar: "0", isMet: wrong === 0 && stand.sight.files.length > 0 };
}

/** Downloads over a line that resets three connections in ten, anywhere in them. */
export async function resets(bench: Bench): Promise<Finding[]> {
  const films: Media[] = [];
  for (const path of bench.heavy) films.push(await bench.office.film(path));
  const stand = await Stand.open(bench, "断线", bench.short.slice(0, 1));
  await stand.ready();
  const mean = films.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) / films.length;
  let asked = 0;
  let cut = 0;
  stand.line.fate = (isFile): Fate => {
    const isReset = bench.chance() < 0.3 || (isFile && cut === 0 && asked === 2); // never a run without one
    if (isFile) asked += 1;
    if (isFile && isReset) cut += 1;
    return { delayMs: 20, bytesPerSecond, ...(isReset ? { resetAfterBytes: isFile ? bench.chance() * mean : bench.chance() * 2_000 } : {}) };
  };
  stand.line.cut();
  stand.line.fileBytes = 0;
  stand.line.connections = 0;
  await bench.office.loop("断线时下载", stand.screen.id, films);
  await until(async () => asked >= films.length && (await bench.office.seen(stand.screen.id)).live.download?.state === "ready", 900_000);
  const { ledgerHead } = await stand.player.until((it) => it.playing !== null);
  await stand.player.until((it) => it.ledgerHead >= ledgerHead + 5, 120_000);
  const found = fetched(`${cut} of ${asked} downloads reset, ${stand.line.connections} connections`, stand, films);
  const books = await stand.level();
  await stand.close();
  return [found, inBooks("30 % of connections reset", books)];
}

/** Chunks that come with a bit turned, or end early: never kept, never played. */
export async function badChunks(bench: Bench): Promise<Finding[]> {
  const films = [bench.long];
  const stand = await Stand.open(bench, "坏块", films, { isHashing: true });
  let asked = 0;
  stand.line.fate = (isFile): Fate => {
    if (isFile) asked += 1;
    if (!isFile || asked > 4) return { bytesPerSecond };
    const at = Math.floor(200_000 + bench.chance() * 5_000_000);
    return { bytesPerSecond, ...(asked % 2 === 1 ? { flipByteAt: at } : { endAfterBytes: at }) };
  };
  await stand.ready(180_000);
  await stand.player.until((it) => it.playing !== null && it.ledgerHead >= 1);
  await until(async () => stand.sight.files.length > 0);
  const kept = await wrongFiles(stand);
  const findings = [
    onlyApproved("2 chunks with a turned bit, 2 that end early", stand, films),
    { what: "of these, wrong files kept", found: String(kept.length), bar: "0", isMet: kept.length === 0 && asked >= 4 },
    fetched("of these, beyond the two chunks that came wrong", stand, films, 2),
  ];
  await stand.close();
  return findings;
}

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

/** The line swallows everything and tells neither end: the player has to notice by itself, and loses nothing. */
export async function halfOpen(bench: Bench): Promise<Finding[]> {
  const times = bench.isFull ? 3 : 1;
  const stand = await Stand.open(bench, "半开", bench.short);
  let slowest = 0;
  for (let time = 0; time < times; time += 1) {
    const { ledgerHead } = await stand.player.until((it) => it.playing !== null);
    await stand.player.until((it) => it.ledgerHead >= ledgerHead + 3 && it.unsent === 0);
    const before = stand.line.connections;
    stand.line.silence();
    const began = performance.now();
    await stand.player.until((it) => it.unsent >= 3, 60_000);
    await until(async () => stand.line.connections > before, 240_000);
    await stand.player.until((it) => it.unsent === 0, 120_000);
    slowest = Math.max(slowest, performance.now() - began);
    bench.say(`half-open: ${time + 1} of ${times}`);
  }
  const books = await stand.level();
  await stand.close();
  return [inBooks(`half-open line, ${times} times`, books), { what: "half-open line: all plays sent again after", found: `${Math.round(slowest / 1000)} s`, bar: "≤ 120 s", isMet: slowest <= 120_000 }];
}

/** 5 s there and back from the first byte on: pairing, films, time and plays. */
export async function slow(bench: Bench): Promise<Finding[]> {
  const stand = await Stand.of(bench, "慢线", bench.short);
  stand.line.fate = () => ({ delayMs: 2_500, backDelayMs: 2_500 });
  await stand.on();
  await stand.pair(120_000);
  await stand.ready(180_000);
  const { ledgerHead } = await stand.player.until((it) => it.clock === "synced" && it.playing !== null, 180_000);
  await stand.player.until((it) => it.ledgerHead >= ledgerHead + (bench.isFull ? 20 : 4), 180_000);
  const books = await stand.level(180_000);
  const findings = [inBooks("round trips of 5 s", books), fetched("round trips of 5 s", stand, bench.short), onTime("round trips of 5 s", stand)];
  await stand.close();
  return findings;
}

/** A row of the table: how far the plays of anchored and steady runs are from the true time. */
export function onTime(what: string, stand: Stand): Finding {
  const off = [...stand.sight.starts].flatMap(([play, trueAt]) => {
    const sent = stand.sent.get(play);
    return sent && sent.clock !== "estimated" ? [Math.abs(sent.startedAt - trueAt)] : [];
  });
  const worst = Math.max(0, ...off);
  return { what: `${what}: ${off.length} plays with a known time, off by at most`, found: `${Math.round(worst)} ms`, bar: "≤ 2000 ms", isMet: off.length > 0 && worst <= 2_000 };
}
