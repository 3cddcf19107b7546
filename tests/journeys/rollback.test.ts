import { afterAll, beforeAll, expect, test } from "vitest";
import { civic } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { ShellProxy } from "../support/shell-proxy.ts";

const player = new PlayerBrowser();
let server: ServerProcess;
let proxy: ShellProxy;

beforeAll(async () => {
  server = await ServerProcess.start();
  proxy = await ShellProxy.before(server.origin);
});
afterAll(async () => {
  await player.remove();
  proxy.close();
  await server.remove();
});

const state = (): Promise<string | undefined> => player.page.evaluate(async () => (await caches.match("/player/note/good", { cacheName: "yilu-notes" }))?.text());

test("an update that does not play is taken back: the last good player plays again by itself, and after the next power cut at once", async () => {
  const office = await Office.open(server.origin, server.firstPassword);
  const screen = await office.screen("湘D·01235");
  await office.loop("循环", screen.id, [await office.film(civic)]);
  const page = await player.on(`${proxy.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await player.until((it) => it.playing !== null);
  await expect.poll(state).toMatch(/^[0-9a-f]{16}$/);
  const good = await state();

  // A new version whose script does nothing at all; its trial is shorter here than in the field.
  const worker = await (await fetch(`${proxy.origin}/player/service-worker.js`)).text();
  const list = /\{"version":"[0-9a-f]+","files":\[.*?\]\}|\{version:.[0-9a-f]+.,files:\[.*?\]\}/;
  expect(worker).toMatch(list);
  expect(worker).toMatch(/6e4|60_000|60000/);
  const broken = worker.replace(list, '{version:"broken",files:["/player/","/player/assets/broken.js"]}').replace(/6e4|60_000|60000/, "3e3");
  proxy.instead.set("/player/service-worker.js", { type: "text/javascript", body: broken });
  proxy.instead.set("/player/assets/broken.js", { type: "text/javascript", body: "// not a player" });
  proxy.instead.set("/player/", { type: "text/html", body: '<!doctype html><title>broken</title><script type="module" src="./assets/broken.js"></script>' });
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
    await registration.update();
    await changed;
  });
  await page.reload();
  expect(await page.title()).toBe("broken");
  await page.waitForFunction(() => document.title !== "broken" && window.__yilu !== undefined, undefined, { timeout: 20_000 });
  await player.until((it) => it.playing !== null);
  expect(await state()).toBe(good);

  await player.pullPlug();
  await player.on(`${proxy.origin}/player/`);
  const it = await player.until((one) => one.firstFrameMs !== null);
  expect(it.firstFrameMs).toBeLessThanOrEqual(2_000);
  expect(await player.page.title()).not.toBe("broken");
});

test("the preflight page says in one screen what this browser can do", async () => {
  const { page } = player;
  await page.goto(`${proxy.origin}/player/?preflight`);
  await page.waitForFunction(() => document.getElementById("notice-todo")?.textContent.includes("时钟"));
  expect(await page.locator("#notice-title").innerText()).toBe("自检");
  const facts = (await page.locator("#notice-todo").innerText()).split("\n").map((line) => line.split(" ").slice(0, 2).join(" "));
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight && (document.querySelector("#notice p")?.getBoundingClientRect().bottom ?? Infinity) <= innerHeight)).toBe(true);
  expect(facts).toEqual(["✓ 浏览器", "✓ 安全网址", "✓ 离线存储", expect.stringMatching(/^[✓✗] 不被清理$/), "✓ H.264", "✓ 同时解码", expect.stringMatching(/^[✓✗] 自动出声$/), "✓ 服务器", "✓ 时钟"]);
});
