import { defaultAlarmRules, type Alarm, type AlarmDetail, type AlarmFilter } from "@yilu/contract";
import type { Caller } from "@yilu/server/caller.ts";
import { sentence } from "@yilu/server/features/alarms/wording.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { day, hour, minute } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";
import { NoticeDesk } from "../support/notice-desk.ts";

/** Wednesday 24 June 2026, noon in Shanghai. */
const noon = Date.UTC(2026, 5, 24, 4, 0);
const stuck: AlarmDetail = { kind: "storageLow", freeBytes: 400 * 1024 * 1024, quotaBytes: 10_000 * 1024 * 1024, persistent: true };
const silent: AlarmDetail = { kind: "offline", lastSeenAt: noon - 26 * hour };

describe.each(databaseKinds)("the list of alarms, on %s", (database) => {
  let desk: NoticeDesk;
  beforeAll(async () => {
    desk = await NoticeDesk.open(database, noon);
  });
  beforeEach(() => desk.reset(noon, {}));
  afterAll(() => desk.close());

  const busOffice: Caller = { userId: "u1", name: "王师傅", role: "operator", unitId: "buses", unitPath: "/county/buses/", address: null };
  const page = async (caller: Caller, filter: Partial<AlarmFilter>, pageNumber = 1, pageSize = 50): Promise<Alarm[]> => (await desk.feature.alarms.page(caller, { state: "current", page: pageNumber, pageSize, ...filter })).rows;
  const names = (rows: Alarm[]) => rows.map(({ screenName }) => screenName);

  it("is filtered by state, kind, unit, screen and words, within one's own unit, what nobody has taken up first", async () => {
    const over = await desk.raise("buses", "湘D·0001D", stuck);
    await desk.clear(over);
    desk.now += minute;
    const taken = await desk.raise("buses", "湘D·0002D", silent);
    await desk.feature.alarms.acknowledge(busOffice, { ids: [taken], note: "" });
    desk.now += minute;
    await desk.raise("buses", "湘D·0003D", stuck);
    desk.now += minute;
    await desk.raise("walls", "文化广场", silent);
    expect(names(await page(desk.root, {}))).toEqual(["文化广场", "湘D·0003D", "湘D·0002D"]);
    expect(names(await page(desk.root, { state: "all" }))).toEqual(["文化广场", "湘D·0003D", "湘D·0002D", "湘D·0001D"]);
    expect(names(await page(desk.root, { state: "open" }))).toEqual(["文化广场", "湘D·0003D"]);
    expect(names(await page(desk.root, { state: "acknowledged" }))).toEqual(["湘D·0002D"]);
    expect(names(await page(desk.root, { state: "cleared" }))).toEqual(["湘D·0001D"]);
    expect(names(await page(desk.root, { kind: "offline" }))).toEqual(["文化广场", "湘D·0002D"]);
    expect(names(await page(desk.root, { unitId: "walls" }))).toEqual(["文化广场"]);
    expect(names(await page(desk.root, { q: "0003" }))).toEqual(["湘D·0003D"]);
    expect(names(await page(desk.root, {}, 2, 2))).toEqual(["湘D·0002D"]);
    expect(names(await page(busOffice, { state: "all" }))).toEqual(["湘D·0003D", "湘D·0002D", "湘D·0001D"]);
    await expect(page(busOffice, { unitId: "walls" })).rejects.toMatchObject({ code: "refersToMissing" });
  });

  it("is counted by kind, and the worst come first", async () => {
    await desk.raise("buses", "湘D·0001D", silent);
    const taken = await desk.raise("buses", "湘D·0002D", silent);
    await desk.raise("buses", "湘D·0003D", stuck);
    await desk.raise("walls", "文化广场", stuck);
    await desk.feature.alarms.acknowledge(busOffice, { ids: [taken], note: "" });
    const { open, acknowledged, screens, kinds, first } = await desk.feature.alarms.summary(busOffice);
    expect([open, acknowledged, screens]).toEqual([2, 1, 3]);
    expect(kinds.filter((kind) => kind.open + kind.acknowledged > 0)).toEqual([
      { kind: "storageLow", open: 1, acknowledged: 0 },
      { kind: "offline", open: 1, acknowledged: 1 },
    ]);
    expect(names(first)).toEqual(["湘D·0003D", "湘D·0001D"]);
  });

  it("somebody takes up many at once with a note; who, when and what was written before are in the log; all or none", async () => {
    const ids = [await desk.raise("buses", "湘D·0001D", silent), await desk.raise("buses", "湘D·0002D", stuck)];
    const other = await desk.raise("walls", "文化广场", silent);
    await expect(desk.feature.alarms.acknowledge(busOffice, { ids: [...ids, other], note: "" })).rejects.toMatchObject({ code: "refersToMissing" });
    expect(await page(desk.root, { state: "acknowledged" })).toEqual([]);
    desk.now += minute;
    expect(await desk.feature.alarms.acknowledge(busOffice, { ids: [...ids, ...ids], note: "已派人去看" })).toEqual({ acknowledged: 2 });
    const [row] = await page(busOffice, { state: "acknowledged", kind: "offline" });
    expect(row).toMatchObject({ acknowledgedAt: noon + minute, acknowledgedBy: "王师傅", note: "已派人去看", state: "acknowledged" });
    await desk.feature.alarms.acknowledge(desk.root, { ids: [ids[0] ?? ""], note: "修好了" });
    const log = await desk.client.auditEntry.findMany({ where: { action: "alarm.acknowledge" }, orderBy: { id: "asc" }, select: { actorName: true, objectName: true, unitPath: true, before: true, after: true } });
    expect(log.slice(-1)).toEqual([{ actorName: "系统 system", objectName: "湘D·0001D 离线", unitPath: "/county/buses/", before: { acknowledgedBy: "王师傅", note: "已派人去看" }, after: { note: "修好了" } }]);
    await desk.clear(ids[0] ?? "");
    expect((await page(busOffice, { state: "cleared" }))[0]).toMatchObject({ state: "cleared", acknowledgedBy: "系统 system", clearedAt: noon + minute });
  });

  it("is exported as it is filtered, and nothing in it runs as a formula", async () => {
    await desk.raise("buses", "=cmd|1", stuck);
    await desk.raise("walls", "文化广场", silent);
    const csv = await desk.feature.alarms.csv(busOffice, { state: "current" });
    expect(csv.split("\r\n")).toEqual([
      "\ufeff状态,告警,情况,屏幕,类型,线路,位置,单位,发现,恢复,确认,确认人,说明",
      "未处理,存储不足,存储剩 4 %（400 MB）,'=cmd|1,公交,,,公交公司,2026-06-24 12:00:00,,,,",
      "",
    ]);
  });

  it("is kept for 400 days after it is over", async () => {
    const [old, recent] = [await desk.raise("buses", "湘D·0001D", silent), await desk.raise("buses", "湘D·0002D", silent)];
    await desk.raise("buses", "湘D·0003D", silent);
    await desk.clear(old);
    desk.now += day;
    await desk.clear(recent);
    desk.now += 399 * day + minute;
    expect(await desk.feature.alarms.forget()).toBe(1);
    expect(names(await page(desk.root, { state: "all" }))).toEqual(["湘D·0003D", "湘D·0002D"]);
  });

  it("an alarm of an older version is listed by its kind's name, and rules that an older version did not know are those of the first day", async () => {
    await desk.raise("buses", "湘D·0001D", { kind: "offline", since: 5 } as unknown as AlarmDetail);
    expect((await page(desk.root, {}))[0]).toMatchObject({ message: { zh: "离线", en: "Offline" }, detail: null });
    await desk.client.setting.create({ data: { key: "alarms.settings", value: '{"rules":{"kinds":["offline"]},"version":7}' } });
    expect(await desk.feature.settings.get()).toMatchObject({ rules: { ...defaultAlarmRules, kinds: ["offline"] }, quietHours: null, digestMinutes: 10, version: 7 });
  });
});

