import type { Screen } from "@yilu/contract";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { findChromium } from "../support/machine.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { startTestServer, testPassword, type TestServer } from "../support/server.ts";
import { until } from "../support/until.ts";
import { screenBody } from "../support/world.ts";

const wallName = "渣江镇文化广场";
const step = 170_000; // a longer break would be one of the server's own

let server: TestServer;
let screen: Screen;
let token: string;
let browser: Browser;
let aheadMs = 0;
const player = new PlayerBrowser();

beforeAll(async () => {
  server = await startTestServer({ clock: () => Date.now() + aheadMs });
  screen = await server.screens.create(server.system, { ...screenBody(wallName, server.root.id), kind: "led", line: null, place: wallName });
  token = await server.pairing.enrol(server.system, screen.id);
  await server.users.addUser(server.system, { username: "gongjiao", displayName: "王师傅", role: "operator", unitId: server.root.id }, testPassword, false);
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
});
afterAll(async () => {
  await player.remove();
  await browser.close();
  await server.remove();
});

const isOnline = async () => (await server.screens.get(server.system, screen.id)).live.state === "online";
const opened = async (width: number, height: number): Promise<Page> => recorded(await (await browser.newContext({ viewport: { width, height }, locale: "zh-CN" })).newPage());

test("a player stops: the alarm appears at the desk and on the wall, is taken up, and is over when the player is back", async () => {
  await player.on(`${server.origin}/player/?token=${token}`);
  await until(isOnline);

  const desk = await opened(1366, 768);
  await desk.goto(`${server.origin}/console/`);
  await desk.getByLabel("账号").fill("gongjiao");
  await desk.getByLabel("密码", { exact: true }).fill(testPassword);
  await desk.keyboard.press("Enter");
  await desk.getByRole("link", { name: "告警，没有未处理的" }).click();
  await desk.getByText("没有进行中的告警").waitFor();
  const link = await server.shares.create(server.system, { title: "指挥室", expiresAt: Date.now() + 86_400_000, shared: { what: "wall" } });
  const wall = await opened(1920, 1080);
  await wall.goto(server.origin + link.path);
  await wall.getByText("没有要处理的告警").waitFor();

  await player.pullPlug();
  await until(async () => !(await isOnline()));
  for (let passed = 0; passed < 31 * 60_000; passed += step) {
    aheadMs += step;
    await server.alarms.watch.evaluate();
  }
  const row = desk.getByRole("row").filter({ hasText: wallName });
  await row.getByText("起没有联系").waitFor();
  await desk.getByRole("link", { name: "告警，1 条未处理" }).waitFor();
  await wall.locator(".w-alarms").getByText(wallName).waitFor();

  await row.getByRole("button", { name: `确认 ${wallName} 离线` }).click();
  await desk.getByLabel("处理情况").fill("已派人去看");
  await desk.getByRole("button", { name: "确认 1 条" }).click();
  await row.getByText("王师傅 已派人去看").waitFor();
  await desk.getByText("已确认 1", { exact: true }).waitFor();
  await wall.getByText("没有要处理的告警").waitFor();

  await player.on(`${server.origin}/player/`);
  await desk.getByText("没有进行中的告警").waitFor();
  await desk.getByText("已恢复", { exact: true }).click();
  await row.getByText("后恢复").waitFor();
  expect((await server.alarms.alarms.page(server.system, { state: "cleared", page: 1, pageSize: 10 })).rows).toMatchObject([{ screenName: wallName, kind: "offline", state: "cleared", acknowledgedBy: "王师傅", note: "已派人去看" }]);
});

test("the wall goes on with what it knows while the server is away, and says in large letters when its link is revoked", async () => {
  const { share, path } = await server.shares.create(server.system, { title: "值班室", expiresAt: Date.now() + 86_400_000, shared: { what: "wall" } });
  const wall = await opened(1920, 1080);
  const errors: string[] = [];
  wall.on("pageerror", (error) => errors.push(error.message));
  await wall.goto(server.origin + path);
  await wall.getByText("块正常播放").waitFor();
  expect(await wall.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth])).toEqual([1080, 1920]);
  const smallest = await wall.evaluate(() => {
    const worded = [...document.querySelectorAll(".w-wall *")].filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ""));
    return Math.min(...worded.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
  });
  expect(smallest).toBe(28);
  await wall.context().setOffline(true);
  await wall.getByText("连接断开，正在重连").waitFor();
  expect(await wall.getByText("块正常播放").isVisible()).toBe(true);
  await wall.context().setOffline(false);
  await wall.getByText("连接断开，正在重连").waitFor({ state: "hidden" });
  await server.shares.revoke(server.system, share.id);
  await wall.getByRole("heading", { name: "大屏停了" }).waitFor();
  expect(await wall.getByText("大屏链接已过期或被撤销").isVisible()).toBe(true);
  expect(errors).toEqual([]);
});
