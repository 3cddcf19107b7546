import type { DraftCheck } from "@yilu/contract";
import { capacity, type Schedule, type ScheduleEntry } from "@yilu/contract/schedule";
import { Refusal } from "../../http/refusal.ts";
import type { Compiled, CompiledScreen } from "./compile.ts";

const dayMs = 86_400_000;
/** How far ahead a reservation must fit, when its entry has no end. */
const horizonDays = 366;
const epsilon = 1e-9;

export type OverCommitment = NonNullable<DraftCheck["overCommitment"]>;

/** The part of the airtime that an entry reserves (P2), 0 for one that fills. Of the items that may play. */
export function reservedShare(entry: ScheduleEntry, schedule: Schedule): number {
  if (entry.share.kind === "percent") return entry.share.percent / 100;
  if (entry.share.kind === "fill") return 0;
  const items = schedule.playlists.find((playlist) => playlist.id === entry.playlistId)?.items ?? [];
  const total = items.reduce((sum, item) => sum + item.durationMs, 0);
  return items.length === 0 ? 0 : (entry.share.plays * total) / items.length / 3_600_000;
}

/** From now to where the entry ends, at most a year and a day ahead. */
export function stretchOf(entry: ScheduleEntry, now: number): { from: number; to: number } {
  const last = now + horizonDays * dayMs;
  const dated = entry.endDate === null ? last : Date.parse(`${entry.endDate}T00:00:00Z`) + 2 * dayMs;
  const windowed = entry.window === null ? last : entry.window.endsAt;
  return { from: Math.max(now, entry.window?.startsAt ?? now), to: Math.min(last, dated, windowed) };
}

/** Screens that are alike to an entry: same zone, same rivals. What holds for one holds for all. */
export function alikeFor(entry: ScheduleEntry, screens: Iterable<CompiledScreen>): CompiledScreen[][] {
  const groups = new Map<string, CompiledScreen[]>();
  for (const screen of screens) {
    const rivals = screen.manifest.entries.filter((other) => other.tier === entry.tier && other.share.kind !== "fill" && other.id !== entry.id);
    const key = `${screen.manifest.timeZone} ${rivals.map((rival) => rival.id).join(" ")}`;
    const group = groups.get(key);
    if (group) group.push(screen);
    else groups.set(key, [screen]);
  }
  return [...groups.values()];
}

/**
 * Rule P3: whether an entry's reservation fits on every screen at every moment of its horizon.
 * @param screens the targeted ones, whose manifests hold the playlist of the entry
 */
export function fit(entry: ScheduleEntry, screens: Iterable<CompiledScreen>, names: Compiled["entries"], now: number): { largestShare: number | null; overCommitment: OverCommitment | null } {
  const { from, to } = stretchOf(entry, now);
  let largestShare: number | null = null;
  let overCommitment: OverCommitment | null = null;
  for (const alike of alikeFor(entry, screens)) {
    const [first] = alike;
    if (first === undefined) continue;
    const found = capacity(first.manifest, entry, from, to);
    if (found === null) continue;
    largestShare = Math.min(largestShare ?? 1, found.largestShare);
    const wantedShare = reservedShare(entry, first.manifest);
    if (wantedShare <= found.largestShare + epsilon) continue;
    const counted: number = (overCommitment?.screenCount ?? 0) + alike.length;
    if (overCommitment === null || found.largestShare < overCommitment.largestShare) {
      overCommitment = {
        ...found,
        wantedShare,
        rivals: found.rivals.map((id) => ({ id, name: names.get(id)?.name ?? "" })),
        screens: alike.slice(0, 5).map(({ id, name }) => ({ id, name })),
        screenCount: counted,
      };
    } else overCommitment.screenCount = counted;
  }
  return { largestShare, overCommitment };
}

/** The refusal of P3: names the screens, the stretch, the rivals, and the largest share that fits. */
export function overCommitted({ largestShare, from, to, rivals, screens, screenCount }: OverCommitment, timeZone: string): Refusal {
  const percent = Math.floor(largestShare * 1000) / 10;
  const format = new Intl.DateTimeFormat("zh-CN", { timeZone, month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const stretch = `${format.format(from)}–${format.format(to)}`;
  const places = screens.map((screen) => screen.name).join("、");
  const rest = screenCount > screens.length ? { zh: `另 ${screenCount - screens.length} 块`, en: ` and ${screenCount - screens.length} more` } : { zh: "", en: "" };
  const holders = rivals.map((rival) => rival.name).join("、");
  return new Refusal("shareOverCommitted", {
    detail: {
      zh: `最多还能占 ${percent} %。${stretch} 已被“${holders}”占用，屏幕：${places}${rest.zh}`,
      en: `At most ${percent} % is left. ${stretch} is taken by ${holders}, on ${places}${rest.en}`,
    },
  });
}
