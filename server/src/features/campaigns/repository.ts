import type { Campaign, CampaignContribution, CampaignPicture, CampaignSummary, Database, Prisma, Unit } from "@yilu/prisma";
import { bumpContent } from "../../database/content-version.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type SummaryRow = Omit<CampaignSummary, "data">;
export type CampaignRow = Campaign & { unit: Unit; summaries: SummaryRow[] };
export type ContributionRow = CampaignContribution;
export type CampaignContent = Pick<Campaign, "name" | "theme" | "startDate" | "endDate" | "targetPlaysPerScreenPerDay" | "reportDue" | "closesAt" | "audienceEstimate" | "evidencePerDay" | "notes"> & {
  specialDates: string[];
  entryIds: string[];
  unitIds: string[];
};

const heads = { select: { campaignId: true, state: true, number: true, at: true, sha256: true }, orderBy: { at: "asc" } } as const;
const withAll = { unit: true, summaries: heads } satisfies Prisma.CampaignInclude;

/** The strings of a stored JSON list, written by this repository only. */
export function listOf(json: unknown): string[] {
  return Array.isArray(json) ? json.filter((one): one is string => typeof one === "string") : [];
}

/** Campaigns, their summaries, and what units contribute. */
export class CampaignsRepository {
  constructor(private readonly database: Database) {}

  /** All whose name contains `q`, newest first; there are few, and who may see one depends on the units in it. */
  all(q?: string): Promise<CampaignRow[]> {
    return this.database.campaign.findMany({ where: q ? { name: { contains: q } } : {}, include: withAll, orderBy: [{ startDate: "desc" }, { id: "asc" }] });
  }

  /** Those that share a day with some local dates, newest first. */
  over(from: string, to: string): Promise<CampaignRow[]> {
    return this.database.campaign.findMany({ where: { startDate: { lte: to }, endDate: { gte: from } }, include: withAll, orderBy: [{ startDate: "desc" }, { id: "asc" }] });
  }

  find(id: string, tx?: Tx): Promise<CampaignRow | null> {
    return on(this.database, tx).campaign.findUnique({ where: { id }, include: withAll });
  }

  async add(tx: Tx, id: string, unitId: string, content: CampaignContent, now: number): Promise<void> {
    await on(this.database, tx).campaign.create({ data: { id, unitId, ...content, updatedAt: BigInt(now) } });
  }

  /** @returns whether the campaign still had this version */
  async change(tx: Tx, id: string, version: number, content: CampaignContent, now: number): Promise<boolean> {
    const { count } = await on(this.database, tx).campaign.updateMany({ where: { id, version }, data: { ...content, updatedAt: BigInt(now), version: { increment: 1 } } });
    return count === 1;
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await on(this.database, tx).campaign.delete({ where: { id } });
  }

  /** Players are told in their manifest which entries want pictures. */
  bumpContent(tx: Tx): Promise<void> {
    return bumpContent(this.database, tx);
  }

  /** Units by id, whoever asks: participants keep their place in a campaign. */
  units(ids: readonly string[]): Promise<Unit[]> {
    return this.database.unit.findMany({ where: { id: { in: [...ids] } }, orderBy: [{ code: "asc" }, { name: "asc" }] });
  }

  /** Path of the unit of each entry that is there. */
  async entriesWithin(ids: readonly string[], tx: Tx): Promise<Map<string, string>> {
    const rows = await on(this.database, tx).scheduleEntry.findMany({ where: { id: { in: [...ids] } }, select: { id: true, unit: { select: { path: true } } } });
    return new Map(rows.map((row) => [row.id, row.unit.path]));
  }

  /** Names of entries, also of those deleted meanwhile. */
  async entryNames(ids: readonly string[]): Promise<Map<string, string>> {
    const gone = await this.database.playName.findMany({ where: { kind: "entry", ref: { in: [...ids] } } });
    const there = await this.database.scheduleEntry.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
    return new Map([...gone.map((row): [string, string] => [row.ref, row.name]), ...there.map((row): [string, string] => [row.id, row.name])]);
  }

  async summary(campaignId: string, state: string, number: number): Promise<CampaignSummary | null> {
    return this.database.campaignSummary.findUnique({ where: { campaignId_state_number: { campaignId, state, number } } });
  }

  /** Writes a draft over the one before. */
  async putDraft(tx: Tx, row: Pick<CampaignSummary, "campaignId" | "at" | "sha256" | "data">): Promise<void> {
    const { campaignId, ...data } = row;
    const where = { campaignId_state_number: { campaignId, state: "draft", number: 0 } };
    await on(this.database, tx).campaignSummary.upsert({ where, create: { ...row, state: "draft", number: 0 }, update: data });
  }

  async removeDraft(tx: Tx, campaignId: string): Promise<void> {
    await on(this.database, tx).campaignSummary.deleteMany({ where: { campaignId, state: "draft" } });
  }

  /** Enters a closing or addendum, for ever. @throws when its number is taken */
  async addSummary(tx: Tx, row: CampaignSummary): Promise<void> {
    await on(this.database, tx).campaignSummary.create({ data: row });
  }

  contributions(campaignId: string, tx?: Tx): Promise<ContributionRow[]> {
    return on(this.database, tx).campaignContribution.findMany({ where: { campaignId }, orderBy: { unitId: "asc" } });
  }

  async putContribution(tx: Tx, row: { campaignId: string; unitId: string; text: string; links: object[]; mediaIds: string[]; pictures: object[]; updatedAt: bigint; updatedBy: string }): Promise<void> {
    const { campaignId, unitId, ...data } = row;
    await on(this.database, tx).campaignContribution.upsert({ where: { campaignId_unitId: { campaignId, unitId } }, create: row, update: data });
  }

  pictures(campaignId: string): Promise<CampaignPicture[]> {
    return this.database.campaignPicture.findMany({ where: { campaignId } });
  }

  async addPicture(tx: Tx, row: CampaignPicture): Promise<void> {
    const { campaignId, unitId, sha256 } = row;
    await on(this.database, tx).campaignPicture.upsert({ where: { campaignId_unitId_sha256: { campaignId, unitId, sha256 } }, create: row, update: {} });
  }
}
