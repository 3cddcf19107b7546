/** A month's report over millions of plays, by everything that it can be by, against bare SQL. */
import { performance } from "node:perf_hooks";
import type { ReportBy } from "@yilu/contract";
import { openReader, type Provider, type Reader } from "@yilu/prisma";
import { CompletenessRepository } from "@yilu/server/features/reports/completeness.repository.ts";
import { HoursRepository } from "@yilu/server/features/reports/hours.repository.ts";
import { zoneOffsets } from "@yilu/server/features/reports/offsets.ts";
import { ReportsRepository } from "@yilu/server/features/reports/repository.ts";
import { ReportsService } from "@yilu/server/features/reports/service.ts";
import { newDatabase, type TestDatabase } from "../support/databases.ts";
import { barePostgresql, bareSqlite, type Bare } from "./bare.ts";
import { fillMonth, month } from "./month.ts";
import { timed, type Figure } from "./table.ts";

const zone = "Asia/Shanghai";
const endOfMonth = Date.parse("2026-07-01T00:00:00+08:00");
const hour = `(d."hourStartAt" + 28800000) / 3600000 % 24`;
const inDays = `d."date" >= '${month.from}' AND d."date" <= '${month.to}'`;
const inHours = `d."hourStartAt" >= ${Date.parse(`${month.from}T00:00:00+08:00`)} AND d."hourStartAt" < ${endOfMonth}`;
const inSpans = `d."fromDate" >= '${month.from}' AND d."fromDate" <= '2026-06-26'`;

/** What each grouping is by in plain SQL, and the roll-up that can tell it apart with the fewest rows. */
const plain: Record<ReportBy, { key: string; from: "ScreenDay" | "PlaySpan" | "ScreenHour" }> = {
  unit: { key: `a."unitId"`, from: "ScreenDay" },
  kind: { key: `a."kind"`, from: "ScreenDay" },
  line: { key: `a."line"`, from: "ScreenDay" },
  screen: { key: `a."screenId"`, from: "ScreenDay" },
  day: { key: `d."date"`, from: "ScreenDay" },
  media: { key: `d."mediaKey"`, from: "PlaySpan" },
  level: { key: `n."level"`, from: "PlaySpan" },
  entry: { key: `d."entryKey"`, from: "PlaySpan" },
  // What plays cost to be told apart by: a play of several campaigns counts in each.
  campaign: { key: `d."entryKey"`, from: "PlaySpan" },
  hour: { key: hour, from: "ScreenHour" },
};
const within = { ScreenDay: inDays, PlaySpan: inSpans, ScreenHour: inHours, PlayDay: inDays, PlayHour: inHours };

const counts = `SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs")`;
const shown = `CASE WHEN "completed" + "interrupted" + "failed" > 0 THEN a."screenId" END`;
const screensOf = `COUNT(DISTINCT ${shown}), COUNT(DISTINCT CASE WHEN a."kind" <> 'led' THEN ${shown} END)`;

function sql(table: keyof typeof within, key: string | null, columns: string): string {
  const names = key?.startsWith("n.") === true ? `JOIN "PlayName" n ON n."key" = d."mediaKey"` : "";
  const from = `FROM "${table}" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey" ${names} WHERE ${within[table]} AND a."unitPath" LIKE '/c/%'`;
  return key === null ? `SELECT ${columns} ${from}` : `SELECT ${key}, ${columns} ${from} GROUP BY 1`;
}

const runs = 5;
async function best(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(work));
  return Math.min(...times);
}

/** The longest that nothing else is done while something runs, ms. */
async function deafDuring(work: () => Promise<unknown>): Promise<number> {
  let [deafMs, heardAt] = [0, performance.now()];
  const hear = () => {
    deafMs = Math.max(deafMs, performance.now() - heardAt);
    heardAt = performance.now();
  };
  const listening = setInterval(hear, 1);
  try {
    await work();
    hear();
  } finally {
    clearInterval(listening);
  }
  return deafMs;
}

export async function monthFigures(provider: Provider, screens: number): Promise<Figure[]> {
  const database = await newDatabase(provider);
  const bare = provider === "sqlite" ? bareSqlite(database.url.slice("file:".length)) : await barePostgresql(database.url);
  const reader = openReader(database.url, database.client);
  try {
    const fillingMs = await timed(() => fillMonth(bare, provider, screens));
    const [filled] = await bare.all(`SELECT COUNT(*) AS "plays" FROM "Play"`);
    const plays = Number(filled?.["plays"]);
    console.log(`  ${(plays / 1e6).toFixed(1)} million plays and their roll-ups made in ${(fillingMs / 1000).toFixed(0)} s`);
    return await measured(database, bare, reader, plays);
  } finally {
    await reader.close();
    await bare.close();
    await database.remove();
  }
}

