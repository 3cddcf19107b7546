/** From a block to the items that play in it, one after the other: P4, P6, E1–E3. */
import { eachBlock } from "./blocks.ts";
import { claimsAtInstant, openProgramme, type Programme } from "./programme.ts";
import { Rotation, type Pick, type Turn } from "./rotation.ts";
import { asksForAirtime, ceiling, EPSILON } from "./shares.ts";
import type { Block, Cursor, Playable, Schedule, Slot, SlotOptions } from "./types.ts";
import { MINUTE_MS } from "./zoned-time.ts";

/** How late a soft boundary may let the running item end (E3). */
const MOST_LATE_MS = MINUTE_MS;

/** The block's entries, with what they can show in it. */
function turnsOf(programme: Programme, block: Block): Turn[] {
  const known = programme.turns.get(block.entries);
  if (known) return known;
  const claims = block.entries.flatMap(({ entryId, share }) => {
    const candidate = programme.byId.get(entryId);
    const items = candidate?.items.at(block.from);
    return candidate && items ? [{ entry: candidate.entry, items, share }] : [];
  });
  const longestMs = Math.max(...claims.map(({ items }) => items.longestMs));
  const total = claims.reduce((sum, { share }) => sum + share, 0);
  const turns = claims
    .sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
    .map(({ entry, items, share }) => ({
      entryId: entry.id,
      items,
      share: share / total,
      maxPlaysPerHour: share > ceiling(entry, items, longestMs) + EPSILON ? Infinity : (entry.maxPlaysPerHour ?? Infinity),
    }));
  programme.turns.set(block.entries, turns);
  return turns;
}

/** E3: where an item that would run until `endsAt`, past the block's end, ends. */
function lateEnd(programme: Programme, block: Block, entryId: string, endsAt: number): number {
  let before = block;
  let latest = endsAt;
  for (const next of eachBlock(programme, block.to, endsAt)) {
    if (next.from >= latest) break;
    const winners = new Set(before.entries.map((entry) => entry.entryId));
    if (next.entries.some((entry) => !winners.has(entry.entryId) && startsHard(programme, entry.entryId))) return next.from;
    if (!next.entries.some((entry) => entry.entryId === entryId)) latest = Math.min(latest, next.from + MOST_LATE_MS);
    before = next;
  }
  return latest;
}

/** E4: an emergency cuts whatever its `start` says. */
function startsHard(programme: Programme, entryId: string): boolean {
  const entry = programme.byId.get(entryId)?.entry;
  return entry?.start === "hard" || entry?.tier === "emergency";
}

function slotOf({ entryId, playlistId, item, positionMs }: Pick, startsAt: number, endsAt: number): Slot {
  const slot = {
    entryId,
    playlistId,
    mediaId: item.mediaId,
    itemIndex: item.index,
    startsAt,
    durationMs: endsAt - startsAt,
  };
  return positionMs > 0 ? { ...slot, positionMs } : slot;
}

/** A run through one block: its slots, and the cursor after those that were taken. */
export interface Run {
  next(): Slot | null;
  cursor(): Cursor;
}

/** Opens a block at `from`; every slot taken counts as shown for its whole `durationMs`. */
export function openRun(programme: Programme, block: Block, from: number, cursor: Cursor): Run {
  const rotation = new Rotation(turnsOf(programme, block), cursor);
  let at = from;
  return {
    next() {
      const pick = at < block.to ? rotation.pick(at) : null;
      if (!pick) return null;
      let endsAt = at + pick.remainingMs;
      if (endsAt > block.to) endsAt = programme.order === "synced" ? block.to : lateEnd(programme, block, pick.entryId, endsAt);
      const slot = slotOf(pick, at, endsAt);
      rotation.charge(slot.entryId, slot.mediaId, at, slot.durationMs);
      at = endsAt;
      return slot;
    },
    cursor: () => rotation.save(cursor),
  };
}

/**
 * The slots of a block, in order, without gap or overlap, made as they are asked for. Empty for a block without
 * entries: show the slate until `block.to`.
 *
 * `resume`: the first slot starts at `options.from` (default `block.from`) with the entry and item that are due by
 * `options.cursor`. The last may end after `block.to` (E3).
 * `synced`: the timeline always starts at `block.from`; `options.from` skips to the slot that runs then, which keeps its
 * own `startsAt`. The last slot ends at `block.to`. Where `options.playable` refuses an item, its slot shows the default
 * playlist's first playable item instead (E1); where there is none either, the slot is left as it is: show the slate.
 *
 * @param block as {@link blocks} gives it, for the same schedule and the same `playable`.
 * @throws RangeError when the zone, a date or a time is malformed.
 */
export function* slots(schedule: Schedule, block: Block, options: SlotOptions = {}): Generator<Slot, void> {
  const { cursor = {}, playable } = options;
  const synced = schedule.order === "synced";
  const from = Math.max(options.from ?? block.from, block.from);
  const shown = synced && playable ? standIns(schedule, playable) : (slot: Slot) => slot;
  const run = openRun(openProgramme(schedule, playable), block, synced ? block.from : from, synced ? {} : cursor);
  for (let slot = run.next(); slot; slot = run.next()) {
    if (slot.startsAt + slot.durationMs <= from) continue;
    yield shown(slot);
  }
}

/** E1: what a screen that lacks a slot's item shows for exactly that slot. */
export function standIns(schedule: Schedule, playable: Playable): (slot: Slot) => Slot {
  const defaults = openProgramme({ ...schedule, entries: schedule.entries.filter(({ tier }) => tier === "default") });
  return (slot) => {
    if (playable(slot.mediaId)) return slot;
    for (const { entry, items } of claimsAtInstant(defaults, slot.startsAt)) {
      const item = items.items.find(({ mediaId }) => playable(mediaId));
      if (!item || !asksForAirtime(entry)) continue;
      return { ...slot, entryId: entry.id, playlistId: entry.playlistId, mediaId: item.mediaId, itemIndex: item.index };
    }
    return slot;
  };
}

/**
 * The cursor after a slot, in `resume` order: save it with the slot that starts next. Entries that have left the
 * schedule are dropped, those that are merely not in the block keep their standing.
 *
 * A player runs: block at now, first slot `from` now, save (cursor, slot), show it, `advance` by what was shown. After a
 * power cut it first calls this for the saved slot with what it knows was shown, 0 if nothing. A slot of an older
 * revision may be given: if its media is not the entry's next any more, only its airtime counts.
 *
 * @param block the block the slot was taken from.
 * @param cursor the one the slot was taken with.
 * @param slot the first of `slots(schedule, block, { cursor, playable, from })`.
 * @param playedMs how long it was shown; less than its item had left is an interruption (E2).
 * @returns a new cursor; the given one is left as it is.
 */
export function advance(schedule: Schedule, block: Block, cursor: Cursor, slot: Slot, playedMs: number, playable?: Playable): Cursor {
  const rotation = new Rotation(turnsOf(openProgramme(schedule, playable), block), cursor);
  rotation.charge(slot.entryId, slot.mediaId, slot.startsAt, playedMs);
  const ids = new Set(schedule.entries.map(({ id }) => id));
  return Object.fromEntries(Object.entries(rotation.save(cursor)).filter(([entryId]) => ids.has(entryId)));
}
