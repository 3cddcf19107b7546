import { createHash } from "node:crypto";
import type { Play } from "@yilu/contract";
import { dueAt } from "@yilu/server/jobs/jobs.ts";
import { timetable } from "@yilu/server/jobs/timetable.ts";
import exceljs from "exceljs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { campaignBody, pictureBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { userIn } from "../support/server.ts";
import { documentText, filesOfZip } from "../support/zip.ts";
import { playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000b";
const china = (text: string) => Date.parse(`${text}+08:00`);
const hourMs = 3_600_000;

describe.each(databaseKinds)("a campaign, on %s", (database) => {
  let world: World;
  let place: Place;
  let now = china("2026-06-26T12:00:00");
  beforeEach(async () => {
    now = china("2026-06-26T12:00:00");
    world = await World.start({ database, clock: () => now });
    place = world.place("here");
  });
  afterEach(() => world.close());

  const receive = (rows: Play[]) => world.server.plays.receive({ screenId: place.screen.id, ledgerId: ledger, rows });
  const plays = (from: string, count: number, first: number) => Array.from({ length: count }, (_, index) => playAt(place, first + index, china(from) + index * 10_000));
  /** Run by the unit above, for the units here and there. */
  const create = () =>
    world.server.campaigns.create(world.server.system, {
      ...campaignBody(world, "here"),
      name: "禁毒宣传月",
      unitId: world.server.root.id,
      unitIds: [place.unit.id, world.place("there").unit.id],
      entryIds: [place.entry.id, world.place("there").entry.id],
      audienceEstimate: 120_000,
    });

  it("stands as its units do: screens, plays, airtime, hours, completion, completeness, target", async () => {
    const { id } = await create();
    await receive(plays("2026-06-25T08:00:00", 360, 1));
    await world.server.planned.workUp();
    const standing = await world.server.summaries.standing(world.server.system, id);
    expect(standing).toMatchObject({ days: 30, daysSoFar: 26, totals: { delivered: 360 + 2 + 5, screens: 2, vehicles: 2 } });
    const [here, there] = [place, world.place("there")].map(({ unit }) => standing.rows.find((row) => row.unitId === unit.id));
    // The unit below and its screen belong to "here" too, though it showed nothing of the campaign.
    expect(here).toMatchObject({ screensInService: 2, screens: 1, delivered: 362, contributed: false, target: 2 * 26 * 100 });
    expect(there).toMatchObject({ delivered: 5 });
    expect(standing.trend.map((row) => [row.key, row.delivered])).toEqual([["2026-06-25", 360], ["2026-06-26", 7]]);
  });

  it("a participant sees its own part of it, and the summary not at all", async () => {
    const { id } = await create();
    const standing = await world.server.summaries.standing(place.staff, id);
    expect(standing.rows.map((row) => row.unitId)).toEqual([place.unit.id]);
    expect(standing.totals.delivered).toBe(2);
    expect(await world.server.campaigns.get(place.staff, id)).toMatchObject({ whole: false, ownUnitIds: [place.unit.id], unitIds: [place.unit.id], entryIds: [], summaries: [] });
    await world.server.summaries.draft(world.server.system, id);
    await expect(world.server.summaries.summary(place.staff, id)).rejects.toMatchObject({ code: "notFound" });
    await expect(world.server.summaries.close(place.staff, id)).rejects.toMatchObject({ code: "notFound" });
  });

  it("is drafted 24 h before the deadline, refreshed hourly, and closed at 09:00 of the due day", async () => {
    const { id, draftsAt, closesByItselfAt } = await create();
    expect([draftsAt, closesByItselfAt]).toEqual([china("2026-06-30T18:00:00"), china("2026-07-01T09:00:00")]);
    const states = async () => (await world.server.campaigns.get(world.server.system, id)).summaries.map(({ state, at }) => [state, at]);
    now = china("2026-06-30T17:59:59");
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([]);
    now = china("2026-06-30T18:00:00");
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([["draft", now]]);
    now += hourMs - 1;
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([["draft", china("2026-06-30T18:00:00")]]);
    now += 1;
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([["draft", china("2026-06-30T19:00:00")]]);
    // The server was down at nine: closing is made up.
    now = china("2026-07-01T11:30:00");
    await world.server.summaries.keepUp();
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([["closed", now]]);
    await expect(world.server.summaries.draft(world.server.system, id)).rejects.toMatchObject({ code: "alreadyClosed" });
  });

  it("the timetable does all that by itself, on a clock of the test's", async () => {
    const { id } = await create();
    const job = timetable({ summaries: world.server.summaries } as never).find(({ name }) => name === "campaigns"); // it runs no other job
    if (job === undefined) throw new Error("no job");
    const seen: [string, string][] = [];
    // Each hour: the run before it, at it and after it.
    const hours = Array.from({ length: 16 }, (_, hour) => china("2026-06-30T18:00:00") + hour * hourMs);
    for (now of hours.flatMap((hour) => [dueAt(job, hour - 1), dueAt(job, hour), dueAt(job, hour + job.everyMs)])) {
      await job.run(now);
      const last = (await world.server.campaigns.get(world.server.system, id)).summaries.at(-1);
      const at = last === undefined ? "" : new Date(last.at + 8 * hourMs).toISOString().slice(5, 16);
      if (last !== undefined && seen.at(-1)?.[1] !== at) seen.push([last.state, at]);
    }
    const drafts = Array.from({ length: 15 }, (_, hour) => ["draft", new Date(Date.UTC(2026, 5, 30, 18 + hour)).toISOString().slice(5, 16)]);
    expect(seen).toEqual([...drafts, ["closed", "07-01T09:00"]]);
  });

  it("what a unit adds between the closing and the deadline becomes an addendum at the deadline, once", async () => {
    const { id } = await create();
    now = china("2026-07-01T09:00:00");
    await world.server.summaries.keepUp();
    now = china("2026-07-01T15:00:00");
    await world.server.contributions.put(place.staff, id, place.unit.id, { text: "下午补充的材料", links: [], mediaIds: [], pictures: [] });
    const states = async () => (await world.server.campaigns.get(world.server.system, id)).summaries.map(({ state, number, at }) => [state, number, at]);
    now = china("2026-07-01T17:59:59");
    await world.server.summaries.keepUp();
    const closed = ["closed", 0, china("2026-07-01T09:00:00")];
    expect(await states()).toEqual([closed]);
    now += 1000;
    await world.server.summaries.keepUp();
    now += hourMs;
    await world.server.summaries.keepUp();
    expect(await states()).toEqual([closed, ["addendum", 1, china("2026-07-01T18:00:00")]]);
    const { summary } = await world.server.summaries.summary(world.server.system, id);
    expect(summary.contributions.map(({ text }) => text)).toEqual(["下午补充的材料"]);
  });

  it("what a unit added that is gone by the deadline stops nobody's timetable, and makes no addendum", async () => {
    const { id } = await create();
    now = china("2026-07-01T09:00:00");
    await world.server.summaries.keepUp();
    now = china("2026-07-01T15:00:00");
    await world.inspector.client.campaignContribution.create({ data: { campaignId: id, unitId: "gone", text: "撤销的单位", links: [], mediaIds: [], pictures: [], updatedAt: BigInt(now), updatedBy: "" } });
    now = china("2026-07-01T18:00:00");
    await world.server.summaries.keepUp();
    expect((await world.server.campaigns.get(world.server.system, id)).summaries.map(({ state }) => state)).toEqual(["closed"]);
  });

  it("a campaign that names its closing is closed then, and not before", async () => {
    const { id, version } = await create();
    const { unitId: _unitId, ...content } = { ...campaignBody(world, "here"), name: "自定结账", unitIds: [place.unit.id], closesAt: china("2026-07-02T10:00:00") };
    await world.server.campaigns.change(world.server.system, id, { ...content, version });
    const states = async () => (await world.server.campaigns.get(world.server.system, id)).summaries.map(({ state }) => state);
    now = china("2026-07-02T09:59:59");
    await world.server.summaries.keepUp();
    expect(await states()).toEqual(["draft"]);
    now += 1000;
    await world.server.summaries.keepUp();
    expect(await states()).toEqual(["closed"]);
  });

  it("a closed summary is reproduced byte for byte, whatever is deleted or arrives later; the addendum says what came", async () => {
    const { id } = await create();
    await receive(plays("2026-06-25T08:00:00", 100, 1));
    now = china("2026-07-01T09:00:00");
    const { head } = await world.server.summaries.close(world.server.system, id);
    const first = await world.server.summaries.summary(world.server.system, id, 0);
    expect(createHash("sha256").update(first.data).digest("hex")).toBe(head.sha256);
    await expect(world.server.summaries.addendum(world.server.system, id)).rejects.toMatchObject({ code: "nothingLate" });

    await receive(plays("2026-06-25T09:00:00", 40, 101));
    await world.server.schedule.remove(place.staff, place.entry.id);
    await world.server.users.changeUnit(world.server.system, place.unit.id, { name: "改名的单位", code: null, version: 1 });
    now += hourMs;
    const later = await world.server.summaries.addendum(world.server.system, id);
    expect(later.head).toMatchObject({ state: "addendum", number: 1 });
    expect(later.summary.late).toMatchObject({ previousNumber: 0, previousSha256: head.sha256, delivered: 40, airtimeMs: 400_000 });
    expect(later.summary.campaign.entries[0]?.name).toBe(place.entry.name);
    const again = await world.server.summaries.summary(world.server.system, id, 0);
    expect(again.data).toBe(first.data);
    expect(again.summary.standing.rows.find((row) => row.unitId === place.unit.id)?.unitName).toBe(place.unit.name);
    await expect(world.server.summaries.addendum(world.server.system, id)).rejects.toMatchObject({ code: "nothingLate" });
  });

  it("units contribute until the deadline, and their part is in the document and the ZIP, whose data hash to what is written", async () => {
    const { id } = await create();
    const picture = await world.server.contributions.addPicture(place.staff, id, place.unit.id, pictureBody().base64);
    await world.server.contributions.put(place.staff, id, place.unit.id, {
      text: "本单位12台车循环播放。\n乘客反响良好。",
      links: [{ title: "县融媒体报道", url: "https://example.com/news" }],
      mediaIds: [place.media.id],
      pictures: [{ sha256: picture.sha256, caption: "车厢播放现场" }],
    });
    await receive(plays("2026-06-25T08:00:00", 100, 1));
    await world.server.summaries.close(world.server.system, id);
    now = china("2026-07-01T18:00:00");
    await expect(world.server.contributions.put(place.staff, id, place.unit.id, { text: "迟了", links: [], mediaIds: [], pictures: [] })).rejects.toMatchObject({ code: "pastDeadline" });

    const admin = await userIn(world.server, "administrator", world.server.root.id, "chief");
    const get = async (path: string) => Buffer.from(await (await fetch(`${world.server.origin}/api/campaigns/${id}/${path}`, { headers: { cookie: admin.cookie } })).arrayBuffer());
    const { head, summary, data } = await world.server.summaries.summary(world.server.system, id);
    const text = documentText(await get("summary.docx"));
    for (const wanted of ["禁毒宣传月工作总结", "车辆数（台）", "屏幕数（块）", "完成率", "运营小时", "覆盖人次（估算", "120,000", "本单位12台车循环播放。", "车厢播放现场", "https://example.com/news", head.sha256, place.unit.name]) {
      expect(text).toContain(wanted);
    }
    expect(text).toContain(`完整播放${summary.standing.totals.delivered}条次`);

    const files = filesOfZip(await get("summary.zip"));
    expect([...files.keys()].sort()).toEqual(
      ["charts/completion.png", "charts/heat.png", "charts/trend.png", "data.json", "data.json.sha256", ...summary.contributions.flatMap((one) => one.evidence).map((one) => `pictures/${one.sha256}.jpg`), "播放统计.xlsx", "禁毒宣传月工作总结.docx"].sort(),
    );
    expect(files.get("data.json")?.toString("utf8")).toBe(data);
    expect(files.get("data.json.sha256")?.toString("utf8")).toBe(`${createHash("sha256").update(data).digest("hex")}  data.json\n`);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(files.get("播放统计.xlsx") as never);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(["各单位", "逐日", "按屏幕类型", "按级别", "按素材"]);
    expect(workbook.getWorksheet("各单位")?.getColumn(6).values.slice(2)).toEqual([...summary.standing.rows.map((row) => row.delivered), summary.standing.totals.delivered]);
  });

  it("readiness counts the screens that hold the files of their newest manifest", async () => {
    const { id } = await create();
    const before = await world.server.campaigns.readiness(world.server.system, id);
    expect(before).toMatchObject({ screens: 3, ready: 0, percent: 0 });
    expect(before.waiting).toHaveLength(3);
    expect(before.rows.map((row) => row.screens)).toEqual(expect.arrayContaining([2, 1]));
  });

  it("a report of a campaign counts its entries on the units that take part", async () => {
    const { id } = await create();
    await receive([...plays("2026-06-25T08:00:00", 10, 1), ...plays("2026-06-25T09:00:00", 5, 11).map((play) => ({ ...play, entryId: "other" }))]);
    const query = { from: "2026-06-25", to: "2026-06-25", by: "unit" as const };
    expect((await world.server.reports.plays(world.server.system, query)).totals.completed).toBe(15);
    expect((await world.server.reports.plays(world.server.system, { ...query, campaignId: id })).totals.completed).toBe(10);
    await expect(world.server.reports.plays(world.place("below").staff, { ...query, campaignId: "nothing" })).rejects.toMatchObject({ code: "refersToMissing" });
  });

  it("a shared link opens one report without a sign-in, until it expires or is revoked", async () => {
    const { token, share, path } = await world.server.shares.create(place.staff, {
      title: "给县里",
      expiresAt: now + hourMs,
      shared: { what: "report", from: "2026-06-26", to: "2026-06-26", by: "screen" },
    });
    expect(path).toBe(`/console/shared/${token}`);
    const open = async () => {
      const response = await fetch(`${world.server.origin}/api/shared/${token}`);
      return { status: response.status, body: (await response.json()) as { code?: string; report?: { totals: { completed: number } } } };
    };
    expect(await open()).toMatchObject({ status: 200, body: { what: "report", title: "给县里", report: { totals: { completed: 5 } } } });
    now += hourMs - 1;
    expect((await open()).status).toBe(200);
    now += 1;
    expect(await open()).toMatchObject({ status: 410, body: { code: "shareEnded" } });
    now -= hourMs;
    await world.server.shares.revoke(place.staff, share.id);
    expect(await open()).toMatchObject({ status: 410, body: { code: "shareEnded" } });
    expect((await world.server.shares.list(place.staff)).rows).toMatchObject([{ id: share.id, opens: 2 }]);
    expect(JSON.stringify(await world.inspector.dump())).not.toContain(token);
  });
});
