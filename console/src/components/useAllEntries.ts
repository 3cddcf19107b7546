import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { routes, type Entry } from "@yilu/contract";
import { call } from "../lib/api.ts";

const pageSize = 200;
const mostPages = 10;

/** Every entry one may see, by id: what the timeline and the reasons tell of an entry beside its share. */
export function useAllEntries() {
  return useQuery<ReadonlyMap<string, Entry>>({
    queryKey: ["entries", "all"],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const entries = new Map<string, Entry>();
      for (let page = 1; page <= mostPages; page += 1) {
        const { rows, total } = await call(routes.entries.list, { query: { page, pageSize } }, { signal });
        for (const entry of rows) entries.set(entry.id, entry);
        if (rows.length === 0 || entries.size >= total) break;
      }
      return entries;
    },
  });
}
