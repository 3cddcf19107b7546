import type { DraftCheck, PlanWarning } from "@yilu/contract";
import { blocks, capacity, type Block, type ScheduleEntry } from "@yilu/contract/schedule";
import { localDate } from "../plays/local-time.ts";
import { fit, reservedShare, stretchOf } from "./airtime.ts";
import type { Compiled, CompiledScreen, SharedManifest } from "./compile.ts";
import { hoursOf, isOutsideHours, type OperatingHours } from "./hours.ts";

const dayMs = 86_400_000;
/** How far ahead displacement is worked out. */
const lookAheadMs = 62 * dayMs;
/** Airtime that differs by less is the same. */
const noticeable = 0.0005;

interface Displaced {
  entryId: string;
  screens: number;
  from: number;
  to: number;
  shareBefore: number;
  shareAfter: number;
  plays: boolean;
}

/** A draft's schedule beside today's, for screens that are alike. */
export interface Pair {
  screens: CompiledScreen[];
  before: SharedManifest;
  after: SharedManifest;
}

const shareIn = (block: Block, entryId: string) => block.entries.find((entry) => entry.entryId === entryId)?.share ?? 0;

/** Pairs of blocks over the stretch, cut where either changes. */
function* compared({ before, after }: Pair, from: number, to: number): Generator<{ from: number; to: number; was: Block; is: Block }> {
  const old = blocks(before, from, to);
  const fresh = blocks(after, from, to);
  let left = 0;
  for (const is of fresh) {
    for (; left < old.length; left += 1) {
      const was = old[left];
      if (was === undefined || was.from >= is.to) break;
      if (was.to > is.from) yield { from: Math.max(was.from, is.from, from), to: Math.min(was.to, is.to, to), was, is };
      if (was.to > is.to) break;
    }
  }
}

/** What the draft takes from each other entry on these screens: the first stretch of its largest loss. */
function displacedOn(pair: Pair, draftId: string, from: number, to: number, now: number): Displaced[] {
  const losses = new Map<string, Displaced>();
  for (const { from: start, to: end, was, is } of compared(pair, from, to)) {
    for (const { entryId, share: shareBefore } of was.entries) {
      if (entryId === draftId) continue;
      const shareAfter = shareIn(is, entryId);
      if (shareBefore - shareAfter < noticeable) continue;
      const known = losses.get(entryId);
      if (known && known.to === start && Math.abs(known.shareAfter - shareAfter) < noticeable) known.to = end;
      else if (!known || shareBefore - shareAfter > known.shareBefore - known.shareAfter + noticeable) {
        losses.set(entryId, { entryId, screens: pair.screens.length, from: start, to: end, shareBefore, shareAfter, plays: true });
      }
    }
  }
  // Who is silenced here may still play before the draft begins or after it has ended.
  const silenced = new Set([...losses.values()].filter((loss) => loss.shareAfter === 0).map((loss) => loss.entryId));
  if (silenced.size > 0) {
    for (const block of blocks(pair.after, now, to + lookAheadMs)) for (const { entryId } of block.entries) silenced.delete(entryId);
  }
  return [...losses.values()].map((loss) => ({ ...loss, plays: !silenced.has(loss.entryId) }));
}

function warn(code: PlanWarning["code"], zh: string, en: string): PlanWarning {
  return { code, message: { zh, en } };
}

/** How far a picture's shape is from a screen's: 1 is the same, 2 twice as wide or as high. */
const mismatch = (a: number, b: number) => Math.max(a / b, b / a);

/**
 * What would follow from saving a draft: how much fits, what yields, and what looks like a mistake.
 * @param compiled everything as it is now, without the draft
 * @param pairs screens that are alike, with the schedule before and after
 */
export function checkDraft(draft: ScheduleEntry, pairs: readonly Pair[], compiled: Compiled, now: number, hours: OperatingHours): DraftCheck {
  const targeted = pairs.flatMap(({ screens, after }) => screens.map((screen) => ({ ...screen, manifest: after })));
  const { largestShare, overCommitment } = fit(draft, targeted, compiled.entries, now);
  const { from, to } = stretchOf(draft, now);
  const until = Math.min(to, from + lookAheadMs);
  const displaced = new Map<string, Displaced>();
  for (const pair of pairs) {
    for (const loss of displacedOn(pair, draft.id, from, until, now)) {
      const known = displaced.get(loss.entryId);
      const worse = !known || loss.shareBefore - loss.shareAfter > known.shareBefore - known.shareAfter;
      displaced.set(loss.entryId, { ...(worse ? loss : known), screens: (known?.screens ?? 0) + loss.screens, plays: (known?.plays ?? false) || loss.plays });
    }
  }
  return {
    screenCount: targeted.length,
    timeZone: targeted[0]?.manifest.timeZone ?? null,
    overCommitment,
    largestShare,
    displaced: [...displaced.values()]
      .sort((a, b) => a.shareAfter - b.shareAfter || a.from - b.from)
      .map(({ plays, ...loss }) => ({
        ...loss,
        entryName: compiled.entries.get(loss.entryId)?.name ?? "",
        effect: !plays ? ("ended" as const) : loss.shareAfter === 0 ? ("paused" as const) : ("reduced" as const),
      })),
    warnings: warningsOf(draft, pairs, targeted, { from, until, isOver: largestShare === null && isPast(draft, targeted, now), hours }),
  };
}

