import { afterAll, beforeAll, expect, test } from "vitest";
import { Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";

/** A name that is not localhost, so that the browser holds back what it gives to secure pages only. */
const player = new PlayerBrowser("--host-resolver-rules=MAP yilu.test 127.0.0.1");
const samples = new Samples();
let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

test("on plain http the page says what is wrong in large type, and then plays while the server can be reached", async () => {
  const office = await Office.open(server.origin, server.firstPassword);
  const screen = await office.screen("湘D·01235");
  await office.loop("循环", screen.id, [await office.film(samples.path("h264-faststart.mp4", 2))]);

  const page = await player.on(server.origin.replace("localhost", "yilu.test") + "/player/");
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.waitForSelector("#notice:not([hidden])");
  expect(await page.locator("#notice-title").innerText()).toBe("这个网址不安全，断网不能播");
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  const it = await player.until((one) => one.ledgerHead >= 2 && one.unsent === 0);
  expect(it.clock).toBe("synced");
});
