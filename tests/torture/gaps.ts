import type { Manifest } from "@yilu/contract";
import { Stand, type Bench, type Finding } from "./trial.ts";

const quantile = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;

/** Every gap between clips, with two elements and, in the same run, with one. */
export async function gaps(bench: Bench): Promise<Finding[]> {
  const changes = bench.isFull ? 200 : 12;
  const stand = await Stand.open(bench, "换片", bench.short.slice(0, 1));
  const measure = async (): Promise<number[]> => (await stand.player.until((it) => it.gaps.length >= changes, changes * 8_000)).gaps.toSorted((a, b) => a - b);
  const two = await measure();
  await stand.player.pullPlug();
  await stand.on();
  await stand.player.page.route("**/api/player/manifest", async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), "if-none-match": "" } });
    const manifest = (await answer.json()) as Manifest; // the server's own, made other by one setting
    await route.fulfill({ json: { ...manifest, revision: "b".repeat(64), profile: { ...manifest.profile, oneDecoder: true } } });
  });
  await stand.player.page.reload();
  await stand.player.until((it) => it.revision === "b".repeat(64), 60_000);
  const one = await measure();
  await stand.close();
  const tell = (found: number[]): string => `p50 ${quantile(found, 0.5).toFixed(0)}, p95 ${quantile(found, 0.95).toFixed(0)}, max ${(found.at(-1) ?? Infinity).toFixed(0)} ms`;
  return [
    { what: `${two.length} changes, two elements`, found: tell(two), bar: "p95 ≤ 34, max ≤ 67 ms", isMet: quantile(two, 0.95) <= 34 && (two.at(-1) ?? Infinity) <= 67 },
    { what: `${one.length} changes, one element`, found: tell(one), bar: "to compare", isMet: true },
  ];
}
