import { useQueries } from "@tanstack/react-query";
import { routes, type Media } from "@yilu/contract";
import { queryOf } from "../../lib/api.ts";

/** Films by id, as far as they are known yet and within sight. */
export function useFilms(ids: readonly string[]): ReadonlyMap<string, Media> {
  const films = useQueries({ queries: ids.map((id) => queryOf(routes.media.get, { params: { id } })) });
  return new Map(films.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data] as const])));
}
