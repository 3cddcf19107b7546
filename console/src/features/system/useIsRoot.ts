import { useMe } from "../../lib/session.ts";
import { useUnits } from "./api.ts";

/** Whether one belongs to the topmost unit, which settles what concerns the whole installation; null: not known yet. */
export function useIsRoot(): boolean | null {
  const units = useUnits();
  const { unitId } = useMe();
  return units.data === undefined ? null : units.data.some((unit) => unit.id === unitId && unit.parentId === null);
}
