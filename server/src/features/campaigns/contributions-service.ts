import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as contract from "@yilu/contract";
import type { AnswerOf, BodyOf, Contribution, routes, Summary } from "@yilu/contract";
import sharp from "sharp";
import * as z from "zod/mini";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { sha256Hex } from "../../random.ts";
import type { MediaStorage, StoredFile } from "../../storage/media-storage.ts";
import type { MediaService } from "../media/service.ts";
import { seesWhole, visibleOf, type Participant } from "./policy.ts";
import { listOf, type CampaignRow, type CampaignsRepository, type ContributionRow } from "./repository.ts";
import type { CampaignsService } from "./service.ts";

type Input = BodyOf<typeof routes.campaigns.contribute>;
const largestSidePx = 1600;
const mostPixels = 50_000_000;
/** By its first bytes a JPEG, PNG or WebP: nothing else is decoded, least of all drawings that refer to other files. */
const isPhoto = (bytes: Buffer): boolean => /^(\xff\xd8\xff|\x89PNG\r\n|RIFF[^]{4}WEBP)/.test(bytes.toString("latin1", 0, 12));
const unreadable = (): Refusal => refuse("mediaRefused", "读不懂这张图片，请换成 JPEG、PNG 或 WebP", "The picture cannot be read; send a JPEG, PNG or WebP");
const storedLinks = z.array(z.object({ title: z.string(), url: z.string() }));
const storedPictures = z.array(z.object({ sha256: contract.sha256, caption: z.string() }));

