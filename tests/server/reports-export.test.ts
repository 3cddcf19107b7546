import { reportBy, type Report } from "@yilu/contract";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { userIn } from "../support/server.ts";
import { noon, playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000000c";
const period = "from=2026-06-24&to=2026-06-26";
const titles = ["线路/级别", "屏幕数", "车辆数", "计划条次", "完整播放（条次）", "完成率", "中断（条次）", "失败（条次）", "未下载（条次）", "被插播占用（条次）", "其他差异（条次）", "播放时长（秒）", "运营小时"];

describe.each(databaseKinds)("exports, on %s", (database) => {
  let world: World;
  let place: Place;
  let fetchAs: (path: string) => Promise<Response>;

  beforeAll(async () => {
    world = await World.start({ database });
    place = world.place("here");
    // Names that a spreadsheet would run, and that SQL or CSV would trip over.
    const formula = await world.screen("here", { name: '=HYPERLINK("http://x")', line: "+1路,\"快\"" });
    const from = Date.parse("2026-06-25T08:00:00+08:00");
    const rows = Array.from({ length: 90 }, (_, index) => ({ ...playAt(place, index + 1, from + index * 10_000), outcome: index % 9 === 0 ? ("interrupted" as const) : ("completed" as const) }));
    await world.server.plays.receive({ screenId: formula.id, ledgerId: ledger, rows });
    await world.server.plays.receive({ screenId: place.screen.id, ledgerId: ledger, rows: rows.slice(0, 30) });
    await world.server.planned.workUp();
    const user = await userIn(world.server, "operator", place.unit.id, "exporter");
    fetchAs = (path) => fetch(world.server.origin + path, { headers: { cookie: user.cookie } });
  });
  afterAll(() => world.close());

  const json = async (by: string): Promise<Report> => (await (await fetchAs(`/api/reports/plays?${period}&by=${by}`)).json()) as Report;

  /** What a row of a report comes to in an export. */
  const cellsOf = (row: Report["rows"][number] | Report["totals"]) => [
    row.screens,
    row.vehicles,
    row.planned,
    row.completed,
    row.completion,
    row.interrupted,
    row.failed,
    row.causes?.neverDownloaded ?? null,
    row.causes?.displaced ?? null,
    row.causes?.other ?? null,
    Math.round(row.airtimeMs / 1000),
    row.poweredOnMs === null ? null : Math.round(row.poweredOnMs / 36_000) / 100,
  ];

  it.each(reportBy.options)("the workbook by %s holds the very numbers of the JSON, as numbers, under a frozen header", async (by) => {
    const report = await json(by);
    expect(report.rows.length).toBeGreaterThan(0);
    const response = await fetchAs(`/api/reports/plays.xlsx?${period}&by=${by}`);
    expect(response.headers.get("content-disposition")).toContain(encodeURIComponent("播放统计_2026-06-24_2026-06-26.xlsx"));
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await response.arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    const [sheet, facts] = workbook.worksheets;
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    const cells = (number: number) => Array.from({ length: 14 }, (_, column) => sheet?.getRow(number).getCell(column + 1).value ?? null);
    expect(cells(1).slice(1)).toEqual(titles);
    report.rows.forEach((row, index) => expect(cells(index + 2).slice(2)).toEqual(cellsOf(row)));
    expect(cells(report.rows.length + 2)).toEqual([by === "campaign" ? "合计（一次播放可属于多个活动或不属于任何活动，不是各行之和）" : "合计", "", ...cellsOf(report.totals)]);
    for (const row of [2, report.rows.length + 2]) expect(sheet?.getRow(row).getCell(6).type).toBe(exceljs.ValueType.Number);
    const told = new Map((facts?.getRows(2, facts.rowCount - 1) ?? []).map((row) => [row.getCell(1).value, row.getCell(2).value]));
    expect([told.get("已计入（条次）"), told.get("缺失（台账断号，条次）"), told.get("在册屏幕")]).toEqual([report.completeness.counted, report.completeness.missing, report.completeness.screens]);
  });

  it.each(reportBy.options)("the CSV by %s has a BOM and the same rows", async (by) => {
    const report = await json(by);
    const bytes = Buffer.from(await (await fetchAs(`/api/reports/plays.csv?${period}&by=${by}`)).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString("utf8").slice(1).trimEnd().split("\r\n");
    expect(lines).toHaveLength(report.rows.length + 2);
    const numbers = (line: string) => line.split(",").slice(-13, -1);
    report.rows.forEach((row, index) => expect(numbers(lines[index + 1] ?? "")).toEqual(cellsOf(row).map((cell) => (cell === null ? "" : String(cell)))));
    expect(numbers(lines.at(-1) ?? "")).toEqual(cellsOf(report.totals).map((cell) => (cell === null ? "" : String(cell))));
  });

  it("no name runs as a formula: texts are texts in the workbook, and quoted in the CSV", async () => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await fetchAs(`/api/reports/plays.xlsx?${period}&by=screen`)).arrayBuffer()) as never); // as above
    const cell = workbook.worksheets[0]?.getRow(2).getCell(1);
    expect([cell?.type, cell?.value]).toEqual([exceljs.ValueType.String, '=HYPERLINK("http://x")']);
    const csv = await (await fetchAs(`/api/reports/plays.csv?${period}&by=screen`)).text();
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")","'+1路,""快""",1,1,90`);
  });

  it("the heat map adds up to the report, at the local hour and day", async () => {
    const heat = (await (await fetchAs(`/api/reports/heat?${period}`)).json()) as { rows: { date: string; hour: number; plays: number }[] };
    expect(heat.rows).toMatchObject([{ date: "2026-06-25", hour: 8, plays: 120 }, { date: "2026-06-26", hour: 11, plays: 5 }]);
    expect((await json("hour")).rows.map((row) => [row.key, row.completed + row.interrupted])).toEqual([["08", 120], ["11", 5]]);
  });

  it("the books name the exact numbers that are wanting, and the conflict of a cloned storage", async () => {
    const silent = await world.screen("here");
    await world.server.plays.receive({ screenId: silent.id, ledgerId: ledger, rows: [2, 3, 7].map((seq) => playAt(place, seq, Date.parse("2026-06-25T08:00:00+08:00") + seq)) });
    await world.server.plays.receive({ screenId: silent.id, ledgerId: ledger, rows: [{ seq: 5, nonsense: true }, { ...playAt(place, 2, 5), airtimeMs: 1 }] });
    await world.inspector.client.screenStatus.create({ data: { screenId: silent.id, lastSeenAt: 0n, ledgerId: ledger, ledgerHead: 12 } });
    const { rows } = (await (await fetchAs(`/api/reports/books?${period}&screenId=${silent.id}`)).json()) as { rows: object[] };
    expect(rows).toMatchObject([
      {
        screenId: silent.id,
        counted: 3,
        waitingOnScreens: 5,
        missing: 3,
        keptApart: 2,
        apart: [{ reason: "conflict", rows: 1, lastAt: noon }, { reason: "malformed", rows: 1, lastAt: noon }],
        gaps: [{ ledgerId: ledger, from: 1, to: 1 }, { ledgerId: ledger, from: 4, to: 4 }, { ledgerId: ledger, from: 6, to: 6 }],
        conflictAt: expect.any(Number) as number,
      },
    ]);
  });

  it("deleting media or a screen changes no figure; a film that is gone is flagged", async () => {
    const before = await json("media");
    await world.server.schedule.remove(place.staff, place.entry.id);
    await world.server.playlists.remove(place.staff, place.playlist.id);
    await world.server.media.service.remove(place.staff, place.media.id);
    const after = await json("media");
    const row = before.rows.find((one) => one.key === place.media.id);
    expect(after.rows.find((one) => one.key === place.media.id)).toEqual({ ...row, withdrawn: true });
    expect(after.totals).toEqual(before.totals);
  });
});