it("each kind says in one sentence what is the matter, in both languages and the screen's own time", () => {
  const at = Date.UTC(2026, 5, 24, 7, 42);
  const megabyte = 1024 * 1024;
  const said = (detail: AlarmDetail) => Object.values(sentence(detail, "Asia/Shanghai"));
  expect(said({ kind: "offline", lastSeenAt: at })).toEqual(["6月24日 15:42 起没有联系", "Silent since 24 Jun 15:42"]);
  expect(said({ kind: "playbackFailing", failedItems: 4, lostPlays: 2 })).toEqual(["一小时内 4 次素材打不开，2 条播放没能写进台账", "4 items failed within an hour, 2 plays could not be written to the ledger"]);
  expect(said({ kind: "downloadStuck", why: "noProgress", doneBytes: 42 * megabyte, totalBytes: 100 * megabyte, beginsAt: null })).toEqual(["节目下载不动了，停在 42 %", "The download makes no progress: stopped at 42 %"]);
  expect(said({ kind: "downloadStuck", why: "failed", doneBytes: 0, totalBytes: 0, beginsAt: null })).toEqual(["节目下载失败，还没开始下载", "The download failed: not begun to download"]);
  expect(said({ kind: "downloadStuck", why: "notReady", doneBytes: 42 * megabyte, totalBytes: 100 * megabyte, beginsAt: Date.UTC(2026, 5, 25, 16, 0) })).toEqual(["6月26日 00:00 开播的节目还没备好，已下 42 %", "The programme of 26 Jun 00:00 is not ready: 42 % is there"]);
  expect(said({ kind: "storageLow", freeBytes: 1.5 * 1024 * megabyte, quotaBytes: 32 * 1024 * megabyte, persistent: false })).toEqual(["存储剩 4 %（1.5 GB），浏览器可能清理存储", "4 % storage left (1.5 GB); the browser may clear it"]);
  expect(said({ kind: "storageLow", freeBytes: 22 * megabyte, quotaBytes: 24 * megabyte, persistent: true })).toEqual(["存储只剩 22 MB，总共才 24 MB", "22 MB storage left, of 24 MB in all"]);
  expect(said({ kind: "planMissed", date: "2026-06-23", planned: 320, delivered: 210 })).toEqual(["6月23日应播 320 条次，只播了 210（65 %）", "210 of 320 planned plays on 23 Jun (65 %)"]);
  expect(said({ kind: "clockUntrusted", reportedAt: at })[0]).toBe("时钟没有校准，播放时间是推算的");
  expect(said({ kind: "ledgerConflict", conflictAt: at })[0]).toBe("同一编号出现过两份播放记录，存储可能被复制或还原");
});
