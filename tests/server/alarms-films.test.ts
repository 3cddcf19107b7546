import { defaultAlarmRules } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hour, minute } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";
import { NoticeDesk } from "../support/notice-desk.ts";
import { Listener, PostOffice } from "../support/post-office.ts";

const day = 24 * hour;
/** Wednesday 24 June 2026, 07:00 in Shanghai. */
const seven = Date.UTC(2026, 5, 23, 23, 0);
const inJune = (date: number, time: string): number => Date.parse(`2026-06-${date}T${time}:00+08:00`);

describe.each(databaseKinds)("films that end soon, told by mail and webhook, on %s", (database) => {
  let office: PostOffice;
  let listener: Listener;
  let desk: NoticeDesk;
  beforeAll(async () => {
    desk = await NoticeDesk.open(database, seven);
    await desk.client.unit.create({ data: { id: "coaches", name: "客运公司", kind: "operator", parentId: "county", path: "/county/coaches/" } });
    await desk.client.user.create({ data: { id: "u", unitId: "county", username: "lijing", displayName: "李静", role: "scheduler", passwordHash: "", createdAt: 0n } });
  });
  beforeEach(async () => {
    [office, listener] = [await PostOffice.open(), await Listener.open()];
    await desk.client.scheduleEntry.deleteMany();
    await desk.client.playlist.deleteMany();
    await desk.client.media.deleteMany();
    await open(seven);
  });
  afterEach(async () => {
    await office.close();
    await listener.close();
  });
  afterAll(() => desk.close());

  /** A server that has just started, whose settings are those of an empty installation. */
  const open = (at: number) => desk.reset(at, { smtpUrl: `smtp://bell:s3cret-word@127.0.0.1:${office.port}?ignoreTLS=true`, webhookNetworks: ["127.0.0.0/8"] });
  const film = (id: string, unitId: string, validUntil: number) =>
    desk.client.media.create({ data: { id, unitId, title: `片${id}`, level: "county", status: "approved", sourceSha256: id, uploaderId: "u", validUntil: BigInt(validUntil), createdAt: 0n } });
  const playlist = async (id: string, unitId: string, mediaIds: string[], entries: { name: string; endDate: string | null }[]) => {
    await desk.client.playlist.create({ data: { id, unitId, name: `列表${id}`, updatedAt: 0n, items: { create: mediaIds.map((mediaId, position) => ({ id: `${id}${position}`, mediaId, position })) } } });
    for (const { name, endDate } of entries) await desk.client.scheduleEntry.create({ data: { id: `${id} ${name}`, unitId, name, playlistId: id, tier: "normal", endDate, dayparts: [], exceptDates: [], share: {}, start: "", updatedAt: 0n } });
  };
  const recipient = (unitId: string, email: string) => desk.feature.recipients.add(desk.root, { unitId, email, kinds: null });
  /** The two jobs of the timetable. */
  const hourly = async (at: number) => {
    desk.now = at;
    await desk.media.remindOfExpiry();
    await desk.feature.films.tell();
  };
  const told = () => office.letters.map(({ to, subject }) => `${to.join()} ${subject}`).sort();

  it("each recipient gets those of its unit and those its playlists hold, once, with where they are used and the date", async () => {
    await film("A", "county", inJune(30, "23:59"));
    await film("B", "buses", inJune(28, "12:00"));
    await film("C", "county", inJune(24, "23:59") + 30 * day);
    await playlist("1", "buses", ["A", "A", "B"], [{ name: "六月循环", endDate: "2026-06-30" }, { name: "五月循环", endDate: "2026-05-31" }]);
    await playlist("2", "county", ["A"], [{ name: "常年", endDate: null }]);
    await recipient("county", "all@example.cn");
    await recipient("buses", "bus@example.cn");
    await recipient("coaches", "coach@example.cn");
    await hourly(seven);
    expect(told()).toEqual([]); // nobody is in the office
    await hourly(seven + hour);
    expect(told()).toEqual(["all@example.cn [一路 Yilu] 2 部素材快到期 / 2 films end soon", "bus@example.cn [一路 Yilu] 2 部素材快到期 / 2 films end soon"]);
    const [all = "", bus = ""] = ["all", "bus"].map((name) => office.letters.find(({ to }) => to.join().startsWith(name))?.text);
    expect(bus).toContain("《片B》6月28日 12:00 到期（公交公司） / until 28 Jun 12:00\n    用在 / in: 《列表1》（排期 schedule：六月循环）");
    expect(bus).toContain("《片A》6月30日 23:59 到期（某县） / until 30 Jun 23:59\n    用在 / in: 《列表1》（排期 schedule：六月循环）、另 1 个列表 / 1 more");
    expect(all).toContain("《列表2》（排期 schedule：常年）");
    expect([all, bus].join()).not.toMatch(/五月循环|片C/);
    await open2();
    await hourly(seven + 2 * hour);
    await hourly(seven + day + 2 * hour);
    expect(office.letters).toHaveLength(2); // not again after a restart, nor the day after
    await desk.client.media.update({ where: { id: "A" }, data: { validUntil: BigInt(inJune(29, "08:00")), remindedAt: null } }); // what saving another end does
    await hourly(seven + 2 * day + 2 * hour);
    expect(office.letters.slice(2).map(({ subject }) => subject)).toEqual(["[一路 Yilu] 1 部素材快到期 / 1 film ends soon", "[一路 Yilu] 1 部素材快到期 / 1 film ends soon"]);
  });

  /** The same installation, started anew. */
  const open2 = async () => {
    const kept = await desk.client.setting.findMany();
    await open(desk.now);
    await desk.client.setting.createMany({ data: kept });
  };

  it("one mail a day at most, none in quiet hours, and what failed goes out the next hour", async () => {
    await recipient("county", "all@example.cn");
    await film("A", "county", inJune(30, "23:59"));
    office.refusal = "mailbox is full";
    await hourly(seven + hour);
    expect((await desk.feature.recipients.list(desk.root)).rows[0]?.delivery).toMatchObject({ failures: 1, lastError: expect.stringContaining("mailbox is full") });
    office.refusal = null;
    await hourly(seven + 2 * hour);
    expect(told()).toEqual(["all@example.cn [一路 Yilu] 1 部素材快到期 / 1 film ends soon"]);
    await film("B", "county", inJune(30, "23:59"));
    await hourly(seven + 3 * hour);
    expect(office.letters).toHaveLength(1);
    const { version } = await desk.feature.settings.get();
    await desk.feature.settings.change(desk.root, { rules: defaultAlarmRules, quietHours: { from: "22:00", to: "09:00" }, digestMinutes: 10, version });
    await hourly(seven + day + hour + 30 * minute);
    expect(office.letters).toHaveLength(1);
    await hourly(seven + day + 2 * hour);
    expect(office.letters.slice(1).map(({ text }) => [text.includes("片A"), text.includes("片B")])).toEqual([[false, true]]);
  });

  it("the webhook is told the same, and nobody anything where it is switched off", async () => {
    await recipient("county", "all@example.cn");
    await film("A", "buses", inJune(30, "23:59"));
    await playlist("1", "buses", ["A"], [{ name: "六月循环", endDate: "2026-06-30" }]);
    const set = async (tellExpiry: boolean) => {
      const { version } = await desk.feature.settings.get();
      const webhook = { url: `http://127.0.0.1:${listener.port}/robot`, secret: "a-key-of-the-webhook-0123" };
      await desk.feature.settings.change(desk.root, { rules: defaultAlarmRules, quietHours: null, digestMinutes: 10, tellExpiry, version, webhook });
    };
    await set(false);
    await hourly(seven + hour);
    expect([office.letters.length, listener.heard.length]).toEqual([0, 0]);
    await set(true);
    await hourly(seven + 2 * hour);
    await hourly(seven + 3 * hour);
    expect([office.letters.length, listener.heard.length]).toEqual([1, 1]);
    expect(JSON.parse(listener.heard[0]?.body ?? "")).toEqual({
      version: 1,
      at: seven + 2 * hour,
      url: "https://yilu.example.cn/console/media",
      alarms: [],
      films: [{ event: "endsSoon", id: "A", title: "片A", unitName: "公交公司", validUntil: inJune(30, "23:59"), playlists: [{ name: "列表1", entries: ["六月循环"] }] }],
    });
    const log = await desk.client.auditEntry.findMany({ where: { action: "alarmSettings.change" }, orderBy: { id: "asc" } });
    expect(log.slice(-2).map(({ after }) => after)).toMatchObject([{ tellExpiry: false }, { tellExpiry: true }]);
  });
});
