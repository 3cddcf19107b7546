import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { routes, type ErrorCode, type Wall } from "@yilu/contract";
import { useState } from "react";
import { call, keyOf } from "../../lib/api.ts";
import { now as deviceNow } from "../../lib/clock.ts";
import { localDateOf } from "../../lib/format.ts";
import { useLive } from "../../lib/live.ts";
import { ProblemError } from "../../lib/problem.ts";
import { countAfterAnswer, type Count } from "./logic.ts";

export interface WallState {
  /** As last answered; undefined before the first answer. */
  wall: Wall | undefined;
  /** Plays today, with what was counted since the answer. */
  plays: number;
  /** What the server's clock is ahead of this computer's. */
  aheadMs: number;
  /** Nobody answers at the moment. */
  isLost: boolean;
  /** Why it can go on no more; null while it can. */
  ended: ErrorCode | null;
}

const endings: readonly ErrorCode[] = ["notSignedIn", "passwordChangeRequired", "shareEnded", "notFound", "forbidden"];

/** Asks again for ever: what fails is asked again, what is refused for good ends the wall until somebody does something. */
export function useWall(token: string | null, everyMs: number): WallState {
  const endpoint = token === null ? routes.wall.get : routes.wall.open;
  const { data, error } = useQuery({
    queryKey: [...keyOf(endpoint), token] as const,
    queryFn: async ({ signal }) => {
      const wall = token === null ? await call(routes.wall.get, {}, { signal, signInAgain: false }) : await call(routes.wall.open, { params: { token } }, { signal, signInAgain: false });
      return { wall, aheadMs: wall.at - deviceNow() };
    },
    refetchInterval: everyMs,
    refetchIntervalInBackground: true,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const [count, setCount] = useState<(Count & { at: number }) | null>(null);
  const wall = data?.wall;
  if (wall !== undefined && count?.at !== wall.at) setCount({ ...countAfterAnswer(count, localDateOf(wall.at, wall.timeZone), wall.plays.completed), at: wall.at });
  useLive("plays:counted", ({ plays }) => {
    if (token === null) setCount((before) => before && { ...before, value: before.value + plays });
  });
  const code = error instanceof ProblemError ? error.code : null;
  return { wall, plays: count?.value ?? 0, aheadMs: data?.aheadMs ?? 0, isLost: error !== null, ended: code !== null && endings.includes(code) ? code : null };
}

/** Asks at once. */
export function useAskAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["wall"] });
}
