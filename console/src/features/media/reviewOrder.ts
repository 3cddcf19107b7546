import type { Media } from "@yilu/contract";

/** What is left to review, who waited longest first. */
export function queueOf<M extends Pick<Media, "id" | "createdAt">>(pending: readonly M[], hidden: (id: string) => boolean): M[] {
  return pending.filter(({ id }) => !hidden(id)).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
}

/** The one so many places further on, round the ends; what comes after the last is the first. */
export function neighbourOf<M extends Pick<Media, "id">>(queue: readonly M[], id: string, step: 1 | -1): M | undefined {
  const at = queue.findIndex((media) => media.id === id);
  return queue.length < 2 || at < 0 ? undefined : queue[(at + step + queue.length) % queue.length];
}

/** Part of the height that a screen of another shape cuts off above, and below, when it is filled: 0 when none. */
export const cutOf = (pictureRatio: number, screenRatio: number): number => (pictureRatio >= screenRatio ? 0 : (1 - pictureRatio / screenRatio) / 2);
