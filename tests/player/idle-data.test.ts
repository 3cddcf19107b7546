import type { PlayerStatus } from "@yilu/contract";
import { pingIntervalMs } from "@yilu/server/realtime/index.ts";
import { expect, test } from "vitest";
import { ANCHOR_EVERY_MS, HINTED_POLL_MS, POWER_EVERY_MS, PROBES, SHELL_CHECK_MS, STATUS_EVERY_MS } from "../../player/src/sync/pace.ts";

const MONTH_MS = 30 * 86_400_000;
/** IPv4 and TCP headers with timestamps (RFC 791, 9293, 7323), and a TLS 1.3 record with AES-GCM (RFC 8446). */
const PACKET = 52;
const RECORD = 22;
/** Headers of WebSocket frames (RFC 6455): what a client sends is masked. */
const frame = (bytes: number): number => (bytes > 125 ? 4 : 2);
const fromServer = (text: string): number => PACKET + RECORD + frame(text.length) + text.length;
const fromPlayer = (text: string): number => fromServer(text) + 4;
/** A message, its answer, and the packet that confirms the answer. */
const exchange = (asked: number, answered: number): number => asked + answered + PACKET;

const id = "c".repeat(24);
const revision = "a".repeat(64);
const status: PlayerStatus = {
  revision,
  download: { revision, state: "ready", doneBytes: 2_000_000_000, totalBytes: 2_000_000_000 },
  playing: { mediaId: id, entryId: id, startedAt: 1_782_286_920_000 },
  cacheUsedBytes: 2_000_000_000,
  cacheQuotaBytes: 32_000_000_000,
  persistent: true,
  ledgerHead: 1_000_000,
  unsentPlays: 0,
  clock: "synced",
  droppedFrames: 1_000,
  failedItems: 0,
  showing: "item",
  lostPlays: 0,
  restarts: 10_000,
  runStartedAt: 1_782_286_920_000,
  isMuted: false,
  decoders: 4,
  evidenceWaiting: 0,
  evidenceLost: 0,
};
/** Told beside it once an hour by a player that is on day and night: this run, and the last one before it. */
const power = ',"poweredOn":[[1782286920000,1782286920000],[1782286920000,1782286920000]]';
/** A conditional request on a connection of its own: TCP and TLS handshakes with a chain of two certificates, generous headers. */
const FETCH = 9_000;

test("a player that is on day and night and has nothing new to say moves at most 25 MB a month", () => {
  const each = {
    pings: [pingIntervalMs, exchange(fromServer("2"), fromPlayer("3"))],
    status: [STATUS_EVERY_MS, exchange(fromPlayer(`42/player,123456["status",${JSON.stringify(status)}]`), fromServer('43/player,123456[{"ok":true,"answer":null}]'))],
    power: [POWER_EVERY_MS, power.length],
    clock: [
      ANCHOR_EVERY_MS,
      PROBES * exchange(fromPlayer('42/player,123456["clock",{"t0":12345678.900000000}]'), fromServer('43/player,123456[{"ok":true,"answer":{"t0":12345678.9,"receivedAt":1782286920000,"answeredAt":1782286920000}}]')),
    ],
    manifest: [HINTED_POLL_MS, FETCH],
    shell: [SHELL_CHECK_MS, FETCH],
  } satisfies Record<string, [number, number]>;
  const megabytes = Object.entries(each).map(([what, [everyMs, bytes]]) => [what, Math.round(((MONTH_MS / everyMs) * bytes) / 1e5) / 10] as const);
  const total = megabytes.reduce((sum, [, mb]) => sum + mb, 0);
  process.stdout.write(`idle, MB a month: ${megabytes.map(([what, mb]) => `${what} ${mb}`).join(", ")}; ${total.toFixed(1)} in all\n`);
  expect(total).toBeLessThanOrEqual(25);
});
