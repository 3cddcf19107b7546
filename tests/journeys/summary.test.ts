import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Report, Screen, Summary, SummaryHead } from "@yilu/contract";
import exceljs from "exceljs";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { Samples } from "../support/films.ts";
import { findChromium } from "../support/machine.ts";
import { PlayerBrowser } from "../support/player-browser.ts";
import { Office } from "../support/programme.ts";
import { testPassword } from "../support/server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { documentTables, documentText, filesOfZip } from "../support/zip.ts";

const samples = new Samples();
const player = new PlayerBrowser();
const campaignName = "全民禁毒宣传月";
const dayMs = 86_400_000;
/** The dates around now in the zone of screens and office, so that midnight cannot come between. */
const shanghaiDate = (shift: number): string => new Date(Date.now() + 8 * 3_600_000 + shift * dayMs).toISOString().slice(0, 10);
const [from, to] = [shanghaiDate(-1), shanghaiDate(1)];
let server: ServerProcess;
let browser: Browser;
let desk: Page;
let screen: Screen;
/** Plays that the screen's ledger had closed when its plug was pulled. */
let played = 0;

beforeAll(async () => {
  server = await ServerProcess.start();
  const office = await Office.open(server.origin, server.firstPassword);
  screen = await office.screen("1路 湘D·01235");
  const films = [await office.film(samples.path("h264-faststart.mp4", 1)), await office.film(samples.path("h264-faststart.mp4", 2))];
  await office.loop("禁毒循环", screen.id, films);
  const page = await player.on(`${server.origin}/player/`);
  await page.waitForSelector("#pairing:not([hidden]) #code i");
  await office.pair(screen.id, (await page.locator("#code").innerText()).replace(/\s/g, ""));
  await player.until((it) => it.ledgerHead > 6);
  // Nothing may change under the office's hands: the screen is switched off once all it closed has come.
  const known = await until(async () => {
    const before = await player.diagnostics();
    const { totals } = await office.report(screen.id, from, to);
    const after = await player.diagnostics();
    return before !== null && before.ledgerHead === after?.ledgerHead && after.unsent === 0 && totals.completed === after.ledgerHead - 1 && totals.completed;
  });
  await player.pullPlug();
  await until(async () => (await office.seen(screen.id)).live.state === "offline");
  const { totals } = await office.report(screen.id, from, to);
  played = totals.completed;
  expect([known, known + 1]).toContain(played); // one more may have ended while the plug was being pulled

  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  desk = recorded(await (await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" })).newPage());
  await desk.goto(`${server.origin}/console/campaigns`);
  await desk.getByLabel("账号").fill("admin");
  await desk.getByLabel("密码", { exact: true }).fill(testPassword);
  await desk.keyboard.press("Enter");
  await desk.getByRole("button", { name: "新建活动" }).first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await player.remove();
  await server.remove();
  samples.remove();
});

/** What the API answers to the person at the desk. */
const api = async <T>(path: string): Promise<T> => (await (await desk.context().request.get(server.origin + path)).json()) as T;
const number = (text: string): number => Number(text.replaceAll(",", ""));

async function downloaded(button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([desk.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The figures of a table on the page, by the label of their row. */
async function tableOnPage(): Promise<Map<string, Record<string, string>>> {
  const titles = await desk.locator("main thead th").allInnerTexts();
  const rows = await desk.locator("main tbody tr.ant-table-row, main tfoot tr").all();
  const answer = new Map<string, Record<string, string>>();
  for (const row of rows) {
    const cells = await row.locator("td").allInnerTexts();
    answer.set(cells[0] ?? "", Object.fromEntries(cells.map((cell, place) => [titles[place] ?? "", cell])));
  }
  return answer;
}

let campaignId = "";

test("the office makes a campaign of what plays, and sees how it stands", async () => {
  await desk.getByRole("button", { name: "新建活动" }).first().click();
  const form = desk.getByRole("dialog");
  await form.getByLabel("活动名称").fill(campaignName);
  await form.getByLabel("主题").fill("全民禁毒你我他");
  const dates = form.locator(".ant-picker-range input");
  for (const [place, date] of [from, to].entries()) {
    await dates.nth(place).click();
    await dates.nth(place).fill(date);
    await desk.keyboard.press("Enter");
  }
  await form.getByLabel("总结截止").fill(`${shanghaiDate(3)} 18:00`);
  await desk.keyboard.press("Enter");
  await form.getByLabel("覆盖人次（估计）").fill("12000");
  await form.getByLabel("排期", { exact: true }).click();
  await desk.getByTitle("禁毒循环").click();
  await form.getByRole("button", { name: "保存" }).click();
  await desk.getByRole("button", { name: "修改活动" }).waitFor();
  campaignId = new URL(desk.url()).searchParams.get("campaign") ?? "";
  await desk.locator("tfoot").getByText(String(played), { exact: true }).waitFor();
});

test("播放统计 of the campaign: the page, the downloaded workbook and the API say the same, and it is what the screen's ledger says", async () => {
  await desk.getByRole("link", { name: "看播放统计" }).click();
  await desk.getByText("素材", { exact: true }).and(desk.locator(".ant-segmented-item-label")).click();
  await desk.locator("tfoot").waitFor();
  await until(async () => (await desk.locator("thead th").first().innerText()).includes("素材"));
  const onPage = () => api<Report>(`/api/reports/plays?${new URL(desk.url()).searchParams.toString()}`);
  const asItComes = (await onPage()).rows.map((row) => row.label);
  // In another order, which stands in the address and goes along into every file and onto paper.
  const head = desk.locator("thead th").first();
  for (const order of ["asc", "desc"]) {
    await head.click();
    await desk.waitForURL((address) => address.searchParams.get("sort") === "label" && address.searchParams.get("order") === order);
    await until(async () => (await head.getAttribute("aria-sort")) === (order === "asc" ? "ascending" : "descending")); // the address comes first, and the head asks for what follows what it shows
  }
  const report = await onPage();
  const names = report.rows.map((row) => `《${row.label}》`);
  expect(names).toHaveLength(asItComes.length);
  const namesShown = async () => (await desk.locator("main tbody tr.ant-table-row td:first-child").allInnerTexts()).map((text) => /《.*》/.exec(text)?.[0]);
  await until(async () => (await namesShown()).join() === names.join());
  await desk.emulateMedia({ media: "print" });
  expect(await namesShown()).toEqual(names);
  await desk.emulateMedia({ media: "screen" });
  expect(report.totals).toMatchObject({ completed: played, interrupted: 0, failed: 0, screens: 1, vehicles: 1 });
  expect(report.completeness).toMatchObject({ counted: played, missing: 0, keptApart: 0, screens: 1 });

  const shown = await tableOnPage();
  const figures = [...report.rows.map((row) => [`《${row.label}》`, row] as const), ["合计", report.totals] as const];
  for (const [label, row] of figures) {
    const [, cells] = [...shown].find(([first]) => first.includes(label)) ?? [];
    expect([number(cells?.["播完"] ?? ""), number(cells?.["屏幕数"] ?? ""), number(cells?.["车辆数"] ?? "")]).toEqual([row.completed, row.screens, row.vehicles]);
  }

  const { name, bytes } = await downloaded(desk.getByRole("link", { name: "下载为 Excel" }));
  expect(name).toBe(`播放统计_${from}_${to}.xlsx`);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as never); // exceljs declares a Buffer of its own making
  const [sheet] = workbook.worksheets;
  const cells = figures.map((_, index) => [3, 4, 6, 8, 9, 13].map((column) => sheet?.getRow(index + 2).getCell(column).value));
  expect(cells).toEqual(figures.map(([, row]) => [row.screens, row.vehicles, row.completed, row.interrupted, row.failed, Math.round(row.airtimeMs / 1000)]));
  const csv = (await downloaded(desk.getByRole("link", { name: "下载为 CSV" }))).bytes.toString("utf8").trimEnd().split("\r\n").slice(1).map((line) => line.split(","));
  expect(csv.map((row) => [row[0], Number(row[5])])).toEqual(figures.map(([label, row]) => [label.replaceAll(/[《》]/g, ""), row.completed]));

  // Into a day as its bar leads, by the keyboard: from the numbers of the picture.
  await desk.getByRole("button", { name: "每日条次：数字" }).press("Enter");
  await desk.getByRole("region", { name: "每日条次" }).getByRole("button").first().press("Enter");
  await desk.waitForURL(({ searchParams }) => ["from", "to", "by"].map((name) => searchParams.get(name)).join() === [from, from, "screen"].join());
});

test("closed, the Word document and the package say the same again, and the data hash to what is written everywhere", async () => {
  await desk.goto(`${server.origin}/console/campaigns?campaign=${campaignId}`);
  await desk.getByRole("button", { name: "结账", exact: true }).click();
  await desk.getByRole("button", { name: "结账 1 个" }).click();
  await desk.getByText("正式总结").waitFor();
  const { head, summary } = await api<{ head: SummaryHead; summary: Summary }>(`/api/campaigns/${campaignId}/summary`);
  const { totals, rows } = summary.standing;
  expect(totals.delivered).toBe(played);
  expect(await desk.getByText("校验值").innerText()).toContain(head.sha256.slice(0, 12));

  const docx = await downloaded(desk.getByRole("link", { name: "下载正式总结（Word）" }));
  expect(docx.name).toBe(`${campaignName}工作总结.docx`);
  expect(documentText(docx.bytes)).toContain(head.sha256);
  const tables = documentTables(docx.bytes);
  const facts = new Map(tables[0]?.map(([what, value]) => [what, value]));
  expect(["车辆数（台）", "屏幕数（块）", "条次（完整播放）", "覆盖人次（估算，由工作人员填报）"].map((what) => facts.get(what))).toEqual(["1", "1", String(played), "12,000"]);
  const units = tables.find(([titles]) => titles?.includes("完整播放") === true && titles.includes("材料"));
  expect(units?.slice(1, -1).map((row) => [row[1], number(row[4] ?? "")])).toEqual(rows.map((row) => [row.unitName, row.delivered]));
  expect(units?.at(-1)?.[4]).toBe(String(played));

  const zip = await downloaded(desk.getByRole("link", { name: "下载正式总结（全套 ZIP）" }));
  const files = filesOfZip(zip.bytes);
  const data = files.get("data.json") ?? Buffer.alloc(0);
  const hash = createHash("sha256").update(data).digest("hex");
  expect(hash).toBe(head.sha256);
  expect(files.get("data.json.sha256")?.toString("utf8")).toBe(`${hash}  data.json\n`);
  expect(JSON.parse(data.toString("utf8"))).toEqual(summary);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(files.get("播放统计.xlsx") as never); // as above
  const media = workbook.getWorksheet("按素材");
  const sums = media?.getColumn(6).values.slice(2).map(Number) ?? [];
  expect([sums.slice(0, -1).reduce((sum, plays) => sum + plays, 0), sums.at(-1)]).toEqual([played, played]);
  expect(documentTables(files.get(docx.name) ?? Buffer.alloc(0))).toEqual(tables);
});

test("a link to the closed summary opens for a stranger, and no longer once it is revoked", async () => {
  await desk.getByRole("button", { name: "分享" }).click();
  await desk.getByRole("button", { name: "生成链接" }).click();
  const address = await desk.getByLabel("链接", { exact: true }).inputValue();
  const stranger = await (await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai" })).newPage();
  await stranger.goto(address);
  await stranger.getByText("正式总结，数据已冻结").first().waitFor();
  expect(number(await stranger.locator("dl div").filter({ hasText: "条次" }).locator("dd").innerText())).toBe(played);
  expect(await stranger.getByText("新建活动").count()).toBe(0);
  await desk.getByRole("button", { name: `撤销《${campaignName}工作总结》` }).click();
  await desk.getByRole("button", { name: "撤销 1 个" }).click();
  await desk.getByText("已撤销").waitFor();
  await stranger.reload();
  await stranger.getByText("这个链接已失效").waitFor();
  await stranger.context().close();
});
