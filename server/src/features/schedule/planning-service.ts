import type { BodyOf, DraftCheck, Explanation, QueryOf, Timeline, routes } from "@yilu/contract";
import { activeEntries, blocks, explain, preview, type ScheduleEntry, type Slot } from "@yilu/contract/schedule";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import { programmeOf, type Compiled, type CompiledScreen, type SharedManifest } from "./compile.ts";
import { closedIn, hoursOf, isOpen, type OperatingHours } from "./hours.ts";
import { checkDraft, type Pair } from "./draft.ts";
import type { ManifestService } from "./manifest-service.ts";
import type { ScheduleRepository } from "./repository.ts";
import type { ScheduleService } from "./service.ts";
import { isTargeted, storedTargets } from "./targets.ts";

type Draft = BodyOf<typeof routes.planning.check>;
type Wanted = Pick<QueryOf<typeof routes.planning.minute>, "kind" | "unitId" | "groupId" | "q">;
const maxTimelineMs = 45 * 86_400_000;
/** Stands for a draft that has no id yet; no stored id looks like it. */
const draftId = "draft";

/** What will play, where, when and why; and what a change would do, before it is saved. */
export class PlanningService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly users: UsersService,
    private readonly screens: ScreensService,
    private readonly manifests: ManifestService,
    private readonly schedule: Pick<ScheduleService, "requireWithin">,
    private readonly clock: Clock,
    private readonly hours: OperatingHours,
  ) {}

  /** @throws Refusal refersToMissing */
  async check(caller: Caller, draft: Draft): Promise<DraftCheck> {
    const unit = await this.users.unitWithin(caller, draft.unitId ?? caller.unitId);
    await this.schedule.requireWithin(caller, draft);
    const compiled = await this.manifests.current();
    const entry: ScheduleEntry = entryOf(draft);
    const programme = programmeOf(await this.repository.playlistContent(draft.playlistId));
    const rule = { unitPath: unit.path, targets: storedTargets(draft.include, draft.exclude) };
    const pairs = new Map<SharedManifest, Pair>();
    for (const screen of compiled.screens.values()) {
      if (!isTargeted(screen, rule, (id) => compiled.units.get(id))) continue;
      const pair = pairs.get(screen.manifest) ?? pairOf(screen.manifest, entry, programme);
      pair.screens.push(screen);
      pairs.set(screen.manifest, pair);
    }
    return checkDraft(entry, [...pairs.values()], compiled, this.clock(), this.hours);
  }

  /** Why each entry plays on a screen at an instant, or does not. @throws Refusal notFound */
  async explain(caller: Caller, screenId: string, at: number): Promise<Explanation> {
    await this.screens.reachable(caller, screenId);
    const compiled = await this.manifests.current();
    const screen = compiled.screens.get(screenId);
    if (screen === undefined) throw new Refusal("notFound");
    const { manifest } = screen;
    const shares = new Map(activeEntries(manifest, at).map((entry) => [entry.entryId, entry.share]));
    const byId = new Map(manifest.entries.map((entry) => [entry.id, entry]));
    const name = (id: string) => compiled.entries.get(id)?.name ?? "";
    const [block] = blocks(manifest, at, at + 1);
    return {
      screenId,
      screenName: screen.name,
      at,
      timeZone: manifest.timeZone,
      tier: block?.tier ?? "slate",
      isOff: isOff(manifest, block?.tier, at),
      blockFrom: block?.from ?? at,
      blockTo: block?.to ?? at,
      slot: this.slotAt(manifest, at, compiled),
      orderMayDiffer: manifest.order === "resume",
      entries: explain(manifest, at).flatMap(({ entryId, verdict, by = [] }) => {
        const entry = byId.get(entryId);
        if (entry === undefined) return [];
        const { tier, startDate, endDate } = entry;
        return [{ entryId, entryName: name(entryId), tier, verdict, by: by.map((id) => ({ id, name: name(id) })), share: shares.get(entryId) ?? null, startDate, endDate }];
      }),
    };
  }

  /** What every screen in reach plays at one instant. */
  async minute(caller: Caller, { at, ...wanted }: QueryOf<typeof routes.planning.minute>) {
    const compiled = await this.manifests.current();
    const known = new Map<SharedManifest, Pick<Explanation, "tier" | "slot" | "isOff" | "orderMayDiffer">>();
    const rows = (await this.wanted(caller, wanted, compiled)).map(({ id, name, line, manifest }) => {
      let now = known.get(manifest);
      if (now === undefined) {
        const [block] = blocks(manifest, at, at + 1);
        now = { tier: block?.tier ?? "slate", slot: this.slotAt(manifest, at, compiled), isOff: isOff(manifest, block?.tier, at), orderMayDiffer: manifest.order === "resume" };
        known.set(manifest, now);
      }
      return { screenId: id, screenName: name, kind: manifest.profile.kind, line, timeZone: manifest.timeZone, ...now };
    });
    return { at, rows };
  }

  /** Rows of screens that play the same, with a bar for each stretch in which an entry is active. @throws Refusal invalidInput */
  async timeline(caller: Caller, { from, to, ...wanted }: QueryOf<typeof routes.planning.timeline>): Promise<Timeline> {
    if (to <= from || to - from > maxTimelineMs) throw refuse("invalidInput", "时间段要大于零，至多 45 天", "The stretch must be longer than nothing and at most 45 days");
    const compiled = await this.manifests.current();
    const rows = new Map<SharedManifest, Timeline["rows"][number]>();
    const shown = new Map<string, ScheduleEntry & { manifest: SharedManifest }>();
    for (const { id, name, line, unitName, manifest } of await this.wanted(caller, wanted, compiled)) {
      const row = rows.get(manifest) ?? { key: manifest.revision, timeZone: manifest.timeZone, kind: manifest.profile.kind, screens: [], bars: barsOf(manifest, from, to), off: closedIn(hoursOf(manifest.profile, this.hours), manifest.timeZone, from, to) };
      row.screens.push({ id, name, line, unitName });
      rows.set(manifest, row);
      for (const entry of manifest.entries) shown.set(entry.id, { ...entry, manifest });
    }
    const entries = [...shown.values()].map(({ id, tier, playlistId, manifest }) => {
      const entry = compiled.entries.get(id);
      const items = manifest.playlists.find((playlist) => playlist.id === playlistId)?.items ?? [];
      const levels = new Map<string, Timeline["entries"][number]["levels"][number]>();
      for (const item of items) {
        const level = compiled.media.get(item.mediaId)?.level;
        if (level) levels.set(level, { level, ms: (levels.get(level)?.ms ?? 0) + item.durationMs });
      }
      const first = items[0] && compiled.media.get(items[0].mediaId);
      return { id, name: entry?.name ?? "", tier, own: entry?.unitPath.startsWith(caller.unitPath) === true, posterUrl: first?.posterUrl ?? null, levels: [...levels.values()] };
    });
    return { rows: [...rows.values()], entries };
  }

  private slotAt(manifest: SharedManifest, at: number, compiled: Compiled): Explanation["slot"] {
    const slot: Slot | undefined = preview(manifest, at, at + 1)[0];
    const media = slot && compiled.media.get(slot.mediaId);
    if (slot === undefined || media === undefined) return null;
    const { entryId, playlistId, mediaId, startsAt, durationMs } = slot;
    return { entryId, entryName: compiled.entries.get(entryId)?.name ?? "", playlistId, mediaId, startsAt, durationMs, ...media };
  }

  private async wanted(caller: Caller, { kind, unitId, groupId, q }: Wanted, { screens }: Compiled): Promise<CompiledScreen[]> {
    const unitPath = unitId === undefined ? caller.unitPath : (await this.users.unitWithin(caller, unitId)).path;
    return [...screens.values()]
      .filter((screen) => screen.unitPath.startsWith(unitPath) && (kind === undefined || screen.kind === kind) && (groupId === undefined || screen.groupIds.includes(groupId)) && (!q || screen.name.includes(q) || screen.line?.includes(q)))
      .sort((a, b) => a.kind.localeCompare(b.kind) || (a.line ?? "").localeCompare(b.line ?? "", "zh") || a.name.localeCompare(b.name, "zh"));
  }
}

