import { routes } from "@yilu/contract";
import { EventBus } from "@yilu/server/events.ts";
import exceljs from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { send, signedIn, stranger } from "../support/actors.ts";
import { databaseKinds } from "../support/databases.ts";
import { changesOf, faultsOf, ImportDesk, type Row } from "../support/import-desk.ts";
import { listening } from "../support/sockets.ts";
import { noon, screenBody, World } from "../support/world.ts";

describe.each(databaseKinds)("screens by workbook, on %s", (database) => {
  let world: World;
  let operator: Awaited<ReturnType<typeof signedIn>>;
  let desk: ImportDesk;
  let unit: string;
  let below: string;
  let count = 0;

  beforeAll(async () => {
    world = await World.start({ database });
    operator = await signedIn(world, "operator");
    desk = new ImportDesk(operator);
    [unit, below] = [world.place("here").unit.name, world.place("below").unit.name];
  });
  afterAll(() => world.close());
  beforeEach(() => void (count += 1));

  /** A name that no other test uses. */
  const own = (what: string) => `${what}${count}`;
  const screenNamed = (name: string) => world.inspector.client.screen.findFirst({ where: { name }, include: { groups: true } });
  describe("a preview", () => {
    it("says of each row what would be added, with what is assumed, and writes nothing", async () => {
      const { name: group } = world.place("here").group;
      const before = await world.inspector.dump();
      const answer = await desk.preview([
        [unit, own("东门大屏"), "LED", "", "", "人民广场东侧", "1536×512", "", group, "宣传月、首批"],
        [below, "", "公交", own("湘D·0618"), "3路"],
      ]);
      expect(answer.counts).toEqual({ add: 2, change: 0, move: 0, unchanged: 0, error: 0 });
      expect(answer.rows.map(({ row, outcome, unitName, name }) => [row, outcome, unitName, name])).toEqual([
        [2, "add", unit, own("东门大屏")],
        [3, "add", below, own("湘D·0618")],
      ]);
      expect(changesOf(answer)).toEqual([
        [2, "kind", null, "led"],
        [2, "place", null, "人民广场东侧"],
        [2, "size", null, "1536×512"],
        [2, "timeZone", null, "Asia/Shanghai"],
        [2, "groups", null, group],
        [2, "tags", null, "宣传月、首批"],
        [3, "kind", null, "bus"],
        [3, "plate", null, own("湘D·0618")],
        [3, "line", null, "3路"],
        [3, "size", null, "1920×1080"],
        [3, "timeZone", null, "Asia/Shanghai"],
      ]);
      expect(await world.inspector.dump()).toEqual(before);
    });

    it("names each wrong cell with the reason, in both languages", async () => {
      const [plate, other] = [own("湘D·77"), own("湘D·78")];
      await desk.imported([[unit, own("在用"), "公交", plate], [below, own("卯"), "公交"]]);
      const there = await world.screen("there", { plate: other });
      const long = "长".repeat(101);
      const answer = await desk.preview([
        ["没有这家", own("甲"), "公交"],
        ["", own("乙"), "公交"],
        [unit, own("丙"), "火车"],
        [unit, own("丁"), ""],
        [unit, own("戊"), "LED"],
        [unit, own("己"), "公交", "", "", "", "大"],
        [unit, own("庚"), "公交", "", "", "", "8×8"],
        [unit, own("辛"), "公交", "", "", "", "", "Mars/Phobos"],
        [unit, own("壬"), "公交", "", "", "", "", "", "没有这组"],
        [unit, long, "公交"],
        [unit, own("癸"), "公交", "", "", "", "", "", "", `${"签".repeat(31)}`],
        [unit, "", "公交"],
        [unit, own("子"), "公交", other.replace("·", " ").toLowerCase()],
        [unit, own("丑"), "公交", own("湘D·79")],
        [below, own("寅"), "客运", own("湘D 79")],
        [unit, own("丑"), "公交"],
        [below, own("卯"), "公交", plate],
        [unit, "换\n行", "公交"],
        [unit, own("辰"), { formula: "1+1" } as exceljs.CellValue],
      ]);
      expect(faultsOf(answer)).toEqual([
        "A2 没有单位“没有这家”，或不在本单位范围内",
        "A3 没有填单位",
        "C4 没有类型“火车”：写公交、客运或 LED",
        "C5 没有填类型",
        "G6 LED 屏要填分辨率，如 1536×512",
        "G7 “大”不是分辨率：写成 1920×1080",
        "G8 宽和高都要在 16 到 16384 之间",
        "H9 没有时区“Mars/Phobos”，一般写 Asia/Shanghai",
        "I10 没有分组“没有这组”，或不在本单位范围内",
        "B11 太长：至多 100 个字",
        "J12 太长：至多 30 个字",
        "B13 名称和车牌都没有填",
        "D14 这个车牌已经是别的单位的屏幕的；要移过来，请管着两个单位的人导入",
        "D16 和第 15 行的车牌相同：一个车牌只能对应一块屏",
        "B17 和第 15 行重名：同一单位里名称不能重复",
        `D18 这个车牌已经是“${unit}”的屏幕“${own("在用")}”的`,
        "B19 有换行或别的不能用的字符",
        "C20 公式没有结果：改成直接写值",
        "C20 没有填类型",
      ]);
      expect(answer.counts).toEqual({ add: 1, change: 0, move: 0, unchanged: 0, error: 18 });
      for (const { faults } of answer.rows) for (const { message } of faults) expect(message.en).not.toBe("");
      expect(JSON.stringify(answer)).not.toContain(there.name);
    });

    it("lists a thousand rows with errors and counts the others", async () => {
      const answer = await desk.preview(Array.from({ length: 1_010 }, (_, n) => [unit, own(`错${n}`), "火车"]));
      expect([answer.counts.error, answer.rows.length, answer.errorsLeftOut]).toEqual([1_010, 1_000, 10]);
    });

    it("repeats no more of a cell than a line holds, however much it says", async () => {
      const long = "长".repeat(5_000);
      const groups = Array.from({ length: 40 }, (_, n) => `没有${n}`).join("、");
      const answer = await desk.preview([[long, long, long, "", "", "", long, long, groups], [unit, own("甲"), "公交", "", "", "", "", "", Array.from({ length: 60 }, (_, n) => `组${n}`).join("、")]]);
      expect(JSON.stringify(answer).length).toBeLessThan(6_000);
      expect(answer.rows.map(({ faults }) => faults.filter(({ field }) => field === "groups").length)).toEqual([0, 1]);
      expect(faultsOf(answer)).toContain("I3 太多：至多 50 个");
    });

    it("understands titles in English, in any order, under notes, and passes over columns it does not know", async () => {
      const made = new exceljs.Workbook();
      const sheet = made.addWorksheet("Sheet1");
      sheet.addRow(["随便写的说明"]);
      sheet.addRow(["备注", "Type", "Name", "Unit", "Line"]);
      sheet.addRow(["好", "coach", own("Coach"), unit, 7]);
      const answer = await desk.previewed(Buffer.from(await made.xlsx.writeBuffer()).toString("base64"));
      expect(answer.rows).toMatchObject([{ row: 3, outcome: "add", name: own("Coach") }]);
      expect(changesOf(answer)).toContainEqual([3, "line", null, "7"]);
    });

    it("without a row of titles is refused, and so is a file that is none", async () => {
      const file = await desk.base64([], ["甲", "乙"]);
      const answers = [await send(operator, routes.imports.preview, { body: { base64: file } }), await send(operator, routes.imports.preview, { body: { base64: Buffer.from("单位,名称\n").toString("base64") } })];
      expect(answers.map(({ outcome, text }) => [outcome, /标题行|\.csv/.exec(text)?.[0]])).toEqual([
        ["workbookRefused", "标题行"],
        ["workbookRefused", ".csv"],
      ]);
    });
  });

  describe("an import", () => {
    it("adds screens with groups, books and log, in one go", async () => {
      const done = await desk.imported([[unit, own("车"), "客运", own("湘D·1"), "县城—界牌", "", "1280x720", "Asia/Urumqi", world.place("here").group.name, "首批"]]);
      const row = await screenNamed(own("车"));
      expect(done).toEqual({ added: 1, changed: 0, moved: 0, unchanged: 0, addedIds: [row?.id] });
      expect(row).toMatchObject({ kind: "coach", plate: own("湘D·1"), line: "县城—界牌", place: null, widthPx: 1280, heightPx: 720, timeZone: "Asia/Urumqi", tags: ["首批"], version: 1, createdAt: BigInt(noon), groups: [{ groupId: world.place("here").group.id }] });
      const { client } = world.inspector;
      expect(await client.screenAssignment.findMany({ where: { screenId: row?.id ?? "" } })).toMatchObject([{ screenName: own("车"), unitPath: world.place("here").unit.path, kind: "coach", line: "县城—界牌", timeZone: "Asia/Urumqi", fromAt: 0n, toAt: null }]);
      const log = await client.auditEntry.findMany({ where: { actorId: operator.userId }, orderBy: { id: "desc" }, take: 2 });
      expect(log.map(({ action, objectName, after }) => [action, objectName, after])).toMatchObject([
        ["screen.create", own("车"), { name: own("车"), kind: "coach" }],
        ["screen.import", "", { added: 1, changed: 0, unchanged: 0 }],
      ]);
      expect(log.every(({ address }) => address?.startsWith("10."))).toBe(true);
      // It is a screen like any other: listed, and its player gets a manifest.
      const token = await world.token({ id: row?.id ?? "" });
      expect((await send({ client: stranger(world).client, headers: { authorization: `Bearer ${token}` } }, routes.player.manifest, {})).outcome).toBe("passes");
    });

    it("of the same file once more changes nothing", async () => {
      const rows: Row[] = [[unit, own("甲"), "公交", own("湘D·2"), "1路", "", "", "", world.place("here").group.name, "一、二"], [below, own("乙"), "LED", "", "", "东门", "1536×512"]];
      await desk.imported(rows);
      const before = await world.inspector.dump();
      const file = await desk.base64(rows);
      const answer = await desk.previewed(file);
      expect(answer).toMatchObject({ counts: { add: 0, change: 0, move: 0, unchanged: 2, error: 0 }, rows: [] });
      expect((await desk.apply(file, answer.plan)).body).toEqual({ added: 0, changed: 0, moved: 0, unchanged: 2, addedIds: [] });
      expect(await world.inspector.dump()).toEqual(before);
    });

    it("changes the screen of that name, field by field, and the books keep what was shown before", async () => {
      await desk.imported([[unit, own("甲"), "公交", own("湘D·3"), "1路"]]);
      const rows: Row[] = [[unit, own("甲"), "公交", own("湘D·4"), "2路", "", "1280×720", "", world.place("here").group.name, ""]];
      const answer = await desk.preview(rows);
      expect(answer.rows.map(({ outcome }) => outcome)).toEqual(["change"]);
      expect(changesOf(answer)).toEqual([
        [2, "plate", own("湘D·3"), own("湘D·4")],
        [2, "line", "1路", "2路"],
        [2, "size", "1920×1080", "1280×720"],
        [2, "groups", null, world.place("here").group.name],
      ]);
      expect(await desk.imported(rows)).toMatchObject({ added: 0, changed: 1, addedIds: [] });
      const row = await screenNamed(own("甲"));
      expect(row).toMatchObject({ plate: own("湘D·4"), line: "2路", version: 2, groups: [{ groupId: world.place("here").group.id }] });
      const assignments = await world.inspector.client.screenAssignment.findMany({ where: { screenId: row?.id ?? "" }, orderBy: { key: "asc" } });
      expect(assignments.map(({ line, fromAt, toAt }) => [line, fromAt, toAt])).toEqual([["1路", 0n, BigInt(noon)], ["2路", BigInt(noon), null]]);
      const entry = await world.inspector.client.auditEntry.findFirst({ where: { objectId: row?.id ?? "", action: "screen.change" } });
      expect([entry?.before, entry?.after]).toMatchObject([{ line: "1路", plate: own("湘D·3") }, { line: "2路", plate: own("湘D·4") }]);
    });

    it("finds a screen by its plate when it has another name: it is renamed, in the books too", async () => {
      await desk.imported([[unit, own("旧名"), "公交", own("湘D·5")]]);
      const rows: Row[] = [[unit, own("新名"), "公交", own("湘d 5")]];
      expect(changesOf(await desk.preview(rows))).toEqual([[2, "name", own("旧名"), own("新名")], [2, "plate", own("湘D·5"), own("湘d 5")]]);
      await desk.imported(rows);
      const row = await screenNamed(own("新名"));
      expect(await world.inspector.client.screenAssignment.findMany({ where: { screenId: row?.id ?? "" } })).toMatchObject([{ screenName: own("新名"), toAt: null }]);
      // A row without a name is about the screen of that plate, and leaves its name.
      expect(await desk.imported([[unit, "", "公交", own("湘D·5"), "9路"]])).toMatchObject({ added: 0, changed: 1 });
      expect(await screenNamed(own("新名"))).toMatchObject({ line: "9路" });
    });

    it("moves a screen to another unit by its plate: said as such, books and log with both, its plays until then stay", async () => {
      await desk.imported([[unit, own("甲"), "公交", own("湘D·7"), "1路"], [unit, own("乙"), "公交", own("湘D·71")]]);
      const rows: Row[] = [[below, own("甲"), "公交", own("湘D·7"), "2路"], [below, "", "公交", own("湘D·71")]];
      const answer = await desk.preview(rows);
      expect([answer.counts, answer.rows.map(({ outcome, unitName, name }) => [outcome, unitName, name])]).toEqual([
        { add: 0, change: 0, move: 2, unchanged: 0, error: 0 },
        [["move", below, own("甲")], ["move", below, own("乙")]],
      ]);
      expect(changesOf(answer)).toEqual([[2, "unit", unit, below], [2, "line", "1路", "2路"], [3, "unit", unit, below]]);
      expect(await desk.imported(rows)).toMatchObject({ added: 0, changed: 0, moved: 2, unchanged: 0, addedIds: [] });
      const row = await screenNamed(own("甲"));
      const { client } = world.inspector;
      const [here, under] = [world.place("here").unit, world.place("below").unit];
      expect(row).toMatchObject({ unitId: under.id, line: "2路", version: 2 });
      const assignments = await client.screenAssignment.findMany({ where: { screenId: row?.id ?? "" }, orderBy: { key: "asc" } });
      expect(assignments.map(({ unitPath, line, fromAt, toAt }) => [unitPath, line, fromAt, toAt])).toEqual([[here.path, "1路", 0n, BigInt(noon)], [under.path, "2路", BigInt(noon), null]]);
      const entry = await client.auditEntry.findFirst({ where: { objectId: row?.id ?? "", action: "screen.change" } });
      expect([entry?.before, entry?.after, entry?.unitPath]).toMatchObject([{ unitId: here.id, line: "1路" }, { unitId: under.id, line: "2路" }, under.path]);
    });

    it("moves nothing that the workbook speaks of where it is, nor onto a name that is taken there", async () => {
      await desk.imported([[unit, own("甲"), "公交", own("湘D·75")], [unit, own("乙"), "公交", own("湘D·76")], [below, own("乙"), "公交"]]);
      expect(faultsOf(await desk.preview([[below, "", "公交", own("湘D·76")]]))).toEqual([`B2 移过来的屏幕和“${below}”里的“${own("乙")}”重名：写另一个名称`]);
      expect(await desk.imported([[unit, own("甲"), "公交", ""], [below, own("丙"), "公交", own("湘D·75")]])).toMatchObject({ added: 1, changed: 1, moved: 0 });
    });

    it("leaves alone what has no column, and empties what has one without a value", async () => {
      await desk.imported([[unit, own("甲"), "公交", own("湘D·6"), "1路", "某地", "1280×720", "Asia/Urumqi", world.place("here").group.name, "首批"]]);
      await desk.imported([[unit, own("甲"), "2路"]], ["单位", "名称", "线路"]);
      expect(await screenNamed(own("甲"))).toMatchObject({ kind: "bus", plate: own("湘D·6"), line: "2路", place: "某地", widthPx: 1280, timeZone: "Asia/Urumqi", tags: ["首批"], groups: [{}] });
      await desk.imported([[unit, own("甲")]]);
      expect(await screenNamed(own("甲"))).toMatchObject({ kind: "bus", plate: null, line: null, place: null, widthPx: 1280, timeZone: "Asia/Urumqi", tags: [], groups: [] });
    });

    it("takes a plate from one screen to another in the same file", async () => {
      await desk.imported([[unit, own("甲"), "公交", own("湘D·8")], [unit, own("乙"), "公交", own("湘D·9")]]);
      expect(await desk.imported([[unit, own("甲"), "公交", own("湘D·9")], [unit, own("乙"), "公交", own("湘D·8")]])).toMatchObject({ changed: 2 });
      expect([(await screenNamed(own("甲")))?.plate, (await screenNamed(own("乙")))?.plate]).toEqual([own("湘D·9"), own("湘D·8")]);
    });

    it("keeps the groups that lie outside of the caller's reach", async () => {
      const above = world.place("above").group;
      const screen = await world.screen("here", { groupIds: [above.id, world.place("here").group.id] });
      await desk.imported([[unit, screen.name, "", "", "8路", "", "", "", ""]]);
      expect(await screenNamed(screen.name)).toMatchObject({ line: "8路", groups: [{ groupId: above.id }] });
    });

    it("with one wrong row does nothing at all", async () => {
      const file = await desk.base64([[unit, own("好"), "公交"], [unit, own("坏"), "火车"]]);
      const { plan } = await desk.previewed(file);
      const before = await world.inspector.dump();
      const answer = await desk.apply(file, plan);
      expect([answer.outcome, answer.text.includes("C3")]).toEqual(["invalidInput", true]);
      expect(await world.inspector.dump()).toEqual(before);
    });

    it("is refused when anything it is about has changed since the preview, and goes through after another look", async () => {
      const screen = await world.screen("here", { name: own("甲") });
      const file = await desk.base64([[unit, own("甲"), "公交", "", "5路"], [unit, own("乙"), "公交"]]);
      const { plan } = await desk.previewed(file);
      await world.server.screens.change(world.server.system, screen.id, { ...screenBody(own("甲"), world.place("here").unit.id), line: "4路", version: 1 });
      expect((await desk.apply(file, plan)).outcome).toBe("previewOutdated");
      expect(await screenNamed(own("乙"))).toBeNull();
      const again = await desk.previewed(file);
      expect(changesOf(again)).toContainEqual([2, "line", "4路", "5路"]);
      expect((await desk.apply(file, again.plan)).outcome).toBe("passes");
      expect((await desk.apply(file, again.plan)).outcome).toBe("previewOutdated");
    });

    it("says how far it is, and stopped at any point until the commit it leaves nothing", async () => {
      await desk.imported(Array.from({ length: 260 }, (_, n) => [unit, own(`停${n}-`), "公交"]));
      const file = await desk.base64(Array.from({ length: 520 }, (_, n) => [unit, own(`停${n}-`), "公交", "", "6路"]));
      const [{ plan }, line, second] = [await desk.previewed(file), await listening(world.server, operator.client), await signedIn(world, "operator")];
      const before = await world.inspector.dump();
      const emit = vi.spyOn(EventBus.prototype, "emit");
      /** Stops it as soon as it says that it is so far. */
      const stoppedAt = async (least: number, run: string) => {
        emit.mockImplementation((_name, event) => void ("run" in event && event.percent >= least && world.server.imports.stop({ ...world.place("here").staff, userId: operator.userId }, run)));
        return (await send(operator, routes.imports.apply, { body: { base64: file, plan, run } })).outcome;
      };
      expect([await stoppedAt(0, "begin000"), await stoppedAt(45, "plan0000"), await stoppedAt(70, "write000"), await stoppedAt(99, "commit00")]).toEqual(Array.from({ length: 4 }, () => "importStopped"));
      emit.mockRestore();
      const stop = (who: typeof operator) => send(who, routes.imports.stop, { body: { run: "whole000" } });
      const preview = send(operator, routes.imports.preview, { body: { base64: file, run: "whole000" } });
      await line.until("import:progress", (message) => JSON.stringify(message).includes("whole000"));
      expect([(await stop(second)).body, (await preview).outcome, (await stop(operator)).body]).toEqual([{ stopping: false }, "passes", { stopping: false }]);
      expect(await world.inspector.dump()).toEqual(before);
      expect((await desk.apply(file, plan)).outcome).toBe("passes");
      line.close();
    });

    it("is not done under the preview of another file", async () => {
      const { plan } = await desk.preview([[unit, own("甲"), "公交"]]);
      expect((await desk.apply(await desk.base64([[unit, own("乙"), "公交"]]), plan)).outcome).toBe("previewOutdated");
    });

    it("of two people at once is done once, whole", async () => {
      const rows: Row[] = Array.from({ length: 40 }, (_, n) => [unit, own(`并${n}-`), "公交", own(`并${n}-`)]);
      const file = await desk.base64(rows);
      const second = await signedIn(world, "scheduler");
      const plans = [await desk.previewed(file), await new ImportDesk(second).previewed(file)];
      expect(plans[0]?.plan).toBe(plans[1]?.plan);
      const answers = await Promise.all([desk.apply(file, plans[0]?.plan ?? ""), new ImportDesk(second).apply(file, plans[1]?.plan ?? "")]);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["passes", "previewOutdated"]);
      expect(await world.inspector.client.screen.count({ where: { name: { startsWith: own("并0-").slice(0, 1) } } })).toBe(40);
    });

    it("and a screen added by hand at the same moment: one of them gives way, nothing is doubled", async () => {
      const file = await desk.base64([[unit, own("同名"), "公交"], [unit, own("另一块"), "公交"]]);
      const { plan } = await desk.previewed(file);
      const [answer, byHand] = await Promise.all([desk.apply(file, plan), send(operator, routes.screens.create, { body: screenBody(own("同名"), world.place("here").unit.id) })]);
      expect([["passes", "nameTaken"], ["previewOutdated", "passes"]]).toContainEqual([answer.outcome, byHand.outcome]);
      expect(await world.inspector.client.screen.count({ where: { name: own("同名") } })).toBe(1);
      expect(await world.inspector.client.screen.count({ where: { name: own("另一块") } })).toBe(answer.outcome === "passes" ? 1 : 0);
    });

    // On SQLite nobody else can be in the middle of a save while an import writes.
    if (database === "postgresql") it("meets a name that was taken while it was writing: nothing is stored, another look is asked for", async () => {
      const file = await desk.base64([[unit, own("争"), "公交"], [unit, own("伴"), "公交"]]);
      const { plan } = await desk.previewed(file);
      const { client } = world.inspector;
      const waiting = async () => (await client.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).length;
      const answer = await client.$transaction(async (tx) => {
        await tx.screen.create({ data: { id: own("byhand"), unitId: world.place("here").unit.id, kind: "bus", name: own("争"), widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", tags: [], createdAt: 0n } });
        const applying = desk.apply(file, plan);
        await expect.poll(waiting, { timeout: 8_000 }).toBe(1);
        return { applying };
      });
      expect((await answer.applying).outcome).toBe("previewOutdated");
      expect(await screenNamed(own("伴"))).toBeNull();
    });

    it("tells consoles once a unit, not once a screen", async () => {
      const line = await listening(world.server, operator.client);
      await desk.imported(Array.from({ length: 20 }, (_, n) => [n % 2 === 0 ? unit : below, own(`多${n}-`), "公交"]));
      await line.until("changed");
      await world.server.users.createUnit(world.server.system, { name: own("之后"), kind: "operator", parentId: world.place("here").unit.id, code: null });
      await line.until("changed", (message) => JSON.stringify(message).includes("units"));
      expect(line.all("changed").filter((message) => JSON.stringify(message).includes("screens"))).toHaveLength(2);
      line.close();
    });
  });

  it("none of it was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
