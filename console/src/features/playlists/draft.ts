import type { BodyOf, Media, Playlist, routes } from "@yilu/contract";

type Item = Playlist["items"][number];
/** An item with a key of its own, since one film may stand in a list several times. */
export type DraftItem = Item & { key: string };

export interface Draft {
  name: string;
  items: readonly DraftItem[];
}

/** How long an image is shown unless told otherwise, and the bounds of the contract. */
export const imageMs = { usual: 10_000, least: 1000, most: 3_600_000 } as const;
export const mostItems = 500;

export const emptyDraft: Draft = { name: "", items: [] };

/** What is edited of a saved playlist. */
export function draftOf({ name, items }: Pick<Playlist, "name" | "items">): Draft {
  return { name, items: items.map((item, index) => ({ ...item, key: `saved-${index}` })) };
}

/** What would be sent. A video keeps its own length, so its length is never sent. */
export function inputOf({ name, items }: Draft): Pick<BodyOf<typeof routes.playlists.change>, "name" | "items"> {
  return { name: name.trim(), items: items.map(({ mediaId, kind, durationMs }) => ({ mediaId, durationMs: kind === "image" ? durationMs : null })) };
}

/** Whether saving would change anything: order, lengths of images and the name count; keys and titles do not. */
export const isDirty = (draft: Draft, saved: Draft): boolean => JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(saved));

/** Adds a film at the end. */
export function withMedia(draft: Draft, media: Pick<Media, "id" | "title" | "level" | "kind" | "status" | "posterUrl" | "durationMs">, key: string): Draft {
  const { id, title, level, kind, status, posterUrl } = media;
  return { ...draft, items: [...draft.items, { key, mediaId: id, title, level, kind, status, posterUrl, durationMs: media.durationMs ?? imageMs.usual }] };
}

/** Moves the item of one key to where that of another stands. */
export function moved(draft: Draft, key: string, toKey: string): Draft {
  const [from, to] = [draft.items.findIndex((item) => item.key === key), draft.items.findIndex((item) => item.key === toKey)];
  const item = draft.items[from];
  if (item === undefined || to < 0 || from === to) return draft;
  const rest = draft.items.filter((_, index) => index !== from);
  return { ...draft, items: [...rest.slice(0, to), item, ...rest.slice(to)] };
}

export const without = (draft: Draft, key: string): Draft => ({ ...draft, items: draft.items.filter((item) => item.key !== key) });

/** Sets how long an image is shown, within the bounds. */
export function withSeconds(draft: Draft, key: string, seconds: number): Draft {
  const durationMs = Math.min(imageMs.most, Math.max(imageMs.least, Math.round(seconds * 1000)));
  return { ...draft, items: draft.items.map((item) => (item.key === key ? { ...item, durationMs } : item)) };
}

export const totalMs = (items: readonly Pick<Item, "durationMs">[]): number => items.reduce((sum, { durationMs }) => sum + durationMs, 0);

/** When each item starts within one round, in ms. */
export function startsOf(items: readonly Pick<Item, "durationMs">[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const { durationMs } of items) {
    starts.push(at);
    at += durationMs;
  }
  return starts;
}

/** Items that may not play (any more). */
export const badItems = <I extends Pick<Item, "status">>(items: readonly I[]): I[] => items.filter(({ status }) => status !== "approved");
