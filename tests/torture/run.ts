/**
 * `npm run torture [-- --full] [--seed=N] [--soak=MINUTES] [--only=cuts,gaps,…|player]`: what a bus does to a player, to a real
 * Chromium and a real server. Ends with a table; a bar that is missed makes it end with 1.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bunny, Samples } from "../support/films.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { books } from "./books.ts";
import { clocks } from "./clocks.ts";
import { cuts } from "./cuts.ts";
import { days } from "./days.ts";
import { badCard } from "./disk.ts";
import { fuzz } from "./fuzz.ts";
import { gaps } from "./gaps.ts";
import { badChunks, halfOpen, resets, slow } from "./line.ts";
import { fullDisk } from "./quota.ts";
import { soak } from "./soak.ts";
import { chanceOf, closeAll, type Bench, type Finding } from "./trial.ts";

const option = (name: string): string | undefined => process.argv.find((given) => given.startsWith(`--${name}=`))?.split("=")[1];
const isFull = process.argv.includes("--full");
const seed = Number(option("seed") ?? 20260626);
const trials = { cuts, halfOpen, slow, clocks, resets, quota: fullDisk, chunks: badChunks, card: badCard, days, soak, gaps, books, fuzz } satisfies Record<string, (bench: Bench) => Promise<Finding[]>>;
type Name = keyof typeof trials;
/** Turns one after the other; the lanes of a turn run side by side, since most of a trial is waiting. What is measured in milliseconds has a turn of its own. */
const turns: Name[][][] = isFull
  ? [[["cuts"], ["halfOpen"]], [["resets"], ["quota"]], [["chunks"], ["slow"]], [["card"], ["clocks"]], [["days"]], [["books"]], [["fuzz"]], [["gaps"]], [["soak"]]]
  : [[["halfOpen"], ["slow"], ["card"], ["clocks"], ["cuts", "quota"], ["resets", "chunks"], ["days", "soak"]], [["gaps"]], [["books"]], [["fuzz"]]];
/** All that a bus does to a player; the gaps between clips are held to their bar by a journey, too. */
const player: Name[] = ["cuts", "halfOpen", "slow", "clocks", "resets", "quota", "chunks", "card", "days", "soak"];
const only = option("only")?.split(",").flatMap((name) => (name === "player" ? player : [name]));
const unknown = only?.filter((name) => !(name in trials)) ?? [];
if (unknown.length > 0) throw new Error(`no trial ${unknown.join(", ")}; there are ${Object.keys(trials).join(", ")}`);

const beganMs = performance.now();
const say = (line: string): void => console.log(`${new Date(performance.now() - beganMs).toISOString().slice(11, 19)}  ${line}`);

/** Films of 1 to 4 MB, each of its own: a short one with a box of random bytes behind it, which players skip (ISO/IEC 14496-12, 8.1.2). */
function heavyInto(folder: string, count: number): string[] {
  const film = readFileSync(samples.path("h264-faststart.mp4", 2));
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `heavy-${index}.mp4`);
    const box = Buffer.alloc(8);
    const bytes = Math.round(1_000_000 + chance() * 3_000_000);
    box.writeUInt32BE(8 + bytes, 0);
    box.write("free", 4);
    writeFileSync(path, Buffer.concat([film, box, randomBytes(bytes)]));
    return path;
  });
}

const samples = new Samples();
const chance = chanceOf(seed);
const server = await ServerProcess.start();
let isStopped = false;
const tidy = async (): Promise<void> => {
  await closeAll();
  await server.remove();
  samples.remove();
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    isStopped = true;
    say("stopping");
    void tidy().finally(() => process.exit(130));
  });

const findings: Finding[] = [];
try {
  const office = await Office.open(server.origin, server.firstPassword);
  const shortPaths = [2, 3, 8].map((seconds) => samples.path("h264-faststart.mp4", seconds));
  const short = [];
  for (const path of shortPaths) short.push(await office.film(path));
  const soakMinutes = Number(option("soak") ?? (isFull ? 60 : 0.5));
  const bench: Bench = { server, office, short, shortPaths, heavy: heavyInto(samples.folder, isFull ? 40 : 8), long: await office.film(bunny), chance, isFull, soakMinutes, say };
  /** One trial after the other. One that breaks off is a bar that is missed. */
  const run = async (lane: Name[]): Promise<void> => {
    for (const name of lane) {
      if (isStopped) return;
      const startedMs = performance.now();
      say(`${name} …`);
      const brokenOff = (error: unknown): Finding[] => [{ what: name, found: `broke off: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`, bar: "runs to its end", isMet: false }];
      findings.push(...(await trials[name](bench).catch(brokenOff)));
      say(`${name}: ${Math.round((performance.now() - startedMs) / 1000)} s`);
    }
  };
  for (const turn of turns) {
    const chosen = turn.map((lane) => lane.filter((name) => only?.includes(name) ?? true));
    await Promise.all(chosen.map(run));
    await closeAll();
  }
} finally {
  if (!isStopped) await tidy();
}
if (!isStopped) {
  console.log(`\n${isFull ? "full sizes" : "quick sizes; --full for those of the design"}, seed ${seed}`);
  for (const { what, found, bar, isMet } of findings) console.log(`${isMet ? "ok    " : "MISSED"}  ${what}: ${found}   (${bar})`);
  const missed = findings.filter(({ isMet }) => !isMet).length;
  console.log(missed === 0 ? "every bar is met" : `${missed} missed`);
  process.exitCode = missed === 0 ? 0 : 1;
}
