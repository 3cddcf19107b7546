import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Screen } from "@yilu/contract";
import { Samples } from "../support/films.ts";
import { Kiosk, kit } from "../support/kiosk.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { TlsFront } from "../support/tls-front.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "yilu-kiosk-"));
const samples = new Samples();
const kiosk = new Kiosk(folder);
let server: ServerProcess;
let front: TlsFront;
let office: Office;
let screen: Screen;
let page: Page;

beforeAll(async () => {
  server = await ServerProcess.start();
  front = await TlsFront.before(server.origin, join(folder, "tls"));
  office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("湘D·01235");
  await office.loop("循环", screen.id, [await office.film(samples.path("h264-faststart.mp4", 2))]);
});
afterAll(async () => {
  await kiosk.remove();
  front.close();
  await server.remove();
  samples.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything below a folder, as text. */
const below = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name).slice(root.length), readFileSync(join(parentPath, name), "utf8")]),
  );

/** The player of this page once it plays, and has gone beyond this play. */
function playing(on: Page, beyond = 0): Promise<{ ledgerId: string; head: number }> {
  return until(async () => {
    const told = await on.evaluate(() => (window.__yilu?.playing ? { ledgerId: window.__yilu.ledgerId, head: window.__yilu.ledgerHead } : null)).catch(() => null);
    return told !== null && told.head > beyond && told;
  });
}

test("installed twice is installed once; taken off, the settings stay", () => {
  kiosk.install("--url", `${front.origin}/player/`, "--spki", front.spki);
  const once = below(kiosk.root);
  expect(Object.keys(once).sort()).toEqual([
    "/etc/systemd/journald@yilu-player.conf",
    "/etc/systemd/system/yilu-player-reload.service",
    "/etc/systemd/system/yilu-player-reload.timer",
    "/etc/systemd/system/yilu-player.service",
    "/etc/yilu/player.conf",
    "/usr/local/lib/yilu-player/launch.sh",
    "/usr/local/lib/yilu-player/settings.sh",
    "/usr/local/lib/yilu-player/talk.sh",
  ]);
  kiosk.install();
  expect(below(kiosk.root)).toEqual(once);
  for (let time = 0; time < 2; time += 1) execFileSync(join(kit, "uninstall.sh"), ["--root", kiosk.root]);
  expect(below(kiosk.root)).toEqual({ "/etc/yilu/player.conf": once["/etc/yilu/player.conf"] });
  expect(() => kiosk.install("--url", "http://somewhere")).toThrow("--url ends in /player/");
  kiosk.install();
  expect(below(kiosk.root)).toEqual(once);
});

test("launched, it shows the player over HTTPS by the pinned key of a server whose certificate is not valid yet", async () => {
  await kiosk.launch();
  page = await kiosk.page();
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  expect(await page.evaluate(() => [isSecureContext, innerWidth, innerHeight])).toEqual([true, 1280, 720]);
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await playing(page, 1);
  await until(async () => (await office.seen(screen.id)).live.state === "online");
});

test("its page crashes: the browser is started again and plays on in the same ledger", async () => {
  const before = await playing(page);
  await until(async () => kiosk.answered === 1);
  const session = await page.context().newCDPSession(page);
  const crashedMs = performance.now();
  void session.send("Page.crash").catch(() => undefined);
  page = await kiosk.page(page);
  const after = await playing(page, before.head);
  process.stdout.write(`playing again ${Math.round(performance.now() - crashedMs)} ms after a crash\n`);
  expect(after.ledgerId).toBe(before.ledgerId);
  expect(kiosk.said).toContain("no sign of life");
});

test("its page hangs: the same", async () => {
  const before = await playing(page);
  await until(async () => kiosk.answered === 2);
  const hungMs = performance.now();
  for (const id of await kiosk.renderers()) process.kill(id, "SIGSTOP");
  page = await kiosk.page(page);
  const after = await playing(page, before.head);
  process.stdout.write(`playing again ${Math.round(performance.now() - hungMs)} ms after a hang\n`);
  expect(after.ledgerId).toBe(before.ledgerId);
});

test("asked for its nightly reload it starts afresh, but not while an emergency plays", async () => {
  const emergency = await office.emergency("暴雨预警", screen.id, [await office.film(samples.picture("notice.png", 1280, 720))], 5_000);
  await until(() => page.evaluate((id) => window.__yilu?.playing?.entryId === id, emergency.id));
  kiosk.askForReload();
  await until(() => page.evaluate((id) => window.__yilu?.playing?.entryId !== id, emergency.id));
  expect(kiosk.said).not.toContain("nightly reload");
  expect(kiosk.isReloadAsked).toBe(true);
  page = await kiosk.page(page);
  expect(kiosk.said).toContain("nightly reload");
  expect(kiosk.isReloadAsked).toBe(false);
});

test("stopped, it leaves nothing running", async () => {
  const processes = await kiosk.renderers();
  await kiosk.remove();
  // One that has ended may still have its number, and no command line.
  const isGone = (id: number) => !existsSync(`/proc/${id}/cmdline`) || readFileSync(`/proc/${id}/cmdline`).length === 0;
  await until(async () => processes.every(isGone));
  expect(kiosk.said).toContain("stopping");
});
