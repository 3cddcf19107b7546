import { afterAll, beforeAll, expect, test } from "vitest";
import type { Media, Screen } from "@yilu/contract";
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
  for (const seconds of [1, 1.2, 1.4]) films.push(await office.film(samples.path("h264-faststart.mp4", seconds)));
  await office.loop("循环", screen.id, films);
});
afterAll(async () => {
  await player.remove();
  await server.remove();
  samples.remove();
});

/** The screen's proof of play, and all its plays whatever their outcome. */
async function books() {
  // Two days around now hold the screen's today, whatever the zone of this machine.
  const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  const report = await office.report(screen.id, day(-1), day(1));
  const { completed, interrupted, failed } = report.totals;
  return { ...report, all: completed + interrupted + failed };
}

/** The books once they hold every play the player has closed, and the player when it had no more. */
function level() {
  return until(async () => {
    const [before, report, after] = [await player.diagnostics(), await books(), await player.diagnostics()];
    return before && after && before.ledgerHead === after.ledgerHead && after.unsent === 0 && report.all >= after.ledgerHead - 1 && { report, head: after.ledgerHead };
  });
}

test("a screen pairs by the code it shows, and plays what was scheduled", async () => {
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  const code = (await page.locator("#code").innerText()).replace(/\s/g, "");
  expect(code).toMatch(/^[23456789CFGHJMPQRVWX]{8}$/);
  await office.pair(screen.id, code);
  await player.until((it) => it.playing !== null);
  await until(async () => {
    const { live } = await office.seen(screen.id);
    return live.rollout === "playing" && live.state === "online";
  });
});

test("20 plays are 20 plays in the report, each with its film", async () => {
  await player.until((it) => it.ledgerHead > 20, 120_000);
  const { report, head } = await level();
  expect(report.all).toBe(head - 1); // the one on the screen has no outcome yet
  expect(report.totals).toMatchObject({ completed: head - 1, interrupted: 0, failed: 0 });
  expect(report.completeness).toMatchObject({ missing: 0, keptApart: 0 });
  expect(report.rows.map(({ key }) => key).sort()).toEqual(films.map(({ id }) => id).sort());
});

test("the server ends while the player plays on; started again, no play is missing and none counts twice", async () => {
  const { ledgerHead } = await player.until((it) => it.playing !== null);
  await server.stop("SIGKILL");
  const offline = await player.until((it) => it.ledgerHead >= ledgerHead + 20, 150_000);
  expect(offline.unsent).toBeGreaterThanOrEqual(19);
  await server.start();
  await player.until((it) => it.unsent === 0, 120_000);
  const { report, head } = await level();
  expect(report.totals).toMatchObject({ completed: head - 1, interrupted: 0, failed: 0 });
  expect(report.completeness).toMatchObject({ missing: 0, keptApart: 0 });
});

test("between clips there is no gap to be seen: 40 swaps, measured frame by frame", async () => {
  const measured = await player.until((it) => it.gaps.length >= 40, 180_000);
  const gaps = [...measured.gaps].sort((a, b) => a - b);
  const [median, most] = [gaps[Math.floor(gaps.length / 2)], gaps.at(-1)];
  process.stdout.write(`${gaps.length} swaps: median ${median?.toFixed(1)} ms, longest ${most?.toFixed(1)} ms\n`);
  expect(median).toBeLessThanOrEqual(50);
  expect(most).toBeLessThanOrEqual(250);
});
