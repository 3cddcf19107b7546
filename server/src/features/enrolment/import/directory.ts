/** A unit within the caller's reach. */
export interface KnownUnit {
  id: string;
  name: string;
  code: string | null;
  path: string;
}

export interface KnownGroup {
  id: string;
  name: string;
  unitId: string;
}

/** How units and groups are named in a workbook: by name where that is one, else with what sets it apart. */
export class Directory {
  private readonly unitsByText = new Map<string, KnownUnit | null>();
  private readonly groupsByText = new Map<string, KnownGroup | null>();
  private readonly ownGroups = new Map<string, KnownGroup>();
  private readonly unitLabels = new Map<string, string>();
  private readonly groupLabels = new Map<string, string>();

  constructor(
    readonly units: readonly KnownUnit[],
    readonly groups: readonly KnownGroup[],
  ) {
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const sameName = countsOf(units.map(({ name }) => name));
    for (const unit of units) {
      const parents = unit.path.split("/").filter(Boolean).slice(0, -1).flatMap((id) => byId.get(id)?.name ?? []);
      const whole = [...parents, unit.name].join(" / ");
      this.unitLabels.set(unit.id, sameName.get(unit.name) === 1 ? unit.name : whole);
      // Null: said of several. A code is of one unit only when no name reads the same.
      for (const text of new Set([unit.name, whole])) note(this.unitsByText, text, unit);
    }
    for (const unit of units) if (unit.code !== null && !this.unitsByText.has(unit.code)) note(this.unitsByText, unit.code, unit);
    const sameGroup = countsOf(groups.map(({ name }) => name));
    for (const group of groups) {
      const whole = `${group.name}（${this.unitLabels.get(group.unitId) ?? ""}）`;
      this.groupLabels.set(group.id, sameGroup.get(group.name) === 1 ? group.name : whole);
      for (const text of new Set([group.name, whole])) note(this.groupsByText, text, group);
      this.ownGroups.set(`${group.unitId} ${group.name}`, group);
    }
  }

  /** Undefined: none is called so; null: several are. */
  unit(text: string): KnownUnit | null | undefined {
    return this.unitsByText.get(text);
  }

  /** The one unit that somebody may have meant who wrote its name in part, or more than it; null when it is not one. */
  unitLike(text: string): KnownUnit | null {
    const [like, ...more] = text.length < 2 ? [] : this.units.filter(({ name }) => name.includes(text) || text.includes(name));
    return like !== undefined && more.length === 0 ? like : null;
  }

  /** The group that a row of this unit means: its own before others of that name. Undefined: none; null: several. */
  group(text: string, unitId: string): KnownGroup | null | undefined {
    return this.ownGroups.get(`${unitId} ${text}`) ?? this.groupsByText.get(text);
  }

  unitLabel(id: string): string {
    return this.unitLabels.get(id) ?? "";
  }

  /** Null: outside the caller's reach. */
  groupLabel(id: string): string | null {
    return this.groupLabels.get(id) ?? null;
  }
}

function note<T>(index: Map<string, T | null>, text: string, value: T): void {
  index.set(text, index.has(text) && index.get(text) !== value ? null : value);
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
