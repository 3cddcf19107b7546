import { booksColumn, booksSort, type BooksColumn, type BooksQuery, type BooksReport } from "@yilu/contract";
import { chosenBooks, neverOn, worstOf, type Books } from "@yilu/server/features/reports/books.ts";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { userIn } from "../support/server.ts";
import { playAt, World, type Place } from "../support/world.ts";

const ledger = "0f1e2d3c-0000-4000-8000-00000000001a";
const second = "1f1e2d3c-0000-4000-8000-00000000001b";
const period = { from: "2026-06-24", to: "2026-06-26" };
const morning = Date.parse("2026-06-25T08:00:00+08:00");

const books = (screenId: string, change: Partial<Books> = {}): Books => ({
  screenId,
  screenName: screenId,
  unitName: "县公交公司",
  line: null,
  kind: "bus",
  counted: 10,
  waitingOnScreens: 0,
  missing: 0,
  keptApart: 0,
  receivedTo: 1,
  lastSeenAt: 1,
  daysOn: 1,
  daysOff: 0,
  poweredOnMs: 1,
  gaps: [],
  apart: [],
  conflictAt: null,
  ...change,
});

test("conflicts stand first, then what is missing, waiting, never on; each can be looked at alone", () => {
  const rows = [
    books("whole"),
    books("off", { daysOn: 0, counted: 0 }),
    books("waits", { waitingOnScreens: 5 }),
    books("misses 1", { missing: 1 }),
    books("misses 9", { missing: 9, receivedTo: null }),
    books("cloned", { conflictAt: 7, missing: 4 }),
  ];
  const ids = (query: Pick<BooksQuery, "only" | "sort" | "order">) => chosenBooks(rows, query).rows.map(({ screenId }) => screenId);
  expect(ids({})).toEqual(["cloned", "misses 9", "misses 1", "waits", "off", "whole"]);
  expect(ids({ only: "missing" })).toEqual(["cloned", "misses 9", "misses 1"]);
  expect(ids({ sort: "missing", order: "asc", only: "missing" })).toEqual(["misses 1", "cloned", "misses 9"]);
  expect(ids({ sort: "receivedTo", order: "desc" }).at(-1)).toBe("misses 9");
  expect(chosenBooks(rows, { only: "neverOn" }).tally).toEqual({ all: 6, conflict: 1, missing: 3, waiting: 1, neverOn: 1 });
  expect(rows.map(worstOf)).toEqual([null, "neverOn", "waiting", "missing", "missing", "conflict"]);
});

