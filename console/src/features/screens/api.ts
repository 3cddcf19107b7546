import { useQueryClient } from "@tanstack/react-query";
import { routes, type AnswerOf, type Screen, type ScreenLive } from "@yilu/contract";
import { keyOf } from "../../lib/api.ts";
import { useLive } from "../../lib/live.ts";

type ScreenPage = AnswerOf<typeof routes.screens.list>;

const ofBoard = { pageSize: 120 };
const ofList = {};

/** What is asked where the address says nothing: the board shows more screens at once than a list that is read. */
export const defaultsOf = (search: URLSearchParams): { pageSize?: number } => (search.get("view") === "list" ? ofList : ofBoard);

/** A screen with what was pushed about it; the same object when it is another screen. */
export function withLive(screen: Screen, live: ScreenLive): Screen {
  return screen.id === live.screenId ? { ...screen, live } : screen;
}

/** Writes pushes into every list and every single screen that is shown, without asking again. */
export function useLiveScreens(): void {
  const client = useQueryClient();
  const patch = (screenId: string, change: (screen: Screen) => Screen): void => {
    client.setQueriesData<ScreenPage>({ queryKey: keyOf(routes.screens.list) }, (page) =>
      page?.rows.some((row) => row.id === screenId) === true ? { ...page, rows: page.rows.map((row) => (row.id === screenId ? change(row) : row)) } : page,
    );
    client.setQueriesData<Screen>({ queryKey: keyOf(routes.screens.get) }, (screen) => (screen?.id === screenId ? change(screen) : screen));
  };
  useLive("screen:live", (live) => patch(live.screenId, (screen) => withLive(screen, live)));
  useLive("plays:counted", ({ screenId, playsToday }) => patch(screenId, (screen) => ({ ...screen, live: { ...screen.live, playsToday } })));
}
