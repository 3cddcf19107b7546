import { reportBy, type BooksReport, type Report, type SharedView } from "@yilu/contract";
import { loggedUrl } from "@yilu/server/http/logged-url.ts";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { campaignAt, pictureBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { pictureAt } from "../support/remote-calls.ts";
import { userIn } from "../support/server.ts";
import { ledgerId, noon, playAt, World } from "../support/world.ts";

const days = "from=2026-06-26&to=2026-06-26";
const weekMs = 7 * 86_400_000;

test("the log keeps neither the query nor the token of a link", () => {
  expect(loggedUrl("/api/shared/abcDEF-_1/pictures/00ff?x=1")).toBe("/api/shared/…/pictures/00ff");
  expect(loggedUrl("/console/shared/abcDEF-_1")).toBe("/console/shared/…");
  expect(loggedUrl("/console/wall/abcDEF-_1")).toBe("/console/wall/…");
  expect(loggedUrl("/api/shares/abc?x=1")).toBe("/api/shares/abc");
});

describe.each(databaseKinds)("what an operator sees and shares, on %s", (database) => {
  let world: World;
  let cookie = "";
  let now = noon;
  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
    cookie = (await userIn(world.server, "operator", world.place("here").unit.id, "fleet")).cookie;
  });
  afterAll(() => world.close());

  const get = (path: string, headers: Record<string, string> = { cookie }) => fetch(world.server.origin + path, { headers });
  const share = (shared: Parameters<World["server"]["shares"]["create"]>[1]["shared"]) => world.server.shares.create(world.place("here").staff, { title: "给领导", expiresAt: now + weekMs, shared });
  const open = async (token: string) => (await (await get(`/api/shared/${token}`, {})).json()) as SharedView;
  /** Fails when a text holds a name or an id of another unit's fleet. */
  const holdsNoSecret = (text: string) => expect(world.secrets().filter((secret) => text.includes(secret))).toEqual([]);

  it.each(reportBy.options)("a report by %s counts its own fleet only, on the page and in both exports", async (by) => {
    const text = await (await get(`/api/reports/plays?${days}&by=${by}`)).text();
    expect(JSON.parse(text)).toMatchObject({ totals: { completed: 2 + 3 }, completeness: { counted: 5, screens: 2 } });
    holdsNoSecret(text);
    holdsNoSecret(await (await get(`/api/reports/plays.csv?${days}&by=${by}`)).text());
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await (await get(`/api/reports/plays.xlsx?${days}&by=${by}`)).arrayBuffer()) as never); // exceljs declares a Buffer of its own making
    holdsNoSecret(JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues())));
  });

  it("the heat map and the screens' books are of its own fleet only", async () => {
    const heat = (await (await get(`/api/reports/heat?${days}`)).json()) as { rows: { plays: number }[] };
    expect(heat.rows.reduce((sum, row) => sum + row.plays, 0)).toBe(5);
    const text = await (await get(`/api/reports/books?${days}`)).text();
    expect((JSON.parse(text) as { rows: { screenId: string }[] }).rows.map((row) => row.screenId).sort()).toEqual([world.place("here").screen.id, world.place("below").screen.id].sort());
    holdsNoSecret(text);
  });

  it("its link shows a stranger what it sees itself, whatever the stranger asks for", async () => {
    const { token } = await share({ what: "report", from: "2026-06-26", to: "2026-06-26", by: "screen" });
    const view = await open(token);
    expect(view).toMatchObject({ what: "report", unitName: world.place("here").unit.name, report: { totals: { completed: 5 } } });
    holdsNoSecret(JSON.stringify(view));
    // Filters in the address change nothing: the link is one report.
    expect((await get(`/api/shared/${token}?unitId=${world.place("there").unit.id}`, {})).status).toBe(400);
  });

  it("a link to the books shows its own fleet's, in its order and columns, adds them up, and ends when it is revoked", async () => {
    const { staff, unit, screen } = world.place("here");
    const query = { from: "2026-06-26", to: "2026-06-26", sort: "screenName", order: "desc", columns: "state,receivedTo" } as const;
    const { token, share: made, path } = await share({ what: "books", ...query });
    const view = await open(token);
    if (view.what !== "books") throw new Error("not the books");
    holdsNoSecret(JSON.stringify(view));
    expect(view).toMatchObject({ title: "给领导", unitName: unit.name, timeZone: "Asia/Shanghai", expiresAt: now + weekMs, query });
    const { columns: _columns, ...asked } = query;
    const books = (await (await get(`/api/reports/books?${new URLSearchParams(asked).toString()}`)).json()) as BooksReport;
    expect(view.books).toEqual(books);
    expect(books.rows.map((row) => row.screenId).sort()).toEqual([screen.id, world.place("below").screen.id].sort());
    const { completeness } = (await (await get(`/api/reports/plays?${days}&by=screen`)).json()) as Report;
    expect(view.completeness).toEqual(completeness);
    expect(completeness.counted).toBe(5);
    expect(path).toBe(`/console/shared/${token}`);
    expect((await get(`/api/shared/${token}?only=missing`, {})).status).toBe(400);
    await world.server.shares.revoke(staff, made.id);
    expect((await get(`/api/shared/${token}`, {})).status).toBe(410);
  });

  it("a link follows later records until it ends; revoking it ends it at once and for ever", async () => {
    const place = world.place("here");
    const { token, share: made } = await share({ what: "report", from: "2026-06-20", to: "2026-06-20", by: "day" });
    expect(await open(token)).toMatchObject({ report: { totals: { completed: 0 } } });
    await world.server.plays.receive({ screenId: place.screen.id, ledgerId, rows: [playAt(place, 900, Date.parse("2026-06-20T08:00:00+08:00"))] });
    expect(await open(token)).toMatchObject({ report: { totals: { completed: 1 } } });
    await world.server.shares.revoke(world.place("here").staff, made.id);
    const ended = await get(`/api/shared/${token}`, {});
    expect([ended.status, await ended.json()]).toMatchObject([410, { code: "shareEnded", todo: { zh: "请向分享者要新的链接" } }]);
    const log = await world.inspector.client.auditEntry.findMany({ where: { objectId: made.id }, orderBy: { id: "asc" } });
    expect(log.map((entry) => entry.action)).toEqual(["share.create", "share.revoke"]);
    expect(JSON.stringify(log.map((entry) => [entry.before, entry.after]))).not.toContain(token);
  });

  it("a link to a summary opens its pictures and no others, as long as it holds", async () => {
    const { staff, unit, media } = world.place("here");
    const { id } = await campaignAt(world, "here");
    const [inIt, notInIt] = await Promise.all([pictureBody(), pictureBody()].map((body) => world.server.contributions.addPicture(staff, id, unit.id, body.base64)));
    await world.server.contributions.put(staff, id, unit.id, { text: "材料", links: [], mediaIds: [media.id], pictures: [{ sha256: inIt?.sha256 ?? "", caption: "现场" }] });
    await pictureAt(world, "here");
    await pictureAt(world, "there");
    await world.server.summaries.draft(staff, id);
    const { token, share: made } = await share({ what: "campaign", campaignId: id });
    const view = await open(token);
    if (view.what !== "campaign") throw new Error("not a campaign");
    holdsNoSecret(JSON.stringify(view));
    const shown = [...view.summary.contributions.flatMap((one) => one.evidence.map((item) => item.sha256)), ...view.summary.pictures.map((picture) => picture.sha256)];
    expect(shown).toHaveLength(3); // a picture, the poster of a film, and what the screen showed
    const picture = (sha256: string) => get(`/api/shared/${token}/pictures/${sha256}`, {});
    for (const sha256 of shown) {
      const response = await picture(sha256);
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    }
    expect((await picture(notInIt?.sha256 ?? "")).status).toBe(404);
    const opens = async () => (await world.server.shares.list(staff)).rows.find((row) => row.id === made.id)?.opens;
    expect(await opens()).toBe(1);
    now += weekMs;
    expect((await picture(shown[0] ?? "")).status).toBe(410);
    now -= weekMs;
    expect(await opens()).toBe(1);
  });
});
