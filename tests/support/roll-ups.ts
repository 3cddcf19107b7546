/** What the books must say of some plays, by the rules written out once more, and what they do say. */
import type { Outcome } from "@yilu/contract";
import type { Database } from "@yilu/prisma";
import { Temporal } from "temporal-polyfill";

export interface ShownPlay {
  screenId: string;
  timeZone: string;
  mediaId: string;
  startedAt: number;
  airtimeMs: number;
  outcome: Outcome;
}

/** Completed, interrupted, failed, airtime; by roll-up, then by its key in words. */
export type Sums = Record<"hours" | "days" | "spans" | "screenHours" | "screenDays", Map<string, number[]>>;

const outcomes: readonly Outcome[] = ["completed", "interrupted", "failed"];

/** A play belongs to the local hour, day and five days of the month in which it started. */
export function expectedSums(plays: Iterable<ShownPlay>): Sums {
  const sums: Sums = { hours: new Map(), days: new Map(), spans: new Map(), screenHours: new Map(), screenDays: new Map() };
  for (const { screenId, timeZone, mediaId, startedAt, airtimeMs, outcome } of plays) {
    const local = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(timeZone);
    const hour = startedAt - (local.minute * 60_000 + local.second * 1000 + local.millisecond);
    const date = local.toPlainDate();
    const span = date.with({ day: [26, 21, 16, 11, 6, 1].find((day) => day <= date.day) ?? 0 });
    const keys = { hours: `${screenId} ${mediaId} ${hour}`, days: `${screenId} ${mediaId} ${date.toString()}`, spans: `${screenId} ${mediaId} ${span.toString()}`, screenHours: `${screenId} ${hour}`, screenDays: `${screenId} ${date.toString()}` };
    for (const [name, key] of Object.entries(keys) as [keyof Sums, string][]) {
      const sum = sums[name].get(key) ?? [0, 0, 0, 0];
      const index = outcomes.indexOf(outcome);
      sum[index] = (sum[index] ?? 0) + 1;
      sum[3] = (sum[3] ?? 0) + airtimeMs;
      sums[name].set(key, sum);
    }
  }
  return sums;
}

/** The roll-ups as they are stored, of everything that counts a play. */
export async function storedSums(client: Database): Promise<Sums> {
  const read = async (table: string, key: string) => {
    const rows = await client.$queryRawUnsafe<{ key: string; completed: bigint; interrupted: bigint; failed: bigint; airtimeMs: bigint }[]>(`
      SELECT ${key} AS "key", SUM(d."completed") AS "completed", SUM(d."interrupted") AS "interrupted", SUM(d."failed") AS "failed", SUM(d."airtimeMs") AS "airtimeMs"
      FROM "${table}" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey" ${key.includes("n.") ? `JOIN "PlayName" n ON n."key" = d."mediaKey"` : ""}
      WHERE d."completed" + d."interrupted" + d."failed" > 0 GROUP BY 1`);
    return new Map(rows.map((row) => [row.key, [row.completed, row.interrupted, row.failed, row.airtimeMs].map(Number)]));
  };
  const media = `a."screenId" || ' ' || n."ref" || ' ' || `;
  return {
    hours: await read("PlayHour", `${media} d."hourStartAt"`),
    days: await read("PlayDay", `${media} d."date"`),
    spans: await read("PlaySpan", `${media} d."fromDate"`),
    screenHours: await read("ScreenHour", `a."screenId" || ' ' || d."hourStartAt"`),
    screenDays: await read("ScreenDay", `a."screenId" || ' ' || d."date"`),
  };
}

/** The single plays that are stored. */
export async function storedPlays(client: Database): Promise<ShownPlay[]> {
  const rows = await client.$queryRawUnsafe<{ screenId: string; timeZone: string; mediaId: string; startedAt: bigint; airtimeMs: bigint; outcome: bigint }[]>(`
    SELECT a."screenId", a."timeZone", n."ref" AS "mediaId", p."startedAt", p."airtimeMs", p."outcome"
    FROM "Play" p JOIN "ScreenAssignment" a ON a."key" = p."assignmentKey" JOIN "PlayName" n ON n."key" = p."mediaKey"`);
  return rows.map((row) => ({ screenId: row.screenId, timeZone: row.timeZone, mediaId: row.mediaId, startedAt: Number(row.startedAt), airtimeMs: Number(row.airtimeMs), outcome: outcomes[Number(row.outcome)] ?? "failed" }));
}

/** Where two sets of sums differ, in words; [] when they are equal. */
export function differences(expected: Sums, stored: Sums): string[] {
  return (Object.keys(expected) as (keyof Sums)[]).flatMap((name) => {
    const keys = new Set([...expected[name].keys(), ...stored[name].keys()]);
    return [...keys].flatMap((key) => {
      const [wanted, found] = [expected[name].get(key)?.join(" "), stored[name].get(key)?.join(" ")];
      return wanted === found ? [] : [`${name} ${key}: ${wanted ?? "nothing"} expected, ${found ?? "nothing"} found`];
    });
  });
}
