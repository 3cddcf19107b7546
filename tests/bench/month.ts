/** A month of plays as the books hold them: single plays, and the roll-ups that they add up to. */
import type { Provider } from "@yilu/prisma";
import type { Bare } from "./bare.ts";

/** 1,200 plays a screen and day, from 06:00 to 22:00: 700 screens make 25.2 million in June. */
const playsPerDay = 1200;
const [days, media, entries, units] = [30, 40, 4, 60];
export const month = { from: "2026-06-01", to: "2026-06-30" } as const;
const day0 = Date.parse("2026-06-01T00:00:00+08:00");

/** Fills a database with the plays of June of so many screens. @returns how many plays */
export async function fillMonth(bare: Bare, provider: Provider, screens: number): Promise<number> {
  const numbers = (name: string, count: number) =>
    provider === "sqlite"
      ? `CREATE TEMP TABLE ${name} AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1}) SELECT i FROM n`
      : `CREATE TEMP TABLE ${name} AS SELECT i FROM generate_series(0, ${count - 1}) AS n(i)`;
  const date = (day: string) => `'2026-06-' || CASE WHEN ${day} < 9 THEN '0' ELSE '' END || (${day} + 1)`;
  const sums = `SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs")`;
  const planned = `1000 * SUM("completed" + "interrupted" + "failed")`;
  const day = `("hourStartAt" - ${day0}) / 86400000`;
  const counts = `"completed", "interrupted", "failed", "airtimeMs"`;
  for (const sql of [
    provider === "sqlite" ? "PRAGMA synchronous = OFF" : "SET synchronous_commit = off",
    numbers("screens", screens),
    numbers("days", days),
    numbers("plays", playsPerDay),
    numbers("names", media),
    `INSERT INTO "ScreenAssignment" ("key", "screenId", "screenName", "unitId", "unitPath", "kind", "line", "timeZone", "fromAt")
     SELECT i + 1, 's' || i, '车' || i, 'u' || (i % ${units}), '/c/u' || (i % ${units}) || '/', CASE WHEN i % 10 = 0 THEN 'led' ELSE 'bus' END, (i % 40) || '路', 'Asia/Shanghai', 0 FROM screens`,
    `INSERT INTO "PlayName" ("key", "kind", "ref", "name", "level")
     SELECT i + 1, 'media', 'm' || i, '片' || i, CASE i % 4 WHEN 0 THEN 'national' WHEN 1 THEN 'provincial' WHEN 2 THEN 'municipal' ELSE 'county' END FROM names
     UNION ALL SELECT ${media} + i + 1, 'entry', 'e' || i, '排期' || i, NULL FROM names WHERE i < ${entries}`,
    `INSERT INTO "Ledger" ("key", "screenId", "ledgerId", "receivedTo", "received", "newestAt")
     SELECT i + 1, 's' || i, 'l' || i, ${days * playsPerDay}, ${days * playsPerDay}, ${day0 + days * 86_400_000 - 7_200_000} FROM screens`,
    `INSERT INTO "LedgerRange" ("ledgerKey", "fromSeq", "toSeq") SELECT i + 1, 1, ${days * playsPerDay} FROM screens`,
    // CROSS JOIN keeps the order of the loops on SQLite, which is the order in which the books lie.
    `INSERT INTO "Play" ("ledgerKey", "seq", "assignmentKey", "mediaKey", "playlistKey", "entryKey", "revisionKey", "startedAt", "airtimeMs", "outcome", "clock")
     SELECT s.i + 1, d.i * ${playsPerDay} + p.i + 1, s.i + 1, p.i % ${media} + 1, 1, ${media} + p.i % ${entries} + 1, 1,
       ${day0} + CAST(d.i AS BIGINT) * 86400000 + 21600000 + p.i * 48000, 10000, CASE WHEN p.i % 30 = 0 THEN 1 ELSE 0 END, 0
     FROM screens s CROSS JOIN days d CROSS JOIN plays p`,
    `INSERT INTO "PlayHour" ("assignmentKey", "mediaKey", "entryKey", "hourStartAt", ${counts})
     SELECT "assignmentKey", "mediaKey", "entryKey", "startedAt" / 3600000 * 3600000, SUM(CASE WHEN "outcome" = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN "outcome" = 1 THEN 1 ELSE 0 END), 0, SUM("airtimeMs")
     FROM "Play" GROUP BY 4, 1, 2, 3`,
    `INSERT INTO "PlayDay" ("assignmentKey", "mediaKey", "entryKey", "date", ${counts}, "planned")
     SELECT "assignmentKey", "mediaKey", "entryKey", ${date(day)}, ${sums}, ${planned} FROM "PlayHour" GROUP BY 4, 1, 2, 3`,
    `INSERT INTO "PlaySpan" ("assignmentKey", "mediaKey", "entryKey", "fromDate", ${counts}, "planned")
     SELECT "assignmentKey", "mediaKey", "entryKey", ${date(`((CAST(substr("date", 9) AS INTEGER) - 1) / 5 * 5)`)}, ${sums}, ${planned} FROM "PlayDay" GROUP BY 4, 1, 2, 3`,
    `INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", ${counts}, "planned", "onMs", "firstHalf", "secondHalf")
     SELECT "assignmentKey", "hourStartAt", ${sums}, ${planned}, 3600000, 1073741823, 1073741823 FROM "PlayHour" GROUP BY 2, 1`,
    `INSERT INTO "ScreenDay" ("assignmentKey", "date", ${counts}, "planned", "onMs") SELECT "assignmentKey", "date", ${sums}, ${planned}, 57600000 FROM "PlayDay" GROUP BY 2, 1`,
    ...(provider === "sqlite" ? ["PRAGMA wal_checkpoint(TRUNCATE)"] : ["ANALYZE"]),
  ]) await bare.exec(sql);
  return screens * days * playsPerDay;
}
