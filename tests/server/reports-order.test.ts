import { reportSort, type Report, type ReportBy, type ReportSort, type SharedView, type SortOrder } from "@yilu/contract";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignBody } from "../support/campaign-calls.ts";
import { userIn } from "../support/server.ts";
import { noon, playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000f";
const period = { from: "2026-06-24", to: "2026-06-26" };
const morning = Date.parse("2026-06-25T08:00:00+08:00");

describe("the order of a report", () => {
  let world: World;
  let place: Place;
  let cookie = "";
  beforeAll(async () => {
    world = await World.start({ database: "sqlite" });
    place = world.place("here");
    const outcomes = ["completed", "completed", "failed", "interrupted", "completed"] as const;
    const plays = (count: number, change: object = {}) => Array.from({ length: count }, (_, index) => ({ ...playAt(place, index + 1, morning + index * 20_000), outcome: outcomes[(index * count) % outcomes.length] ?? "completed", ...change }));
    const other = await world.entry("here");
    for (const [name, kind, line, count] of [["10路 湘D·2", "bus", "10路", 31], ["9路 湘D·1", "bus", "9路", 44], ["衡阳 湘D·3", "coach", "衡阳线", 12], ["广场屏", "led", null, 25]] as const) {
      const screen = await world.screen("here", { name, kind, line, place: kind === "led" ? "广场" : null });
      await world.server.plays.receive({ screenId: screen.id, ledgerId: ledger, rows: plays(count, count === 12 ? { entryId: other.id } : {}) });
    }
    await world.server.campaigns.create(place.staff, { ...campaignBody(world, "here"), name: "甲" });
    await world.server.campaigns.create(place.staff, { ...campaignBody(world, "here"), name: "乙", entryIds: [] });
    await world.server.planned.record();
    await world.server.planned.workUp();
    cookie = (await userIn(world.server, "scheduler", place.unit.id, "office")).cookie;
  });
  afterAll(() => world.close());

  const get = (path: string, query: object) => fetch(`${world.server.origin}/api/reports/${path}?${new URLSearchParams({ ...query }).toString()}`, { headers: { cookie } });
  const rowsOf = async (by: ReportBy, sort: ReportSort, order: SortOrder) => ((await (await get("plays", { ...period, by, sort, order })).json()) as Report).rows;

  it.each(reportSort.options.filter((sort) => sort !== "label"))("by %s rises or falls, and what is not known stands last", async (sort) => {
    for (const by of ["screen", "media", "campaign"] as const) {
      const plain = (await rowsOf(by, sort, "asc")).filter(({ key }) => key !== "");
      const known = plain.flatMap((row) => row[sort] ?? []);
      expect(known).toEqual(known.toSorted((one, other) => one - other));
      expect(plain.map((row) => row[sort])).toEqual([...known, ...plain.filter((row) => row[sort] === null).map(() => null)]);
      const falling = (await rowsOf(by, sort, "desc")).flatMap((row) => (row.key === "" ? [] : (row[sort] ?? [])));
      expect(falling).toEqual(known.toReversed());
    }
  });

  it("by name counts numbers as numbers and Chinese by its sound; kinds and levels keep their own order, days theirs", async () => {
    const labels = async (by: ReportBy, order: SortOrder) => (await rowsOf(by, "label", order)).map(({ label }) => label);
    const lines = await labels("line", "asc");
    expect(lines.slice(0, 3)).toEqual(["1路", "9路", "10路"]);
    expect(lines.at(-1)).toBe("");
    expect(await labels("line", "desc")).toEqual([...lines.slice(0, -1).toReversed(), ""]);
    expect(await labels("kind", "asc")).toEqual(["bus", "coach", "led"]);
    expect(await labels("day", "desc")).toEqual(["2026-06-26", "2026-06-25"]);
    expect(await labels("campaign", "asc")).toEqual(["甲", "乙", ""]);
    expect(await labels("campaign", "desc")).toEqual(["乙", "甲", ""]);
  });

  it("files hold the columns that are chosen, in their own order, the causes beside the completion; a link keeps the choice", async () => {
    const query = { ...period, by: "screen" as const, columns: "share,completion,planned" };
    const report = (await (await get("plays", { ...period, by: "screen" })).json()) as Report;
    const titles = ["屏幕", "计划条次", "完成率", "未下载（条次）", "被插播占用（条次）", "其他差异（条次）", "占比"];
    const expected = [...report.rows, { ...report.totals, label: "合计" }].map(({ label, planned, completion, causes, completed }) => [label, planned, completion, causes?.neverDownloaded ?? null, causes?.displaced ?? null, causes?.other ?? null, completed / report.totals.completed]);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get("plays.xlsx", query)).arrayBuffer()) as never); // as below
    const [sheet] = workbook.worksheets;
    expect(sheet?.columnCount).toBe(titles.length);
    expect([titles, ...expected].map((_, index) => titles.map((_title, column) => sheet?.getRow(index + 1).getCell(column + 1).value ?? null))).toEqual([titles, ...expected]);
    const csv = (await (await get("plays.csv", query)).text()).trimEnd().split("\r\n");
    expect(csv).toEqual([titles, ...expected].map((cells) => cells.map((cell) => cell ?? "").join(",")));
    const { token } = await world.server.shares.create(place.staff, { title: "给领导", expiresAt: noon + 86_400_000, shared: { what: "report", ...query } });
    expect(await (await fetch(`${world.server.origin}/api/shared/${token}`)).json()).toMatchObject({ query: { columns: query.columns } });
    for (const columns of ["", "planned,", "nonsense", "planned,label"]) expect((await get("plays.csv", { ...query, columns })).status).toBe(400);
  });

  const asked: [ReportBy, ReportSort, SortOrder][] = [["screen", "interrupted", "asc"], ["screen", "label", "desc"], ["line", "failed", "desc"], ["campaign", "label", "asc"], ["day", "completed", "asc"]];
  it.each(asked)("by %s in order of %s, %s: workbook, CSV and link hold the page's rows in the page's order", async (by, sort, order) => {
    const query = { ...period, by, sort, order };
    const report = (await (await get("plays", query)).json()) as Report;
    expect(report.rows.length).toBeGreaterThan(1);
    const expected = [...report.rows, report.totals].map((row) => [row.screens, row.vehicles, row.planned, row.completed, row.completion, row.interrupted, row.failed]);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get("plays.xlsx", query)).arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    const [sheet] = workbook.worksheets;
    expect(expected.map((_, index) => [3, 4, 5, 6, 7, 8, 9].map((column) => sheet?.getRow(index + 2).getCell(column).value ?? null))).toEqual(expected);
    const names = report.rows.map((_, index) => sheet?.getRow(index + 2).getCell(1).value);
    if (by === "screen") expect(names).toEqual(report.rows.map((row) => row.label));
    const csv = (await (await get("plays.csv", query)).text()).trimEnd().split("\r\n").slice(1).map((line) => line.split(","));
    expect(csv.slice(0, -1).map(([name]) => name)).toEqual(names);
    expect(csv.map((cells) => cells.slice(2, 9).map((cell) => (cell === "" ? null : Number(cell))))).toEqual(expected);
    const { token } = await world.server.shares.create(place.staff, { title: "给领导", expiresAt: noon + 86_400_000, shared: { what: "report", ...query } });
    const view = (await (await fetch(`${world.server.origin}/api/shared/${token}`)).json()) as SharedView;
    expect(view).toMatchObject({ query, report: { rows: report.rows, totals: report.totals } });
  });
});
