import type { ReportFigures, UnitStanding } from "@yilu/contract";
import { figuresOf } from "../reports/figures.ts";
import type { Sums } from "../reports/scope.ts";
import { completenessOf, type Breakdown } from "../reports/service.ts";

const nothing: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0, planned: 0, displaced: 0, absent: 0, screens: 0, vehicles: 0 };

function added(one: Sums, other: Sums): Sums {
  return {
    completed: one.completed + other.completed,
    interrupted: one.interrupted + other.interrupted,
    failed: one.failed + other.failed,
    airtimeMs: one.airtimeMs + other.airtimeMs,
    planned: one.planned + other.planned,
    displaced: one.displaced + other.displaced,
    absent: one.absent + other.absent,
    screens: 0,
    vehicles: 0,
  };
}

export type PartStanding = Pick<UnitStanding, "screensInService" | "target" | "targetCompletion" | "completeness"> & ReportFigures;

/**
 * What the screens below some unit paths have done. A screen is counted once, wherever it was moved within them.
 * @param pathOf path of a unit by id; plays of a unit that is gone count only in the whole
 * @param targetPerDay plays per screen per day
 */
export function standingOf(breakdown: Breakdown, paths: readonly string[], pathOf: (unitId: string) => string | undefined, targetPerDay: number): PartStanding {
  const isWithin = (path: string | undefined) => path !== undefined && paths.some((prefix) => path.startsWith(prefix));
  const books = breakdown.books.filter((row) => isWithin(row.unitPath));
  const units = breakdown.units.filter((row) => isWithin(pathOf(row.key)));
  const shown = books.filter((row) => breakdown.shown.has(row.screenId));
  const sums = { ...units.reduce<Sums>(added, nothing), screens: shown.length, vehicles: shown.filter((row) => row.kind !== "led").length };
  const poweredOn = [...breakdown.powered].reduce((sum, [unitId, { onMs }]) => sum + (isWithin(pathOf(unitId)) ? onMs : 0), 0);
  const target = books.length * breakdown.days * targetPerDay;
  return {
    screensInService: books.length,
    ...figuresOf(sums, poweredOn, true),
    target,
    targetCompletion: target === 0 ? null : sums.completed / target,
    completeness: completenessOf(books, { counted: sums.completed + sums.interrupted + sums.failed, screensWithPlays: shown.length, days: breakdown.days }, breakdown.on, breakdown.played),
  };
}
