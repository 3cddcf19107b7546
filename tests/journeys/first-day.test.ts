import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desks, officePc, phone, signIn, tabTo } from "../support/desks.ts";
import { startTestServer, testPassword, type TestServer } from "../support/server.ts";

/* The first day at an empty installation, by the keyboard alone, with the help beside it. */
let server: TestServer;
let desks: Desks;
let desk: Page;

beforeAll(async () => {
  server = await startTestServer({ variables: { ROOT_UNIT_NAME: "衡阳县" } });
  desks = await Desks.open(server.origin);
  desk = await desks.page();
});
afterAll(async () => {
  await desks.close();
  await server.remove();
});

const step = () => desk.locator(".y-steps li[aria-current=step]");
/** The button that a page is about, pressed by whoever has no mouse. */
async function act(name: string): Promise<void> {
  await tabTo(desk, desk.getByRole("main").getByRole("button", { name, exact: true }).first());
  await desk.keyboard.press("Enter");
}
/** Home, by the first link of the menu. */
async function goHome(): Promise<void> {
  await desk.getByRole("navigation").getByRole("link", { name: "首页" }).first().press("Enter");
  await step().waitFor();
}
async function expectStep(words: string): Promise<void> {
  await goHome();
  await step().filter({ hasText: words }).waitFor();
  await step().getByRole("link").press("Enter");
}

test("the password of the first start is changed first; then the first steps lead from page to page, and tick what is done", async () => {
  await desk.goto(`${server.origin}/console/`);
  await signIn(desk, "admin", server.firstSignIn?.password ?? "");
  await desk.getByLabel("现在的密码").fill(server.firstSignIn?.password ?? "");
  for (const name of ["新密码", "再输一次新密码"]) await desk.getByLabel(name, { exact: true }).fill(testPassword);
  await desk.keyboard.press("Enter");

  await expectStep("建好单位和用户");
  await act("新建用户");
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel("账号").fill("zhaomin");
  await dialog.getByLabel("姓名").fill("赵敏");
  await dialog.getByRole("radio", { name: "排期员" }).focus();
  await desk.keyboard.press("ArrowDown"); // 审核员
  await dialog.getByLabel("姓名").press("Enter");
  await desk.getByText("只显示这一次").waitFor();
  await desk.getByRole("button", { name: "已记下，关闭" }).press("Enter");
  await desk.getByRole("row", { name: /赵敏.*zhaomin.*审核员/ }).waitFor();

  await expectStep("登记屏幕");
  await act("新建屏幕");
  await dialog.getByLabel("名称").fill("1路 湘D·01235");
  await dialog.getByRole("button", { name: "保存" }).press("Enter");
  await desk.getByText("1路 湘D·01235").first().waitFor();

  await expectStep("给屏幕配对播放端");
  await desk.waitForURL(/state=unpaired/);
  await act("配对屏幕");
  await dialog.getByLabel("屏幕上的 8 位码").waitFor();
  await desk.keyboard.press("Escape");
  await goHome();
  await step().filter({ hasText: "给屏幕配对播放端" }).waitFor();
  await server.pairing.enrol(server.system, (await server.screens.page(server.system, { page: 1, pageSize: 1 })).rows[0]?.id ?? "");

  await step().filter({ hasText: "上传素材" }).waitFor(); // ticked by itself, without a reload
  await expectStep("上传素材");
  await tabTo(desk, desk.getByRole("main").getByRole("button", { name: "上传素材" }).first());
  await desk.getByText("还没有素材").waitFor();
  await goHome();
  for (const [words, button] of [["排一个播放列表", "新建播放列表"], ["新建排期", "新建排期"]] as const) {
    await desk.locator(".y-steps").getByRole("link", { name: words }).press("Enter");
    await act(button);
    await desk.getByRole("button", { name: "保存" }).waitFor();
    await goHome();
  }
  await desk.getByRole("navigation").first().getByRole("link", { name: "宣传活动" }).press("Enter");
  await act("新建活动");
  await dialog.getByLabel("活动名称").waitFor();
  await desk.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await goHome();
  await desk.getByRole("button", { name: "不再显示" }).press("Enter");
  expect(await desk.locator(".y-steps").count()).toBe(0);
});

test("the ? of each page opens the help of that page, and closes by the keyboard", async () => {
  const links = desk.getByRole("navigation").first().getByRole("link");
  const names = (await links.allInnerTexts()).map((text) => text.trim()).filter((name) => name !== "一路" && name !== "大屏");
  expect(names.length).toBe(10);
  for (const name of names) {
    await links.filter({ hasText: new RegExp(`^${name}$`) }).press("Enter");
    await desk.getByRole("button", { name: `帮助：${name}` }).press("Enter");
    const help = desk.getByRole("dialog", { name: `帮助：${name}` });
    await help.getByRole("list").first().waitFor();
    await desk.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
  }
});

test("the manual prints on exactly two sheets of A4, in both languages", async () => {
  await desk.setViewportSize(phone);
  for (const name of ["帮助", "操作手册"]) {
    await desk.getByRole("button", { name: "更多", exact: true }).press("Enter");
    await desk.getByRole("dialog", { name: "主菜单" }).getByRole("link", { name, exact: true }).press("Enter");
    await desk.getByRole("dialog", { name: "主菜单" }).waitFor({ state: "hidden" });
    if (name === "帮助") await desk.getByRole("heading", { name: "帮助", exact: true }).waitFor();
  }
  await desk.setViewportSize(officePc);
  const sheets = async () => [...(await desk.pdf({ preferCSSPageSize: true })).toString("latin1").matchAll(/\/MediaBox \[0 0 (\d+)[\d.]* (\d+)/g)].map(([, width, height]) => `${width}×${height}`);
  await desk.getByRole("article", { name: "操作手册" }).waitFor();
  expect(await sheets()).toEqual(["594×841", "594×841"]);
  await desk.getByRole("button", { name: /^账号/ }).press("Enter");
  await desk.getByRole("menuitem", { name: "English" }).click();
  await desk.getByRole("article", { name: "Manual" }).waitFor();
  expect(await sheets()).toEqual(["594×841", "594×841"]);
  expect(desks.errors).toEqual([]);
});
