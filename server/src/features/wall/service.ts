import * as contract from "@yilu/contract";
import type { Wall, WallState } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { Refusal } from "../../http/refusal.ts";
import type { AlarmsService } from "../alarms/service.ts";
import type { SummaryService } from "../campaigns/summary-service.ts";
import type { CampaignsService } from "../campaigns/service.ts";
import { dayStart, localDate } from "../plays/local-time.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import type { ScheduleService } from "../schedule/service.ts";
import type { UsersService } from "../users/service.ts";
import { nextTakeover } from "./next.ts";
import type { WallRepository, WallScreen } from "./repository.ts";
import { standingToday, type StandingRow } from "./standing.ts";

/** However many walls hang in a county: each unit's is made once in so long, and a campaign's standing once a minute. */
const freshMs = 4_000;
const campaignFreshMs = 60_000;
const playingShown = 6;
/** One mark a screen is legible up to here. */
const mostMarks = 450;
const dayMs = 86_400_000;

interface Running {
  campaign: NonNullable<Wall["campaign"]>;
  of: Wall["standing"]["of"];
  rows: StandingRow[];
}

/** What a command room wants to see at a glance. */
export class WallService {
  private readonly made = new Map<string, { at: number; wall: Promise<Wall> }>();
  private readonly running = new Map<string, { at: number; running: Promise<Running | null> }>();

