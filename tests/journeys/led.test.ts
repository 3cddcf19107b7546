import { afterAll, beforeAll, expect, test } from "vitest";
import { Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

const samples = new Samples();
const walls = [new PlayerBrowser(), new PlayerBrowser()];
let server: ServerProcess;
let office: Office;

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
});
afterAll(async () => {
  await Promise.all(walls.map((wall) => wall.remove()));
  await server.remove();
  samples.remove();
});

/** What is on a wall and, by this machine's one clock, when it began. */
function standing(wall: PlayerBrowser) {
  return wall.page.evaluate(() => {
    const it = window.__yilu;
    return it?.playing && it.ledgerHead > 1 ? { mediaId: it.playing.mediaId, beganAt: Date.now() - it.playing.positionMs } : null;
  });
}

test("[E1] two LED walls that were switched on apart show the same film at the same place", async () => {
  const films = [await office.film(samples.path("h264-faststart.mp4", 5)), await office.film(samples.path("h264-faststart.mp4", 7))];
  for (const [index, wall] of walls.entries()) {
    const screen = await office.screen(`广场 ${index + 1} 号屏`, "led");
    await office.loop(`循环 ${index + 1}`, screen.id, films);
    const page = await wall.on(`${server.origin}/player/`);
    await page.waitForSelector("#pairing:not([hidden]) #code i");
    await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
    await wall.until((it) => it.playing !== null);
  }
  const apartMs = await until(async () => {
    const [one, other] = await Promise.all(walls.map(standing));
    return one && other && one.mediaId === other.mediaId && { apart: Math.abs(one.beganAt - other.beganAt) };
  });
  process.stdout.write(`two walls are ${Math.round(apartMs.apart)} ms apart\n`);
  expect(apartMs.apart).toBeLessThanOrEqual(200);
});

test("an unscheduled screen shows the slate, never black and never a page", async () => {
  const [wall] = walls;
  if (!wall) throw new Error("no wall");
  await wall.pullPlug();
  const screen = await office.screen("新屏", "led");
  const page = await wall.on(`${server.origin}/player/`);
  await office.revoke((await office.screens()).find(({ name }) => name === "广场 1 号屏")?.id ?? "");
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await page.waitForSelector("#pairing", { state: "hidden" });
  await wall.until((it) => it.revision !== null && it.playing === null);
  expect(await page.locator("#slate .slogan").isVisible()).toBe(true);
  expect(await page.locator("#stage .on").count()).toBe(0);
});
