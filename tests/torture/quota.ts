import { until } from "../support/until.ts";
import { inBooks, Stand, type Bench, type Finding } from "./trial.ts";

/** The disk is full before the new film is here: the loop goes on and nothing of the ledger is lost. */
export async function fullDisk(bench: Bench): Promise<Finding[]> {
  const stand = await Stand.open(bench, "写满", bench.short);
  const { player } = stand;
  await player.until((it) => it.ledgerHead >= 2);
  const session = await player.page.context().newCDPSession(player.page);
  const { usage } = await player.page.evaluate(async () => ({ usage: (await navigator.storage.estimate()).usage ?? 0 }));
  await session.send("Storage.overrideQuotaForOrigin", { origin: stand.line.origin, quotaSize: usage + 4_000_000 });
  await bench.office.loop("放不下的", stand.screen.id, [bench.long]);
  await until(async () => (await bench.office.seen(stand.screen.id)).live.download?.state === "failed", 120_000);
  const { ledgerHead } = await player.until((it) => it.playing !== null);
  await player.until((it) => it.ledgerHead >= ledgerHead + (bench.isFull ? 60 : 4), 600_000);
  const books = await stand.level();
  await stand.close();
  return [
    { what: "disk full: plays after that, failed plays", found: `${books.head - ledgerHead}, ${books.failed}`, bar: "the loop goes on, 0", isMet: books.failed === 0 },
    inBooks("disk full", books),
  ];
}
