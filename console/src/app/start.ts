import type { QueryClient } from "@tanstack/react-query";
import { routes, type AnyEndpoint, type Me } from "@yilu/contract";
import { defaultsOf } from "../features/screens/api.ts";
import { call, queryOf, type InputOf } from "../lib/api.ts";
import { filtersOf } from "../lib/filters.ts";

const rememberedKey = "yilu.signedIn";

/** Whether somebody was signed in here when this browser last looked: a guess that saves time, never a right. */
function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(rememberedKey) === "1";
  } catch {
    return false; // storage refused: all is asked for a moment later
  }
}

/** Remembers for the next start whether somebody is signed in. */
export function rememberSignedIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(rememberedKey, "1");
    else localStorage.removeItem(rememberedKey);
  } catch {
    // A refused storage only means that the next start takes a moment longer.
  }
}

type Ask = (client: QueryClient) => void;
const ask =
  <E extends AnyEndpoint>(endpoint: E, input: InputOf<E>): Ask =>
  (client) =>
    void client.prefetchQuery({ ...queryOf(endpoint, input), queryFn: ({ signal }) => call(endpoint, input, { signal, signInAgain: false }), retry: false });

const units = ask(routes.units.list, {});
/** What the frame of every page asks. */
const everywhere: readonly Ask[] = [ask(routes.reports.overview, {}), ask(routes.alarms.summary, {}), ask(routes.emergencies.list, {})];
/** What a page asks first, by its path; a page that is not here asks by itself, as do all for the rest. */
const firstOf: Readonly<Record<string, (search: URLSearchParams) => readonly Ask[]>> = {
  "/media": (search) => [ask(routes.media.list, { query: filtersOf(routes.media.list, search) }), units],
  "/playlists": (search) => [ask(routes.playlists.list, { query: filtersOf(routes.playlists.list, search) }), units],
  "/entries": (search) => (search.get("view") === "list" ? [ask(routes.entries.list, { query: filtersOf(routes.entries.list, search) }), units] : []),
  "/rollout": (search) => [ask(routes.screens.list, { query: filtersOf(routes.screens.list, search) }), ask(routes.campaigns.list, { query: { pageSize: 20 } }), units],
  "/screens": (search) => [ask(routes.screens.list, { query: filtersOf(routes.screens.list, search, defaultsOf(search)) }), ask(routes.groups.list, {}), units],
};

/**
 * Asks who is signed in, and, where that was somebody the last time, at once what the page at this address will ask: the
 * answers are on their way while the page's own program is read. What is refused is asked again by the page itself.
 * @param path below /console
 */
export function start(client: QueryClient, path: string, search: string): Promise<Me> {
  const me = call(routes.session.me, {}, { signInAgain: false });
  const asked = new URLSearchParams(search);
  const first = asked.has("edit") ? [] : (firstOf[path]?.(asked) ?? []);
  // The page's own list goes first: the overview counts every screen, and what waits behind it waits for that.
  if (wasSignedIn()) for (const one of [...first, ...everywhere]) one(client);
  return me;
}
