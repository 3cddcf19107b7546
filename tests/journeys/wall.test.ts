import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wellReport } from "../support/alarm-desk.ts";
import { Desks, phone } from "../support/desks.ts";
import { testPassword } from "../support/server.ts";
import { until } from "../support/until.ts";
import { ledgerId, noon, playsFrom, playsOf, World } from "../support/world.ts";

/** The wall's clock and the server's, which go on together. */
let aheadMs = noon - Date.now();
let world: World;
let desks: Desks;

beforeAll(async () => {
  world = await World.start({ clock: () => Date.now() + aheadMs });
  const { server } = world;
  for (const name of ["西渡镇", "集兵镇", "杉桥镇"]) await server.users.createUnit(server.system, { name, kind: "township", parentId: server.root.id, code: null });
  for (const side of ["here", "below", "there"] as const) {
    const { screen: shows, media, entry } = world.place(side);
    const data = { lastSeenAt: BigInt(noon), onlineUntil: BigInt(noon + 86_400_000), report: { ...wellReport, ...(side === "here" ? { download: null, cacheUsedBytes: wellReport.cacheQuotaBytes - 10_000_000 } : {}), playing: { mediaId: media.id, entryId: entry.id, startedAt: noon } } };
    await world.inspector.client.screenStatus.upsert({ where: { screenId: shows.id }, create: { screenId: shows.id, ...data }, update: data });
  }
  const { screen } = world.place("here");
  await world.inspector.client.alarm.create({ data: { id: "w1", screenId: screen.id, kind: "storageLow", openKey: "w1", raisedAt: BigInt(noon), detail: { kind: "storageLow", freeBytes: 1, quotaBytes: 100, persistent: true } } });
  await server.users.addUser(server.system, { username: "zhihui", displayName: "指挥室", role: "operator", unitId: server.root.id }, testPassword, false);
  desks = await Desks.open(server.origin);
});
afterAll(async () => {
  await desks.close();
  await world.close();
});

const turnMs = 12_000;
async function turn(page: Page): Promise<void> {
  aheadMs += turnMs;
  await page.clock.fastForward(turnMs);
}
/** Which of its pages the wall shows. */
const here = (page: Page): Promise<number> => page.locator(".w-turns i").evaluateAll((dots) => dots.findIndex((dot) => dot.className === "w-here"));
/** Turns the pages of the wall until each was there. @returns their headings */
async function everyPage(page: Page, look: () => Promise<[string[], number]>): Promise<string[]> {
  const headings = new Map<number, string>();
  const pages = await page.locator(".w-turns i").count();
  while (headings.size < pages) {
    const before = await here(page);
    await turn(page);
    const now = await until(async () => (await here(page)) !== before && (await page.locator(".w-panel").getAttribute("aria-label")));
    headings.set(await here(page), (await page.locator(".w-panel h2").evaluate((one) => one.firstChild?.textContent ?? "")).trim());
    expect([now, ...(await look())]).toEqual([now, [], 0]);
  }
  return [...headings.values()];
}
/** Letters that stand outside of the wall, or are cut off where nothing says so. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const worded = [...document.querySelectorAll(".w-wall *")].filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "") && one.closest(".w-controls") === null);
    const outside = worded.filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 || (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden" && getComputedStyle(one).textOverflow !== "ellipsis"));
    return outside.map((one) => one.textContent);
  });
const wide = (page: Page): Promise<number> => page.locator(".w-wall").evaluate((one) => one.scrollWidth - one.clientWidth);

async function wallOf(options: Parameters<Desks["page"]>[0], language: "zh-CN" | "en"): Promise<Page> {
  const page = await desks.page(options);
  await page.clock.install();
  await page.addInitScript((chosen) => localStorage.setItem("yilu.language", chosen), language);
  await page.goto(`${world.server.origin}/console/wall`);
  await page.locator("#username, input[autocomplete=username]").first().fill("zhihui");
  await page.locator("input[type=password]").fill(testPassword);
  await page.keyboard.press("Enter");
  await page.locator(".w-answer").waitFor();
  return page;
}

test("the count of plays rises by itself, and the townships take their turn", async () => {
  const wall = await wallOf({ viewport: { width: 1920, height: 1080 } }, "zh-CN");
  expect(await everyPage(wall, async () => [await cutOff(wall), await wide(wall)])).toEqual(expect.arrayContaining(["今日播放", "各乡镇进展", "全部屏幕"]));
  while ((await wall.locator(".w-count").count()) === 0) await turn(wall);
  const count = wall.locator(".w-count");
  expect(await count.innerText()).toBe(String(playsOf.here + playsOf.below + playsOf.there + playsOf.above));
  const { screen, ...place } = world.place("here");
  await world.server.plays.receive({ screenId: screen.id, ledgerId, rows: playsFrom(place, noon - 40_000, 4, playsOf.here + 1) });
  await count.filter({ hasText: String(playsOf.here + playsOf.below + playsOf.there + playsOf.above + 4) }).waitFor();
  await wall.getByText("存储").first().waitFor();
  await wall.context().close();
});

test("in English nothing is cut off and nothing scrolls, on the wall as on a phone", async () => {
  const wall = await wallOf({ viewport: { width: 1920, height: 1080 } }, "en");
  expect(await everyPage(wall, async () => [await cutOff(wall), await wide(wall)])).toEqual(expect.arrayContaining(["Plays today", "Townships", "All screens"]));
  await wall.getByRole("heading", { name: "Needs a look" }).waitFor();
  expect(await wall.locator(".w-playing figure").count()).toBe(3);
  await wall.setViewportSize(phone);
  await everyPage(wall, async () => [await cutOff(wall), await wide(wall)]);
  await wall.mouse.move(10, 10);
  await wall.getByRole("link", { name: "Help" }).press("Enter"); // the "?" of a page without a header
  await wall.getByRole("heading", { name: "Help" }).waitFor();
  expect(await wall.locator("#wall").evaluate((one) => one.getBoundingClientRect().top < innerHeight)).toBe(true);
  expect(desks.errors).toEqual([]);
});
