import { Prisma, type Provider } from "@yilu/prisma";
import { jsonRows } from "../../database/json-rows.ts";
import type { CampaignPart, CountRow, Scope, Sums } from "./scope.ts";

export const counted = ["completed", "interrupted", "failed", "airtimeMs"] as const;
export const worked = ["planned", "displaced", "absent"] as const;

/** Sums of columns under their own names. */
export const sumOf = (table: string, names: readonly string[]): Prisma.Sql => Prisma.raw(names.map((name) => `CAST(SUM(${table}."${name}") AS BIGINT) AS "${name}"`).join(", "));
/** Columns of a table, as they are. */
export const columnsOf = (table: string, names: readonly string[]): Prisma.Sql => Prisma.raw(names.map((name) => `${table}."${name}"`).join(", "));
/** Whether a row counts a play, whatever became of it. */
export const playedIn = (table: string): Prisma.Sql => Prisma.raw(`${table}."completed" + ${table}."interrupted" + ${table}."failed" > 0`);

/** Level of a media as it is now, or as it was when it was deleted. */
export const mediaLevel = Prisma.sql`COALESCE(m."level", n."level")`;

/** Assignments within a scope, as a condition on alias `a`. */
export function assignmentsOf({ unitPaths, screenId, kind, line }: Pick<Scope, "unitPaths" | "screenId" | "kind" | "line">): Prisma.Sql {
  const units = unitPaths.length === 0 ? Prisma.sql`1 = 0` : Prisma.join(unitPaths.map((path) => Prisma.sql`a."unitPath" LIKE ${`${path}%`}`), " OR ");
  const all = [Prisma.sql`(${units})`];
  if (screenId !== undefined) all.push(Prisma.sql`a."screenId" = ${screenId}`);
  if (kind !== undefined) all.push(Prisma.sql`a."kind" = ${kind}`);
  if (line !== undefined) all.push(Prisma.sql`a."line" = ${line}`);
  return Prisma.join(all, " AND ");
}

/** Whether a scope counts everything that its screens showed. */
export const isWhole = ({ mediaId, level, entryIds }: Scope): boolean => mediaId === undefined && level === undefined && entryIds === undefined;

/** Rows of a roll-up `d` of what was shown on the scope's screens, whatever their dates. @param also a further condition on the assignments `a` */
export function within(provider: Provider, scope: Scope, also: Prisma.Sql = Prisma.sql`1 = 1`): Prisma.Sql {
  const all = [Prisma.sql`d."assignmentKey" IN (SELECT a."key" FROM "ScreenAssignment" a WHERE ${assignmentsOf(scope)} AND ${also})`];
  const { mediaId, level, entryIds } = scope;
  if (mediaId !== undefined) all.push(Prisma.sql`d."mediaKey" IN (SELECT n."key" FROM "PlayName" n WHERE n."kind" = 'media' AND n."ref" = ${mediaId})`);
  if (level !== undefined) all.push(Prisma.sql`d."mediaKey" IN (SELECT n."key" FROM "PlayName" n LEFT JOIN "Media" m ON m."id" = n."ref" WHERE n."kind" = 'media' AND ${mediaLevel} = ${level})`);
  if (entryIds !== undefined) {
    const wanted = jsonRows(provider, entryIds.map((ref) => ({ ref })), { ref: "text" });
    all.push(Prisma.sql`d."entryKey" IN (SELECT n."key" FROM "PlayName" n WHERE n."kind" = 'entry' AND n."ref" IN (${wanted}))`);
  }
  return Prisma.join(all, " AND ");
}

/** Which campaign (`campaign`) counts the screens of which unit (`unitPath`), as a SELECT. */
export function campaignUnits(provider: Provider, campaigns: readonly CampaignPart[]): Prisma.Sql {
  const paths = jsonRows(provider, campaigns.flatMap(({ id: campaign, unitPaths }) => unitPaths.map((path) => ({ campaign, path }))), { campaign: "text", path: "text" });
  return Prisma.sql`SELECT DISTINCT w."campaign", x."unitPath" FROM (${paths}) AS w JOIN (SELECT DISTINCT a."unitPath" FROM "ScreenAssignment" a) AS x ON x."unitPath" LIKE w."path" || '%'`;
}

/** The same by entry (`entryKey`) too: all that makes a play part of a campaign. */
export function campaignReach(provider: Provider, campaigns: readonly CampaignPart[]): Prisma.Sql {
  const entries = jsonRows(provider, campaigns.flatMap(({ id: campaign, entryIds }) => entryIds.map((ref) => ({ campaign, ref }))), { campaign: "text", ref: "text" });
  return Prisma.sql`SELECT e."campaign", n."key" AS "entryKey", u."unitPath" FROM (${entries}) AS e JOIN "PlayName" n ON n."kind" = 'entry' AND n."ref" = e."ref" JOIN (${campaignUnits(provider, campaigns)}) AS u ON u."campaign" = e."campaign"`;
}

/** A row of an answer; the one of everything has isTotal 1. */
export type Raw = { [K in keyof CountRow]: CountRow[K] extends number | boolean | null ? number | bigint | null : CountRow[K] } & { isTotal: number | bigint };
export const total = Prisma.sql`'' AS "key", '' AS "label", NULL AS "note", NULL AS "level", 0 AS "withdrawn"`;

export interface Counts {
  rows: CountRow[];
  total: Sums;
}

export function countsOf(answer: readonly Raw[]): Counts {
  const sum = answer.find((row) => Number(row.isTotal) === 1);
  return {
    rows: answer.filter((row) => Number(row.isTotal) === 0).map((row) => ({ key: row.key, label: row.label, note: row.note, level: row.level, withdrawn: Number(row.withdrawn) === 1, onMs: row.onMs === null ? null : Number(row.onMs), ...numbersOf(row) })),
    total: sum === undefined ? nothing : numbersOf(sum),
  };
}

const nothing: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0, planned: 0, displaced: 0, absent: 0, screens: 0, vehicles: 0 };

function numbersOf(row: Raw): Sums {
  const { completed, interrupted, failed, airtimeMs, planned, displaced, absent, screens, vehicles } = row;
  const of = (value: number | bigint | null) => Number(value ?? 0);
  return {
    completed: of(completed),
    interrupted: of(interrupted),
    failed: of(failed),
    airtimeMs: of(airtimeMs),
    planned: of(planned),
    displaced: of(displaced),
    absent: of(absent),
    screens: of(screens),
    vehicles: of(vehicles),
  };
}
