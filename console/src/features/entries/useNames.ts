import { useMemo } from "react";
import { commonText } from "../../components/text.ts";
import { useText } from "../../lib/i18n.ts";
import { useAllScreens, useGroups, useUnits } from "./api.ts";
import type { Names } from "./words.ts";

/** What units, groups and screens are called. */
export function useNames(): Names {
  const common = useText(commonText);
  const units = useUnits().data;
  const groups = useGroups().data;
  const screens = useAllScreens().data;
  return useMemo(() => {
    const mapOf = (rows: readonly { id: string; name: string }[] | null | undefined): ReadonlyMap<string, string> => new Map((rows ?? []).map(({ id, name }) => [id, name]));
    const [unitNames, groupNames, screenNames] = [mapOf(units), mapOf(groups), mapOf(screens)];
    return {
      unit: (id) => unitNames.get(id) ?? null,
      group: (id) => groupNames.get(id) ?? null,
      screen: (id) => screenNames.get(id) ?? null,
      kind: (kind) => common(`kind.${kind}`),
    };
  }, [units, groups, screens, common]);
}
