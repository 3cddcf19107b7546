import type { Unit, Wall } from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { WallScreen } from "./repository.ts";

type Standing = Wall["standing"];
export type StandingRow = Standing["rows"][number];

interface Sum {
  unitPath: string;
  line: string;
  completed: number;
  /** In thousandths. */
  planned: number;
}

/** How today goes: by township, where there are none by unit right below, and where there is none of those by line. */
export function standingToday(units: readonly Unit[], caller: Pick<Caller, "unitId">, screens: readonly WallScreen[], days: readonly Sum[]): Standing {
  const townships = units.filter((unit) => unit.kind === "township" && unit.id !== caller.unitId);
  const below = townships.length > 0 ? townships : units.filter((unit) => unit.parentId === caller.unitId);
  const row = (key: string, name: string, own: (part: { unitPath: string; line: string | null }) => boolean): StandingRow => {
    const mine = days.filter(own);
    return {
      key,
      name,
      screens: screens.filter(own).length,
      delivered: mine.reduce((sum, { completed }) => sum + completed, 0),
      target: Math.round(mine.reduce((sum, { planned }) => sum + planned, 0) / 1000),
      contributed: null,
    };
  };
  const rows =
    below.length > 0
      ? below.map((unit) => row(unit.id, unit.name, ({ unitPath }) => unitPath.startsWith(unit.path)))
      : [...new Set(screens.flatMap(({ line }) => (line === null ? [] : [line])))].map((name) => row(name, name, ({ line }) => line === name));
  const share = ({ screens: count, delivered, target }: StandingRow) => (count === 0 ? -1 : target === 0 ? 0 : delivered / target);
  rows.sort((one, other) => share(other) - share(one) || other.delivered - one.delivered || one.name.localeCompare(other.name, "zh-CN", { numeric: true }));
  return { by: "today", of: townships.length > 0 ? "townships" : below.length > 0 ? "units" : "lines", rows };
}