  constructor(
    private readonly repository: WallRepository,
    private readonly users: Pick<UsersService, "units">,
    private readonly manifests: Pick<ManifestService, "current">,
    private readonly schedule: Pick<ScheduleService, "emergencies">,
    private readonly alarms: Pick<AlarmsService, "summary">,
    private readonly campaigns: Pick<CampaignsService, "page">,
    private readonly summaries: Pick<SummaryService, "standing">,
    private readonly posterOf: (mediaId: string) => Promise<{ jpeg: Buffer } | null>,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  /** The wall of the caller's unit and those below. */
  wall(caller: Caller): Promise<Wall> {
    const now = this.clock();
    const known = this.made.get(caller.unitPath);
    if (known && now >= known.at && now < known.at + freshMs) return known.wall;
    for (const [path, { at }] of this.made) if (at <= now - freshMs) this.made.delete(path);
    const wall = this.make(caller, now);
    this.made.set(caller.unitPath, { at: now, wall });
    wall.catch(() => this.made.delete(caller.unitPath));
    return wall;
  }

  /** A poster of a film that screens in reach show. @throws Refusal notFound */
  async poster(caller: Caller, mediaId: string): Promise<Buffer> {
    const { screens } = await this.manifests.current();
    const seen = new Set<object>();
    for (const { unitPath, manifest } of screens.values()) {
      if (!reaches(caller, unitPath) || seen.has(manifest)) continue;
      seen.add(manifest);
      if (!manifest.media.some(({ id }) => id === mediaId)) continue;
      const found = await this.posterOf(mediaId);
      if (found !== null) return found.jpeg;
    }
    throw new Refusal("notFound");
  }

  private async make(caller: Caller, now: number): Promise<Wall> {
    const today = localDate(now, this.timeZone);
    const since = dayStart(today, this.timeZone);
    const [screens, hours, days, compiled, alarms, emergencies, units, running] = await Promise.all([
      this.repository.screens(caller.unitPath),
      this.repository.hours(caller.unitPath, since),
      this.repository.today(caller.unitPath, today),
      this.manifests.current(),
      this.alarms.summary(caller),
      this.schedule.emergencies(caller),
      this.users.units(caller),
      this.runningCampaign(caller, today, now),
    ]);
    const states = screens.map((screen) => stateOf(screen, now, since));
    const sum = (state: WallState) => states.filter((one) => one === state).length;
    return {
      at: now,
      timeZone: this.timeZone,
      unitName: units.find((unit) => unit.id === caller.unitId)?.name ?? "",
      campaign: running?.campaign ?? null,
      screens: {
        total: screens.length,
        online: sum("online"),
        offline: sum("offline"),
        alarm: sum("alarm"),
        notOut: sum("notOut"),
        kinds: contract.screenKind.options.map((kind) => ({
          kind,
          total: screens.filter((screen) => screen.kind === kind).length,
          online: screens.filter((screen, place) => screen.kind === kind && states[place] === "online").length,
        })),
      },
      plays: {
        completed: hours.reduce((total, hour) => total + hour.completed, 0),
        planned: Math.round(hours.reduce((total, hour) => total + hour.planned, 0) / 1000),
        hours: hours.map((hour) => ({ ...hour, planned: Math.round(hour.planned / 1000) })),
      },
      playing: playingOf(screens, now, compiled.media),
      standing: running === null ? standingToday(units, caller, screens, days) : { by: "campaign", of: running.of, rows: running.rows },
      marks: screens.length > mostMarks ? null : marksOf(screens, states),
      alarms,
      emergencies: emergencies.map(({ id, name, endsAt, playingScreens }) => ({ id, name, endsAt, screens: playingScreens })),
      next: nextTakeover(screens, compiled, now),
    };
  }

  /** The campaign that runs today, if the caller sees one: the one that ends first. */
  private runningCampaign(caller: Caller, today: string, now: number): Promise<Running | null> {
    const key = `${caller.unitPath} ${today}`;
    const known = this.running.get(key);
    if (known && now >= known.at && now < known.at + campaignFreshMs) return known.running;
    for (const [old, { at }] of this.running) if (at <= now - campaignFreshMs) this.running.delete(old);
    const running = this.findRunning(caller, today);
    this.running.set(key, { at: now, running });
    running.catch(() => this.running.delete(key));
    return running;
  }

  private async findRunning(caller: Caller, today: string): Promise<Running | null> {
    const { rows } = await this.campaigns.page(caller, { page: 1, pageSize: 200 });
    const [campaign] = rows.filter(({ startDate, endDate }) => startDate <= today && today <= endDate).sort((one, other) => (one.endDate < other.endDate ? -1 : 1));
    if (campaign === undefined) return null;
    const standing = await this.summaries.standing(caller, campaign.id);
    const kinds = new Map((await this.users.units(caller)).map((unit) => [unit.id, unit.kind]));
    const townships = standing.rows.filter(({ unitId }) => kinds.get(unitId) === "township");
    const shown = townships.length > 0 ? townships : standing.rows;
    const days = (Date.parse(campaign.endDate) - Date.parse(campaign.startDate)) / dayMs + 1;
    return {
      campaign: { name: campaign.name, day: (Date.parse(today) - Date.parse(campaign.startDate)) / dayMs + 1, days },
      of: townships.length > 0 ? "townships" : "units",
      rows: shown.map(({ unitId, unitName, screensInService, delivered, target, contributed }) => ({ key: unitId, name: unitName, screens: screensInService, delivered, target, contributed })).sort(byStanding),
    };
  }
}

/** Furthest on first; those without screens last, those that sent nothing at the very end. */
export function byStanding(one: StandingRow, other: StandingRow): number {
  const share = ({ delivered, target, screens }: StandingRow) => (screens === 0 ? -1 : target === 0 ? 0 : delivered / target);
  return share(other) - share(one) || other.delivered - one.delivered || Number(other.contributed ?? false) - Number(one.contributed ?? false) || one.name.localeCompare(other.name, "zh-CN");
}

function stateOf(screen: WallScreen, now: number, since: number): WallState {
  if (screen.hasAlarm) return "alarm";
  if (screen.onlineUntil > now) return "online";
  return screen.kind !== "led" && (screen.lastSeenAt ?? 0) < since ? "notOut" : "offline";
}

function playingOf(screens: readonly WallScreen[], now: number, media: Awaited<ReturnType<ManifestService["current"]>>["media"]): Wall["playing"] {
  const counts = new Map<string, number>();
  for (const { onlineUntil, playingMediaId } of screens) if (onlineUntil > now && playingMediaId !== null) counts.set(playingMediaId, (counts.get(playingMediaId) ?? 0) + 1);
  return [...counts]
    .flatMap(([mediaId, count]) => {
      const label = media.get(mediaId);
      return label === undefined ? [] : [{ mediaId, title: label.title, level: label.level, posterUrl: label.posterUrl, screens: count }];
    })
    .sort((one, other) => other.screens - one.screens || (one.mediaId < other.mediaId ? -1 : 1))
    .slice(0, playingShown);
}

const letters: Record<WallState, string> = { online: "o", offline: "f", alarm: "a", notOut: "n" };

function marksOf(screens: readonly WallScreen[], states: readonly WallState[]): NonNullable<Wall["marks"]> {
  const lines = new Map<string, NonNullable<Wall["marks"]>[number]>();
  for (const [place, { kind, line }] of screens.entries()) {
    const name = kind === "led" ? "" : (line ?? "");
    const key = `${kind} ${name}`;
    const known = lines.get(key) ?? { kind: contract.screenKind.parse(kind), line: name, states: "" };
    lines.set(key, { ...known, states: known.states + letters[states[place] ?? "offline"] });
  }
  return [...lines.values()].sort((one, other) => contract.screenKind.options.indexOf(one.kind) - contract.screenKind.options.indexOf(other.kind) || Number(one.line === "") - Number(other.line === "") || one.line.localeCompare(other.line, "zh-CN", { numeric: true }));
}
