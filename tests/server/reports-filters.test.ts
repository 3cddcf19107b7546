import type { BooksReport, Report, ReportQuery } from "@yilu/contract";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { userIn } from "../support/server.ts";
import { playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000e";
const period = { from: "2026-06-24", to: "2026-06-26" };
const morning = Date.parse("2026-06-25T08:00:00+08:00");

describe.each(databaseKinds)("every export equals the screen, whatever the filter, on %s", (database) => {
  let world: World;
  let place: Place;
  let cookie = "";
  const ids: Record<"campaign" | "led" | "second", string> = { campaign: "", led: "", second: "" };
  beforeAll(async () => {
    world = await World.start({ database });
    place = world.place("here");
    const second = await world.approved("here");
    const led = await world.screen("here", { kind: "led", line: null, place: "广场" });
    const bus = await world.screen("here", { line: "9路" });
    const plays = (from: number, count: number, mediaId = place.media.id) =>
      Array.from({ length: count }, (_, index) => ({ ...playAt(place, from + index, morning + (from + index) * 15_000), mediaId, outcome: index % 7 === 0 ? ("failed" as const) : ("completed" as const) }));
    await world.server.plays.receive({ screenId: led.id, ledgerId: ledger, rows: plays(1, 40) });
    await world.server.plays.receive({ screenId: bus.id, ledgerId: ledger, rows: [...plays(1, 30), ...plays(31, 21, second.id)] });
    await world.server.plays.receive({ screenId: place.screen.id, ledgerId: ledger, rows: [...plays(2, 5), ...plays(10, 8)] }); // numbers 1 and 7–9 never came
    ids.campaign = (await world.server.campaigns.create(place.staff, campaignBody(world, "here"))).id;
    ids.led = led.id;
    ids.second = second.id;
    await world.server.planned.workUp();
    cookie = (await userIn(world.server, "scheduler", place.unit.id, "office")).cookie;
  });
  afterAll(() => world.close());

  const get = (path: string, query: object) => fetch(`${world.server.origin}/api/reports/${path}?${new URLSearchParams({ ...query }).toString()}`, { headers: { cookie } });
  const workbookOf = async (query: object) => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get("plays.xlsx", query)).arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    return workbook;
  };
  /** The numbers of a row, in the order of the columns. */
  const figures = ({ screens, vehicles, planned, completed, completion, interrupted, failed, causes, airtimeMs, poweredOnMs }: Report["rows"][number] | Report["totals"]) => [
    screens,
    vehicles,
    planned,
    completed,
    completion,
    interrupted,
    failed,
    causes?.neverDownloaded ?? null,
    causes?.displaced ?? null,
    causes?.other ?? null,
    Math.round(airtimeMs / 1000),
    poweredOnMs === null ? null : Math.round(poweredOnMs / 36_000) / 100,
  ];

  const cases: [string, () => Partial<ReportQuery>, ReportQuery["by"], number][] = [
    ["kind LED, by screen", () => ({ kind: "led" }), "screen", 34],
    ["line 9路, by media", () => ({ line: "9路" }), "media", 25 + 18],
    ["one screen, by hour", () => ({ screenId: ids.led }), "hour", 34],
    ["one film, by screen", () => ({ mediaId: ids.second }), "screen", 18],
    ["level county, by level", () => ({ level: "county" }), "level", 34 + 25 + 18 + 4 + 6 + 5],
    ["one entry, by day", () => ({ entryId: place.entry.id }), "day", 34 + 25 + 18 + 4 + 6 + 2],
    ["a campaign, by unit", () => ({ campaignId: ids.campaign }), "unit", 34 + 25 + 18 + 4 + 6 + 2],
    ["a unit and one day, by line", () => ({ unitId: world.place("below").unit.id, from: "2026-06-26" }), "line", 3],
    ["a kind and a line that no screen has, by entry", () => ({ kind: "coach", line: "9路" }), "entry", 0],
  ];

  it.each(cases)("%s", async (_what, filters, by, completed) => {
    const query = { ...period, ...filters(), by };
    const report = (await (await get("plays", query)).json()) as Report;
    expect(report.totals.completed).toBe(completed);
    const expected = [...report.rows, report.totals].map(figures);
    const [sheet] = (await workbookOf(query)).worksheets;
    const rows = Array.from({ length: report.rows.length + 1 }, (_, index) => Array.from({ length: 12 }, (_, column) => sheet?.getRow(index + 2).getCell(column + 3).value ?? null));
    expect(rows).toEqual(expected);
    const csv = (await (await get("plays.csv", query)).text()).trimEnd().split("\r\n").slice(1);
    expect(csv.map((line) => line.split(",").slice(-13, -1).map((cell) => (cell === "" ? null : Number(cell))))).toEqual(expected);
  });

  it("the workbook holds each screen's books: counted, waiting, missing with its numbers", async () => {
    const query = { ...period, unitId: place.unit.id };
    const books = (await (await get("books", query)).json()) as BooksReport;
    expect(books.rows.length).toBeGreaterThanOrEqual(3);
    const sheet = (await workbookOf({ ...query, by: "screen" })).getWorksheet("逐屏完整情况");
    const cells = books.rows.map((_, index) => Array.from({ length: 10 }, (_, column) => sheet?.getRow(index + 2).getCell(column + 1).value ?? null));
    const kinds = { bus: "公交车", coach: "客运班车", led: "户外电子屏" };
    expect(cells).toEqual(books.rows.map((row) => [row.screenName, row.unitName, row.line ?? "", kinds[row.kind], row.daysOn + row.counted === 0 ? null : row.counted, row.waitingOnScreens, row.missing, row.keptApart, row.daysOn, row.daysOff]));
    const wanting = books.rows.findIndex((row) => row.screenId === place.screen.id);
    expect(books.rows[wanting]).toMatchObject({ missing: 4 });
    expect(sheet?.getRow(wanting + 2).getCell(14).value).toBe("1、7–9");
  });
});
