/** `npm run torture [-- --full] [--seed=N] [--only=cuts,halfOpen,line,quota,gaps]`: what a bus does to a player, to a real Chromium and a real server. */
import { bunny, Samples } from "../support/films.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { cuts } from "./cuts.ts";
import { gaps } from "./gaps.ts";
import { badLine, halfOpen } from "./line.ts";
import { fullDisk } from "./quota.ts";
import { chanceOf, type Bench, type Finding } from "./trial.ts";

/** Those of one row run side by side; what is measured in milliseconds runs alone. */
const rows: Record<string, (bench: Bench) => Promise<Finding[]>>[] = [{ cuts, halfOpen }, { line: badLine, quota: fullDisk }, { gaps }];

const option = (name: string): string | undefined => process.argv.find((given) => given.startsWith(`--${name}=`))?.split("=")[1];
const seed = Number(option("seed") ?? 20260626);
const only = option("only")?.split(",");

const samples = new Samples();
const server = await ServerProcess.start();
const findings: Finding[] = [];
try {
  const office = await Office.open(server.origin, server.firstPassword);
  const short = [];
  for (const seconds of [2, 3, 8]) short.push(await office.film(samples.path("h264-faststart.mp4", seconds)));
  const bench: Bench = { server, office, short, long: await office.film(bunny), chance: chanceOf(seed), isFull: process.argv.includes("--full") };
  for (const row of rows) {
    const chosen = Object.entries(row).filter(([name]) => only?.includes(name) ?? true);
    const began = performance.now();
    findings.push(...(await Promise.all(chosen.map(([, trial]) => trial(bench)))).flat());
    if (chosen.length > 0) console.log(`${chosen.map(([name]) => name).join(" and ")}: ${Math.round((performance.now() - began) / 1000)} s`);
  }
} finally {
  await server.remove();
  samples.remove();
}
console.log(`\nseed ${seed}`);
for (const { what, found, bar, isMet } of findings) console.log(`${isMet ? "ok    " : "MISSED"}  ${what}: ${found}   (${bar})`);
if (findings.some(({ isMet }) => !isMet)) process.exitCode = 1;
