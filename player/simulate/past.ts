/** Plays of days gone by, for a demo that would else have none: by each screen's own schedule, through the real ingest. */
import { createHash } from "node:crypto";
import { manifest as manifestSchema, maxBatchPlays, type Manifest, type Play, type Welcome } from "@yilu/contract";
import { preview } from "@yilu/contract/schedule";
import { Clock } from "../src/clock.ts";
import { fitting } from "../src/ledger/batch.ts";
import { Connection } from "../src/sync/connection.ts";
import { openPage } from "./browser.ts";
import type { DemoScreen } from "./demo-orders.ts";
import type { Stretch } from "./life.ts";
import { Line } from "./line.ts";
import { chanceOf, type Chance } from "./random.ts";
import { zoneOffsetMs } from "./time.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Part of a bus's days on which it did not go out. */
const DAYS_OFF = 0.06;
const FAILURES = 0.002;

/** When a screen was on, of a few hours a day: a thousand plays, as the campaign wants them. */
export function pastStretches(kind: DemoScreen["kind"], from: number, until: number, zoneMs: number, chance: Chance): Stretch[] {
  const stretches: Stretch[] = [];
  for (let dayAt = Math.floor((from + zoneMs) / DAY_MS) * DAY_MS - zoneMs; dayAt < until; dayAt += DAY_MS) {
    if (kind === "led") {
      for (const hour of [11.5, 18.5]) stretches.push({ from: dayAt + hour * HOUR_MS, to: dayAt + (hour + 1.5) * HOUR_MS });
    } else if (!chance.happens(DAYS_OFF)) {
      for (const hour of [6.8, 8.1, 10.2, 13, 15.3, 17.1, 18.4]) {
        const startsAt = Math.round(dayAt + hour * HOUR_MS + chance.between(0, 40 * MINUTE_MS));
        stretches.push({ from: startsAt, to: Math.round(startsAt + chance.between(12 * MINUTE_MS, 30 * MINUTE_MS)) });
      }
    }
  }
  return stretches.filter(({ to }) => to < until);
}

/** The plays of those stretches, numbered from 1. The last of each stretch was cut, as by an ignition key. */
export function pastPlays(manifest: Manifest, stretches: readonly Stretch[], chance: Chance): Play[] {
  const plays: Play[] = [];
  for (const { from, to } of stretches) {
    const cursor = Object.fromEntries(manifest.entries.map(({ id, playlistId }) => [id, { item: itemOf(manifest, playlistId, chance), lag: 0, tries: 0, positionMs: 0 }]));
    for (const { mediaId, playlistId, entryId, startsAt, durationMs } of preview(manifest, from, to, { cursor })) {
      const isCut = startsAt + durationMs > to;
      const fails = chance.happens(FAILURES);
      const outcome = fails ? "failed" : isCut ? "interrupted" : "completed";
      const airtimeMs = fails ? 0 : isCut ? Math.max(0, to - startsAt) : durationMs;
      plays.push({ seq: plays.length + 1, mediaId, playlistId, entryId, revision: manifest.revision, startedAt: startsAt, airtimeMs, outcome, clock: "synced", notBefore: null, notAfter: null });
    }
  }
  return plays;
}

function itemOf({ playlists }: Manifest, playlistId: string, chance: Chance): number {
  const length = playlists.find(({ id }) => id === playlistId)?.items.length ?? 1;
  return Math.floor(chance.between(0, length));
}

/**
 * Sends the plays of a screen's past. Sent again after a start that was cut short, it goes on where the server is.
 *
 * @param from first local day, "2026-06-20". @param until epoch ms.
 * @returns how many plays there are now.
 */
export async function sendPast(origin: string, { screenId, token, kind, timeZone }: DemoScreen, from: string, until: number): Promise<number> {
  const answer = await fetch(`${origin}/api/player/manifest`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) return 0;
  const manifest = manifestSchema.parse(await answer.json());
  const zoneMs = zoneOffsetMs(timeZone, until);
  const chance = chanceOf(`past ${screenId}`);
  const plays = pastPlays(manifest, pastStretches(kind, Date.parse(from) - zoneMs, until, zoneMs, chance), chance);
  const hash = createHash("sha256").update(`past ${screenId}`).digest("hex");
  const ledgerId = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-");
  openPage(Line.straight(origin));
  let connection: Connection | null = null;
  const welcome = await new Promise<Welcome | null>((resolve) => {
    const nothing = (): void => resolve(null);
    connection = new Connection(
      { token: () => token, ledgerId: () => ledgerId },
      new Clock("past", null, { monotonic: () => performance.now(), device: () => Date.now() }),
      { connected: resolve, hinted: () => undefined, rotated: () => undefined, commanded: () => undefined, revoked: nothing, outdated: nothing },
    );
  });
  const line = connection as Connection | null; // the compiler does not see that it was set in there
  let sent = welcome?.ledgerReceivedTo ?? plays.length;
  while (line && sent < plays.length) {
    const batch = { ledgerId, plays: fitting(ledgerId, plays.slice(sent, sent + maxBatchPlays)) };
    const ack = await line.plays(batch);
    if (ack) sent += batch.plays.length;
    else await new Promise((resolve) => setTimeout(resolve, 500));
    if (!ack && !line.isReady) break;
  }
  line?.close();
  return sent;
}
