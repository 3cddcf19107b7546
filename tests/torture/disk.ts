import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Media } from "@yilu/contract";
import { until } from "../support/until.ts";
import { onlyApproved } from "./line.ts";
import { Stand, type Bench, type Finding } from "./trial.ts";

/** The file of the browser's private file system that holds this film, found by its length. */
function fileOf(stand: Stand, { bytes }: Media): string {
  const root = join(stand.player.profile, "Default", "File System");
  const found = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => statSync(path).size === bytes);
  const [path] = found;
  if (path === undefined || found.length > 1) throw new Error(`${found.length} files of ${bytes ?? 0} bytes`);
  return path;
}

/** A cheap card, while the player is off: it loses the end of one film and turns a bit of another. */
export async function badCard(bench: Bench): Promise<Finding[]> {
  const films = [bench.long, ...bench.short.slice(0, 2)];
  const [turned, shortened] = films;
  if (!shortened || !turned) throw new Error("two films are needed");
  const stand = await Stand.open(bench, "坏卡", films, { isHashing: true });
  await stand.ready();
  await stand.player.until((it) => it.ledgerHead >= 2 && it.unsent === 0);
  await stand.player.pullPlug();
  truncateSync(fileOf(stand, shortened), Math.floor((shortened.bytes ?? 0) * bench.chance()));
  const card = fileOf(stand, turned);
  const bytes = readFileSync(card);
  const at = Math.floor(bench.chance() * bytes.length);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(card, bytes);
  stand.sight.files.length = 0;

  await stand.on();
  const began = performance.now();
  // Each film is fetched again, into a file of another name: then the loop is whole.
  await until(async () => stand.line.fileBytes >= 2 * (turned.bytes ?? 0), 300_000);
  const repairedMs = performance.now() - began;
  const right = new Set(films.map(({ sha256 }) => sha256));
  const before = stand.sight.files.filter((sha256) => !right.has(sha256)).length;
  await stand.ready();
  stand.sight.files.length = 0;
  await until(async () => films.every(({ sha256 }) => stand.sight.files.includes(sha256 ?? "")), 180_000);
  const findings = [
    onlyApproved("a card that lost the end of a film and turned a bit, after repair", stand, films),
    { what: "a turned bit on the card: found and fetched again after", found: `${Math.round(repairedMs / 1000)} s, played ${before} times until then`, bar: "≤ 300 s, never played", isMet: repairedMs <= 300_000 && before === 0 },
  ];
  await stand.close();
  return findings;
}
