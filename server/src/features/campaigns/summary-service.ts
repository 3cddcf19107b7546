import * as contract from "@yilu/contract";
import type { AnswerOf, routes, Standing, Summary, SummaryHead } from "@yilu/contract";
import { canonicalJson } from "../../canonical-json.ts";
import { systemCaller, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type UnitOfWork } from "../../database/unit-of-work.ts";
import { Refusal } from "../../http/refusal.ts";
import { sha256Hex } from "../../random.ts";
import type { PlannedService } from "../reports/planned-service.ts";
import type { ReportsService } from "../reports/service.ts";
import type { Scope } from "../reports/scope.ts";
import type { ContributionsService } from "./contributions-service.ts";
import { outermost, pathFor, visibleOf, type Participant } from "./policy.ts";
import { closesAt, draftsAt, isClosed, newestAt, presentHead } from "./presenter.ts";
import { listOf, type CampaignRow, type CampaignsRepository } from "./repository.ts";
import type { CampaignsService } from "./service.ts";
import type { ScreenPictures } from "./screen-pictures.ts";
import { standingOf } from "./standing.ts";

type SummaryAnswer = AnswerOf<typeof routes.campaigns.summary>;
const hourMs = 3_600_000;

/** How a campaign stands, and its summary: drafted, closed, added to. */
export class SummaryService {
  constructor(
    private readonly repository: CampaignsRepository,
    private readonly campaigns: CampaignsService,
    private readonly contributions: ContributionsService,
    private readonly pictures: Pick<ScreenPictures, "frozen">,
    private readonly reports: ReportsService,
    private readonly planned: Pick<PlannedService, "workUp">,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  /** How the units in the caller's reach stand now. @throws Refusal notFound */
  async standing(caller: Caller, id: string): Promise<Standing> {
    const { row, participants } = await this.campaigns.visible(caller, id);
    return this.standingWithin(row, visibleOf(caller, row, participants).map((unit) => ({ ...unit, path: pathFor(caller, unit) })));
  }

  /** @param number of the closing (0) or addendum; undefined: the newest, which may be the draft. @throws Refusal notFound */
  async summary(caller: Caller, id: string, number?: number): Promise<SummaryAnswer & { data: string }> {
    const row = await this.campaigns.owned(caller, id);
    const closed = row.summaries.filter((one) => one.state !== "draft").sort((one, other) => one.number - other.number);
    const wanted = number === undefined ? (closed.at(-1) ?? row.summaries.at(-1)) : closed.find((one) => one.number === number);
    const stored = wanted === undefined ? null : await this.repository.summary(id, wanted.state, wanted.number);
    if (stored === null) throw new Refusal("notFound");
    return { head: presentHead(stored), summary: contract.summary.parse(JSON.parse(stored.data)), data: stored.data };
  }

  /** Drafts the summary, or refreshes the draft. @throws Refusal notFound, alreadyClosed */
  async draft(caller: Caller, id: string): Promise<SummaryAnswer> {
    const row = await this.campaigns.owned(caller, id);
    if (isClosed(row)) throw new Refusal("alreadyClosed");
    const { head, summary, data } = await this.made(row, "draft", 0, null);
    await this.unitOfWork.run(async (tx) => {
      if (isClosed(await this.campaigns.owned(caller, id, tx))) throw new Refusal("alreadyClosed");
      await this.repository.putDraft(tx, { campaignId: id, at: BigInt(head.at), sha256: head.sha256, data });
      await this.campaigns.record(tx, caller, "campaign.draft", row, null, { sha256: head.sha256 });
    });
    return { head, summary };
  }

  /** Freezes the figures, names and completeness of this moment. @throws Refusal notFound, alreadyClosed */
  async close(caller: Caller, id: string): Promise<SummaryAnswer> {
    const row = await this.campaigns.owned(caller, id);
    if (isClosed(row)) throw new Refusal("alreadyClosed");
    return this.enter(caller, row, await this.made(row, "closed", 0, null), "campaign.close");
  }

  /** A numbered addendum for what came after the last closing or addendum. @throws Refusal notFound, notClosed, nothingLate */
  async addendum(caller: Caller, id: string): Promise<SummaryAnswer> {
    const row = await this.campaigns.owned(caller, id);
    if (!isClosed(row)) throw new Refusal("notClosed");
    const previous = await this.summary(caller, id);
    const next = await this.made(row, "addendum", previous.head.number + 1, previous);
    const contributed = next.summary.contributions.some((one) => one.updatedAt > previous.head.at);
    if (!contributed && next.summary.late?.delivered === 0 && next.summary.late.airtimeMs === 0) throw new Refusal("nothingLate");
    return this.enter(caller, row, next, "campaign.addendum");
  }

  /**
   * Drafts, refreshes hourly and closes whatever is due by now; what units contributed between the closing and the
   * deadline becomes an addendum at the deadline. For the timetable; what is overdue is made up.
   */
  async keepUp(): Promise<void> {
    const now = this.clock();
    for (const row of await this.campaigns.open()) {
      const caller = systemCaller(row.unitId, row.unit.path);
      const draft = row.summaries.find((summary) => summary.state === "draft");
      if (now >= closesAt(row, this.timeZone)) await this.close(caller, row.id).catch(whenClosed);
      else if (now >= draftsAt(row) && (draft === undefined || Number(draft.at) <= now - hourMs)) await this.draft(caller, row.id).catch(whenClosed);
    }
    for (const row of await this.campaigns.closedEarly(now)) {
      const isAdded = await this.contributions.hasNewer(row.id, await this.campaigns.participants(row), newestAt(row));
      if (isAdded) await this.addendum(systemCaller(row.unitId, row.unit.path), row.id).catch(whenClosed);
    }
  }

  private async enter(caller: Caller, row: CampaignRow, { head, summary, data }: SummaryAnswer & { data: string }, action: string): Promise<SummaryAnswer> {
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.repository.removeDraft(tx, row.id);
        await this.repository.addSummary(tx, { campaignId: row.id, state: head.state, number: head.number, at: BigInt(head.at), sha256: head.sha256, data });
        await this.campaigns.record(tx, caller, action, row, null, { number: head.number, sha256: head.sha256 });
      });
    } catch (error) {
      if (brokenUnique(error)) throw new Refusal("alreadyClosed");
      throw error;
    }
    return { head, summary };
  }

  private async standingWithin(row: CampaignRow, participants: readonly Participant[]): Promise<Standing> {
    const scope = this.scopeOf(row, participants);
    const [breakdown, trend, paths, contributed] = await Promise.all([
      this.reports.breakdown(scope),
      this.reports.within(scope, "day"),
      this.reports.unitPaths(),
      this.contributions.contributed(row.id),
    ]);
    const pathOf = (unitId: string) => paths.get(unitId);
    const { screensInService: _screens, target, targetCompletion, completeness, ...totals } = standingOf(breakdown, scope.unitPaths, pathOf, row.targetPlaysPerScreenPerDay);
    return {
      at: this.clock(),
      daysSoFar: breakdown.days,
      days: (Date.parse(row.endDate) - Date.parse(row.startDate)) / 86_400_000 + 1,
      totals,
      target,
      targetCompletion,
      completeness,
      rows: participants.map((unit) => ({ unitId: unit.id, unitName: unit.name, ...standingOf(breakdown, [unit.path], pathOf, row.targetPlaysPerScreenPerDay), contributed: contributed.has(unit.id) })),
      trend: trend.rows,
    };
  }

  private scopeOf(row: CampaignRow, participants: readonly Participant[]): Scope {
    return { from: row.startDate, to: row.endDate, unitPaths: outermost(participants.map((unit) => unit.path)), entryIds: listOf(row.entryIds) };
  }

  /** A summary of this moment: its data as canonical JSON, and the hash of that text. */
  private async made(row: CampaignRow, state: SummaryHead["state"], number: number, previous: SummaryAnswer | null): Promise<SummaryAnswer & { data: string }> {
    await this.planned.workUp();
    const at = this.clock();
    const participants = await this.campaigns.participants(row);
    const scope = this.scopeOf(row, participants);
    const entryIds = listOf(row.entryIds);
    const specialDates = listOf(row.specialDates);
    const names = await this.repository.entryNames(entryIds);
    const standing = await this.standingWithin(row, participants);
    const of = async (by: contract.ReportBy) => (await this.reports.within(scope, by)).rows;
    const summary: Summary = {
      format: 1,
      state,
      number,
      at,
      campaign: {
        id: row.id,
        name: row.name,
        theme: row.theme,
        unitName: row.unit.name,
        startDate: row.startDate,
        endDate: row.endDate,
        specialDates,
        targetPlaysPerScreenPerDay: row.targetPlaysPerScreenPerDay,
        reportDue: Number(row.reportDue),
        timeZone: this.timeZone,
        audienceEstimate: row.audienceEstimate,
        notes: row.notes,
        entries: entryIds.map((id) => ({ id, name: names.get(id) ?? "" })),
      },
      standing: { ...standing, at },
      kinds: await of("kind"),
      levels: await of("level"),
      media: await of("media"),
      specialDays: standing.trend.filter((day) => specialDates.includes(day.key)),
      heat: (await this.reports.heatWithin(scope)).rows,
      contributions: await this.contributions.frozen(row, participants),
      pictures: await this.pictures.frozen({ entryIds, from: row.startDate, to: row.endDate }, participants),
      late: previous === null ? null : lateOf(previous, standing),
    };
    const data = canonicalJson(summary);
    return { head: { state, number, at, sha256: sha256Hex(data) }, summary, data };
  }
}

function lateOf({ head, summary }: SummaryAnswer, now: Standing): Summary["late"] {
  const before = new Map(summary.standing.rows.map((row) => [row.unitId, row.delivered]));
  return {
    previousNumber: head.number,
    previousSha256: head.sha256,
    delivered: now.totals.delivered - summary.standing.totals.delivered,
    airtimeMs: now.totals.airtimeMs - summary.standing.totals.airtimeMs,
    rows: now.rows.map(({ unitId, unitName, delivered }) => ({ unitId, unitName, deliveredBefore: before.get(unitId) ?? 0, deliveredNow: delivered })),
  };
}

/** Every picture that a summary names, by SHA-256. */
export function picturesOf({ contributions, pictures }: Pick<Summary, "contributions" | "pictures">): ReadonlySet<string> {
  return new Set([...contributions.flatMap((one) => one.evidence.map((item) => item.sha256)), ...pictures.map((picture) => picture.sha256)]);
}

/** Somebody else closed it meanwhile: what was to be done is done. */
function whenClosed(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== "alreadyClosed") throw error;
}
