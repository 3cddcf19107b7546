import { createHmac } from "node:crypto";
import { defaultAlarmRules, type AlarmSettings, type BodyOf, type routes } from "@yilu/contract";
import { Reach } from "@yilu/server/features/alarms/notify/networks.ts";
import { isQuiet } from "@yilu/server/features/alarms/notify/notifier.ts";
import { Webhook } from "@yilu/server/features/alarms/notify/webhook.ts";
import { shownAddress } from "@yilu/server/features/alarms/settings-service.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hour, minute } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";
import { NoticeDesk } from "../support/notice-desk.ts";
import { Listener, PostOffice } from "../support/post-office.ts";

/** Wednesday 24 June 2026, noon in Shanghai. */
const noon = Date.UTC(2026, 5, 24, 4, 0);
const stuck = { kind: "storageLow", freeBytes: 400 * 1024 * 1024, quotaBytes: 10_000 * 1024 * 1024, persistent: true } as const;
const silent = { kind: "offline", lastSeenAt: noon - 26 * hour } as const;
const key = "a-key-of-the-webhook-0123";

describe.each(databaseKinds)("who is told of alarms, on %s", (database) => {
  let office: PostOffice;
  let listener: Listener;
  let desk: NoticeDesk;
  beforeAll(async () => {
    desk = await NoticeDesk.open(database, noon);
  });
  beforeEach(async () => {
    [office, listener] = [await PostOffice.open(), await Listener.open()];
    await desk.reset(noon, { smtpUrl: `smtp://bell:s3cret-word@127.0.0.1:${office.port}?ignoreTLS=true`, webhookNetworks: ["127.0.0.0/8"] });
  });
  afterEach(async () => {
    await office.close();
    await listener.close();
  });
  afterAll(() => desk.close());

  type Change = BodyOf<typeof routes.alarmSettings.change>;
  const set = async (change: Partial<Change>): Promise<AlarmSettings> => {
    const { version } = await desk.feature.settings.get();
    return desk.feature.settings.change(desk.root, { rules: defaultAlarmRules, quietHours: null, digestMinutes: 10, version, ...change });
  };
  const recipient = (unitId: string, email: string, kinds: ("offline" | "storageLow")[] | null = null) => desk.feature.recipients.add(desk.root, { unitId, email, kinds });
  const hook = () => set({ webhook: { url: `http://127.0.0.1:${listener.port}/robot/send?token=hush`, secret: key } });
  const book = async () => (await desk.feature.recipients.list(desk.root)).rows.map(({ email, delivery }) => [email, delivery]);

  it("each recipient gets the alarms of its unit and kinds, as one digest, at most every ten minutes", async () => {
    await recipient("county", "all@example.cn");
    await recipient("buses", "bus@example.cn");
    await recipient("county", "quiet@example.cn", ["offline"]);
    await desk.after(minute);
    expect(office.letters).toEqual([]);
    await desk.raise("buses", "湘D·0618D", stuck);
    await desk.raise("walls", "文化广场", stuck);
    await desk.after(minute);
    expect(office.letters.map(({ to, subject }) => [to.join(), subject])).toEqual([
      ["all@example.cn", "[一路 Yilu] 2 条新告警 / 2 new"],
      ["bus@example.cn", "[一路 Yilu] 1 条新告警 / 1 new"],
    ]);
    expect(office.letters[0]?.text).toContain("【存储不足 Storage low】2");
    expect(office.letters[0]?.text).toContain("湘D·0618D（公交公司）存储剩 4 %（400 MB），6月24日 12:01 发现");
    expect(office.letters[0]?.text).toContain("https://yilu.example.cn/console/alarms");
    const gone = await desk.raise("buses", "湘D·0326D", silent);
    await desk.after(9 * minute);
    expect(office.letters.map(({ to }) => to.join()).slice(2)).toEqual(["quiet@example.cn"]);
    await desk.after(minute);
    expect(office.letters.map(({ to }) => to.join()).slice(3).sort()).toEqual(["all@example.cn", "bus@example.cn"]);
    desk.now += minute;
    await desk.clear(gone);
    await desk.after(9 * minute);
    expect(office.letters).toHaveLength(8);
    expect(office.letters.at(-1)?.subject).toBe("[一路 Yilu] 1 条已恢复 / 1 cleared");
    await desk.after(hour);
    expect(office.letters).toHaveLength(8);
  });

  it("in quiet hours no mail is sent; what is still so is told when they end, and what is over is not", async () => {
    await set({ quietHours: { from: "22:00", to: "07:00" } });
    await recipient("county", "all@example.cn");
    desk.now = noon + 10 * hour + 30 * minute; // 22:30
    const brief = await desk.raise("buses", "湘D·0001D", silent);
    await desk.raise("buses", "湘D·0002D", silent);
    await desk.after(hour);
    await desk.clear(brief);
    await desk.after(7 * hour + 20 * minute); // 06:50
    expect(office.letters).toEqual([]);
    await desk.after(10 * minute);
    expect(office.letters).toHaveLength(1);
    expect(office.letters[0]?.text).toContain("湘D·0002D");
    expect(office.letters[0]?.text).not.toContain("湘D·0001D");
  });

  it("a mail server that refuses is tried again ever later, is seen in the settings, and nothing is lost", async () => {
    await recipient("county", "all@example.cn");
    await recipient("buses", "bus@example.cn");
    await desk.raise("buses", "湘D·0618D", stuck);
    office.refusal = "mailbox is full";
    await desk.after(minute);
    const failedAt = desk.now;
    expect(await book()).toEqual([
      ["bus@example.cn", { lastSentAt: null, failures: 1, lastError: expect.stringContaining("mailbox is full"), lastErrorAt: failedAt, nextTryAt: failedAt + minute }],
      ["all@example.cn", { lastSentAt: null, failures: 1, lastError: expect.stringContaining("mailbox is full"), lastErrorAt: failedAt, nextTryAt: failedAt + minute }],
    ]);
    await desk.after(minute);
    await desk.after(minute);
    expect((await book())[0]?.[1]).toMatchObject({ failures: 2, nextTryAt: desk.now + minute });
    office.refusal = null;
    await desk.after(minute);
    expect(office.letters).toHaveLength(2);
    expect((await book())[0]?.[1]).toEqual({ lastSentAt: desk.now, failures: 0, lastError: null, lastErrorAt: null, nextTryAt: null });
  });

  it("a mail server that is away is asked once for all, and its password is nowhere to be seen", async () => {
    for (const email of ["one@example.cn", "two@example.cn", "three@example.cn"]) await recipient("county", email);
    await desk.raise("buses", "湘D·0618D", stuck);
    await office.close();
    await desk.after(minute);
    const states = await book();
    expect(states).toHaveLength(3);
    for (const [, delivery] of states) expect(delivery).toMatchObject({ failures: 1, lastError: expect.stringContaining("ECONNREFUSED") });
    expect(JSON.stringify([states, await desk.feature.settings.get(), await desk.client.setting.findMany()])).not.toContain("s3cret-word");
    office = await PostOffice.open();
  });

  it("a trial tells the true answer, good or bad", async () => {
    expect(await desk.feature.notifier.tryMail("all@example.cn")).toMatchObject({ ok: true, answer: "250 kept under number 7" });
    expect(office.letters[0]).toMatchObject({ to: ["all@example.cn"], subject: "[一路 Yilu] 测试邮件 / trial" });
    office.refusal = "not today";
    expect(await desk.feature.notifier.tryMail("all@example.cn")).toMatchObject({ ok: false, answer: expect.stringContaining("452 not today") });
    expect(await desk.feature.notifier.tryWebhook()).toMatchObject({ ok: false });
    await hook();
    expect(await desk.feature.notifier.tryWebhook()).toMatchObject({ ok: true, answer: "HTTP 200 thanks" });
    listener.status = 500;
    listener.answer = "no such robot\n";
    expect(await desk.feature.notifier.tryWebhook()).toMatchObject({ ok: false, answer: "HTTP 500 no such robot" });
  });

  it("the webhook is signed over its time and body, told of each alarm once and again when it is over, in quiet hours too", async () => {
    await set({ quietHours: { from: "00:00", to: "24:00" } });
    const { version } = await desk.feature.settings.get();
    await desk.feature.settings.change(desk.root, { rules: defaultAlarmRules, quietHours: { from: "00:00", to: "24:00" }, digestMinutes: 10, version, webhook: { url: `http://127.0.0.1:${listener.port}/robot/send?token=hush`, secret: key } });
    const id = await desk.raise("buses", "湘D·0618D", stuck);
    await desk.after(minute);
    await desk.after(minute);
    expect(listener.heard).toHaveLength(1);
    const [{ path, headers, body } = { path: "", headers: {}, body: "" }] = listener.heard;
    expect(path).toBe("/robot/send?token=hush");
    expect(headers["yilu-timestamp"]).toBe(String(noon + minute));
    expect(headers["yilu-signature"]).toBe(`v1=${createHmac("sha256", key).update(`${noon + minute}.${body}`).digest("hex")}`);
    expect(JSON.parse(body)).toMatchObject({ version: 1, at: noon + minute, alarms: [{ event: "raised", id, kind: "storageLow", screenName: "湘D·0618D", unitName: "公交公司", message: { zh: "存储剩 4 %（400 MB）" } }] });
    await desk.clear(id);
    await desk.after(minute);
    expect(JSON.parse(listener.heard[1]?.body ?? "")).toMatchObject({ alarms: [{ event: "cleared", id }] });
    listener.status = 503;
    await desk.raise("buses", "湘D·0002D", silent);
    await desk.after(minute);
    await desk.after(30_000);
    expect(listener.heard).toHaveLength(3); // waits a minute
    expect((await desk.feature.settings.get()).webhook?.delivery).toMatchObject({ failures: 1, lastError: "HTTP 503 thanks" });
    listener.status = 204;
    await desk.after(30_000);
    expect(listener.heard).toHaveLength(4);
    expect((await desk.feature.settings.get()).webhook?.delivery).toMatchObject({ failures: 0, lastError: null });
  });

  it("address and key of the webhook are written and never read: not in answers, not in the log", async () => {
    const shown = await hook();
    expect(shown.webhook).toMatchObject({ shown: `http://127.0.0.1:${listener.port}/robot/…` });
    expect(shown.mail).toEqual({ server: `127.0.0.1:${office.port}`, from: "yilu@127.0.0.1" });
    const log = await desk.client.auditEntry.findMany({ where: { action: "alarmSettings.change" }, orderBy: { id: "desc" }, take: 1 });
    expect(log[0]?.after).toMatchObject({ webhook: `http://127.0.0.1:${listener.port}/robot/…`, webhookSecretChanged: true });
    expect(JSON.stringify([shown, log.map(({ before, after }) => [before, after])])).not.toMatch(/hush|a-key-of/);
    await set({ rules: { ...defaultAlarmRules, failedItems: 5 } });
    expect(await desk.feature.settings.webhook()).toEqual({ url: `http://127.0.0.1:${listener.port}/robot/send?token=hush`, secret: key });
    expect((await set({ webhook: null })).webhook).toBeNull();
    expect(await desk.feature.settings.webhook()).toBeNull();
  });

  it("two who change the settings at once: the second is told", async () => {
    const { version } = await desk.feature.settings.get();
    const change = (failedItems: number) => desk.feature.settings.change(desk.root, { rules: { ...defaultAlarmRules, failedItems }, quietHours: null, digestMinutes: 10, version });
    const outcomes = await Promise.allSettled([change(5), change(6)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "versionMismatch" } });
  });

  it("a recipient is there once for a unit, and goes with its unit", async () => {
    await recipient("buses", "bus@example.cn");
    await expect(recipient("buses", "Bus@Example.cn")).rejects.toMatchObject({ code: "nameTaken" });
    await recipient("walls", "bus@example.cn");
    await desk.client.unit.delete({ where: { id: "walls" } });
    expect((await desk.feature.recipients.everybody()).map(({ unitId }) => unitId)).toEqual(["buses"]);
  });
});

