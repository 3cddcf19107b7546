import { loadavg } from "node:os";
import { inBooks, pause, Stand, type Bench, type Finding } from "./trial.ts";

/** What was on the screen this shortly before a cut need not be on disk. */
const IN_FLIGHT_MS = 250;

/** The plug is pulled at random moments, some of them while it starts; then the server's books are held against what was seen on the screen. */
export async function cuts(bench: Bench): Promise<Finding[]> {
  const times = bench.isFull ? 200 : 5;
  const stand = await Stand.open(bench, "断电", bench.short);
  const { player, sent, sight } = stand;
  const cut: { play: string; shownMs: number }[] = [];
  let finished = 0;
  let inFlight = 0;
  let inBoot = 0;
  const firstFrames: number[] = [];
  await player.until((it) => it.playing !== null && it.unsent === 0 && it.ledgerHead > 0);
  await player.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (let time = 0; time < times; time += 1) {
    if (time === 1 || bench.chance() < 0.15) {
      inBoot += 1;
      await pause(bench.chance() * 1_500);
    } else {
      const it = await player.until((one) => one.playing !== null && one.firstFrameMs !== null);
      if (time > 0) firstFrames.push(it.firstFrameMs ?? Infinity); // the first is from an empty cache
      await pause(bench.chance() * 9_000);
      const seen = await player.diagnostics();
      if (seen?.playing) cut.push({ play: `${seen.ledgerId} ${seen.ledgerHead}`, shownMs: seen.playing.positionMs });
    }
    const cutMs = performance.now();
    await player.pullPlug();
    const sure = sight.swaps.filter(({ atMs }) => atMs < cutMs - IN_FLIGHT_MS).length;
    finished += sure;
    inFlight += sight.swaps.length - sure;
    sight.swaps.length = 0;
    await stand.on();
    if ((time + 1) % 10 === 0) bench.say(`cuts: ${time + 1} of ${times}, ${finished} plays seen to finish, slowest first frame ${Math.round(Math.max(...firstFrames))} ms, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
  }
  await player.until((it) => it.playing !== null);
  const books = await stand.level();
  finished += sight.swaps.length;
  await stand.close();
  const short = cut.map(({ play, shownMs }) => shownMs - (sent.get(play)?.airtimeMs ?? -Infinity));
  const worst = Math.max(0, ...short);
  const slowest = Math.max(0, ...firstFrames);
  const median = firstFrames.toSorted((a, b) => a - b)[Math.floor(firstFrames.length / 2)] ?? Infinity;
  const lost = Math.max(0, finished - books.completed - books.failed);
  return [
    { what: `${times} SIGKILLs of the process group (${inBoot} while it started): ${finished} plays seen to finish, lost of them`, found: String(lost), bar: "0", isMet: lost === 0 && finished > 0 },
    inBooks(`after them (${books.completed} completed, ${books.interrupted} interrupted, ${books.failed} failed; ${inFlight} were changing at a cut)`, books),
    { what: "of a cut play lost at most", found: `${(worst / 1000).toFixed(2)} s`, bar: "≤ 5 s", isMet: worst <= 5_000 },
    { what: `first frame after a cut, in the middle and at most (load ${(loadavg()[0] ?? 0).toFixed(1)})`, found: `${Math.round(median)}, ${Math.round(slowest)} ms`, bar: "≤ 2000 ms", isMet: slowest <= 2_000 },
  ];
}
