import { routes } from "@yilu/contract";
import exceljs from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromAnywhere, signedIn, stranger, type Actor } from "../support/actors.ts";
import { faultsOf, ImportDesk, type Row } from "../support/import-desk.ts";
import { sheetOf, titles } from "../support/workbooks.ts";
import { World } from "../support/world.ts";

let world: World;
let operator: Actor;
let desk: ImportDesk;
let unit: string;
let below: string;
let count = 0;

beforeAll(async () => {
  world = await World.start();
  operator = await signedIn(world, "operator");
  desk = new ImportDesk(operator);
  [unit, below] = [world.place("here").unit.name, world.place("below").unit.name];
});
afterAll(() => world.close());
beforeEach(() => void (count += 1));

/** A name that no other test uses. */
const own = (what: string) => `${what}${count}`;
const screenNamed = (name: string) => world.inspector.client.screen.findFirst({ where: { name } });

describe("what an import reaches", () => {
  it("a row of a unit above or beside is refused as if there were none, and names nothing of it", async () => {
    const { unit: there, group } = world.place("there");
    const rows: Row[] = [[there.name, own("甲"), "公交"], [world.server.root.name, own("乙"), "公交"], [unit, own("丙"), "公交", "", "", "", "", "", group.name]];
    const file = await desk.base64(rows);
    const answer = await desk.previewed(file);
    expect(faultsOf(answer)).toEqual([
      `A2 没有单位“${there.name}”，或不在本单位范围内`,
      `A3 没有单位“${world.server.root.name}”，或不在本单位范围内`,
      `I4 没有分组“${group.name}”，或不在本单位范围内`,
    ]);
    expect(JSON.stringify(answer)).not.toContain(there.id);
    expect((await desk.apply(file, answer.plan)).outcome).toBe("refersToMissing");
    expect((await new ImportDesk(await signedIn(world, "operator", false, "there")).apply(file, answer.plan)).outcome).toBe("refersToMissing");
  });

  it("a screen moves only for whoever reaches both units: else its plate belongs to another's, and its unit is not named", async () => {
    const screen = await world.screen("there", { plate: own("湘D·外") });
    const file = await desk.base64([[unit, own("移"), "公交", own("湘D·外")]]);
    const answer = await desk.previewed(file);
    expect(faultsOf(answer)).toEqual(["D2 这个车牌已经是别的单位的屏幕的；要移过来，请管着两个单位的人导入"]);
    expect((await desk.apply(file, answer.plan)).outcome).toBe("invalidInput");
    const both = new ImportDesk(await signedIn(world, "operator", false, "above"));
    const seen = await both.previewed(file);
    expect(seen.counts).toMatchObject({ move: 1, error: 0 });
    expect((await desk.apply(file, seen.plan)).outcome).toBe("invalidInput"); // the name of a preview is no permission
    expect((await both.apply(file, seen.plan)).outcome).toBe("passes");
    expect(await world.inspector.client.screen.findUnique({ where: { id: screen.id } })).toMatchObject({ unitId: world.place("here").unit.id, name: own("移") });
  });

  it("who reaches one unit only may leave it out", async () => {
    const alone = new ImportDesk(await signedIn(world, "operator", false, "there"));
    expect((await alone.preview([[own("独"), "公交"]], ["名称", "类型"])).rows).toMatchObject([{ outcome: "add", unitName: world.place("there").unit.name }]);
  });

  it("units of one name are told apart by what stands above them", async () => {
    const twins = await Promise.all((["here", "below"] as const).map((side) => world.server.users.createUnit(world.server.system, { name: own("车队"), kind: "operator", parentId: world.place(side).unit.id, code: null })));
    expect(faultsOf(await desk.preview([[own("车队"), own("甲"), "公交"]]))[0]).toMatch(/有几个单位都叫/);
    const whole = `${unit} / ${below} / ${own("车队")}`;
    expect(await desk.imported([[whole, own("甲"), "公交"]])).toMatchObject({ added: 1 });
    expect(await screenNamed(own("甲"))).toMatchObject({ unitId: twins[1]?.id });
  });

  it("a body of five megabytes is taken from whoever is signed in, and no more; a stranger's is not read", async () => {
    const body = (bytes: number) => JSON.stringify({ base64: "A".repeat(bytes) });
    const path = routes.imports.preview.path;
    const outcome = async (actor: Actor, bytes: number) => (await actor.client.request("POST", path, body(bytes), fromAnywhere())).status;
    expect([await outcome(operator, 6_900_000), await outcome(operator, 7_400_000), await outcome(stranger(world), 2_000_000)]).toEqual([422, 413, 413]);
  });
});

