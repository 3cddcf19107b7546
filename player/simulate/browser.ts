/** What the player takes from its browser, for many players in one process. */
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import type { Line } from "./line.ts";

/** Which player calls is told by its token. */
const lines = new Map<string, Line>();
let isOpen = false;
let serverOrigin = "";

/** Puts in what a page has and a process lacks. @param origin of the server. */
export function openBrowser(origin: string): void {
  serverOrigin = origin;
  if (isOpen) return;
  isOpen = true;
  // The file is this package's own.
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  Object.assign(globalThis, { __PLAYER_VERSION__: `${version} simulated` });
  Object.defineProperty(globalThis, "navigator", { value: { storage: { persisted: async () => true } }, configurable: true });
  const fetchAnything = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    if (typeof input !== "string" || !input.startsWith("/")) return fetchAnything(input, init);
    const line = lines.get(new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? "");
    if (line?.isUp === false) throw new TypeError("no network");
    if (line && line.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, 2 * line.delayMs));
    return fetchAnything(serverOrigin + input, init);
  };
}

/** Calls with this token go over this line; null: over none of its own. */
export function route(token: string, line: Line | null): void {
  if (line) lines.set(token, line);
  else lines.delete(token);
}

/** Sets the address of the page that is about to be opened: over this line. */
export function openPage(line: Line): void {
  Object.assign(globalThis, { location: new URL(line.origin) });
}
