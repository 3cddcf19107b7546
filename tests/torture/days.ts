import { fileURLToPath } from "node:url";
import { build } from "vite";
import { inBooks, Stand, type Bench, type Finding } from "./trial.ts";

const DAY_MS = 24 * 3_600_000;
const PLAY_MS = 15_000;
/** 16 hours of clips of 15 s. */
const playsADay = 3_840;

/** The page's half of this trial with the player's code in it, as one script. */
async function script(): Promise<string> {
  const entry = fileURLToPath(new URL("days-page.ts", import.meta.url));
  const built = await build({ configFile: false, logLevel: "error", build: { write: false, target: "chrome111", lib: { entry, name: "days", formats: ["iife"] } } });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && "output" in first ? first.output[0] : undefined;
  if (!chunk) throw new Error("nothing was built");
  return chunk.code;
}

/** Seven days without a network, lived by the player's own ledger on the disk of a real Chromium; then the line is there again. */
export async function days(bench: Bench): Promise<Finding[]> {
  const perDay = bench.isFull ? playsADay : 150;
  const count = 7 * perDay;
  const stand = await Stand.open(bench, "七天", bench.short, { isWatched: false });
  const { player, sent } = stand;
  await stand.ready();
  const it = await player.until((one) => one.playing !== null && one.revision !== null && one.unsent === 0);
  const before = await stand.report();
  await player.pullPlug();

  stand.line.isDown = false;
  await stand.on("/api/player/manifest"); // of the player's origin, and without its program
  const { page } = player;
  await page.evaluate(await script());
  const entry = await bench.office.loop("那七天", stand.screen.id, bench.short);
  const fromAt = Date.now() - 7 * DAY_MS;
  const what = { screenId: stand.screen.id, mediaId: it.playing?.mediaId ?? "", playlistId: entry.playlistId, entryId: it.playing?.entryId ?? "", revision: it.revision ?? "" };
  const lived = await page.evaluate((given) => window.__liveDays?.(given), { ...what, fromAt, days: 7, playsADay: perDay, playMs: PLAY_MS });
  if (lived?.head !== count) throw new Error(`the ledger holds ${lived?.head ?? 0} of ${count} plays`);
  bench.say(`days: ${count} plays written in ${Math.round(lived.tookMs / 1000)} s (${Math.round((count * 2_000) / lived.tookMs)} strict transactions/s)`);
  await player.pullPlug();

  stand.line.isDown = true;
  await stand.on();
  const offline = await player.until((one) => one.firstFrameMs !== null && one.unsent >= count, 60_000);
  stand.line.isDown = false;
  const from = performance.now();
  let saidMs = from;
  const drained = await player.until((one) => {
    if (performance.now() - saidMs > 10_000) {
      saidMs = performance.now();
      bench.say(`days: ${one.unsent} still to send`);
    }
    return one.unsent <= 1 && one.clock === "synced";
  }, 600_000);
  const drainMs = performance.now() - from;
  const books = await stand.level(120_000, 9);
  await stand.close();

  const off: number[] = [];
  let estimated = 0;
  for (let seq = 1; seq <= count; seq += 1) {
    const play = sent.get(`${lived.ledgerId} ${seq}`);
    const trueAt = fromAt + Math.floor((seq - 1) / perDay) * DAY_MS + ((seq - 1) % perDay) * PLAY_MS;
    if (!play) off.push(Infinity);
    else if (play.clock === "estimated") estimated += 1;
    else off.push(Math.abs(play.startedAt - trueAt));
  }
  const worst = Math.max(0, ...off);
  // What it showed before those days, with another ledger, is in the books too.
  const ofThese = { ...books, all: books.all - before.all, head: books.head };
  return [
    { what: `7 days offline, ${count} plays: sent once the line is back`, found: `${(drainMs / 1000).toFixed(1)} s, ${Math.round((count * 1000) / drainMs)} plays/s`, bar: "≤ 300 s", isMet: drained.ledgerId === lived.ledgerId && drainMs <= 300_000 },
    inBooks(`7 days offline`, ofThese),
    { what: "7 days offline: off the true time at most; estimated", found: `${Math.round(worst)} ms; ${estimated}`, bar: "≤ 2000 ms; 0", isMet: worst <= 2_000 && estimated === 0 },
    { what: `7 days offline: first frame with ${offline.unsent} plays unsent`, found: `${Math.round(offline.firstFrameMs ?? Infinity)} ms`, bar: "≤ 2000 ms", isMet: (offline.firstFrameMs ?? Infinity) <= 2_000 },
  ];
}
