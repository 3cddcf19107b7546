import { afterAll, beforeAll, expect, test } from "vitest";
import { Samples } from "../support/films.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

const samples = new Samples();
const player = new PlayerBrowser();
let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

test("[E4] an emergency cuts the film within seconds and ends by itself, also when the network is gone by then", async () => {
  const office = await Office.open(server.origin, server.firstPassword);
  const screen = await office.screen("湘D·01235");
  const regular = await office.loop("循环", screen.id, [await office.film(samples.path("h264-faststart.mp4", 60))]);
  const notice = await office.film(samples.picture("notice.png", 1280, 720));
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await player.until((it) => it.playing !== null);

  const calledMs = performance.now();
  const emergency = await office.emergency("暴雨预警", screen.id, [notice], 12_000);
  await until(async () => (await player.diagnostics())?.playing?.entryId === emergency.id);
  const tookMs = performance.now() - calledMs;
  process.stdout.write(`an emergency was on the screen ${Math.round(tookMs)} ms after it was saved\n`);
  expect(tookMs).toBeLessThanOrEqual(5_000);

  const cut = await until(async () => {
    const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    const { totals } = await office.report(screen.id, day(-1), day(1));
    return totals.interrupted > 0 && totals;
  });
  expect(cut).toMatchObject({ completed: 0, interrupted: 1, failed: 0 });
  await server.stop();
  const after = await until(async () => {
    const it = await player.diagnostics();
    return it?.playing?.entryId === regular.id && it;
  });
  expect(after.playing?.entryId).toBe(regular.id);
});
