import { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import type { Books } from "./books.ts";

/** Every roll-up is the sum of the single plays, by the rules written out once more: the hour and day are Temporal's. */
export async function rollUpsAgree({ client }: Pick<Books, "client">): Promise<void> {
  const zones = new Map((await client.screenAssignment.findMany()).map((row) => [row.key, row.timeZone]));
  const sums = { hours: new Map<string, number[]>(), days: new Map<string, number[]>(), spans: new Map<string, number[]>(), screenHours: new Map<string, number[]>(), screenDays: new Map<string, number[]>() };
  for (const { assignmentKey, mediaKey, entryKey, startedAt, outcome, airtimeMs } of await client.play.findMany()) {
    const local = Temporal.Instant.fromEpochMilliseconds(Number(startedAt)).toZonedDateTimeISO(zones.get(assignmentKey) ?? "");
    const hour = Number(startedAt) - (local.minute * 60_000 + local.second * 1000 + local.millisecond);
    const date = local.toPlainDate().toString();
    const span = local.toPlainDate().with({ day: [26, 21, 16, 11, 6, 1].find((day) => day <= local.day) ?? 0 }).toString();
    const shown = `${assignmentKey} ${mediaKey} ${entryKey}`;
    const keys = { hours: `${shown} ${hour}`, days: `${shown} ${date}`, spans: `${shown} ${span}`, screenHours: `${assignmentKey} ${hour}`, screenDays: `${assignmentKey} ${date}` };
    for (const [name, key] of Object.entries(keys) as [keyof typeof keys, string][]) {
      const sum = sums[name].get(key) ?? [0, 0, 0, 0];
      sum[outcome] = (sum[outcome] ?? 0) + 1;
      sum[3] = (sum[3] ?? 0) + airtimeMs;
      sums[name].set(key, sum);
    }
  }
  type Row = { completed: number; interrupted: number; failed: number; airtimeMs: bigint };
  const stored = <R extends Row>(rows: R[], keyOf: (row: R) => string) =>
    new Map(rows.filter((row) => row.completed + row.interrupted + row.failed > 0).map((row) => [keyOf(row), [row.completed, row.interrupted, row.failed, Number(row.airtimeMs)]]));
  const shown = (row: { assignmentKey: number; mediaKey: number; entryKey: number }) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey}`;
  expect(stored(await client.playHour.findMany(), (row) => `${shown(row)} ${row.hourStartAt}`)).toEqual(sums.hours);
  expect(stored(await client.playDay.findMany(), (row) => `${shown(row)} ${row.date}`)).toEqual(sums.days);
  expect(stored(await client.playSpan.findMany(), (row) => `${shown(row)} ${row.fromDate}`)).toEqual(sums.spans);
  expect(stored(await client.screenHour.findMany(), (row) => `${row.assignmentKey} ${row.hourStartAt}`)).toEqual(sums.screenHours);
  expect(stored(await client.screenDay.findMany(), (row) => `${row.assignmentKey} ${row.date}`)).toEqual(sums.screenDays);
}