describe("the workbook that is handed out", () => {
  const fetched = async (path: string) => {
    const response = await fetch(world.server.origin + path, { headers: { cookie: operator.client.cookie } });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]);
    return Buffer.from(await response.arrayBuffer());
  };
  const opened = async (file: Buffer) => {
    const book = new exceljs.Workbook();
    await book.xlsx.load(file as unknown as exceljs.Buffer); // exceljs declares a Buffer of its own
    return book;
  };

  it("has frozen titles with notes, cells that are texts, and drop-downs of what is within reach", async () => {
    const book = await opened(await fetched(routes.imports.template.path));
    const sheet = book.getWorksheet("屏幕");
    const options = book.getWorksheet("选项");
    if (!sheet || !options) throw new Error("no sheets");
    expect(sheet.views).toMatchObject([{ state: "frozen", ySplit: 2 }]);
    expect(sheet.getCell("A1").text).toMatch(/^填法：/);
    expect(titles.map((_, index) => sheet.getRow(2).getCell(index + 1).text)).toEqual(titles);
    expect([sheet.getColumn(4).numFmt, sheet.getColumn(2).numFmt]).toEqual(["@", "@"]);
    expect(JSON.stringify(sheet.getCell("D2").note)).toContain("车牌");
    expect(options.state).toBe("veryHidden");
    const list = (letter: string) => {
      const { formulae } = sheet.getCell(`${letter}20000`).dataValidation;
      const [, column = "", last = ""] = /^选项!\$([A-Z])\$1:\$[A-Z]\$(\d+)$/.exec(String(formulae[0])) ?? [];
      return Array.from({ length: Number(last) }, (_, row) => options.getCell(`${column}${row + 1}`).text);
    };
    expect(list("A")).toEqual(expect.arrayContaining([unit, below]));
    expect(list("C")).toEqual(["公交", "客运", "LED"]);
    expect(list("H")[0]).toBe("Asia/Shanghai");
    expect(list("I")).toEqual(expect.arrayContaining([world.place("here").group.name, world.place("below").group.name]));
    const all = [...list("A"), ...list("I")].join();
    expect(world.secrets().filter((secret) => all.includes(secret))).toEqual([]);
  });

  it("filled with the present screens of one's reach only, is read back without a change", async () => {
    const file = await fetched(routes.imports.export.path);
    const rows = await sheetOf(file);
    const present = await world.inspector.client.screen.count({ where: { unit: { path: { startsWith: world.place("here").unit.path } } } });
    expect(rows).toHaveLength(present + 2);
    const all = JSON.stringify(rows);
    expect(world.secrets().filter((secret) => all.includes(secret))).toEqual([]);
    expect((await desk.previewed(file.toString("base64"))).counts).toEqual({ add: 0, change: 0, move: 0, unchanged: present, error: 0 });
  });

  it("holds what the filter of the list shows", async () => {
    await desk.imported([[unit, own("只要"), "LED", "", "", "某地", "100×100"]]);
    const rows = await sheetOf(await fetched(`${routes.imports.export.path}?kind=led&q=${encodeURIComponent(own("只要"))}`));
    expect(rows.slice(2).map(([, name, kind]) => [name, kind])).toEqual([[own("只要"), "LED"]]);
  });

  it("runs no formula that somebody wrote as a name, and takes the name back as it was", async () => {
    const nasty = [`=HYPERLINK("http://x";"点")`, "+1路", "-2路", "@SUM(A1)", "'=1", "'引号"].map((name) => `${name}${count}`);
    for (const name of nasty) await world.screen("here", { name, line: name.slice(0, 50), place: `=cmd|' /C calc'!A0` });
    const file = await fetched(`${routes.imports.export.path}?q=${count}`);
    const book = await opened(file);
    const cells: string[] = [];
    book.getWorksheet("屏幕")?.eachRow((row, number) =>
      row.eachCell((cell) => {
        expect(cell.type).not.toBe(exceljs.ValueType.Formula);
        if (number > 2) cells.push(cell.text);
      }),
    );
    expect(cells.filter((text) => /^[=+\-@]/.test(text))).toEqual([]);
    expect(cells).toEqual(expect.arrayContaining([`'=HYPERLINK("http://x";"点")${count}`, `''=1${count}`, `'引号${count}`]));
    expect((await desk.previewed(file.toString("base64"))).counts).toMatchObject({ add: 0, change: 0, error: 0 });
  });
});

it("none of it was a failure of the server", () => {
  expect(world.server.failures).toEqual([]);
});