/** Whether the screen is black on purpose: closed, and no emergency. */
function isOff({ profile, timeZone }: SharedManifest, tier: Explanation["tier"] | undefined, at: number): boolean {
  return tier !== "emergency" && !isOpen(profile.operatingHours ?? [], timeZone, at);
}

function entryOf({ id, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start }: Draft): ScheduleEntry {
  return { id: id ?? draftId, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start };
}

/** The manifest as it is beside the manifest with the draft in it, in place of its saved self. */
function pairOf(before: SharedManifest, entry: ScheduleEntry, programme: Pick<SharedManifest, "playlists" | "media">): Pair {
  const added = new Set(programme.media.map((media) => media.id));
  const after: SharedManifest = {
    ...before,
    entries: [...before.entries.filter((other) => other.id !== entry.id), entry].sort((a, b) => (a.id < b.id ? -1 : 1)),
    playlists: [...before.playlists.filter((playlist) => playlist.id !== entry.playlistId), ...programme.playlists],
    media: [...before.media.filter((media) => !added.has(media.id)), ...programme.media],
  };
  return { screens: [], before, after };
}

/**
 * Stretches in which each entry is active by its own dates, times and media, whatever plays above it; neighbours with the
 * same share are one. The blocks of the whole manifest do not tell: what cannot win makes no boundary there (T6).
 */
function barsOf(manifest: SharedManifest, from: number, to: number): Timeline["rows"][number]["bars"] {
  const together = blocks(manifest, from, to);
  return manifest.entries.flatMap((entry) => {
    const alone = blocks({ ...manifest, entries: [entry] }, from, to).filter((block) => block.entries.length > 0);
    const bars: Timeline["rows"][number]["bars"] = [];
    let next = 0;
    for (const active of alone) {
      for (; next < together.length; next += 1) {
        const block = together[next];
        if (block === undefined || block.from >= active.to) break;
        if (block.to > active.from) {
          const start = Math.max(from, block.from, active.from);
          const end = Math.min(to, block.to, active.to);
          const share = block.entries.find((one) => one.entryId === entry.id)?.share ?? 0;
          const last = bars.at(-1);
          if (last && last.to === start && last.share === share) last.to = end;
          else bars.push({ entryId: entry.id, from: start, to: end, share, playing: share > 0 });
        }
        if (block.to > active.to) break;
      }
    }
    return bars;
  });
}
