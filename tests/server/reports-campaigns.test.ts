import type { Campaign, Report, ReportQuery, SharedView } from "@yilu/contract";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { userIn } from "../support/server.ts";
import { noon, playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000d";
const period = { from: "2026-06-24", to: "2026-06-26" };
const morning = Date.parse("2026-06-25T08:00:00+08:00");
const figuresOf = ({ key: _key, label: _label, note: _note, level: _level, withdrawn: _withdrawn, ...figures }: Report["rows"][number]) => figures;

describe.each(databaseKinds)("a report by campaign, on %s", (database) => {
  let world: World;
  let place: Place;
  let cookie = "";
  const made: Record<"all" | "second" | "below" | "silent" | "over", Campaign> = {} as never; // filled before any test reads it
  let second = "";
  beforeAll(async () => {
    world = await World.start({ database });
    place = world.place("here");
    second = (await world.entry("here")).id;
    const third = (await world.entry("here")).id;
    const led = await world.screen("here", { kind: "led", line: null, place: "广场" });
    const bus = await world.screen("below", { line: "9路" });
    const plays = (count: number, entryId: string, from = 1) =>
      Array.from({ length: count }, (_, index) => ({ ...playAt(place, from + index, morning + (from + index) * 15_000), entryId, outcome: index % 7 === 0 ? ("failed" as const) : ("completed" as const) }));
    await world.server.plays.receive({ screenId: led.id, ledgerId: ledger, rows: [...plays(40, place.entry.id), ...plays(10, third, 41)] });
    await world.server.plays.receive({ screenId: bus.id, ledgerId: ledger, rows: [...plays(30, place.entry.id), ...plays(21, second, 31)] });
    await world.server.planned.record();
    await world.server.planned.workUp();
    const { id: here } = place.unit;
    const { id: below } = world.place("below").unit;
    const campaign = (change: object) => world.server.campaigns.create(place.staff, { ...campaignBody(world, "here"), ...change });
    made.all = await campaign({ name: "甲", unitIds: [here, below], entryIds: [place.entry.id, second] });
    made.second = await campaign({ name: "乙", entryIds: [second] });
    made.below = await campaign({ name: "丙", unitIds: [below] });
    made.silent = await campaign({ name: "丁", entryIds: [(await world.entry("here")).id] });
    made.over = await campaign({ name: "往年", startDate: "2026-05-01", endDate: "2026-06-23", specialDates: [] });
    await world.server.campaigns.create(world.place("there").staff, campaignBody(world, "there"));
    cookie = (await userIn(world.server, "scheduler", here, "office")).cookie;
  });
  afterAll(() => world.close());

  const get = (path: string, query: object) => fetch(`${world.server.origin}/api/reports/${path}?${new URLSearchParams({ ...query }).toString()}`, { headers: { cookie } });
  const report = async (query: object): Promise<Report> => (await (await get("plays", query)).json()) as Report;

  it("has a row for each campaign in reach that overlaps the period, also without plays, and last what belongs to none", async () => {
    const { rows, totals } = await report({ ...period, by: "campaign" });
    // 甲: 34 + 25 + 18 of the ledgers, 2 + 3 of the world's own entry (the one below has an entry of its own).
    expect(rows.map(({ key, label, completed, screens }) => [key, label, completed, screens])).toEqual([
      [made.all.id, "甲", 34 + 25 + 18 + 2, 3],
      [made.below.id, "丙", 25, 1],
      [made.second.id, "乙", 18, 1],
      [made.silent.id, "丁", 0, 0],
      ["", "", 8 + 3, 2],
    ]);
    expect(totals.completed).toBe(34 + 25 + 18 + 8 + 2 + 3);
  });

  const filters: [string, () => Partial<ReportQuery>][] = [
    ["nothing", () => ({})],
    ["one unit", () => ({ unitId: world.place("below").unit.id })],
    ["one kind", () => ({ kind: "led" })],
    ["one line", () => ({ line: "9路" })],
    ["one film", () => ({ mediaId: place.media.id })],
    ["a level", () => ({ level: "county" })],
    ["one entry", () => ({ entryId: second })],
    ["days of whole spans and beside them", () => ({ from: "2026-06-05", to: "2026-07-02" })],
  ];
  it.each(filters)("narrowed to %s, each row equals the report filtered by that campaign", async (_what, of) => {
    const query = { ...period, ...of() };
    const { rows, totals } = await report({ ...query, by: "campaign" });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows.filter(({ key }) => key !== "")) expect([row.label, figuresOf(row)]).toEqual([row.label, (await report({ ...query, campaignId: row.key, by: "screen" })).totals]);
    expect(totals).toEqual((await report({ ...query, by: "entry" })).totals);
  });

  it("narrowed to one campaign, its own row is the whole, and others hold what they share with it", async () => {
    const { rows, totals } = await report({ ...period, campaignId: made.below.id, by: "campaign" });
    expect(rows.map(({ label, completed }) => [label, completed])).toEqual(expect.arrayContaining([["丙", 25], ["甲", 25]]));
    expect(rows.map(figuresOf)).toEqual([totals, totals]);
  });

  it("reads the same in the workbook, the CSV and behind a link, which say that rows do not add up", async () => {
    const query = { ...period, by: "campaign" as const };
    const { rows, totals } = await report(query);
    const names = [...rows.slice(0, -1).map(({ label }) => label), "不属于任何活动", "合计（一次播放可属于多个活动或不属于任何活动，不是各行之和）"];
    const completed = [...rows, totals].map((row) => row.completed);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get("plays.xlsx", query)).arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    const sheet = workbook.getWorksheet("按宣传活动");
    expect(names.map((_, index) => sheet?.getRow(index + 2).getCell(1).value)).toEqual(names);
    expect(names.map((_, index) => sheet?.getRow(index + 2).getCell(6).value)).toEqual(completed);
    const csv = (await (await get("plays.csv", query)).text()).trimEnd().split("\r\n").slice(1).map((line) => line.split(","));
    expect(csv.map((cells) => [cells[0], Number(cells[5])])).toEqual(names.map((name, index) => [name, completed[index]]));
    const { token } = await world.server.shares.create(place.staff, { title: "给领导", expiresAt: noon + 86_400_000, shared: { what: "report", ...query } });
    const view = (await (await fetch(`${world.server.origin}/api/shared/${token}`)).json()) as SharedView;
    expect(view).toMatchObject({ report: { rows, totals } });
  });
});
