import type { Entry } from "@yilu/contract";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { findChromium } from "../support/machine.ts";
import { testPassword } from "../support/server.ts";
import { entryBody, World } from "../support/world.ts";

const began = performance.now();
/** Wednesday afternoon of the campaign month; from here time runs as it does. */
const opened = Date.parse("2026-06-24T15:42:00+08:00");
const clock = (): number => opened + Math.floor(performance.now() - began);

let world: World;
let browser: Browser;
let page: Page;
let bus = "";
let led = "";
const errors: string[] = [];

beforeAll(async () => {
  world = await World.start({ clock });
  const { staff, playlist, screen } = world.place("here");
  bus = screen.name;
  led = (await world.screen("here", { name: "西渡镇蒸阳广场", kind: "led", line: null, widthPx: 960, heightPx: 320 })).name;
  const add = (name: string, change: Partial<ReturnType<typeof entryBody>>): Promise<Entry> => world.server.schedule.create(staff, { ...entryBody(name, playlist.id, [{ kind: "all" }]), ...change });
  await add("七月加播", { startDate: "2026-07-01", endDate: "2026-07-10", share: { kind: "percent", percent: 60 }, include: [{ kind: "screen", screenId: screen.id }] });
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  page = await signedIn("scheduler");
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function signedIn(role: "scheduler" | "reviewer"): Promise<Page> {
  const { username } = await world.user("here", role);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const fresh = recorded(await context.newPage());
  await fresh.addInitScript(aheadBy, clock() - Date.now());
  fresh.on("pageerror", (error) => errors.push(error.message));
  await fresh.goto(`${world.server.origin}/console/`);
  await fresh.getByLabel("账号").fill(username);
  await fresh.getByLabel("密码", { exact: true }).fill(testPassword);
  await fresh.keyboard.press("Enter");
  await fresh.getByRole("heading", { name: "首页" }).waitFor();
  return fresh;
}

const panel = (): Locator => page.getByRole("complementary", { name: "此刻播什么" });
/** Puts the date of a page ahead of this machine's; runs in the page. Its timers stay the real ones. */
function aheadBy(ms: number): void {
  const TrueDate = Date;
  const ahead = (): number => TrueDate.now() + ms;
  window.Date = new Proxy(TrueDate, {
    construct: (target, given: unknown[]) => Reflect.construct(target, given.length === 0 ? [ahead()] : given) as Date,
    get: (target, name) => (name === "now" ? ahead : (Reflect.get(target, name) as unknown)),
  });
}

/** The names of what plays by the panel's reasons. */
const plays = (name: string): Locator => panel().locator("li[data-verdict=playing]").filter({ hasText: name });
const choose = (screen: string): Promise<void> => page.getByRole("button", { name: `看 ${screen} 此刻播什么` }).click();
const barOf = (row: string, name: string): Locator => page.getByRole("group", { name: row }).getByRole("button", { name: new RegExp(`^${name}，`) });

/** Drags the middle of a bar so many hours of the shown day to the right. */
async function dragHours(bar: Locator, hours: number): Promise<void> {
  const box = await bar.boundingBox();
  const track = await bar.locator("xpath=..").boundingBox();
  if (box === null || track === null) throw new Error("the bar is not drawn");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (track.width / 24) * hours, y, { steps: 8 });
  await page.mouse.up();
}

/** A date field of the form, as one types into it. */
async function type(label: string, date: string): Promise<void> {
  await page.getByPlaceholder(label).fill(date);
  await page.keyboard.press("Enter");
}

/** A new entry with its name and playlist, for all screens, on these dates. */
async function begin(name: string, from: string, to: string): Promise<void> {
  await page.getByRole("link", { name: "排期", exact: true }).click();
  await page.getByRole("button", { name: "新建排期" }).first().click();
  await page.getByLabel("名称").fill(name);
  await page.getByRole("combobox", { name: "播放列表" }).click();
  await page.locator(".ant-select-item-option").filter({ hasText: world.place("here").playlist.name }).click();
  await type("开始日期", from);
  await type("结束日期", to);
}

async function save(): Promise<void> {
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText(/已保存，下发到 \d+ 块屏幕/).last().waitFor();
}

test("the campaign month is built here: the loop of the month, and the takeover of the 26th", async () => {
  await begin("宣传月循环", "2026-06-01", "2026-06-30");
  await page.getByText("按百分比").click();
  await page.getByRole("spinbutton", { name: "播放占比" }).fill("50");
  await save();
  await begin("致敬禁毒英雄", "2026-06-26", "2026-06-26");
  await page.getByRole("radio", { name: /独占插播/ }).check();
  await page.getByRole("button", { name: "加时段" }).click();
  for (const [label, time] of [["从", "20:00"], ["到", "21:00"]] as const) {
    await page.getByRole("combobox", { name: label, exact: true }).fill(time);
    await page.keyboard.press("Tab");
  }
  await page.getByRole("radio", { name: "马上切换" }).check();
  await page.getByText(/将让 \d+ 条排期在 .*停播/).waitFor();
  await save();
  const { rows } = await world.server.schedule.page(world.place("here").staff, { page: 1, pageSize: 10, q: "致敬" });
  expect(rows).toMatchObject([{ tier: "takeover", startDate: "2026-06-26", endDate: "2026-06-26", dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", to: "21:00" }], start: "hard" }]);
});

test("the 26th at 20:12, on a bus and on an LED wall: what plays, what yields, and until when", async () => {
  await page.getByRole("link", { name: "排期", exact: true }).click();
  await page.getByRole("button", { name: "看 6月26日 这一天" }).click();
  const cursor = page.getByRole("slider", { name: "所看的时刻" });
  await cursor.focus();
  for (const key of ["PageUp", "PageUp", "PageUp", "PageUp", "PageUp"]) await cursor.press(key);
  for (let minute = 0; minute < 30; minute += 1) await cursor.press("ArrowLeft");
  await page.waitForFunction(() => document.querySelector("[role=slider]")?.getAttribute("aria-valuetext") === "6月26日 20:12");
  for (const screen of [bus, led]) {
    await choose(screen);
    await plays("致敬禁毒英雄").getByText("独占插播 · 占 100 %，到 21:00").waitFor();
    await panel().locator("li[data-verdict=outranked]").filter({ hasText: "宣传月循环" }).getByText("被“致敬禁毒英雄”独占，21:00 后接着播").waitFor();
  }
});

test("the takeover is dragged an hour later: both screens change, and take it back", async () => {
  await dragHours(barOf(led, "致敬禁毒英雄"), 1);
  await page.getByText("“致敬禁毒英雄”改到 每天 21:00–22:00").waitFor();
  for (const screen of [led, bus]) {
    await choose(screen);
    await plays("宣传月循环").waitFor();
    await panel().locator("li[data-verdict=outside-dayparts]").filter({ hasText: "致敬禁毒英雄" }).getByText("每天 21:00–22:00").waitFor();
  }
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByText("“致敬禁毒英雄”已恢复").waitFor();
  for (const screen of [bus, led]) {
    await choose(screen);
    await plays("致敬禁毒英雄").waitFor();
  }
});

test("the keys move and resize it by a quarter of an hour and take that back, and a bar without a daypart says why it stays", async () => {
  for (const [key, hours] of [["ArrowRight", "20:15–21:15"], ["Shift+ArrowRight", "20:00–21:15"]] as const) {
    await barOf(led, "致敬禁毒英雄").press(key);
    await page.getByText(`“致敬禁毒英雄”改到 每天 ${hours}`).waitFor();
    await barOf(led, "致敬禁毒英雄").and(page.getByRole("button", { name: hours })).waitFor();
    await page.getByRole("button", { name: "撤销" }).press("Enter");
    await barOf(led, "致敬禁毒英雄").and(page.getByRole("button", { name: "20:00–21:00" })).waitFor();
  }
  await barOf(led, "宣传月循环").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("这条排期全天都播，没有时段可移").waitFor();
});

test("a move into a month that is taken is refused with the reason, and the bar stays", async () => {
  await page.goto(`${world.server.origin}/console/entries?by=month&date=2026-07-01`);
  const bar = barOf(bus, "七月加播");
  await bar.focus();
  await page.keyboard.press("ArrowLeft");
  const refusal = page.getByRole("alert").filter({ hasText: "“七月加播”没有改动：占比超出" });
  await refusal.getByText(/最多还能占 50 %.*“宣传月循环”/).waitFor();
  await page.waitForFunction(() => document.querySelector(".t-ghost") === null);
  expect(await bar.getAttribute("aria-label")).toContain("7月1日–7月10日");
});

test("the form says how much is left, and does not save more", async () => {
  await page.goto(`${world.server.origin}/console/entries?edit=new`);
  await page.getByLabel("名称").fill("加播太多");
  await page.getByRole("combobox", { name: "播放列表" }).click();
  await page.locator(".ant-select-item-option").filter({ hasText: world.place("here").playlist.name }).click();
  await page.getByText("按百分比").click();
  await page.getByRole("spinbutton", { name: "播放占比" }).fill("60");
  await page.getByText("占比超出：最多还能占 40 %，要的是 60 %").waitFor();
  expect(await page.getByRole("button", { name: "保存" }).isDisabled()).toBe(true);
  await page.getByRole("spinbutton", { name: "播放占比" }).fill("40");
  await page.getByText("最多还能占 40 %，在这些屏幕和时段里").waitFor();
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText(/已保存，下发到 3 块屏幕/).waitFor();
});

test("an emergency from the header names its screens, is on every page, and stops", async () => {
  await page.getByRole("link", { name: "首页", exact: true }).click();
  await page.getByRole("button", { name: "紧急插播" }).click();
  await page.getByRole("combobox", { name: "播放列表" }).click();
  await page.locator(".ant-select-item-option").filter({ hasText: world.place("here").playlist.name }).click();
  await page.getByRole("button", { name: /看会播到几块屏/ }).click();
  const dialog = page.getByRole("dialog").filter({ hasText: "马上在 3 块屏紧急插播？" });
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent === "取消");
  await dialog.getByText(/播 30 分钟，\d\d:\d\d 自己结束/).waitFor();
  await dialog.getByRole("button", { name: "紧急插播 3 块" }).click();
  const banner = page.getByText("紧急插播中");
  await banner.waitFor();
  await page.getByRole("link", { name: "素材", exact: true }).click();
  await page.getByText(/“紧急插播”插播到 3 块屏，\d\d:\d\d 结束/).waitFor();
  await page.getByRole("button", { name: "停止", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "停止 3 块" }).click();
  await page.getByText("已停止“紧急插播”").waitFor();
  await banner.waitFor({ state: "detached" });
});

test("a reviewer sees it all and finds no button that changes it", async () => {
  const mine = page;
  page = await signedIn("reviewer");
  await page.goto(`${world.server.origin}/console/entries?date=2026-06-26&by=day`);
  await choose(led);
  await panel().getByText("为什么").waitFor();
  expect(await page.getByRole("button", { name: /紧急插播|新建排期|复制到/ }).count()).toBe(0);
  await page.context().close();
  page = mine;
  expect(errors).toEqual([]);
});
