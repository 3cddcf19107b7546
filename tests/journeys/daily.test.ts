import { manifest, routes, type Media, type PlayerStatus, type Screen } from "@yilu/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wellReport } from "../support/alarm-desk.ts";
import { campaignBody } from "../support/campaign-calls.ts";
import { Desks, tabTo } from "../support/desks.ts";
import { until } from "../support/until.ts";
import { World } from "../support/world.ts";

/* A day at the desk of the transport bureau: find, look, set several at once, send out. */
const hourMs = 3_600_000;
let world: World;
let desks: Desks;
let desk: Page;
let campaignName = "";
/** A film that no playlist shows yet. */
let second: Media;

/** A screen on 1路 whose player said this, so long ago. `isOnline` is what the server knows of its line. */
async function said(name: string, isOnline: boolean, agoMs: number, report: (newest: string) => Partial<PlayerStatus>): Promise<Screen> {
  const screen = await world.screen("here", { name, line: "1路" });
  const token = await world.token(screen);
  const answer = await fetch(world.server.origin + routes.player.manifest.path, { headers: { authorization: `Bearer ${token}` } });
  const { revision } = manifest.parse(await answer.json());
  const now = Date.now();
  const data = { lastSeenAt: BigInt(now - agoMs), onlineUntil: BigInt(isOnline ? now + 24 * hourMs : 0), report: { ...wellReport, ...report(revision) } };
  await world.inspector.client.screenStatus.upsert({ where: { screenId: screen.id }, create: { screenId: screen.id, ...data }, update: data });
  return screen;
}
const older = "b".repeat(64);
const fetching = (revision: string, state: "downloading" | "failed") => ({ revision: older, download: { revision, state, doneBytes: 42, totalBytes: 100 } });

beforeAll(async () => {
  world = await World.start({ clock: Date.now });
  await said("湘D·0101D", true, 0, (revision) => ({ revision }));
  await said("湘D·0102D", true, 0, (revision) => fetching(revision, "downloading"));
  await said("湘D·0103D", true, 0, (revision) => fetching(revision, "failed"));
  await said("湘D·0104D", false, hourMs, () => ({ revision: older }));
  await said("湘D·0105D", false, 30 * hourMs, () => ({ revision: older }));
  await said("湘D·0106D", false, hourMs, (revision) => ({ revision }));
  second = await world.approved("here");
  const day = (shift: number) => new Date(Date.now() + shift * 24 * hourMs).toISOString().slice(0, 10);
  const campaign = { ...campaignBody(world, "here"), startDate: day(2), endDate: day(9), specialDates: [], reportDue: Date.now() + 20 * 24 * hourMs };
  ({ name: campaignName } = await world.server.campaigns.create(world.place("here").staff, campaign));
  const { username } = await world.user("here", "scheduler");
  desks = await Desks.open(world.server.origin);
  desk = await desks.of(username);
  await desk.locator(".y-live:not(.y-live-off)").waitFor(); // the shell listens, to its keys too
});
afterAll(async () => {
  await desks.close();
  await world.close();
});

const cards = () => desk.locator(".y-screen-name");

test("Ctrl+K finds a screen, a film and a playlist from anywhere, and the enter key goes there", async () => {
  const { media, playlist } = world.place("here");
  const find = async (words: string) => {
    await desk.keyboard.press("Control+k");
    await desk.getByRole("combobox", { name: "搜索" }).fill(words);
    await desk.keyboard.press("Enter"); // before the answer: it opens once that is there
    await desk.getByRole("combobox", { name: "搜索" }).waitFor({ state: "detached" });
  };
  /** Closes the drawer; the focus goes back to where it was once it is gone. */
  const close = async () => {
    await desk.keyboard.press("Escape");
    await desk.getByRole("dialog").waitFor({ state: "hidden" });
  };
  await find("0105D");
  await desk.getByRole("dialog").getByText("湘D·0105D").first().waitFor();
  await close();
  await find(media.title);
  await desk.waitForURL((url) => url.pathname.endsWith("/media") && url.searchParams.get("id") === media.id);
  await desk.getByRole("dialog").getByText(playlist.name).waitFor();
  await close();
  await find(playlist.name);
  await desk.waitForURL((url) => url.searchParams.get("edit") === playlist.id);
  await desk.getByRole("button", { name: "保存" }).waitFor();
});

test("the board stands by line or unit; its filters are in the address, and survive a reload and the back button", async () => {
  await desk.getByRole("navigation").first().getByRole("link", { name: "屏幕" }).press("Enter");
  await cards().first().waitFor();
  await desk.getByRole("heading", { name: "1路" }).first().waitFor();
  await tabTo(desk, desk.getByRole("combobox", { name: "分组方式" }));
  for (const key of ["Enter", "ArrowDown", "Enter"]) await desk.keyboard.press(key);
  await desk.getByRole("heading", { name: world.place("below").unit.name }).waitFor();
  await desk.getByText("公交", { exact: true }).and(desk.locator(".ant-segmented-item-label")).click();
  const search = desk.getByLabel("搜名称、车牌、线路");
  await search.fill("010");
  await until(async () => (await cards().count()) === 6);
  const hasFilters = (url: URL) => ["kind", "by", "q"].map((name) => url.searchParams.get(name)).join() === "bus,unit,010";
  await desk.waitForURL(hasFilters);
  await desk.reload();
  await until(async () => (await cards().count()) === 6);
  await desk.getByRole("navigation").first().getByRole("link", { name: "告警" }).press("Enter");
  await desk.waitForURL(/alarms/);
  await desk.goBack();
  await desk.waitForURL(hasFilters);
  await until(async () => (await cards().count()) === 6);
  expect(await search.inputValue()).toBe("010");
});

