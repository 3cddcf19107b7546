import { useState } from "react";

/** Which rows were not there when the list was last shown; none the first time, and none when it is another list. */
export function useNew(ids: readonly string[], list: string): ReadonlySet<string> {
  const [before, setBefore] = useState<{ list: string; ids: readonly string[]; fresh: ReadonlySet<string> } | null>(null);
  const isSame = before !== null && before.list === list && before.ids.length === ids.length && before.ids.every((id, place) => id === ids[place]);
  if (!isSame) {
    const known = new Set(before?.ids ?? []);
    const fresh = before === null || before.list !== list ? [] : ids.filter((id) => !known.has(id));
    const next = { list, ids, fresh: new Set(fresh) };
    setBefore(next);
    return next.fresh;
  }
  return before.fresh;
}