/** Whether the last of an entry's days, or its window, is over on all these screens. */
function isPast({ endDate, window }: ScheduleEntry, targeted: readonly CompiledScreen[], now: number): boolean {
  if (window !== null && window.endsAt <= now) return true;
  return endDate !== null && targeted.every((screen) => endDate < localDate(now, screen.manifest.timeZone));
}

/** @param isOver the draft's dates are past; else it lives from `from`, and is looked at until `until` */
function warningsOf(draft: ScheduleEntry, pairs: readonly Pair[], targeted: readonly CompiledScreen[], { from, until, isOver, hours }: { from: number; until: number; isOver: boolean; hours: OperatingHours }): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (targeted.length === 0) return [warn("noScreens", "没有一块屏幕会播：检查投放范围", "No screen is targeted: check the targets")];
  const off = pairs.filter(({ after }) => isOutsideHours(draft.dayparts, hoursOf(after.profile, hours))).reduce((sum, { screens }) => sum + screens.length, 0);
  if (off === targeted.length) warnings.push(warn("outsideOperatingHours", "时段都在运营时间之外，屏幕那时不开", "All dayparts lie outside the operating hours: screens are off then"));
  else if (off > 0) warnings.push(warn("outsideOperatingHours", `有 ${off} 块屏幕那时不开：时段都在它们的运营时间之外`, `${off} screens are off then: all dayparts lie outside their operating hours`));
  if (isOver) warnings.push(warn("datesPast", "日期已经过去，不会再播", "The dates are past: it will not play"));
  const held = targeted[0]?.manifest;
  const ids = new Set((held?.playlists.find((playlist) => playlist.id === draft.playlistId)?.items ?? []).map((item) => item.mediaId));
  if (ids.size === 0) warnings.push(warn("noApprovedMedia", "播放列表里没有通过审核的素材", "The playlist holds no approved media"));
  const media = held?.media.filter((one) => ids.has(one.id)) ?? [];
  const expiring = media.filter((one) => one.validUntil !== null && pairs.some(({ after }) => capacity(after, draft, Math.max(from, one.validUntil ?? from), until) !== null));
  if (expiring.length > 0) warnings.push(warn("mediaExpires", `到期后停播：《${expiring.map((one) => one.title).join("》《")}》`, `Stops when it expires: ${expiring.map((one) => one.title).join(", ")}`));
  const badly = targeted.filter((screen) =>
    media.some((one) => mismatch(one.widthPx / one.heightPx, screen.manifest.profile.widthPx / screen.manifest.profile.heightPx) > 1.5),
  );
  if (badly.length > 0) {
    const names = badly.slice(0, 3).map((screen) => screen.name).join("、");
    warnings.push(warn("shapeMismatch", `画面形状差得多，会有大片黑边：${names} 等 ${badly.length} 块`, `Very different shape, wide bars on ${badly.length} screens: ${names}`));
  }
  const seen = { plays: false, scaledUp: false, overlap: false };
  for (const { after } of pairs) {
    for (const block of blocks(after, from, until)) {
      if (shareIn(block, draft.id) <= 0) continue;
      seen.plays = true;
      const playing = after.entries.filter((entry) => shareIn(block, entry.id) > 0);
      seen.overlap ||= block.tier === "takeover" && playing.filter((entry) => entry.tier === "takeover").length > 1;
      const onlyReserved = playing.every((entry) => entry.share.kind !== "fill" && entry.tier === block.tier);
      seen.scaledUp ||= onlyReserved && playing.reduce((sum, entry) => sum + reservedShare(entry, after, Math.max(block.from, from)), 0) < 1 - noticeable;
    }
  }
  if (!seen.plays && !isOver && ids.size > 0) warnings.push(warn("neverActive", "在接下来两个月里一次也播不到：检查日期、时段和剩余播放时间", "It plays never in the coming two months: check dates, dayparts and the airtime that is left"));
  if (seen.overlap) warnings.push(warn("takeoversOverlap", "与另一条独占插播同时，两条轮流播", "Overlaps another takeover: the two take turns"));
  if (seen.scaledUp) warnings.push(warn("scaledUp", "没有别的内容可补，占比会按比例放大到播满", "Nothing else fills the rest: reservations are scaled up"));
  return warnings;
}
