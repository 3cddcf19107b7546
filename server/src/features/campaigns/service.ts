import type { BodyOf, Campaign, QueryOf, Readiness, routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import { localDate } from "../plays/local-time.ts";
import type { CampaignScope } from "../reports/service.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import { outermost, pathFor, seesWhole, visibleOf, type Participant } from "./policy.ts";
import { isClosed, newestAt, presentCampaign } from "./presenter.ts";
import { listOf, type CampaignContent, type CampaignRow, type CampaignsRepository } from "./repository.ts";

type CampaignInput = Omit<BodyOf<typeof routes.campaigns.create>, "unitId">;
const maxWaiting = 500;
const maxDays = 400;

/** Publicity campaigns: who takes part, until when, and whether the screens are ready. */
export class CampaignsService {
  constructor(
    private readonly repository: CampaignsRepository,
    private readonly users: UsersService,
    private readonly screens: ScreensService,
    private readonly manifests: Pick<ManifestService, "current">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  async page(caller: Caller, { page, pageSize, q }: QueryOf<typeof routes.campaigns.list>) {
    const rows: Campaign[] = [];
    for (const row of await this.repository.all(q)) {
      const participants = await this.participants(row);
      if (seesWhole(caller, row) || visibleOf(caller, row, participants).length > 0) rows.push(this.present(caller, row, participants));
    }
    return { rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length, page, pageSize };
  }

  async get(caller: Caller, id: string): Promise<Campaign> {
    const { row, participants } = await this.visible(caller, id);
    return this.present(caller, row, participants);
  }

  /** @throws Refusal refersToMissing, invalidInput, nameTaken */
  create(caller: Caller, { unitId, ...input }: BodyOf<typeof routes.campaigns.create>): Promise<Campaign> {
    return this.saving(caller, async (tx) => {
      const unit = await this.users.unitWithin(caller, unitId ?? caller.unitId, tx);
      const content = await this.checked(caller, input, tx);
      const id = newId();
      await this.repository.add(tx, id, unit.id, content, this.clock());
      await this.askForPictures(tx, content);
      return { id, action: "campaign.create", before: null, after: input };
    });
  }

  /** @throws Refusal versionMismatch, alreadyClosed, and those of create */
  change(caller: Caller, id: string, { version, ...input }: BodyOf<typeof routes.campaigns.change>): Promise<Campaign> {
    return this.saving(caller, async (tx) => {
      const row = await this.owned(caller, id, tx);
      if (isClosed(row)) throw new Refusal("alreadyClosed");
      const content = await this.checked(caller, input, tx);
      if (!(await this.repository.change(tx, id, version, content, this.clock()))) throw new Refusal("versionMismatch");
      await this.askForPictures(tx, row, content);
      const { name, theme, startDate, endDate, entryIds, unitIds } = row;
      return { id, action: "campaign.change", before: { name, theme, startDate, endDate, entryIds, unitIds, reportDue: Number(row.reportDue) }, after: input };
    });
  }

  /** A closed campaign stays. @throws Refusal alreadyClosed */
  async remove(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.owned(caller, id, tx);
      if (isClosed(row)) throw new Refusal("alreadyClosed");
      await this.repository.remove(tx, id);
      await this.askForPictures(tx, row);
      await this.record(tx, caller, "campaign.remove", row, { name: row.name }, null);
    });
    return null;
  }

  /** Which of the screens that the campaign reaches hold every file of their newest manifest. */
  async readiness(caller: Caller, id: string): Promise<Readiness> {
    const { row, participants } = await this.visible(caller, id);
    const entryIds = new Set(listOf(row.entryIds));
    const visible = visibleOf(caller, row, participants);
    const paths = outermost(visible.map((unit) => pathFor(caller, unit)));
    const { screens } = await this.manifests.current();
    const reached = [...screens.values()].filter(({ unitPath, manifest }) => paths.some((path) => unitPath.startsWith(path)) && manifest.entries.some((entry) => entryIds.has(entry.id)));
    const standings = await this.screens.standings(caller);
    const isReady = (screenId: string) => ["ready", "playing"].includes(standings.get(screenId)?.rollout ?? "none");
    const ready = reached.filter((screen) => isReady(screen.id)).length;
    return {
      at: this.clock(),
      screens: reached.length,
      ready,
      percent: reached.length === 0 ? 0 : (100 * ready) / reached.length,
      rows: visible.map((unit) => {
        const mine = reached.filter((screen) => screen.unitPath.startsWith(pathFor(caller, unit)));
        return { unitId: unit.id, unitName: unit.name, screens: mine.length, ready: mine.filter((screen) => isReady(screen.id)).length };
      }),
      waiting: reached
        .filter((screen) => !isReady(screen.id))
        .slice(0, maxWaiting)
        .map(({ id: screenId, name, unitName, manifest }) => ({ screenId, screenName: name, unitName, kind: manifest.profile.kind, stage: standings.get(screenId)?.stage ?? "none" })),
    };
  }

  /** What a campaign adds to a report's filters. @throws Refusal refersToMissing */
  async scope(caller: Caller, id: string): Promise<CampaignScope> {
    const { row, participants } = await this.visible(caller, id).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      throw refuse("refersToMissing", "宣传活动不存在或不在本单位范围内", "The campaign is missing or outside your unit");
    });
    return { entryIds: listOf(row.entryIds), unitPaths: outermost(visibleOf(caller, row, participants).map((unit) => pathFor(caller, unit))) };
  }

  /** What each campaign that overlaps some local dates, and of which the caller may know, adds to a report. */
  async scopesOver(caller: Caller, { from, to }: { from: string; to: string }): Promise<(CampaignScope & { id: string; name: string })[]> {
    const rows = await this.repository.over(from, to);
    const units = new Map((await this.repository.units([...new Set(rows.flatMap((row) => listOf(row.unitIds)))])).map((unit) => [unit.id, unit]));
    return rows.flatMap((row) => {
      const visible = visibleOf(caller, row, listOf(row.unitIds).flatMap((id) => units.get(id) ?? []));
      if (!seesWhole(caller, row) && visible.length === 0) return [];
      return [{ id: row.id, name: row.name, entryIds: listOf(row.entryIds), unitPaths: outermost(visible.map((unit) => pathFor(caller, unit))) }];
    });
  }

  /** A campaign that the caller may know of, with all who take part. @throws Refusal notFound */
  async visible(caller: Caller, id: string): Promise<{ row: CampaignRow; participants: Participant[] }> {
    const row = await this.repository.find(id);
    if (row === null) throw new Refusal("notFound");
    const participants = await this.participants(row);
    if (!seesWhole(caller, row) && visibleOf(caller, row, participants).length === 0) throw new Refusal("notFound");
    return { row, participants };
  }

  /** A campaign whose owner is in reach. @throws Refusal notFound */
  async owned(caller: Caller, id: string, tx?: Tx): Promise<CampaignRow> {
    const row = await this.repository.find(id, tx);
    if (row === null || !seesWhole(caller, row)) throw new Refusal("notFound");
    return row;
  }

  /** Campaigns that are not closed, for the timetable. */
  async open(): Promise<CampaignRow[]> {
    return (await this.repository.all()).filter((row) => !isClosed(row));
  }

  /** Campaigns that closed before their deadline, which is over now: units went on contributing. For the timetable. */
  async closedEarly(now: number): Promise<CampaignRow[]> {
    return (await this.repository.all()).filter((row) => isClosed(row) && now >= Number(row.reportDue) && newestAt(row) < Number(row.reportDue));
  }

  /** Who takes part, as far as the units still exist. */
  async participants(row: CampaignRow): Promise<Participant[]> {
    return (await this.repository.units(listOf(row.unitIds))).map(({ id, name, path }) => ({ id, name, path }));
  }

  async record(tx: Tx, caller: Caller, action: string, row: CampaignRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "campaign", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => this.events.emit("changed", { what: "campaigns", id: row.id, unitPath: row.unit.path }));
  }

  /** Manifests say which entries want pictures: they are new when a campaign that wants some, or did, changes. */
  private async askForPictures(tx: Tx, ...versions: readonly Pick<CampaignContent, "evidencePerDay">[]): Promise<void> {
    if (versions.every(({ evidencePerDay }) => evidencePerDay === 0)) return;
    await this.repository.bumpContent(tx);
    tx.afterCommit(() => this.events.emit("content.changed", {}));
  }

  private present(caller: Caller, row: CampaignRow, participants: readonly Participant[]): Campaign {
    return presentCampaign(row, participants, caller, this.timeZone, localDate(this.clock(), this.timeZone));
  }

  private async checked(caller: Caller, input: CampaignInput, tx: Tx): Promise<CampaignContent> {
    const days = (Date.parse(input.endDate) - Date.parse(input.startDate)) / 86_400_000;
    if (days < 0 || days >= maxDays) throw wrong("endDate", `结束日期要在开始日期当天或之后，至多 ${maxDays} 天`, `must not lie before the start, at most ${maxDays} days`);
    if (input.specialDates.some((date) => date < input.startDate || date > input.endDate)) throw wrong("specialDates", "特别日期要在活动期间之内", "must lie within the campaign");
    for (const unitId of new Set(input.unitIds)) await this.users.unitWithin(caller, unitId, tx);
    const known = await this.repository.entriesWithin([...new Set(input.entryIds)], tx);
    if ([...new Set(input.entryIds)].some((id) => !reaches(caller, known.get(id) ?? ""))) {
      throw refuse("refersToMissing", "有排期不存在或不在本单位范围内", "An entry is missing or outside your unit");
    }
    const { reportDue, closesAt, ...rest } = input;
    return {
      ...rest,
      specialDates: [...new Set(input.specialDates)].sort(),
      entryIds: [...new Set(input.entryIds)],
      unitIds: [...new Set(input.unitIds)],
      reportDue: BigInt(reportDue),
      closesAt: closesAt === null ? null : BigInt(closesAt),
    };
  }

  private async saving(caller: Caller, work: (tx: Tx) => Promise<{ id: string; action: string; before: object | null; after: object }>): Promise<Campaign> {
    try {
      const id = await this.unitOfWork.run(async (tx) => {
        const { id: saved, action, before, after } = await work(tx);
        await this.record(tx, caller, action, await this.owned(caller, saved, tx), before, after);
        return saved;
      });
      return await this.get(caller, id);
    } catch (error) {
      if (brokenUnique(error)) throw new Refusal("nameTaken");
      throw error;
    }
  }
}

function wrong(field: string, zh: string, en: string): Refusal {
  return new Refusal("invalidInput", { issues: [{ path: `body.${field}`, message: { zh, en } }] });
}
