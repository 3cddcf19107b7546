import type { Media, Unit } from "@yilu/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desks } from "../support/desks.ts";
import { Samples } from "../support/films.ts";
import { startTestServer, testPassword, unitIn, type TestServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/*
 * 短视频征集: a township sends a film in, two people see it one after the other, it comes back once and is mended.
 * Whoever reviews never touches the mouse.
 */
const samples = new Samples();
let server: TestServer;
let desks: Desks;
let township: Unit;
let staff: Page;
let first: Page;
let second: Page;

beforeAll(async () => {
  server = await startTestServer({ variables: { ROOT_UNIT_NAME: "衡阳县" } });
  township = await unitIn(server, "西渡镇");
  const people = [
    ["xidu", "王秀兰", "operator", township.id],
    ["zhaomin", "赵敏（县禁毒办）", "reviewer", server.root.id],
    ["rongmei", "陈刚（融媒体中心）", "reviewer", server.root.id],
    ["admin2", "管理员", "administrator", server.root.id],
  ] as const;
  for (const [username, displayName, role, unitId] of people) await server.users.addUser(server.system, { username, displayName, role, unitId }, testPassword, false);
  desks = await Desks.open(server.origin);
});
afterAll(async () => {
  await desks.close();
  await server.remove();
  samples.remove();
});

const film = async (): Promise<Media> => {
  const [one] = (await server.media.service.list(server.system, { page: 1, pageSize: 10 })).rows;
  if (one === undefined) throw new Error("nothing was uploaded");
  return one;
};
const standing = async (status: Media["status"], approvals: number) => until(async () => (await film()).status === status && (await film()).approvals === approvals);

test("the administrator asks for two steps, by the keyboard", async () => {
  const desk = await desks.of("admin2", "system?tab=review");
  await desk.getByRole("radio", { name: "1 步" }).focus();
  await desk.keyboard.press("ArrowRight");
  await desk.getByText("改动还没保存").waitFor();
  await desk.getByRole("button", { name: "保存" }).press("Enter");
  await desk.getByText("已保存，马上生效").waitFor();
  expect(await server.media.service.policy()).toMatchObject({ steps: 2 });
  await desk.context().close();
});

test("a township sends in a short film with title, level and whom to ask", async () => {
  staff = await desks.of("xidu", "media");
  await staff.locator("input[type=file]").setInputFiles(samples.path("h264-faststart.mp4", 1));
  const dialog = staff.getByRole("dialog");
  await dialog.getByLabel("标题").fill("拒毒防毒，从你我做起");
  await dialog.getByLabel("联系人").fill("王秀兰 0734-6810000");
  await dialog.getByRole("button", { name: "开始上传 1 个" }).click();
  await dialog.getByText("每个文件都要选级别").waitFor(); // nothing is sent without
  await dialog.getByRole("combobox").first().focus();
  for (const key of ["Enter", "ArrowUp", "Enter"]) await staff.keyboard.press(key); // the last of the four
  await dialog.getByRole("button", { name: "开始上传 1 个" }).press("Enter");
  await staff.getByText("已上传，等审核").waitFor();
  expect(await film()).toMatchObject({ title: "拒毒防毒，从你我做起", level: "county", contact: "王秀兰 0734-6810000", unitName: "西渡镇", status: "pending", approvals: 0 });
});

test("a reviewer works through the queue by the keyboard, and returns it with a reason", async () => {
  first = await desks.of("zhaomin", "media?view=review");
  await first.getByText("王秀兰 0734-6810000").waitFor();
  await first.getByText("第 1 步，共 2 步").waitFor();
  await first.keyboard.press("r");
  await first.getByText("先选或写一条理由，再驳回").waitFor(); // and the cursor is where the reason goes
  await first.keyboard.press("Shift+Tab"); // out of the field, so that figures choose again
  await first.keyboard.press("3");
  await first.keyboard.press("r");
  await first.getByText("驳回《拒毒防毒，从你我做起》").waitFor();
  await first.getByRole("button", { name: "撤销" }).press("Enter"); // a slip of the hand is taken back
  await first.getByText("第 1 步，共 2 步").waitFor();
  expect(await film()).toMatchObject({ status: "pending", reviews: [] });
  await first.keyboard.press("r");
  await first.getByText("都审完了").waitFor();
  await first.getByRole("button", { name: "回素材" }).first().press("Enter"); // leaving sends what was held back for undoing
  await standing("returned", 0);
});

test("the township reads why, mends it and sends it again; what was approved of it is void", async () => {
  await staff.reload();
  await staff.getByRole("button", { name: /拒毒防毒，从你我做起/ }).press("Enter");
  const drawer = staff.getByRole("dialog");
  await drawer.getByText("为什么：声音过大").waitFor();
  await drawer.getByText("保存后自动重新送审").waitFor();
  await drawer.getByRole("button", { name: "修改，重新送审" }).press("Enter");
  await drawer.getByRole("button", { name: "保存并重新送审" }).press("Enter");
  await drawer.getByText("还没有改动").waitFor();
  await drawer.getByLabel("标题").fill("拒毒防毒，从你我做起（二稿）");
  await staff.keyboard.press("Enter");
  await drawer.getByText("待审核").waitFor();
  await standing("pending", 0);

  await first.goto(`${server.origin}/console/media?view=review`);
  await first.getByRole("heading", { name: "拒毒防毒，从你我做起（二稿）" }).waitFor();
  await first.keyboard.press("a");
  await first.getByRole("button", { name: "回素材" }).first().press("Enter");
  await standing("pending", 1);
  await staff.getByText("赵敏（县禁毒办） 通过").waitFor();
  await drawer.getByRole("button", { name: "修改" }).press("Enter");
  await drawer.getByText("已通过的 1 步作废").waitFor();
  await drawer.getByLabel("标题").fill("拒毒防毒，从你我做起（定稿）");
  await staff.keyboard.press("Enter");
  await standing("pending", 0);
});

test("two different people approve; then a playlist may hold it, and the film says which", async () => {
  await first.goto(`${server.origin}/console/media?view=review`);
  await first.getByText("第 1 步，共 2 步").waitFor();
  await first.keyboard.press("a");
  await first.getByRole("button", { name: "回素材" }).first().press("Enter");
  await standing("pending", 1);
  await first.goto(`${server.origin}/console/media?view=review`);
  await first.getByText("前一步是您通过的，这一步由另一位审核员处理").waitFor();
  expect(await first.getByRole("button", { name: "通过" }).isDisabled()).toBe(true);

  second = await desks.of("rongmei", "media?view=review");
  await second.getByText("第 2 步，共 2 步").waitFor();
  await second.keyboard.press("a");
  await second.getByRole("button", { name: "回素材" }).first().press("Enter");
  await standing("approved", 2);
  await staff.getByRole("dialog").getByText("通过只对这份文件有效").waitFor(); // from now on only schedulers change it
  expect(await staff.getByRole("dialog").getByRole("button", { name: "修改" }).count()).toBe(0);

  const { id } = await film();
  await server.playlists.create(server.system, { name: "征集作品展播", items: [{ mediaId: id, durationMs: null }] });
  await second.goto(`${server.origin}/console/media?id=${id}`);
  const drawer = second.getByRole("dialog");
  await drawer.getByText("征集作品展播").waitFor();
  expect(await drawer.locator("ol li span").allInnerTexts()).toEqual([
    "王秀兰 上传",
    expect.stringContaining("赵敏（县禁毒办） 驳回：声音过大"),
    "赵敏（县禁毒办） 通过",
    "赵敏（县禁毒办） 通过",
    "第 2 步 陈刚（融媒体中心） 通过",
  ]);
  expect(desks.errors).toEqual([]);
});
