import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Entry, Media, Screen } from "@yilu/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { civic, Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

declare global {
  interface Window {
    /** Put in by this test: the player's line, and the answers to commands that were lost on it. */
    line?: WebSocket;
    lost?: number;
    isLossy?: boolean;
    isFirstLoad?: boolean;
  }
}

const samples = new Samples();
const player = new PlayerBrowser();
let server: ServerProcess;
let office: Office;
let screen: Screen;
let film: Media;
let entry: Entry;
let page: Page;

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("湘D·01235", "bus", zoneAtNoon());
  film = await office.film(civic);
  page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await player.until((it) => it.revision !== null);
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

/** A zone in which it is past noon, and not yet one o'clock: what depends on the hour is the same whenever this runs. */
function zoneAtNoon(): string {
  const east = 12 - new Date().getUTCHours();
  return `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`; // such names count westwards
}
const mutes = (): Promise<boolean[]> => page.evaluate(() => [...document.querySelectorAll("video")].map(({ muted }) => muted));
const filesOf = (): Promise<string[]> =>
  page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await (await navigator.storage.getDirectory()).getDirectoryHandle("media")).keys()) names.push(name);
    return names.toSorted();
  });

test("the slate says whose screen it is, until there is something to play; a server that is busy is waited for", async () => {
  await page.locator("#unit", { hasText: screen.unitName }).waitFor();
  expect(await page.locator("#unit").innerText()).toBe(screen.unitName);
  const askedMs: number[] = [];
  await page.route("**/api/files/**", async (route) => {
    askedMs.push(performance.now());
    if (askedMs.length > 1) await route.continue();
    else await route.fulfill({ status: 503, headers: { "retry-after": "1" } });
  });
  entry = await office.loop("循环", screen.id, [film]);
  const states = new Set<string>();
  await until(async () => {
    states.add((await office.seen(screen.id)).live.download?.state ?? "");
    const it = await player.diagnostics();
    return it !== null && it.playing !== null;
  });
  expect([...states]).not.toContain("failed");
  await page.unrouteAll();
  const [first = 0, second = 0, ...more] = askedMs;
  expect(second - first).toBeGreaterThanOrEqual(990);
  expect(more).toEqual([]);
});