describe("the books of each screen as files", () => {
  let world: World;
  let place: Place;
  let cookie = "";
  beforeAll(async () => {
    world = await World.start({ database: "sqlite" });
    place = world.place("here");
    const play = (seq: number) => playAt(place, seq, morning + seq * 15_000);
    const formula = await world.screen("here", { name: '=HYPERLINK("http://x")', line: "9路" });
    await world.server.plays.receive({ screenId: formula.id, ledgerId: ledger, rows: [1, 2, 5].map(play) });
    await world.server.plays.receive({ screenId: formula.id, ledgerId: second, rows: [play(2), { seq: 4, nonsense: true }, { ...play(2), airtimeMs: 1 }] });
    const waiting = await world.screen("here", { name: "广场屏", kind: "led", line: null, place: "广场" });
    await world.server.plays.receive({ screenId: waiting.id, ledgerId: ledger, rows: [1, 2].map(play) });
    await world.inspector.client.screenStatus.create({ data: { screenId: waiting.id, lastSeenAt: BigInt(morning), ledgerId: ledger, ledgerHead: 12 } });
    await world.screen("below", { name: "没开过的车", kind: "coach" });
    await world.server.planned.workUp();
    cookie = (await userIn(world.server, "operator", place.unit.id, "fleet")).cookie;
  });
  afterAll(() => world.close());

  const get = (path: string, query: object) => fetch(`${world.server.origin}/api/reports/${path}?${new URLSearchParams({ ...query }).toString()}`, { headers: { cookie } });
  const clock = (at: number | null) => (at === null ? "" : new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " "));
  const kinds = { bus: "公交车", coach: "客运班车", led: "户外电子屏" };
  const states = { conflict: "编号冲突", missing: "缺失", waiting: "待上传", neverOn: "未出车" };
  const cellsOf = (row: Books) => {
    const worst = worstOf(row);
    const { screenName, unitName, line, kind, counted, waitingOnScreens, missing, keptApart, daysOn, daysOff, poweredOnMs, receivedTo, lastSeenAt } = row;
    const figures = [neverOn(row) ? null : counted, waitingOnScreens, missing, keptApart, daysOn, daysOff, Math.round(poweredOnMs / 36_000) / 100];
    return { texts: [screenName, unitName, line ?? "", kinds[kind]], figures, times: [clock(receivedTo), clock(lastSeenAt)], state: worst === null ? "齐全" : states[worst] };
  };

  const asked: [string, () => Partial<BooksQuery>, number][] = [
    ["as they are", () => ({}), 5],
    ["with gaps only", () => ({ only: "missing" }), 1],
    ["never on only", () => ({ only: "neverOn" }), 1],
    ["of LED screens", () => ({ kind: "led" }), 1],
    ["of the unit below, by name, falling", () => ({ unitId: world.place("below").unit.id, sort: "screenName", order: "desc" }), 2],
    ...booksSort.options.map((sort): [string, () => Partial<BooksQuery>, number] => [`by ${sort}`, () => ({ sort, order: "desc" }), 5]),
  ];
  it.each(asked)("%s: the CSV and the workbook hold the page's rows in the page's order", async (_what, of, count) => {
    const query = { ...period, ...of() };
    const { rows } = (await (await get("books", query)).json()) as BooksReport;
    expect(rows).toHaveLength(count);
    const expected = rows.map(cellsOf);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get("books.xlsx", query)).arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    const sheet = workbook.getWorksheet("逐屏完整情况");
    const cell = (row: number, column: number) => sheet?.getRow(row + 2).getCell(column).value ?? null;
    expect(sheet?.rowCount).toBe(count + 1);
    expect(rows.map((_, row) => ({ texts: [1, 2, 3, 4].map((column) => cell(row, column)), figures: [5, 6, 7, 8, 9, 10, 11].map((column) => cell(row, column)), times: [12, 13].map((column) => cell(row, column)), state: cell(row, 16) }))).toEqual(expected);
    const bytes = Buffer.from(await (await get("books.csv", query)).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString("utf8").slice(1).trimEnd().split("\r\n").slice(1).map((line) => line.replace(`"'=HYPERLINK(""http://x"")"`, "link").split(","));
    expect(lines.map((cells) => ({ figures: cells.slice(4, 11).map((text) => (text === "" ? null : Number(text))), times: cells.slice(11, 13), state: cells[15] }))).toEqual(expected.map(({ figures, times, state }) => ({ figures, times, state })));
    expect(lines.map(([name]) => name)).toEqual(rows.map(({ screenName }) => (screenName.startsWith("=") ? "link" : screenName)));
  });

  const titlesOf = { unitName: ["单位"], line: ["线路", "类型"], state: ["台账冲突始于", "状态"], counted: ["已计入（条次）"], waitingOnScreens: ["待上传（条次）"], missing: ["缺失（条次）", "缺失编号"], keptApart: ["存疑未计入（行）", "存疑原因"], daysOn: ["开机天数", "未出车天数", "运营小时"], receivedTo: ["收到截至"], lastSeenAt: ["最近在线"] };
  const chosen: [string, BooksColumn[]][] = [["without the unit and what is missing", booksColumn.options.filter((key) => key !== "unitName" && key !== "missing")], ["of two only", ["counted", "receivedTo"]], ["of the state only", ["state"]]];
  it.each(chosen)("columns %s: both files hold these, filled as they are among all, in one order", async (_what, columns) => {
    const query = { ...period, kind: "led", sort: "screenName" }; // no cell of these holds a comma
    const table = async (asked: object) => {
      const csv = (await (await get("books.csv", asked)).text()).trimEnd().split("\r\n").map((line) => line.split(","));
      const workbook = new exceljs.Workbook();
      await workbook.xlsx.load((await (await get("books.xlsx", asked)).arrayBuffer()) as never); // likewise
      const sheet = workbook.getWorksheet("逐屏完整情况");
      const xlsx = Array.from({ length: sheet?.rowCount ?? 0 }, (_, row) => csv[0]?.map((_title, column) => sheet?.getRow(row + 1).getCell(column + 1).value ?? ""));
      return { csv, xlsx, width: sheet?.columnCount };
    };
    const all = await table(query);
    const wanted = ["屏幕", ...columns.flatMap((column) => titlesOf[column])];
    const places = (all.csv[0] ?? []).flatMap((title, place) => (wanted.includes(title) ? [place] : []));
    const some = await table({ ...query, columns: columns.join(",") });
    const narrowed = <T>(rows: (T[] | undefined)[]) => rows.map((row) => places.map((place) => row?.[place]));
    expect(some).toEqual({ csv: narrowed(all.csv), xlsx: narrowed(all.xlsx), width: wanted.length });
    expect(all.csv).toHaveLength(2);
  });

  it("refuses a column there is not", async () => {
    expect((await get("books.csv", { ...period, columns: "counted,share" })).status).toBe(400);
  });

  it("tells the numbers wanting ledger by ledger, why rows are in doubt, and how many there are of each trouble", async () => {
    const query = { ...period, only: "conflict" };
    const { tally, rows } = (await (await get("books", query)).json()) as BooksReport;
    expect(tally).toEqual({ all: 5, conflict: 1, missing: 1, waiting: 1, neverOn: 1 });
    const csv = await (await get("books.csv", query)).text();
    expect(rows).toHaveLength(1);
    expect(csv).toContain("0f1e2d3c…：3–4；1f1e2d3c…：1、3");
    expect(csv).toContain("同一编号内容不同：1 行，最近 2026-06-26 12:00:00；内容不是一条播放记录：1 行，最近 2026-06-26 12:00:00");
    const name = (await get("books.xlsx", query)).headers.get("content-disposition");
    expect(name).toContain(encodeURIComponent("逐屏完整情况_2026-06-24_2026-06-26.xlsx"));
  });
});
