import { reaches } from "../../caller.ts";
import type { CountRow, Scope } from "./scope.ts";

const none = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0, planned: 0, displaced: 0, absent: 0, screens: 0, vehicles: 0, onMs: null, note: null, level: null, withdrawn: false } satisfies Partial<CountRow>;
const meet = (one: string, other: string) => reaches({ unitPath: one }, other) || reaches({ unitPath: other }, one);

/**
 * Campaigns under their names, most plays first, and last what belongs to none. One without plan and plays has a row of
 * zeros where all of its screens count; narrowed to some screens or films, it is left out like any other group.
 */
export function campaignRows(rows: readonly CountRow[], scope: Scope): CountRow[] {
  const { campaigns = [], unitPaths, entryIds } = scope;
  const counted = new Map(rows.map((row) => [row.key, row]));
  const isNarrow = [scope.screenId, scope.kind, scope.line, scope.mediaId, scope.level].some((filter) => filter !== undefined);
  const named = campaigns.flatMap((campaign): CountRow[] => {
    const row = counted.get(campaign.id);
    if (row !== undefined) return [{ ...row, label: campaign.name }];
    const takesPart = campaign.unitPaths.some((path) => unitPaths.some((other) => meet(path, other))) && (entryIds === undefined || campaign.entryIds.some((id) => entryIds.includes(id)));
    return isNarrow || !takesPart ? [] : [{ ...none, key: campaign.id, label: campaign.name }];
  });
  const without = counted.get("");
  return [...named.sort((one, other) => other.completed - one.completed || (one.key < other.key ? -1 : 1)), ...(without === undefined ? [] : [without])];
}
