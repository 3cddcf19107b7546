/*
 * Filters live in the address, so that a list can be linked to and survives a reload:
 *   const [filters, setFilters, reset] = useFilters(routes.media.list);
 *   setFilters({ status: "pending" })   // goes back to page 1 by itself; undefined or "" removes a filter
 *   useCall(routes.media.list, { query: filters })
 * A value in the address that the endpoint would refuse is ignored.
 */
import type { AnyEndpoint, QueryInputOf, QueryOf } from "@yilu/contract";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

/** Reads an endpoint's query from the address; what is unknown or refused falls back to `defaults`. */
export function filtersOf<E extends AnyEndpoint>(endpoint: E, search: URLSearchParams, defaults: Partial<QueryInputOf<E>> = {}): QueryOf<E> {
  const given = new Map<string, unknown>(search);
  const fallback: Record<string, unknown> = { ...defaults };
  for (let left = given.size + 1; left > 0; left -= 1) {
    const read = endpoint.query.safeParse({ ...fallback, ...Object.fromEntries(given) });
    if (read.success) return read.data as QueryOf<E>; // parsed by the endpoint's own schema
    for (const issue of read.error.issues) {
      for (const key of issue.code === "unrecognized_keys" ? issue.keys : issue.path.slice(0, 1)) given.delete(String(key));
    }
  }
  return endpoint.query.parse(fallback) as QueryOf<E>; // likewise
}

/** Changes to some filters; undefined and "" remove one. */
export type FilterChange<E extends AnyEndpoint> = { [K in keyof QueryInputOf<E>]?: QueryInputOf<E>[K] | undefined };

export function useFilters<E extends AnyEndpoint>(endpoint: E, defaults?: Partial<QueryInputOf<E>>): [QueryOf<E>, (change: FilterChange<E>) => void, () => void] {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(endpoint, search, defaults), [endpoint, search, defaults]);
  const set = useCallback(
    (change: FilterChange<E>) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (!("page" in change)) next.delete("page");
          for (const [name, value] of Object.entries(change)) {
            if (value === undefined || value === null || value === "") next.delete(name);
            else next.set(name, String(value));
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  const reset = useCallback(
    () =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const name of Object.keys(filters as object)) next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch, filters],
  );
  return [filters, set, reset];
}
