import { useQueryClient } from "@tanstack/react-query";
import { routes, type Media, type QueryOf } from "@yilu/contract";
import { useCallback, useState } from "react";
import { useAction, useCall } from "../../lib/api.ts";
import { useLive } from "../../lib/live.ts";

export const useMediaList = (query: QueryOf<typeof routes.media.list>) => useCall(routes.media.list, { query });
/** Films that wait for review, who waited longest first; at most 200 are shown at a time. */
export const usePending = () => useCall(routes.media.list, { query: { status: "pending", pageSize: 200 } });
/** How many films wait for review. */
export const usePendingCount = (): number => useCall(routes.media.list, { query: { status: "pending", pageSize: 1 } }).data?.total ?? 0;
export const useMedia = (id: string) => useCall(routes.media.get, { params: { id } }, { keepPrevious: false });
export const useChangeMedia = () => useAction(routes.media.change);
export const useRemoveMedia = () => useAction(routes.media.remove);

/** Asks for the media again, when something outside of a mutation changed them. */
export function useRefreshMedia(): () => void {
  const client = useQueryClient();
  return useCallback(() => void Promise.all(["media", "overview"].map((root) => client.invalidateQueries({ queryKey: [root] }))), [client]);
}

/** How far the films being made playable are, in percent, by media id. */
export function useProgress(): (media: Pick<Media, "id">) => number | undefined {
  const [percents, setPercents] = useState<Readonly<Record<string, number>>>({});
  useLive("media:progress", ({ mediaId, percent }) => setPercents((before) => ({ ...before, [mediaId]: percent })));
  return ({ id }) => percents[id];
}
