import * as contract from "@yilu/contract";
import type { BooksFileQuery, BooksQuery, BooksReport, Completeness, HeatMap, Overview, Report, ReportFileQuery, ReportQuery, ReportScope } from "@yilu/contract";
import { reaches, systemCaller, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { Refusal } from "../../http/refusal.ts";
import { dayStart, localDate } from "../plays/local-time.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import type { BooksRow, CompletenessRepository } from "./completeness.repository.ts";
import { daysWithin } from "./days.ts";
import { chosenBooks } from "./books.ts";
import { booksCsvOf, booksXlsxOf } from "./books-export.ts";
import { campaignRows } from "./campaign-rows.ts";
import { figuresOf, presentRow } from "./figures.ts";
import { zoneOffsets } from "./offsets.ts";
import { csvOf, xlsxOf } from "./export.ts";
import type { HoursRepository } from "./hours.repository.ts";
import { booksFiltersOf, filtersOf, ordered } from "./order.ts";
import type { ReportsRepository } from "./repository.ts";
import type { CampaignPart, CountRow, Scope } from "./scope.ts";

const maxDays = 400;
const dayMs = 86_400_000;
const maxGaps = 100;

/** What a campaign adds to a report's filters. */
export type CampaignScope = Pick<CampaignPart, "entryIds" | "unitPaths">;

/** A screen's ledgers, and on how many days of the period up to today it was in service. */
export type ScreenBooks = BooksRow & { daysInService: number };

/** Sums by unit, powered-on time by unit, and the books of each screen of a scope. */
export interface Breakdown {
  units: (CountRow & { onMs: number })[];
  /** Screens with a play in the figures. */
  shown: ReadonlySet<string>;
  powered: ReadonlyMap<string, { onMs: number }>;
  books: ScreenBooks[];
  on: ReadonlyMap<string, { days: number; onMs: number }>;
  played: ReadonlyMap<string, number>;
  /** Of the period, up to today. */
  days: number;
}

/** Proof of play, how complete it is, and the overview of the home page. */
export class ReportsService {
  /** Finds a campaign in the caller's reach; set by the composition root, since campaigns are built upon reports. */
  campaignScope: (caller: Caller, id: string) => Promise<CampaignScope> = () => Promise.reject(new Refusal("refersToMissing"));

  /** The campaigns in the caller's reach that overlap local dates; set likewise. */
  campaignsOver: (caller: Caller, dates: Pick<ReportScope, "from" | "to">) => Promise<CampaignPart[]> = () => Promise.resolve([]);

  constructor(
    private readonly repository: ReportsRepository,
    private readonly hours: HoursRepository,
    private readonly completenessRepository: CompletenessRepository,
    private readonly users: UsersService,
    private readonly screens: ScreensService,
    private readonly pendingReviews: (caller: Caller) => Promise<number>,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  /** @throws Refusal invalidInput when the days are in the wrong order or more than 400, refersToMissing */
  async plays(caller: Caller, query: ReportQuery): Promise<Report> {
    const { by, sort, order } = query;
    const scope = await this.scopeOf(caller, filtersOf(query));
    const report = await this.within(by === "campaign" ? { ...scope, campaigns: await this.campaignsOver(caller, query) } : scope, by);
    return { ...report, rows: ordered(report.rows, by, sort, order) };
  }

  /** A report of a scope that is known to be within reach. */
  async within(scope: Scope, by: contract.ReportBy): Promise<Report> {
    const ofScreens = scope.mediaId === undefined && scope.level === undefined;
    const ofCampaigns = ofScreens && by === "campaign";
    const apart = ofScreens && (by === "unit" || by === "kind" || by === "line" || by === "screen" || by === "day") ? by : null;
    // By hour the plan is known only of everything that a screen showed.
    const planKnown = by !== "hour" || (ofScreens && scope.entryIds === undefined);
    const [{ rows, total }, powered, all, facts] = await Promise.all([
      by === "hour" ? this.hours.byHour(scope, await this.offsets(scope)) : this.repository.counts(by, scope),
      ofCampaigns ? this.repository.poweredByCampaign(scope) : apart === null ? null : this.repository.powered(apart, scope),
      ofScreens ? this.repository.powered("all", scope) : null,
      this.facts(scope),
    ]);
    return {
      generatedAt: this.clock(),
      rows: (by === "campaign" ? campaignRows(rows, scope) : rows).map((row) => presentRow(row, row.onMs ?? (powered === null || (ofCampaigns && row.key === "") ? null : (powered.get(row.key)?.onMs ?? 0)), planKnown)),
      totals: figuresOf(total, all === null ? null : (all.get("")?.onMs ?? 0), planKnown),
      completeness: completenessOf(facts.books, { counted: total.completed + total.interrupted + total.failed, screensWithPlays: total.screens, days: this.daysOf(scope) }, facts.on, facts.played),
    };
  }

  /** The same rows as CSV: UTF-8 with BOM, as Excel in Chinese wants it. */
  async playsCsv(caller: Caller, query: ReportFileQuery): Promise<string> {
    return csvOf(await this.plays(caller, query), query);
  }

  /** The same rows as a workbook. */
  async playsXlsx(caller: Caller, query: ReportFileQuery): Promise<Buffer> {
    return xlsxOf(await this.plays(caller, query), await this.books(caller, filtersOf(query)), query, this.timeZone);
  }

  /** Local hour × day. */
  async heat(caller: Caller, filters: ReportScope): Promise<HeatMap> {
    return this.heatWithin(await this.scopeOf(caller, filters));
  }

  async heatWithin(scope: Scope): Promise<HeatMap> {
    const cells = await this.hours.heat(scope, await this.offsets(scope));
    return { generatedAt: this.clock(), rows: cells.map(({ day, ...cell }) => ({ date: new Date(day * dayMs).toISOString().slice(0, 10), ...cell })) };
  }

  /** Completeness of each screen, with the numbers that are wanting. */
  async books(caller: Caller, query: BooksQuery): Promise<BooksReport> {
    return (await this.booksAndSum(caller, query)).books;
  }

  /** The same, and what the books of all screens of the scope say together, whichever of them the rows show. */
  async booksAndSum(caller: Caller, query: BooksQuery): Promise<{ books: BooksReport; completeness: Completeness }> {
    const scope = await this.scopeOf(caller, booksFiltersOf(query));
    const facts = await this.facts(scope);
    const rows = await this.allBooks(facts);
    const counted = rows.reduce((sum, row) => sum + row.counted, 0);
    return {
      books: { generatedAt: this.clock(), ...chosenBooks(rows, query) },
      completeness: completenessOf(facts.books, { counted, screensWithPlays: rows.filter((row) => row.counted > 0).length, days: this.daysOf(scope) }, facts.on, facts.played),
    };
  }

  async booksCsv(caller: Caller, query: BooksFileQuery): Promise<string> {
    return booksCsvOf(await this.books(caller, query), query, this.timeZone);
  }

  async booksXlsx(caller: Caller, query: BooksFileQuery): Promise<Buffer> {
    return booksXlsxOf(await this.books(caller, query), query, this.timeZone);
  }

  private async allBooks({ books: rows, on, played }: Pick<Breakdown, "books" | "on" | "played">): Promise<BooksReport["rows"]> {
    const idsOf = (isMeant: (row: ScreenBooks) => boolean) => rows.filter(isMeant).map((row) => row.screenId);
    const [gaps, apart] = await Promise.all([this.completenessRepository.gaps(idsOf((row) => row.missing > 0), maxGaps), this.completenessRepository.apart(idsOf((row) => row.keptApart > 0))]);
    return rows.map(({ newestAt, waiting, kind, unitId: _unitId, unitPath: _unitPath, daysInService, ...row }) => {
      const { days: daysOn, onMs } = on.get(row.screenId) ?? { days: 0, onMs: 0 };
      return {
        ...row,
        kind: contract.screenKind.parse(kind),
        counted: played.get(row.screenId) ?? 0,
        waitingOnScreens: waiting,
        receivedTo: newestAt,
        daysOn,
        daysOff: Math.max(0, daysInService - daysOn),
        poweredOnMs: onMs,
        gaps: gaps.get(row.screenId) ?? [],
        apart: (apart.get(row.screenId) ?? []).map(({ reason, ...one }) => ({ reason: contract.apartReason.parse(reason), ...one })),
      };
    });
  }

  /** Path of every unit there is, by id. */
  async unitPaths(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.users.units(systemCaller("", "/"))).map((unit) => [unit.id, unit.path]));
  }

  /** Everything that figures and completeness of many units are made of, in one pass each. */
  async breakdown(scope: Scope): Promise<Breakdown> {
    const [{ rows }, screens, powered, facts] = await Promise.all([this.repository.counts("unit", scope), this.repository.counts("screen", scope), this.repository.powered("unit", scope), this.facts(scope)]);
    return { units: rows.map((row) => ({ ...row, onMs: powered.get(row.key)?.onMs ?? 0 })), shown: new Set(screens.rows.filter((row) => row.screens > 0).map((row) => row.key)), powered, ...facts, days: this.daysOf(scope) };
  }

  /** Each screen in service in the period with what is known of its ledgers, the days on which it was on, and its plays. */
  private async facts(scope: Scope): Promise<Pick<Breakdown, "books" | "on" | "played">> {
    const [from, until] = [dayStart(scope.from, this.timeZone), Math.min(dayStart(scope.to, this.timeZone) + dayMs, this.clock() + 1)];
    const [rows, service, on, played] = await Promise.all([
      this.completenessRepository.books(scope, from, until),
      this.completenessRepository.service(scope, from, until),
      this.completenessRepository.daysOn(scope),
      this.completenessRepository.played(scope),
    ]);
    const inService = (screenId: string) => daysWithin(service.get(screenId) ?? [], on.get(screenId)?.first ?? null, (at) => localDate(at, this.timeZone));
    return { books: rows.map((row) => ({ ...row, daysInService: inService(row.screenId) })), on, played };
  }

  /** The filters, once what they name is known to be within reach. @throws Refusal invalidInput, refersToMissing */
  async scopeOf(caller: Caller, { unitId, campaignId, entryId, ...filters }: ReportScope): Promise<Scope> {
    const days = (Date.parse(filters.to) - Date.parse(filters.from)) / dayMs;
    if (days < 0 || days >= maxDays) {
      throw new Refusal("invalidInput", { issues: [{ path: "query.to", message: { zh: `结束日期要在开始日期当天或之后，至多 ${maxDays} 天`, en: `must not lie before the start, at most ${maxDays} days` } }] });
    }
    const unitPath = unitId === undefined ? caller.unitPath : (await this.users.unitWithin(caller, unitId)).path;
    const entryIds = entryId === undefined ? undefined : [entryId];
    if (campaignId === undefined) return { ...filters, unitPaths: [unitPath], entryIds };
    const campaign = await this.campaignScope(caller, campaignId);
    return {
      ...filters,
      // Where the unit asked for and one that takes part meet, the lower of the two is meant.
      unitPaths: [...new Set(campaign.unitPaths.flatMap((path) => (path.startsWith(unitPath) ? [path] : reaches({ unitPath: path }, unitPath) ? [unitPath] : [])))],
      entryIds: campaign.entryIds.filter((id) => entryId === undefined || id === entryId),
    };
  }

  /** Days of a scope up to today. */
  daysOf({ from, to }: Pick<Scope, "from" | "to">): number {
    const today = localDate(this.clock(), this.timeZone);
    const last = to < today ? to : today;
    return Math.max(0, (Date.parse(last) - Date.parse(from)) / dayMs + 1);
  }

  async overview(caller: Caller): Promise<Overview> {
    const now = this.clock();
    const today = localDate(now, this.timeZone);
    const [tally, { total }, hours, pendingReviews] = await Promise.all([
      this.screens.tally(caller),
      this.repository.counts("day", { unitPaths: [caller.unitPath], from: today, to: today }),
      this.hours.since(caller.unitPath, dayStart(today, this.timeZone)),
      this.pendingReviews(caller),
    ]);
    const { completed, interrupted, failed, airtimeMs } = total;
    return {
      at: now,
      timeZone: this.timeZone,
      screens: { total: tally.total, ...tally.states },
      stages: tally.stages,
      playsToday: { completed, interrupted, failed, airtimeMs },
      playsByHour: hours,
      pendingReviews,
      waitingOnScreens: tally.unsentPlays,
    };
  }

  private async offsets({ from, to }: Pick<Scope, "from" | "to">) {
    return zoneOffsets(await this.repository.zones(), from, to);
  }
}

