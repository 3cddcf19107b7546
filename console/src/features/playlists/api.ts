import { routes, type QueryOf } from "@yilu/contract";
import { useAction, useCall } from "../../lib/api.ts";

export const usePlaylists = (query: QueryOf<typeof routes.playlists.list>) => useCall(routes.playlists.list, { query });
export const usePlaylist = (id: string) => useCall(routes.playlists.get, { params: { id } }, { keepPrevious: false });
export const useCreatePlaylist = () => useAction(routes.playlists.create);
export const useChangePlaylist = () => useAction(routes.playlists.change);
export const useRemovePlaylist = () => useAction(routes.playlists.remove);
/** Films that may go into a playlist. */
export const useApproved = (query: Omit<QueryOf<typeof routes.media.list>, "status">) => useCall(routes.media.list, { query: { ...query, status: "approved" } });
