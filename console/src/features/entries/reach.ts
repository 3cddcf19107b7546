import type { Screen, Target, Unit } from "@yilu/contract";

type Reached = Pick<Screen, "id" | "kind" | "unitId" | "groupIds">;

/** Whether a target means a screen; a unit means its own screens and those of all units below. */
function means(target: Target, screen: Reached, units: ReadonlyMap<string, Pick<Unit, "path">>): boolean {
  switch (target.kind) {
    case "all":
      return true;
    case "screenKind":
      return screen.kind === target.screenKind;
    case "unit":
      return screen.unitId === target.unitId || (units.get(screen.unitId)?.path.includes(`/${target.unitId}/`) ?? false);
    case "group":
      return screen.groupIds.includes(target.groupId);
    case "screen":
      return screen.id === target.screenId;
  }
}

/** The screens that any of `include` means and none of `exclude`. */
export function reachOf<S extends Reached>(screens: readonly S[], units: readonly Pick<Unit, "id" | "path">[], include: readonly Target[], exclude: readonly Target[]): S[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const any = (targets: readonly Target[], screen: S): boolean => targets.some((target) => means(target, screen, byId));
  return screens.filter((screen) => any(include, screen) && !any(exclude, screen));
}

/** Adds a target: "all" stands alone, and the others replace it. */
export function withTarget(targets: readonly Target[], target: Target): Target[] {
  if (target.kind === "all") return [target];
  return [...targets.filter(({ kind }) => kind !== "all"), target];
}
