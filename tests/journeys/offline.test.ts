import type { Media, Screen } from "@yilu/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

const samples = new Samples();
const player = new PlayerBrowser();
let server: ServerProcess;
let office: Office;
let screen: Screen;
let films: Media[];

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("湘D·01235");
  films = [];
  for (const seconds of [2, 3]) films.push(await office.film(samples.path("h264-faststart.mp4", seconds)));
  films.push(await office.film(samples.picture("poster.png", 1280, 720)));
  await office.loop("循环", screen.id, films, 2_000);
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

function report() {
  // Two days around now hold the screen's today, whatever the zone of this machine.
  const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  return office.report(screen.id, day(-1), day(1));
}

/** Pulls the plug while a play is well under way: it is in the ledger, and its clip of 2 s or more is not at its end. */
async function cutMidPlay(): Promise<void> {
  await player.until(({ playing }) => playing !== null && playing.positionMs >= 400 && playing.positionMs <= 1_200);
  await player.pullPlug();
}

test("killed and switched on again with the server down, the screen plays from its cache within 2 s", async () => {
  await player.until((it) => it.ledgerHead >= 4 && it.unsent === 0);
  await until(async () => (await office.seen(screen.id)).live.download?.state === "ready");
  await player.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await server.stop("SIGKILL");
  const before = await player.until((it) => it.unsent >= 2);
  await cutMidPlay();

  const started: number[] = [];
  for (let cut = 0; cut < 3; cut += 1) {
    await player.on(`${server.origin}/player/`);
    const it = await player.until((one) => one.firstFrameMs !== null);
    started.push(Math.round(it.firstFrameMs ?? Infinity));
    expect(it.ledgerId).toBe(before.ledgerId);
    expect(it.revision).toBe(before.revision);
    expect(it.clock).toBe("trusted");
    if (cut < 2) await cutMidPlay();
  }
  process.stdout.write(`first frame after the plug was pulled, server down: ${started.join(", ")} ms\n`);
  expect(Math.max(...started)).toBeLessThanOrEqual(2_000);
});

test("once the server is back every play is in the books, those that were cut as interrupted", async () => {
  await player.until((it) => it.unsent >= 5);
  await server.start();
  await player.until((it) => it.clock === "synced" && it.unsent === 0, 120_000);
  const books = await until(async () => {
    const [before, found, after] = [await player.diagnostics(), await report(), await player.diagnostics()];
    const { completed, interrupted, failed } = found.totals;
    const all = completed + interrupted + failed;
    return before?.ledgerHead === after?.ledgerHead && after?.unsent === 0 && all >= after.ledgerHead - 1 && { ...found, all, head: after.ledgerHead };
  });
  expect(books.all).toBe(books.head - 1);
  expect(books.totals.failed).toBe(0);
  expect(books.totals.interrupted).toBe(3);
  expect(books.completeness).toMatchObject({ missing: 0, keptApart: 0 });
});

test("a rotated token is taken over without a stop", async () => {
  const before = await player.until((it) => it.playing !== null);
  await office.rotate(screen.id);
  await player.until((it) => it.ledgerHead > before.ledgerHead + 1);
  await player.pullPlug();
  await player.on(`${server.origin}/player/`);
  const after = await player.until((it) => it.clock === "synced" && it.playing !== null && it.unsent === 0);
  expect(after.ledgerId).toBe(before.ledgerId);
  expect(await player.page.locator("#pairing").isVisible()).toBe(false);
});

test("a second window on the same storage does not play", async () => {
  const second = await player.page.context().newPage();
  await second.goto(`${server.origin}/player/`);
  await second.waitForSelector("#notice:not([hidden])");
  expect(await second.locator("#notice-title").innerText()).toBe("另一个窗口正在播放");
  expect(await second.evaluate(() => window.__yilu === undefined)).toBe(true);
  await second.close();
});

test("revoked, the screen stops within 5 s, shows a new code, and forgets the programme", async () => {
  await office.revoke(screen.id);
  await player.page.waitForSelector("#pairing:not([hidden]) #code i", { timeout: 5_000 });
  const it = await player.diagnostics();
  expect(it?.playing).toBeNull();
  expect(it?.revision).toBeNull();
  await player.pullPlug();
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
});

test("paired again with the same screen it goes on in the same ledger", async () => {
  const before = await player.until((it) => it.ledgerHead > 0);
  await office.pair(screen.id, (await player.page.locator("#code").innerText()).replace(/\s/g, ""));
  // The same ledger counts on from where it stood, and its plays are taken.
  const after = await player.until((it) => it.playing !== null && it.ledgerHead > before.ledgerHead && it.unsent === 0);
  expect(after.ledgerId).toBe(before.ledgerId);
  await until(async () => {
    const { completeness, totals } = await report();
    return completeness.missing === 0 && totals.completed + totals.interrupted >= before.ledgerHead;
  });
});
