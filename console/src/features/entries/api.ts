import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { routes, type BodyOf, type Media, type QueryInputOf, type QueryOf, type Screen } from "@yilu/contract";
import { call, queryOf, useAction, useCall } from "../../lib/api.ts";

export const useEntries = (query: QueryOf<typeof routes.entries.list>) => useCall(routes.entries.list, { query });
export const useEntry = (id: string, enabled = true) => useCall(routes.entries.get, { params: { id } }, { keepPrevious: false, enabled });
export const useCreateEntry = () => useAction(routes.entries.create);
export const useChangeEntry = () => useAction(routes.entries.change);
export const useRemoveEntry = () => useAction(routes.entries.remove);

export const useUnits = () => useCall(routes.units.list, {});
export const useGroups = () => useCall(routes.groups.list, {});
export const usePlaylistSearch = (q: string) => useCall(routes.playlists.list, { query: { pageSize: 50, ...(q === "" ? {} : { q }) } });
export const usePlaylist = (id: string | undefined) => useCall(routes.playlists.get, { params: { id: id ?? "" } }, { enabled: id !== undefined, keepPrevious: false });
export const useScreenSearch = (q: string) => useCall(routes.screens.list, { query: { pageSize: 50, ...(q === "" ? {} : { q }) } });
export const useScreen = (id: string | undefined) => useCall(routes.screens.get, { params: { id: id ?? "" } }, { enabled: id !== undefined, keepPrevious: false });

const pageSize = 200;
const mostPages = 10;

export const useTimeline = (query: QueryInputOf<typeof routes.planning.timeline>) => useCall(routes.planning.timeline, { query });
export const useMinute = (query: QueryInputOf<typeof routes.planning.minute>) => useCall(routes.planning.minute, { query });

/** Every screen one may see, to count what targets reach; null when there are more than 2,000. */
export function useAllScreens() {
  return useQuery<Screen[] | null>({
    queryKey: ["screens", "all"],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const screens: Screen[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const { rows, total } = await call(routes.screens.list, { query: { page, pageSize } }, { signal });
        screens.push(...rows);
        if (rows.length === 0 || screens.length >= total) return screens;
      }
      return null;
    },
  });
}

/** What a screen plays between two instants; the list before stays while the next one loads. */
export function usePreview(screenId: string | undefined, from: number, to: number) {
  return useQuery({
    ...queryOf(routes.entries.preview, { params: { id: screenId ?? "" }, query: { from, to } }),
    // Entries, playlists and media change it; "entries" is asked again for each of these.
    queryKey: ["entries", "preview", screenId, from, to],
    enabled: screenId !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** What saving a draft would do, while it is complete enough to be judged. */
export function useCheck(draft: BodyOf<typeof routes.planning.check> | null) {
  return useQuery({
    queryKey: ["entries", "check", JSON.stringify(draft)],
    queryFn: ({ signal }) => (draft === null ? null : call(routes.planning.check, { body: draft }, { signal })),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
  });
}

/** What a screen plays at an instant, and why each entry does or does not. */
export function useExplanation(screenId: string | undefined, at: number) {
  return useQuery({
    ...queryOf(routes.planning.explain, { params: { id: screenId ?? "" }, query: { at } }),
    queryKey: ["entries", "explanation", screenId, at],
    enabled: screenId !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** Films by id, for their posters and levels. */
export function useFilms(ids: readonly string[]): ReadonlyMap<string, Media> {
  return useQueries({
    queries: ids.map((id) => ({ ...queryOf(routes.media.get, { params: { id } }), staleTime: 300_000 })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data]]))),
  });
}