async function measured({ client, provider }: TestDatabase, bare: Bare, reader: Reader, plays: number): Promise<Figure[]> {
  const hours = new HoursRepository(reader, provider);
  const repository = new ReportsRepository(reader, provider);
  // Of users and screens a report of a known scope asks nothing.
  const service = new ReportsService(repository, hours, new CompletenessRepository(reader, provider), {} as never, {} as never, () => Promise.resolve(0), () => endOfMonth, zone);
  const all = Array.from({ length: 60 }, (_, unit) => `/c/u${unit}/`);
  const campaigns = [
    { id: "c0", name: "", entryIds: ["e0"], unitPaths: ["/c/"] },
    { id: "c1", name: "", entryIds: ["e0", "e1"], unitPaths: all },
    { id: "c2", name: "", entryIds: ["e1", "e2"], unitPaths: all.slice(0, 30) },
  ];
  const scope = { ...month, unitPaths: ["/c/"], campaigns };
  const offsets = zoneOffsets([zone], month.from, month.to);
  const what = `${(plays / 1e6).toFixed(1)} million plays, June by`;
  const figures: Figure[] = [];
  const { totals } = await service.within(scope, "media");
  if (totals.completed + totals.interrupted !== plays) throw new Error(`the report counts ${totals.completed + totals.interrupted} of ${plays} plays`);
  for (const [by, { key, from }] of Object.entries(plain) as [ReportBy, (typeof plain)[ReportBy]][]) {
    const overDays = await best(() => bare.all(sql(by === "hour" ? "PlayHour" : "PlayDay", key, counts)));
    const whole = await best(() => service.within(scope, by));
    const worked = `${counts}, SUM("planned"), SUM("displaced"), SUM("absent"), ${screensOf}`;
    const same = await best(async () => [await bare.all(sql(from, key, worked)), await bare.all(sql(from, null, worked))]);
    const ours = await best(() => (by === "hour" ? hours.byHour(scope, offsets) : repository.counts(by, scope)));
    figures.push(
      { what: `${what} ${by}: the whole report`, value: whole, unit: "ms", bar: 300, naive: { what: `four bare sums over the roll-up of ${by === "hour" ? "hours" : "days"}`, value: overDays } },
      { what: `  its figures against bare SQL`, value: ours / same, unit: "×", bar: 1.5, naive: { what: `bare SQL for the same figures from ${from}: ${same.toFixed(0)} ms`, value: 1 } },
    );
  }
  const heavy = () => Promise.all((["media", "level", "entry", "hour"] as const).map((by) => service.within(scope, by)));
  await heavy();
  // A client that is no file is asked as it is.
  const direct = openReader("", client);
  const onTheServersThread = new ReportsRepository(direct, provider);
  figures.push(
    { what: "  the longest that no player is heard during four of them", value: await deafDuring(heavy), unit: "ms", bar: 100, naive: { what: "one of them on the server's own connection", value: await deafDuring(() => onTheServersThread.counts("media", scope)) } },
    { what: "  hour × day of the whole county", value: await best(() => service.heatWithin(scope)), unit: "ms", bar: null, naive: null },
    { what: "  by unit, of one entry", value: await best(() => service.within({ ...scope, entryIds: ["e1"] }, "unit")), unit: "ms", bar: null, naive: null },
    { what: "  by media, 3–28 June", value: await best(() => service.within({ ...scope, from: "2026-06-03", to: "2026-06-28" }, "media")), unit: "ms", bar: null, naive: null },
    { what: "  by day, of one media", value: await best(() => service.within({ ...scope, mediaId: "m1" }, "day")), unit: "ms", bar: null, naive: null },
    { what: "  by hour, of one entry", value: await best(() => service.within({ ...scope, entryIds: ["e1"] }, "hour")), unit: "ms", bar: null, naive: null },
    { what: "  bytes per million plays, all that is kept of them", value: (await sizeOf(bare, provider)) / plays, unit: "MB", bar: null, naive: null },
  );
  return figures;
}

async function sizeOf(bare: Bare, provider: Provider): Promise<number> {
  const [row] = await bare.all(provider === "sqlite" ? `SELECT page_count * page_size AS "bytes" FROM pragma_page_count(), pragma_page_size()` : `SELECT pg_database_size(current_database()) AS "bytes"`);
  return Number(row?.["bytes"]);
}