/** What units add to a campaign's summary until the deadline: text, links, pictures, films of theirs. */
export class ContributionsService {
  constructor(
    private readonly repository: CampaignsRepository,
    private readonly campaigns: CampaignsService,
    private readonly media: Pick<MediaService, "forPlaylist">,
    /** Pictures by the SHA-256 of their bytes; those of closed summaries are never removed. */
    private readonly storage: MediaStorage,
    /** The poster of media; null when it has none. */
    private readonly poster: (mediaId: string) => Promise<{ title: string; jpeg: Buffer } | null>,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** One for each participant that the caller may know of, also where nothing was contributed yet. */
  async list(caller: Caller, id: string): Promise<{ rows: Contribution[] }> {
    const { row, participants } = await this.campaigns.visible(caller, id);
    const stored = new Map((await this.repository.contributions(id)).map((one) => [one.unitId, one]));
    // What a unit above the caller's wrote is its own affair.
    const visible = visibleOf(caller, row, participants).filter(({ path }) => reaches(caller, path));
    return { rows: visible.map((unit) => this.present(row, unit, stored.get(unit.id))) };
  }

  /** @throws Refusal notFound, pastDeadline, refersToMissing */
  async put(caller: Caller, id: string, unitId: string, input: Input): Promise<Contribution> {
    const { row, unit } = await this.open(caller, id, unitId);
    await this.checked(caller, row, input);
    const stored = { campaignId: id, unitId, ...input, updatedAt: BigInt(this.clock()), updatedBy: caller.name };
    await this.unitOfWork.run(async (tx: Tx) => {
      await this.repository.putContribution(tx, stored);
      await this.campaigns.record(tx, caller, "campaign.contribute", row, null, { unitName: unit.name, ...input });
    });
    return this.present(row, unit, stored);
  }

  /** Takes a picture in: upright, at most 1,600 px, without its metadata. @throws Refusal notFound, pastDeadline, mediaRefused */
  async addPicture(caller: Caller, id: string, unitId: string, base64: string): Promise<AnswerOf<typeof routes.campaigns.addPicture>> {
    const { row, unit } = await this.open(caller, id, unitId);
    const bytes = Buffer.from(base64, "base64");
    if (!isPhoto(bytes)) throw unreadable();
    const { data, info } = await sharp(bytes, { failOn: "truncated", limitInputPixels: mostPixels })
      .autoOrient()
      .resize({ width: largestSidePx, height: largestSidePx, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#FFFFFF" })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
      .catch(() => {
        throw unreadable();
      });
    const sha256 = await this.keep(data);
    const picture = { sha256, widthPx: info.width, heightPx: info.height, bytes: data.length };
    await this.unitOfWork.run(async (tx) => {
      await this.repository.addPicture(tx, { campaignId: id, unitId, ...picture, addedAt: BigInt(this.clock()) });
      await this.campaigns.record(tx, caller, "campaign.picture", row, null, { unitName: unit.name, sha256 });
    });
    return picture;
  }

  /** A picture of the campaign, as stored. @throws Refusal notFound */
  async picture(caller: Caller, id: string, sha256: string): Promise<StoredFile> {
    const { row, participants } = await this.campaigns.visible(caller, id);
    const own = new Set(participants.filter(({ path }) => reaches(caller, path)).map((unit) => unit.id));
    const uploaded = (await this.repository.pictures(id)).some((picture) => picture.sha256 === sha256 && (seesWhole(caller, row) || own.has(picture.unitId)));
    const file = uploaded ? await this.storage.find(sha256) : null;
    if (file === null) throw new Refusal("notFound");
    return file;
  }

  /** Bytes of a picture that a summary names; null when they are gone. */
  async bytes(sha256: string): Promise<Buffer | null> {
    const file = await this.storage.find(sha256);
    return file === null ? null : readFile(join(file.root, file.path));
  }

  /** Units that have contributed. */
  async contributed(id: string): Promise<ReadonlySet<string>> {
    return new Set((await this.repository.contributions(id)).map((one) => one.unitId));
  }

  /** Whether a unit that still takes part contributed after an instant, epoch ms: what {@link frozen} would hold. */
  async hasNewer(id: string, participants: readonly Participant[], at: number): Promise<boolean> {
    return (await this.repository.contributions(id)).some((one) => Number(one.updatedAt) > at && participants.some((unit) => unit.id === one.unitId));
  }

  /** What was contributed so far, as a summary keeps it: posters of films are stored as pictures, so that they stay. */
  async frozen(row: CampaignRow, participants: readonly Participant[]): Promise<Summary["contributions"]> {
    const names = new Map(participants.map((unit) => [unit.id, unit.name]));
    const answer: Summary["contributions"] = [];
    for (const one of await this.repository.contributions(row.id)) {
      const unitName = names.get(one.unitId);
      if (unitName === undefined) continue;
      const evidence: Summary["contributions"][number]["evidence"] = storedPictures.parse(one.pictures).map((picture) => ({ ...picture, from: "picture" }));
      for (const mediaId of listOf(one.mediaIds)) {
        const poster = await this.poster(mediaId);
        if (poster !== null) evidence.push({ sha256: await this.keep(poster.jpeg), caption: `《${poster.title}》`, from: "poster" });
      }
      answer.push({ unitId: one.unitId, unitName, text: one.text, links: storedLinks.parse(one.links), evidence, updatedAt: Number(one.updatedAt) });
    }
    return answer;
  }

  /** Stores bytes under their hash, for as long as there are summaries. @returns the hash */
  async keep(jpeg: Buffer): Promise<string> {
    const sha256 = sha256Hex(jpeg);
    await this.storage.exclusively(sha256, async () => {
      if ((await this.storage.find(sha256)) !== null) return;
      const folder = await mkdtemp(join(this.storage.workFolder("incoming"), "picture-"));
      const path = join(folder, "picture");
      await writeFile(path, jpeg);
      await this.storage.put(sha256, path);
      await rm(folder, { recursive: true, force: true });
    });
    return sha256;
  }

  /** A participant in the caller's reach that may still contribute. @throws Refusal notFound, pastDeadline */
  private async open(caller: Caller, id: string, unitId: string): Promise<{ row: CampaignRow; unit: Participant }> {
    const { row, participants } = await this.campaigns.visible(caller, id);
    const unit = participants.find((one) => one.id === unitId && reaches(caller, one.path));
    if (unit === undefined) throw new Refusal("notFound");
    if (this.clock() >= Number(row.reportDue)) throw new Refusal("pastDeadline");
    return { row, unit };
  }

  /** @throws Refusal refersToMissing */
  private async checked(caller: Caller, row: CampaignRow, { mediaIds, pictures }: Input): Promise<void> {
    const media = await this.media.forPlaylist(caller, mediaIds);
    if (mediaIds.some((id) => !media.some((one) => one.id === id && one.status === "approved"))) {
      throw refuse("refersToMissing", "有素材不存在、未通过审核或不在本单位范围内", "Media are missing, not approved or outside your unit");
    }
    const uploaded = new Set((await this.repository.pictures(row.id)).map((picture) => picture.sha256));
    if (pictures.some((picture) => !uploaded.has(picture.sha256))) throw refuse("refersToMissing", "有图片没有上传到这个宣传活动", "A picture was not uploaded to this campaign");
  }

  private present(row: CampaignRow, unit: Participant, stored: ContributionRow | undefined): Contribution {
    const mayEdit = this.clock() < Number(row.reportDue);
    const empty = { text: "", links: [], mediaIds: [], pictures: [], updatedAt: null, updatedBy: null };
    if (stored === undefined) return { unitId: unit.id, unitName: unit.name, ...empty, mayEdit };
    return {
      unitId: unit.id,
      unitName: unit.name,
      text: stored.text,
      links: storedLinks.parse(stored.links),
      mediaIds: listOf(stored.mediaIds),
      pictures: storedPictures.parse(stored.pictures),
      updatedAt: Number(stored.updatedAt),
      updatedBy: stored.updatedBy,
      mayEdit,
    };
  }
}
