import { readFile } from "node:fs/promises";
import { securityPresets } from "@yilu/contract";
import { systemClock } from "@yilu/server/clock.ts";
import { verifyAudit } from "@yilu/server/server.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desks, signIn, tabTo } from "../support/desks.ts";
import { Inspector } from "../support/inspect.ts";
import { startTestServer, testPassword, type TestServer } from "../support/server.ts";

/* What an auditor of 等保二级 asks to be shown, at the desk. */
const minuteMs = 60_000;
let aheadMs = 0;
let server: TestServer;
let inspector: Inspector;
let desks: Desks;
let desk: Page;

beforeAll(async () => {
  server = await startTestServer({ clock: () => Date.now() + aheadMs, variables: { ROOT_UNIT_NAME: "衡阳县" } });
  inspector = new Inspector(server);
  await server.users.addUser(server.system, { username: "anquan", displayName: "周安", role: "administrator", unitId: server.root.id }, testPassword, false);
  await server.users.addUser(server.system, { username: "gongjiao", displayName: "陈建国", role: "operator", unitId: server.root.id }, testPassword, false);
  desks = await Desks.open(server.origin);
  desk = await desks.of("anquan", "system?tab=security");
});
afterAll(async () => {
  await desks.close();
  await inspector.close();
  await server.remove();
});

