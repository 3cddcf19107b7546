import { pause, Stand, type Bench, type Finding } from "./trial.ts";

/** The plug is pulled at random moments; then the server's books are held against what was seen on the screen. */
export async function cuts(bench: Bench): Promise<Finding[]> {
  const times = bench.isFull ? 200 : 8;
  const stand = await Stand.open(bench, "断电", bench.short);
  const { player, sent } = stand;
  const cut: { seq: number; shownMs: number }[] = [];
  let slowest = 0;
  await player.until((it) => it.playing !== null && it.unsent === 0 && it.ledgerHead > 0);
  await player.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (let time = 0; time < times; time += 1) {
    await player.until((it) => it.playing !== null);
    await pause(bench.chance() * 9_000);
    const seen = await player.diagnostics();
    await player.pullPlug();
    if (seen?.playing) cut.push({ seq: seen.ledgerHead, shownMs: seen.playing.positionMs });
    await stand.on();
    const it = await player.until((one) => one.firstFrameMs !== null);
    slowest = Math.max(slowest, it.firstFrameMs ?? Infinity);
  }
  const books = await stand.level();
  await stand.close();
  // Seen to have ended: everything but what was on the screen at a cut, and what is on it now.
  const finished = books.head - 1 - cut.length;
  const short = cut.map(({ seq, shownMs }) => shownMs - (sent.get(seq)?.airtimeMs ?? -Infinity));
  const worst = Math.max(...short);
  return [
    { what: `${times} SIGKILLs: finished plays lost`, found: String(Math.max(0, finished - books.completed) + books.missing), bar: "0", isMet: books.completed >= finished && books.missing === 0 },
    { what: "plays counted twice", found: String(Math.max(0, books.all - (books.head - 1))), bar: "0", isMet: books.all === books.head - 1 && books.keptApart === 0 },
    { what: "of a cut play lost at most", found: `${(worst / 1000).toFixed(2)} s`, bar: "≤ 5 s", isMet: worst <= 5_000 },
    { what: "first frame after a cut, at most", found: `${Math.round(slowest)} ms`, bar: "≤ 2000 ms", isMet: slowest <= 2_000 },
  ];
}
