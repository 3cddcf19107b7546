import type { Target } from "@yilu/contract";

/** A screen as targets see it. */
export interface TargetedScreen {
  id: string;
  kind: string;
  unitPath: string;
  groupIds: readonly string[];
}

/** A target as stored: `ref` is a kind, unit, group or screen id; "" for all. */
export interface StoredTarget {
  kind: string;
  ref: string;
  excluded: boolean;
}

export function storedTargets(include: readonly Target[], exclude: readonly Target[]): StoredTarget[] {
  const stored = (target: Target, excluded: boolean): StoredTarget => {
    switch (target.kind) {
      case "all":
        return { kind: "all", ref: "", excluded };
      case "screenKind":
        return { kind: "screenKind", ref: target.screenKind, excluded };
      case "unit":
        return { kind: "unit", ref: target.unitId, excluded };
      case "group":
        return { kind: "group", ref: target.groupId, excluded };
      case "screen":
        return { kind: "screen", ref: target.screenId, excluded };
    }
  };
  return [...include.map((target) => stored(target, false)), ...exclude.map((target) => stored(target, true))];
}

/**
 * Whether an entry is for a screen: any target includes it and none excludes it. Whatever the targets say, an entry
 * reaches only screens of its own unit and those below.
 * @param unitPathOf path of a unit by id; undefined when it is gone, and then the target matches nothing
 */
export function isTargeted(
  screen: TargetedScreen,
  entry: { unitPath: string; targets: readonly StoredTarget[] },
  unitPathOf: (unitId: string) => string | undefined,
): boolean {
  if (!screen.unitPath.startsWith(entry.unitPath)) return false;
  const matches = ({ kind, ref }: StoredTarget): boolean => {
    switch (kind) {
      case "all":
        return true;
      case "screenKind":
        return screen.kind === ref;
      case "unit": {
        const path = unitPathOf(ref);
        return path !== undefined && screen.unitPath.startsWith(path);
      }
      case "group":
        return screen.groupIds.includes(ref);
      default:
        return kind === "screen" && screen.id === ref;
    }
  };
  return entry.targets.some((target) => !target.excluded && matches(target)) && !entry.targets.some((target) => target.excluded && matches(target));
}