test("a picture that staff ask for is what the screen shows, a JPEG that is not black, with what proves it burnt in", async () => {
  expect(await office.command(screen.id, "screenshot")).toMatchObject({ state: "done", reason: null });
  const [picture, ...others] = await until(async () => {
    const rows = await office.evidence(screen.id);
    return rows.length > 0 && rows;
  });
  expect(others).toEqual([]);
  expect(picture).toMatchObject({ isRequested: true, mediaId: film.id, entryId: entry.id, clock: "synced", widthPx: 1280, heightPx: 720 });
  expect(Math.abs((picture?.takenAt ?? 0) - Date.now())).toBeLessThan(60_000);
  const jpeg = await office.bytes(picture?.pictureUrl ?? "");
  expect(jpeg.length).toBeLessThanOrEqual(150 * 1024);
  const path = join(samples.folder, "picture.jpg");
  writeFileSync(path, jpeg);
  const grey = execFileSync("ffmpeg", ["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "gray", "-"], { maxBuffer: 8 * 1024 * 1024 });
  expect(grey.length).toBe(1280 * 720);
  const mean = (rows: Buffer): number => rows.reduce((sum, byte) => sum + byte, 0) / rows.length;
  const [above, bar] = [grey.subarray(0, 1280 * 550), grey.subarray(1280 * 615)];
  expect(mean(above)).toBeGreaterThan(20);
  expect(new Set(above).size).toBeGreaterThan(60);
  // The bar at the foot is darker than the film, and there is white writing in it.
  expect(mean(bar)).toBeLessThan(mean(above));
  expect(bar.filter((byte) => byte > 200).length).toBeGreaterThan(1_000);
  await player.until(({ evidence }) => evidence.waiting === 0 && evidence.lost === 0);
});

test("identified, it shows its name over the film, which goes on; a command whose answer was lost is not run again", async () => {
  await page.evaluate(() => {
    const { send } = WebSocket.prototype;
    window.lost = 0;
    window.isLossy = true;
    WebSocket.prototype.send = function (data) {
      window.line = this;
      if (window.isLossy && String(data).includes('"commandDone"')) window.lost = (window.lost ?? 0) + 1;
      else send.call(this, data);
    };
  });
  const { id } = await office.ask(screen.id, "identify");
  await page.waitForSelector("#who:not([hidden])");
  expect(await page.locator("#who-name").innerText()).toBe("湘D·01235");
  expect(await page.locator("#who-about").innerText()).toBe(`${screen.unitName} · 公交`);
  const [name, height] = await page.evaluate(() => [document.getElementById("who-name")?.getBoundingClientRect().height ?? 0, innerHeight]);
  expect(name / height).toBeGreaterThan(0.15);
  const before = await player.until((it) => it.playing !== null);
  await player.until((it) => it.playing !== null && (it.ledgerHead > before.ledgerHead || it.playing.positionMs > (before.playing?.positionMs ?? 0) + 500));

  await page.waitForFunction(() => (window.lost ?? 0) > 0);
  await page.evaluate(() => {
    window.isLossy = false;
    document.getElementById("who")?.setAttribute("hidden", ""); // whoever looked has seen it
    window.line?.close();
  });
  expect(await office.answer(screen.id, id)).toMatchObject({ state: "done", reason: null });
  expect(await page.locator("#who").isHidden()).toBe(true);
});

test("mute holds over the settings and over a reload, until unmute", async () => {
  await office.setUp(screen.id, { muted: false });
  await until(async () => (await mutes()).every((muted) => !muted));
  expect(await office.command(screen.id, "mute")).toMatchObject({ state: "done" });
  expect(await mutes()).toEqual([true, true]);

  await page.evaluate(() => void (window.isFirstLoad = true));
  expect(await office.command(screen.id, "reload")).toMatchObject({ state: "done" });
  await page.waitForFunction(() => window.isFirstLoad === undefined && window.__yilu?.playing);
  expect(await mutes()).toEqual([true, true]);
  const health = await until(async () => {
    const { live } = await office.seen(screen.id);
    return live.health?.restarts === 2 && live.health;
  });
  expect(health).toMatchObject({ isMuted: true, evidenceWaiting: 0, showing: "item" });
  expect(await office.command(screen.id, "unmute")).toMatchObject({ state: "done" });
  expect(await mutes()).toEqual([false, false]);
});

test("cleared, its films are fetched again while the one on the screen goes on, and the ledger is as it was", async () => {
  const second = await office.film(samples.path("h264-faststart.mp4", 3));
  await office.loop("循环二", screen.id, [second]);
  const ledger = await player.until((it) => it.playing?.mediaId === second.id);
  const before = { files: await filesOf(), ledger };
  expect(before.files).toHaveLength(2);
  expect(await office.command(screen.id, "clearCache")).toMatchObject({ state: "done" });
  const after = await until(async () => {
    const files = await filesOf();
    return files.length === 2 && files;
  });
  // The one that was on the screen is still there.
  expect(after.filter((name) => before.files.includes(name))).toHaveLength(1);
  await until(async () => (await office.seen(screen.id)).live.download?.state === "ready");
  const { ledgerId, ledgerHead } = await player.until((it) => it.playing !== null);
  expect([ledgerId, ledgerHead >= before.ledger.ledgerHead]).toEqual([before.ledger.ledgerId, true]);
  expect(await office.command(screen.id, "refresh")).toMatchObject({ state: "done" });
});

test("a campaign that wants pictures gets them by itself, half-way through its own plays, in its own gallery", async () => {
  const other = await office.film(samples.path("h264-faststart.mp4", 6));
  // The first of two pictures is due within the first four tenths of these hours, before noon.
  const special = await office.takeover("6·26 专题", screen.id, [other], { from: "10:00", to: "14:00" });
  const campaign = await office.campaign("全民禁毒宣传月", [special.id], 2);
  const [picture] = await until(async () => {
    const rows = await office.evidenceOf(campaign.id);
    return rows.length > 0 && rows;
  }, 120_000);
  expect(picture).toMatchObject({ isRequested: false, mediaId: other.id, entryId: special.id, screenId: screen.id, clock: "synced", widthPx: 320, heightPx: 180 });
  expect((await office.bytes(picture?.pictureUrl ?? "")).subarray(0, 3).toString("hex")).toBe("ffd8ff");
  await player.until(({ evidence }) => evidence.waiting === 0 && evidence.lost === 0);
});
