/** A path as the log may keep it, without what opens something: the query, and the token of a shared link or wall. */
export function loggedUrl(url: string): string {
  return (url.split("?")[0] ?? "").replace(/^(\/(?:api|console)\/(?:shared|wall)\/)[^/]+/, "$1…");
}
