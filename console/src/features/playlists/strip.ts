import type { Playlist } from "@yilu/contract";
import type { StripItem } from "../../components/FilmStrip.tsx";

/** A playlist's items as pictures of a film strip. */
export const stripOf = (items: readonly (Playlist["items"][number] & { key?: string })[]): StripItem[] =>
  items.map(({ key, title, durationMs, posterUrl, level, status }, index) => ({ key: key ?? String(index), title, durationMs, posterUrl, level, bad: status !== "approved" }));