test("several screens are set at once; what would destroy names each that it touches, and does nothing by the enter key alone", async () => {
  for (const name of ["湘D·0104D", "湘D·0105D"]) await desk.getByRole("checkbox", { name: `选中 ${name}` }).press("Space");
  const bar = desk.getByRole("toolbar", { name: "已选 2 块" });
  await bar.getByRole("button", { name: "加标签" }).press("Enter");
  const dialog = desk.getByRole("dialog", { name: "给 2 块屏幕加标签" });
  await dialog.getByRole("combobox").fill("宣传月");
  await desk.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "用到 2 块" }).press("Enter");
  await desk.getByText("2 块已保存").waitFor();
  await bar.getByRole("button", { name: "删除" }).press("Enter");
  const asking = desk.getByRole("dialog", { name: "删除 2 块屏幕？" });
  await asking.getByRole("listitem").nth(1).waitFor();
  expect(await asking.getByRole("listitem").allInnerTexts()).toEqual(["湘D·0104D", "湘D·0105D"]);
  await desk.locator("button:focus", { hasText: "取消" }).waitFor();
  await desk.keyboard.press("Enter");
  await asking.waitFor({ state: "hidden" });
  const { rows } = await world.server.screens.page(world.server.system, { page: 1, pageSize: 50, tag: "宣传月" });
  expect(rows.map(({ name }) => name).sort()).toEqual(["湘D·0104D", "湘D·0105D"]);
});

test("each screen says how far the newest programme has come; one button hurries those that are there", async () => {
  await desk.getByRole("navigation").first().getByRole("link", { name: "下发" }).press("Enter");
  const stage = async (name: string) => desk.getByRole("row").filter({ hasText: name }).locator(".y-state").first().innerText();
  await desk.getByLabel("搜车牌、线路、地点").fill("湘D·010");
  await desk.waitForURL(/q=/);
  const names = ["湘D·0101D", "湘D·0102D", "湘D·0103D", "湘D·0104D", "湘D·0105D", "湘D·0106D"];
  await until(async () => (await desk.locator("tbody tr.ant-table-row").count()) === names.length);
  expect(await Promise.all(names.map(stage))).toEqual(["已是最新", "下载中", "异常", "待上线下发", "可能过期", "离线"]);
  const readiness = desk.locator("li").filter({ hasText: campaignName });
  await readiness.getByText(/^\d+ \/ \d+ 块已存好文件$/).waitFor();
  await tabTo(desk, desk.getByRole("button", { name: "一键下发" }));
  await desk.keyboard.press("Enter");
  await desk.getByRole("dialog", { name: "让 3 块屏幕立即检查新节目？" }).getByRole("button", { name: "立即下发" }).press("Enter");
  await desk.getByText("已通知 3 块屏幕").waitFor();
  await readiness.getByRole("link").press("Enter"); // before day one: which screens lack what
  await desk.getByRole("heading", { name: "开播前准备" }).waitFor();
  await desk.getByRole("list", { name: "还没备齐的屏" }).getByText("湘D·0105D").waitFor();
});

test("a list remembers which columns one wants", async () => {
  await desk.getByRole("navigation").first().getByRole("link", { name: "播放列表" }).press("Enter");
  await desk.getByRole("columnheader", { name: "总长" }).waitFor();
  await desk.getByRole("button", { name: "列", exact: true }).press("Enter");
  await desk.getByRole("checkbox", { name: "总长" }).press("Space");
  await desk.getByRole("columnheader", { name: "总长" }).waitFor({ state: "detached" });
  await desk.reload();
  await desk.getByRole("columnheader", { name: "用在" }).waitFor();
  expect(await desk.getByRole("columnheader", { name: "总长" }).count()).toBe(0);
});

test("a playlist gets a film and another order by the keyboard, and is saved so", async () => {
  const { media, playlist, staff } = world.place("here");
  await desk.getByRole("button", { name: playlist.name, exact: true }).press("Enter");
  await desk.getByRole("button", { name: `加入《${second.title}》` }).press("Enter");
  const grip = desk.getByRole("button", { name: `拖动《${media.title}》` });
  for (const [key, told] of [["Space", "移到第 1 位"], ["ArrowDown", "移到第 2 位"], ["Space", "放在第 2 位"]] as const) {
    await grip.press(key);
    await desk.getByRole("status").filter({ hasText: `《${media.title}》${told}` }).waitFor({ state: "attached" });
    await desk.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))); // places are measured once it is drawn
  }
  await desk.getByRole("button", { name: "保存" }).press("Enter");
  await desk.getByText("都已保存").waitFor();
  expect((await world.server.playlists.get(staff, playlist.id)).items.map(({ mediaId }) => mediaId)).toEqual([second.id, media.id]);
  expect(desks.errors).toEqual([]);
});
