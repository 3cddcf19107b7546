/** What comes next by the schedule: pure, so that every slot can be asked for ahead. */
import type { Manifest, ManifestMedia } from "@yilu/contract";
import { opening } from "../calendar.ts";
import { advance, blocks, slots, type Block, type Cursor, type Playable, type Slot } from "@yilu/contract/schedule";

/** One item to show. */
export interface ItemPlan {
  kind: "item";
  manifest: Manifest;
  block: Block;
  /** The cursor the slot was taken with. */
  cursor: Cursor;
  slot: Slot;
  media: ManifestMedia;
  /** What was playable when it was planned. */
  playable: Playable;
  /** How much of the item there is to show, uncut, in ms: what `completed` is measured against. */
  wholeMs: number;
}
/** Nothing to show until an instant, epoch ms. */
export interface SlatePlan {
  kind: "slate";
  manifest: Manifest | null;
  until: number;
  /** Outside the operating hours: black on purpose. */
  isBlack?: boolean;
}
export type Plan = ItemPlan | SlatePlan;

/** A day without a programme is looked at again at least this often. */
const MOST_SLATE_MS = 60 * 60 * 1000;

/** @param at epoch ms. @param playable what may be shown now; constant during the call. */
export function planAt(manifest: Manifest, at: number, cursor: Cursor, playable: Playable): Plan {
  const block = blocks(manifest, at, at + 1, playable)[0];
  const [slot] = block ? slots(manifest, block, { cursor, playable, from: at }) : [];
  const hours = opening(manifest.profile.operatingHours, manifest.timeZone, at);
  const isBlack = !hours.isOpen && block?.tier !== "emergency";
  const until = Math.min(block?.to ?? Infinity, isBlack ? hours.until : Infinity, at + MOST_SLATE_MS);
  if (isBlack) return { kind: "slate", manifest, until, isBlack };
  if (!block || !slot) return { kind: "slate", manifest, until };
  const media = manifest.media.find(({ id }) => id === slot.mediaId);
  if (!media || !playable(media.id)) return { kind: "slate", manifest, until: Math.min(until, slot.startsAt + slot.durationMs) };
  const item = manifest.playlists.find(({ id }) => id === slot.playlistId)?.items[slot.itemIndex];
  const wholeMs = item?.mediaId === slot.mediaId ? item.durationMs - (slot.positionMs ?? 0) : slot.durationMs;
  return { kind: "item", manifest, block, cursor, slot, media, playable, wholeMs };
}

/** The cursor after an item was shown for `playedMs`. */
export function after({ manifest, block, cursor, slot, playable }: ItemPlan, playedMs: number): Cursor {
  return manifest.order === "synced" ? cursor : advance(manifest, block, cursor, slot, playedMs, playable);
}

/** The cursor to go on with after a restart: what was on the screen was interrupted at its checkpoint. */
export function resumed(manifest: Manifest, saved: { cursor: Cursor; slot: Slot | null; playedMs: number }, playable: Playable): Cursor {
  const { cursor, slot, playedMs } = saved;
  const block = slot && blocks(manifest, slot.startsAt, slot.startsAt + 1, playable)[0];
  return block && manifest.order === "resume" ? advance(manifest, block, cursor, slot, playedMs, playable) : cursor;
}

/** E3, E4: whether something that has come to win cuts what runs. */
export function cuts(manifest: Manifest, at: number, running: Block, playable: Playable): boolean {
  const before = new Set(running.entries.map(({ entryId }) => entryId));
  const winners = blocks(manifest, at, at + 1, playable)[0]?.entries ?? [];
  return winners.some(({ entryId }) => {
    const entry = manifest.entries.find(({ id }) => id === entryId);
    return !before.has(entryId) && (entry?.start === "hard" || entry?.tier === "emergency");
  });
}