async function ofAccount(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "账号 周安" }).press("Enter");
  await page.getByRole("menuitem", { name: item }).click();
}
/** Types the name of a new unit and leaves it unsaved. */
async function beginUnit(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole("button", { name: "新建单位" }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByLabel("名称").fill(name);
}
/** Signs in above the work that was begun, and saves it. */
async function goOn(page: Page, name: string): Promise<void> {
  const again = page.getByRole("dialog", { name: "登录已过期" });
  await again.getByLabel("密码", { exact: true }).fill(testPassword);
  await page.keyboard.press("Enter");
  await again.waitFor({ state: "hidden" });
  const field = page.getByRole("dialog").getByLabel("名称");
  expect(await field.inputValue()).toBe(name);
  await field.press("Enter");
  await page.getByRole("row").filter({ hasText: name }).waitFor();
}

test("the administrator chooses 等保二级, which holds at once: a weak password is refused with its reason", async () => {
  await tabTo(desk, desk.getByRole("radio", { name: "标准" }));
  await desk.keyboard.press("ArrowRight");
  await tabTo(desk, desk.getByRole("button", { name: "保存" }));
  await desk.keyboard.press("Enter");
  await desk.getByText("已保存，马上生效").waitFor();
  expect(await (await desk.context().request.get(`${server.origin}/api/settings/security`)).json()).toEqual(securityPresets.levelTwo);
  await ofAccount(desk, "改密码");
  const dialog = desk.getByRole("dialog");
  await dialog.getByText("大写、小写、数字、符号至少 3 种").waitFor(); // said before anything is typed
  await dialog.getByLabel("现在的密码").fill(testPassword);
  for (const name of ["新密码", "再输一次新密码"]) await dialog.getByLabel(name, { exact: true }).fill("huaqiaozhen2026");
  await desk.keyboard.press("Enter");
  await dialog.getByText("大写、小写、数字、符号中至少 3 种").waitFor();
  await desk.keyboard.press("Escape");
});

test("five wrong passwords lock the account, and the form says for how long", async () => {
  const stranger = await desks.page();
  await stranger.goto(`${server.origin}/console/`);
  for (const attempt of [1, 2, 3, 4, 5]) {
    const answered = stranger.waitForResponse((answer) => answer.url().endsWith("/api/session") && answer.request().method() === "POST");
    await signIn(stranger, "gongjiao", `wrong-guess-${attempt}`);
    await answered;
  }
  await stranger.getByText("还要等 30 分钟").waitFor();
  await signIn(stranger, "gongjiao");
  await stranger.getByText("还要等 30 分钟").waitFor();
  await stranger.context().close();
});

test("both places where one is signed in are listed; ending one signs it out there, and typed work is kept", async () => {
  const other = await desks.of("anquan", "system?tab=units");
  await beginUnit(other, "花桥镇");
  await ofAccount(desk, "登录位置");
  const list = desk.getByRole("dialog");
  await list.getByText("当前").waitFor();
  expect(await list.locator("tbody tr.ant-table-row").count()).toBe(2);
  await list.getByRole("button", { name: "结束", exact: true }).press("Enter");
  await list.locator("tbody tr.ant-table-row").nth(1).waitFor({ state: "detached" });
  expect(await list.getByRole("button", { name: "结束", exact: true }).count()).toBe(0);
  await desk.keyboard.press("Escape");
  await goOn(other, "花桥镇");
  await other.context().close();
});

test("whoever does nothing is warned, may stay, and is signed out in the end; typed work is kept", async () => {
  const idle = await desks.page();
  await idle.clock.install();
  await idle.goto(`${server.origin}/console/system?tab=units`);
  await signIn(idle, "anquan");
  await beginUnit(idle, "金溪镇");
  const pass = async (minutes: number): Promise<void> => {
    aheadMs += minutes * minuteMs;
    await idle.clock.fastForward(minutes * minuteMs);
  };
  await pass(28.5);
  const warning = idle.getByRole("dialog", { name: "要退出登录了" });
  await warning.getByText("秒后退出登录").waitFor();
  await idle.locator("button:focus", { hasText: "继续使用" }).waitFor(); // the enter key keeps the session
  await idle.keyboard.press("Enter");
  await warning.waitFor({ state: "hidden" });
  await pass(28.5);
  await warning.waitFor();
  await pass(2);
  await goOn(idle, "金溪镇");
  await idle.context().close();
});

test("the log says who did what, before and after, as rows, by filter and as a file", async () => {
  await desk.goto(`${server.origin}/console/system?tab=audit`);
  const search = desk.getByLabel("搜人、对象、来源地址");
  const row = (...words: string[]) => words.reduce((rows, hasText) => rows.filter({ hasText }), desk.getByRole("row"));
  await search.fill("安全策略");
  await row("周安", "修改", "安全策略").getByRole("button").press("Enter");
  expect(await desk.locator(".s-diff tbody tr").allInnerTexts()).toContainEqual(expect.stringMatching(/字符种类\s+2\s+3/));
  await search.fill("花桥镇");
  await row("周安", "新建", "单位 花桥镇", "127.0.0.1").getByRole("button").press("Enter");
  expect(await desk.locator(".s-diff tbody tr").allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/名称\s+无\s+花桥镇/), expect.stringMatching(/\s+无\s+乡镇/)]));
  await desk.waitForURL((url) => url.searchParams.get("q") === "花桥镇");
  const [download] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("link", { name: "导出 CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect([lines.length, lines[1]]).toEqual([2, expect.stringMatching(/,周安,unit\.create,unit,.*,花桥镇,.*127\.0\.0\.1/)]);
  await search.fill("gongjiao");
  await desk.getByText("登录", { exact: true }).and(desk.locator(".ant-segmented-item-label")).click();
  await row("陈建国", "多次输错，锁定账号").waitFor();
  await desk.reload(); // the filter stands in the address
  await row("陈建国", "登录失败").first().waitFor();
  expect(await search.inputValue()).toBe("gongjiao");
  await search.fill("没有这个人");
  await desk.getByText("没有符合条件的记录").waitFor();
});

test("a row that somebody changed in the database is found, at the desk and by the command", async () => {
  await desk.getByRole("button", { name: "校验日志" }).press("Enter");
  await desk.getByText("日志完整").waitFor();
  const { client } = inspector;
  const { id } = await client.auditEntry.findFirstOrThrow({ where: { objectName: "花桥镇" } });
  await client.$executeRaw`DROP TRIGGER "AuditEntry_unchanged"`; // who owns the database can
  await client.$executeRaw`UPDATE "AuditEntry" SET "actorName" = '别人' WHERE "id" = ${id}`;
  aheadMs += 2 * minuteMs; // the walk through the log is not asked for again and again
  await desk.getByRole("button", { name: "校验日志" }).press("Enter");
  await desk.getByText(`第 ${id} 条`).filter({ hasText: "被改动过" }).waitFor();
  expect(await verifyAudit(server.env, systemClock)).toMatchObject({ ok: false, broken: { id, why: "changed" } });
  expect(desks.errors).toEqual([]);
});