/** What the ledgers of some screens say together. A screen with a play was on, whether or not its day is worked out yet. */
export function completenessOf(
  rows: readonly ScreenBooks[],
  facts: { counted: number; screensWithPlays: number; days: number },
  on: ReadonlyMap<string, { days: number }>,
  played: ReadonlyMap<string, number>,
): Completeness {
  const sum = (pick: (row: ScreenBooks) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const screenDays = sum((row) => Math.min(facts.days, row.daysInService));
  const screenDaysOn = Math.min(screenDays, sum((row) => on.get(row.screenId)?.days ?? 0));
  const newest = Math.max(-1, ...rows.map((row) => row.newestAt ?? -1));
  return {
    counted: facts.counted,
    waitingOnScreens: sum((row) => row.waiting),
    missing: sum((row) => row.missing),
    keptApart: sum((row) => row.keptApart),
    screens: rows.length,
    screensWithPlays: facts.screensWithPlays,
    screensNeverOn: rows.filter((row) => !on.has(row.screenId) && !played.has(row.screenId)).length,
    screenDays,
    screenDaysOn,
    screenDaysOff: screenDays - screenDaysOn,
    receivedTo: newest < 0 ? null : newest,
    conflicts: rows.filter((row) => row.conflictAt !== null).length,
  };
}
