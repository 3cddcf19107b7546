import { useQueries, useQueryClient } from "@tanstack/react-query";
import { routes, type AnswerOf, type Screen } from "@yilu/contract";
import { keyOf, queryOf } from "../../lib/api.ts";
import { useLive } from "../../lib/live.ts";

type ScreenPage = AnswerOf<typeof routes.screens.list>;

/** One mark per screen is legible up to here. */
export const mostMarks = 450;
const pageSize = 200;

/** Every screen one may see, when there are few enough to draw each; null while loading or when there are too many. Live. */
export function useAllScreens(total: number | undefined): Screen[] | null {
  const client = useQueryClient();
  const count = total === undefined || total > mostMarks ? 0 : Math.max(1, Math.ceil(total / pageSize));
  const pages = useQueries({
    queries: Array.from({ length: count }, (_, place) => queryOf(routes.screens.list, { query: { page: place + 1, pageSize } })),
  });
  useLive("screen:live", (live) => {
    client.setQueriesData<ScreenPage>({ queryKey: keyOf(routes.screens.list) }, (page) =>
      page === undefined ? page : { ...page, rows: page.rows.map((row) => (row.id === live.screenId ? { ...row, live } : row)) },
    );
  });
  const rows = pages.flatMap((page) => page.data?.rows ?? []);
  return count === 0 || pages.some((page) => page.data === undefined) ? null : rows;
}