describe("where a webhook may go", () => {
  const reach = new Reach(["10.1.0.0/16", "fd12::/16"]);
  it.each(["8.8.8.8", "114.114.114.114", "172.32.0.1", "10.1.255.1", "::ffff:10.1.0.9", "2400:3200::1", "fd12::7"])("%s", (address) => expect(reach.allows(address)).toBe(true));
  it.each(["127.0.0.1", "10.2.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd13::1", "::ffff:192.168.1.1", "::ffff:7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "64:ff9b::7f00:1"])("not %s", (address) => expect(reach.allows(address)).toBe(false));

  it("a name that resolves to where it may not go is refused before anything is sent, and so is each form of an address", async () => {
    const listener = await Listener.open();
    const names: Record<string, string[]> = { "rebind.example.cn": ["8.8.8.8", "127.0.0.1"], "inside.example.cn": ["192.168.0.9"] };
    const webhook = new Webhook(new Reach([]), (host) => Promise.resolve(names[host] ?? []));
    for (const host of ["rebind.example.cn", "inside.example.cn", "127.0.0.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "nowhere.example.cn"]) {
      expect(await webhook.call(`http://${host}:${listener.port}/`, key, "{}", noon)).toMatchObject({ ok: false });
    }
    expect(listener.heard).toEqual([]);
    await listener.close();
  });

  it("it follows nobody elsewhere, and hears no more than it shows", async () => {
    const listener = await Listener.open();
    const webhook = new Webhook(new Reach(["127.0.0.0/8"]), () => Promise.resolve(["127.0.0.1"]));
    listener.status = 302;
    listener.location = `http://127.0.0.1:${listener.port}/elsewhere`;
    expect(await webhook.call(`http://hook.example.cn:${listener.port}/`, key, "{}", noon)).toMatchObject({ ok: false, answer: "HTTP 302 thanks" });
    listener.status = 200;
    listener.answer = "x".repeat(5_000_000);
    const { ok, answer } = await webhook.call(`http://hook.example.cn:${listener.port}/`, key, "{}", noon);
    expect([ok, answer.length]).toEqual([true, "HTTP 200 ".length + 300]);
    expect(listener.heard.map(({ path }) => path)).toEqual(["/", "/"]);
    expect(listener.heard[0]?.headers.host).toBe(`hook.example.cn:${listener.port}`);
    await listener.close();
  });
});

it("quiet hours may go over midnight", () => {
  const at = (time: string) => Date.parse(`2026-06-24T${time}:00+08:00`);
  const night = { from: "22:00", to: "07:00" };
  expect(["21:59", "22:00", "03:00", "06:59", "07:00"].map((time) => isQuiet(night, at(time), "Asia/Shanghai"))).toEqual([false, true, true, true, false]);
  expect(isQuiet({ from: "12:00", to: "14:00" }, at("13:00"), "Asia/Shanghai")).toBe(true);
  expect(isQuiet(null, at("03:00"), "Asia/Shanghai")).toBe(false);
});

it("of an address is shown what is no key", () => {
  expect(shownAddress("https://oapi.dingtalk.com/robot/send?access_token=secret")).toBe("https://oapi.dingtalk.com/robot/…");
  expect(shownAddress("https://open.feishu.cn/open-apis/bot/v2/hook/secret")).toBe("https://open.feishu.cn/open-apis/…");
  expect(shownAddress("https://hook.example.cn/alarms")).toBe("https://hook.example.cn/alarms");
});
