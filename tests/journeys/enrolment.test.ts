import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { routes, type EnrolmentLink } from "@yilu/contract";
import { drawQr } from "@yilu/server/features/screens/qr.ts";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { findChromium } from "../support/machine.ts";
import { png } from "../support/png.ts";
import { Office } from "../support/programme.ts";
import { testPassword } from "../support/server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { sheetOf, workbook } from "../support/workbooks.ts";

const folder = mkdtempSync(join(tmpdir(), "yilu-enrolment-"));
const contexts: BrowserContext[] = [];
let server: ServerProcess;
let office: Office;
let browser: Browser;
let staff: Page;
let links: EnrolmentLink[] = [];
let late: Page;

/** A browser profile of its own. */
async function profile(viewport = { width: 1366, height: 768 }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  contexts.push(context);
  return recorded(await context.newPage());
}

async function fileOf(name: string, rows: readonly string[][]): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await workbook(rows));
  return path;
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

beforeAll(async () => {
  server = await ServerProcess.start();
  office = await Office.open(server.origin, server.firstPassword);
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  staff = await profile();
  await staff.goto(`${server.origin}/console/screens`);
  await staff.getByLabel("账号").fill("admin");
  await staff.getByLabel("密码", { exact: true }).fill(testPassword);
  await staff.keyboard.press("Enter");
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser.close();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("an office takes the template, and is told which cell of its workbook is wrong", async () => {
  await staff.getByRole("button", { name: "导入", exact: true }).click();
  await staff.getByText("把 .xlsx 文件拖到这里，或点这里选").waitFor();
  expect(await faultsOf(staff)).toEqual([]);
  const downloading = staff.waitForEvent("download");
  await staff.getByRole("link", { name: "下载模板" }).click();
  const template = await (await downloading).createReadStream();
  const [notes, titles] = await sheetOf(Buffer.concat(await template.toArray()));
  expect([notes?.[0]?.slice(0, 3), titles?.slice(0, 4)]).toEqual(["填法：", ["单位*", "名称*", "类型*", "车牌"]]);
  // Held on its way, so that one sees how a check goes on; stopped, nothing came of it.
  await staff.route(`**${routes.imports.preview.path}`, () => undefined, { times: 1 });
  await staff.locator("input[type=file]").setInputFiles(await fileOf("停.xlsx", [["全县", "", "公交", "湘D·0001D", "3路"]]));
  await staff.getByText(/^正在读取和核对《停.xlsx》/).waitFor();
  await staff.getByRole("progressbar").waitFor();
  expect(await faultsOf(staff)).toEqual([]);
  await staff.getByRole("button", { name: "停止" }).press("Enter");
  await staff.getByText("已停止，什么都没写入").waitFor();
  await staff.locator("input[type=file]").setInputFiles(await fileOf("错的.xlsx", [["全县", "", "公交", "湘D·0618D", "3路"], ["全县", "东门大屏", "火车", "", "", "东门", "1536×512"]]));
  await staff.getByText("有 1 行不对").waitFor();
  expect(await staff.locator("tbody tr.ant-table-row").allInnerTexts()).toEqual([expect.stringMatching(/^3\s+有错\s+东门大屏\s+全县\s+C3 没有类型“火车”：写公交、客运或 LED$/)]);
  expect(await staff.getByRole("button", { name: "导入 1 块" }).isDisabled()).toBe(true);
  expect(await faultsOf(staff)).toEqual([]);
  expect(await office.screens()).toEqual([]);
});

test("mended, it shows what it would add, and adds it", async () => {
  await staff.getByRole("button", { name: "换一个文件" }).click();
  await staff.locator("input[type=file]").setInputFiles(await fileOf("好的.xlsx", [["全县", "", "公交", "湘D·0618D", "3路"], ["全县", "东门大屏", "LED", "", "", "东门", "1536×512"]]));
  await staff.getByRole("button", { name: "导入 2 块" }).click();
  await staff.getByText("导入完成：新增 2 块，修改 0 块").waitFor();
  expect(await faultsOf(staff)).toEqual([]);
  expect((await office.screens()).map(({ name, kind, widthPx, live }) => [name, kind, widthPx, live.state]).sort()).toEqual([["东门大屏", "led", 1536, "unpaired"], ["湘D·0618D", "bus", 1920, "unpaired"]]);
});

test("the links of the new screens come as cards to print, two by four on a page, and leaving them asks", async () => {
  await staff.getByRole("button", { name: "给 2 块新屏幕生成入网链接" }).click();
  await staff.getByText("7 天").click();
  expect(await faultsOf(staff)).toEqual([]);
  const answering = staff.waitForResponse((response) => response.url().endsWith(routes.enrolments.create.path));
  await staff.getByRole("button", { name: "生成链接" }).click();
  ({ links } = routes.enrolments.create.answer.parse(await (await answering).json()));
  await staff.getByText("这些二维码就是钥匙，只显示这一次").waitFor();
  expect(await staff.locator(".e-card").count()).toBe(2);
  for (const [index, { url, plate, screenName }] of links.entries()) {
    const card = staff.locator(".e-card").nth(index);
    expect(await card.locator("h2").innerText()).toBe(plate ?? screenName);
    expect(await card.locator("svg path").getAttribute("d")).toBe(drawQr(url).path);
  }
  expect(await faultsOf(staff)).toEqual([]);
  const pages = async () => [...(await staff.pdf({ preferCSSPageSize: true })).toString("latin1").matchAll(/\/MediaBox \[0 0 (\d+)[\d.]* (\d+)/g)].map(([, width, height]) => [width, height]);
  expect(await pages()).toEqual([["594", "841"]]);
  await staff.locator(".ant-segmented-item-label", { hasText: "1 张" }).click();
  expect(await pages()).toEqual([["594", "841"], ["594", "841"]]);
  await staff.getByRole("link", { name: "屏幕" }).first().click();
  const asking = staff.getByRole("dialog", { name: "离开后这些二维码就看不到了" });
  await asking.getByRole("button", { name: "留下" }).click();
  expect(await staff.locator(".e-card").count()).toBe(2);
});

test("the link makes the browser that opens it first the screen's player, which plays", async () => {
  const [link] = links;
  const player = await profile({ width: 1280, height: 720 });
  await player.goto(link?.url ?? "");
  await until(async () => (await office.seen(link?.screenId ?? "")).live.state === "online");
  expect(player.url()).toBe(`${server.origin}/player/`);
  late = await profile({ width: 1280, height: 720 });
  await late.goto(link?.url ?? "");
  const picture = join(folder, "海报.png");
  writeFileSync(picture, png(618));
  await office.loop("循环", link?.screenId ?? "", [await office.film(picture)]);
  await until(() => player.evaluate(() => window.__yilu?.playing !== null && window.__yilu?.playing !== undefined));
});

test("whoever opens it later is told in large letters that it is used, and then shown a code", async () => {
  const title = late.locator("#notice-title");
  await title.filter({ hasText: "这个入网链接已经用过了" }).waitFor();
  expect(await title.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(30);
  await late.waitForSelector("#pairing:not([hidden]) #code i", { timeout: 30_000 });
  expect(late.url()).toBe(`${server.origin}/player/`);
});

test("a bus that another company runs from now on moves there by the same workbook, and is told of before", async () => {
  const [bus] = await office.screens().then((screens) => screens.filter(({ name }) => name === "湘D·0618D"));
  const made = await staff.evaluate(
    async (body) => (await fetch("/api/units", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).status,
    { name: "客运公司", kind: "operator", parentId: bus?.unitId, code: null },
  );
  expect(made).toBe(200);
  await staff.goto(`${server.origin}/console/screens/import`);
  await staff.locator("input[type=file]").setInputFiles(await fileOf("移.xlsx", [["客运公司", "", "公交", "湘D·0618D", "3路"]]));
  await staff.getByText("有 1 块屏幕要移到别的单位").waitFor();
  expect(await staff.locator("tbody tr.ant-table-row").allInnerTexts()).toEqual([expect.stringMatching(/移单位\s+湘D·0618D\s+客运公司\s+湘D·0618D\s+移到 全县 → 客运公司/)]);
  expect(await faultsOf(staff)).toEqual([]);
  await staff.getByRole("button", { name: "导入 1 块" }).click();
  await staff.getByText("1 块移到了别的单位").waitFor();
  expect((await office.screens()).map(({ name, unitName }) => [name, unitName]).sort()).toEqual([["东门大屏", "全县"], ["湘D·0618D", "客运公司"]]);
});
