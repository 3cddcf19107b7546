import type { Unit } from "@yilu/contract";

export interface UnitRow {
  key: string;
  unit: Unit;
  children?: UnitRow[];
}

/** The units as a tree of rows; one whose parent is out of sight is a root, and a leaf has no `children`. */
export function unitRows(units: readonly Unit[]): UnitRow[] {
  const known = new Set(units.map((unit) => unit.id));
  const below = new Map<string | null, Unit[]>();
  for (const unit of units) {
    const parentId = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null;
    below.set(parentId, [...(below.get(parentId) ?? []), unit]);
  }
  const rowsOf = (parentId: string | null): UnitRow[] =>
    (below.get(parentId) ?? []).map((unit) => {
      const children = rowsOf(unit.id);
      return { key: unit.id, unit, ...(children.length > 0 ? { children } : {}) };
    });
  return rowsOf(null);
}
