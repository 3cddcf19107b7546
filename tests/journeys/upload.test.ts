import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Screen } from "@yilu/contract";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { bunny } from "../support/films.ts";
import { findChromium } from "../support/machine.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { testPassword } from "../support/server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "yilu-upload-"));
const player = new PlayerBrowser();
let server: ServerProcess;
let office: Office;
let screen: Screen;
let browser: Browser;
let staff: Page;
let reviewer: Page;

/** A desk of its own: another person, another browser profile. */
async function desk(username: string): Promise<Page> {
  const page = recorded(await (await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN" })).newPage());
  await page.goto(`${server.origin}/console/`);
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(testPassword);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "素材" }).waitFor();
  return page;
}

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("湘D·0618D");
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  staff = await desk("admin");
  reviewer = await desk("reviewer");
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
});
afterAll(async () => {
  await browser.close();
  await player.remove();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("staff upload a real film, with its level", async () => {
  const film = join(folder, "大兔子.mp4");
  // The first seconds of a real 1080p film with sound, bytes as its makers encoded them.
  execFileSync("ffmpeg", ["-v", "error", "-y", "-i", bunny, "-t", "5", "-c", "copy", "-movflags", "+faststart", film]);
  await staff.goto(`${server.origin}/console/media`);
  await staff.locator("input[type=file]").first().setInputFiles(film);
  const dialog = staff.getByRole("dialog");
  await dialog.getByRole("combobox").first().click();
  await staff.locator(".ant-select-item-option").filter({ hasText: "县级" }).click();
  await dialog.getByRole("button", { name: "开始上传 1 个" }).click();
  await until(async () => (await office.media())[0]?.status === "pending");
});

test("another one approves exactly these bytes", async () => {
  await reviewer.goto(`${server.origin}/console/media`);
  await reviewer.getByRole("button", { name: /逐个审核/ }).click();
  await reviewer.getByRole("heading", { name: /大兔子/ }).first().waitFor();
  await reviewer.getByRole("button", { name: /通过/ }).click();
  await until(async () => (await office.media()).find((one) => one.title === "大兔子")?.status === "approved");
  const [media] = await office.media();
  expect(media?.reviews).toMatchObject([{ decision: "approve", sha256: media?.sha256 }]);
});

test("it goes into a playlist", async () => {
  await staff.goto(`${server.origin}/console/playlists`);
  await staff.getByRole("button", { name: "新建播放列表" }).first().click();
  await staff.getByPlaceholder(/起个名称/).fill("宣传月循环");
  await staff.getByRole("button", { name: "加入《大兔子》" }).click();
  await staff.getByRole("button", { name: "保存" }).click();
  await staff.getByText("都已保存").waitFor();
});

test("an entry brings it to the screen: from save to first frame", async () => {
  expect((await player.diagnostics())?.playing ?? null).toBeNull();
  await staff.goto(`${server.origin}/console/entries`);
  await staff.getByRole("button", { name: "新建排期" }).first().click();
  await staff.getByLabel("名称").fill("循环");
  await staff.getByLabel("播放列表").click();
  await staff.locator(".ant-select-item-option").filter({ hasText: "宣传月循环" }).click();
  const save = staff.getByRole("button", { name: "保存" });
  const savedAt = performance.now();
  await save.click();
  const playing = await player.until((it) => it.playing !== null);
  process.stdout.write(`from save to first frame: ${Math.round(performance.now() - savedAt)} ms\n`);
  const [media] = await office.media();
  expect(playing.playing?.mediaId).toBe(media?.id);
  await until(async () => (await office.seen(screen.id)).live.rollout === "playing");
});
