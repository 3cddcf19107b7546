import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Evidence, EvidenceInput, QueryOf, routes } from "@yilu/contract";
import { Temporal } from "temporal-polyfill";
import type { Caller, PlayerCaller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { sha256Hex } from "../../random.ts";
import type { MediaStorage, StoredFile } from "../../storage/media-storage.ts";
import type { CommandsService } from "../remote/commands-service.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import { examineJpeg } from "./jpeg.ts";
import { presentEvidence } from "./presenter.ts";
import type { EvidenceFilter, EvidenceRepository, EvidenceRow } from "./repository.ts";

/** Which pictures are a campaign's: of its entries, on screens at or below these paths. */
export interface CampaignPart {
  entryIds: readonly string[];
  unitPaths: readonly string[];
}

const dayMs = 86_400_000;
/** A player's clock may be a little ahead. */
const aheadMs = 60_000;
const removedAtOnce = 500;

/** Pictures of what screens showed, as their players took them. */
export class EvidenceService {
  /** Set by who knows campaigns. @throws Refusal refersToMissing */
  campaignPart: ((caller: Caller, campaignId: string) => Promise<CampaignPart>) | null = null;

  constructor(
    private readonly repository: EvidenceRepository,
    private readonly storage: MediaStorage,
    private readonly screens: Pick<ScreensService, "known">,
    private readonly users: Pick<UsersService, "unitWithin">,
    private readonly commands: Pick<CommandsService, "isOf">,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly timeZone: string,
    /** Told of what is odd and refused nobody. */
    private readonly warn: (particulars: object, message: string) => void,
  ) {}

  /**
   * Takes in a picture. The same id again changes nothing, whatever comes with it.
   * @throws Refusal tooLarge, unsupportedContent, refersToMissing: none of them will be taken later either
   */
  async add({ screenId }: PlayerCaller, input: EvidenceInput): Promise<{ id: string }> {
    const { id, takenAt, clock, mediaId, entryId, commandId } = input;
    const bytes = Buffer.from(input.jpegBase64, "base64");
    const sha256 = sha256Hex(bytes);
    const known = await this.repository.find(id);
    if (known !== null) return this.again(known, screenId, sha256);
    const size = await examineJpeg(bytes);
    await this.requireKnown(screenId, input);
    const { unitId, unit } = await this.screens.known(screenId);
    const receivedAt = this.clock();
    const isAhead = takenAt > receivedAt + aheadMs;
    const row: EvidenceRow = {
      id,
      screenId,
      unitId,
      mediaId,
      entryId,
      commandId,
      takenAt: BigInt(isAhead ? receivedAt : takenAt),
      clock: isAhead ? "estimated" : clock,
      receivedAt: BigInt(receivedAt),
      sha256,
      bytes: bytes.length,
      ...size,
    };
    try {
      await this.storage.exclusively(sha256, async () => {
        await this.keep(sha256, bytes);
        await this.unitOfWork.run(async (tx) => {
          await this.repository.add(tx, row);
          tx.afterCommit(() => this.events.emit("changed", { what: "evidence", id: screenId, unitPath: unit.path }));
        });
      });
    } catch (error) {
      const first = brokenUnique(error) ? await this.repository.find(id) : null;
      if (first === null) throw error;
      return this.again(first, screenId, sha256);
    }
    return { id };
  }

  /** Pictures of screens of the caller's unit and those below, as they were when taken, newest first. @throws Refusal refersToMissing */
  async page(caller: Caller, { page, pageSize, screenId, campaignId, unitId, mediaId, from, to }: QueryOf<typeof routes.evidence.list>) {
    const paths = [caller.unitPath];
    if (unitId !== undefined) paths.push((await this.users.unitWithin(caller, unitId)).path);
    const part = campaignId === undefined ? null : await this.partOf(caller, campaignId);
    const filter: EvidenceFilter = {
      screenId,
      mediaId,
      unitIds: await this.unitIds(paths, part?.unitPaths ?? null),
      entryIds: part === null ? undefined : [...part.entryIds],
      fromAt: from === undefined ? undefined : this.dayStart(from, 0),
      toAt: to === undefined ? undefined : this.dayStart(to, 1),
    };
    const { rows, total } = await this.repository.page(filter, (page - 1) * pageSize, pageSize);
    return { rows: await this.present(rows), total, page, pageSize };
  }

  /**
   * Pictures of a campaign between two days of the server's zone, both included, newest first.
   * @param part what of it whoever asks may see
   */
  async forCampaign(part: CampaignPart, from: string, to: string, most: number): Promise<Evidence[]> {
    const filter = { entryIds: [...part.entryIds], unitIds: await this.unitIds([], part.unitPaths), fromAt: this.dayStart(from, 0), toAt: this.dayStart(to, 1) };
    return this.present((await this.repository.page(filter, 0, most)).rows);
  }

  /** The bytes of a picture; null when they are gone. */
  async bytes(sha256: string): Promise<Buffer | null> {
    const file = await this.storage.find(sha256);
    return file === null ? null : readFile(join(file.root, file.path));
  }

  /** A picture of a screen in reach. @throws Refusal notFound */
  async picture(caller: Caller, id: string): Promise<StoredFile & { sha256: string }> {
    const row = await this.repository.find(id);
    const unitIds = row === null ? [] : await this.repository.unitIdsWithin(caller.unitPath);
    if (row === null || (unitIds !== null && !unitIds.includes(row.unitId))) throw new Refusal("notFound");
    const file = await this.storage.find(row.sha256);
    if (file === null) throw new Refusal("notFound");
    return { ...file, sha256: row.sha256 };
  }

  /** Removes pictures received more than `days` ago, and their files where no other needs them. For a job. @returns how many */
  async forget(days: number): Promise<number> {
    const before = this.clock() - days * dayMs;
    let removed = 0;
    for (;;) {
      const some = await this.repository.receivedBefore(before, removedAtOnce);
      if (some.length === 0) return removed;
      await this.repository.remove(some.map((row) => row.id));
      for (const sha256 of new Set(some.map((row) => row.sha256))) {
        await this.storage.exclusively(sha256, async () => {
          if (!(await this.repository.isUsed(sha256))) await this.storage.remove(sha256);
        });
      }
      removed += some.length;
    }
  }

  private again(first: EvidenceRow, screenId: string, sha256: string): { id: string } {
    if (first.sha256 !== sha256 || first.screenId !== screenId) {
      this.warn({ evidenceId: first.id, screenId, firstScreenId: first.screenId, sha256, firstSha256: first.sha256 }, "a picture came again as another: the first is kept");
    }
    return { id: first.id };
  }

  /** @throws Refusal refersToMissing */
  private async requireKnown(screenId: string, { mediaId, entryId, commandId }: EvidenceInput): Promise<void> {
    const missing = (zh: string, en: string) => refuse("refersToMissing", zh, en);
    if (commandId !== null && !(await this.commands.isOf(screenId, commandId))) throw missing("没有向这块屏幕要过这张截图", "This screen was not asked for this picture");
    if (commandId === null && (mediaId === null || entryId === null)) throw missing("抽样截图要注明素材和排期", "A sampled picture names its media and entry");
    if (mediaId !== null && !(await this.repository.isKnown("media", mediaId))) throw missing("截图注明的素材不存在", "The picture names unknown media");
    if (entryId !== null && !(await this.repository.isKnown("entry", entryId))) throw missing("截图注明的排期不存在", "The picture names an unknown entry");
  }

  private async keep(sha256: string, jpeg: Buffer): Promise<void> {
    if ((await this.storage.find(sha256)) !== null) return;
    const folder = await mkdtemp(join(this.storage.workFolder("incoming"), "picture-"));
    const path = join(folder, "picture");
    await writeFile(path, jpeg);
    await this.storage.put(sha256, path);
    await rm(folder, { recursive: true, force: true });
  }

  private partOf(caller: Caller, campaignId: string): Promise<CampaignPart> {
    if (this.campaignPart === null) throw new Error("nobody told of campaigns");
    return this.campaignPart(caller, campaignId);
  }

  /** Units that lie below every path of the first list and below one of the second; undefined: no restriction. */
  private async unitIds(all: readonly string[], any: readonly string[] | null): Promise<string[] | undefined> {
    let answer: string[] | undefined;
    for (const path of all) answer = narrowed(answer, await this.repository.unitIdsWithin(path));
    if (any !== null) {
      const lists = await Promise.all(any.map((path) => this.repository.unitIdsWithin(path)));
      answer = narrowed(answer, lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []));
    }
    return answer;
  }

  private async present(rows: readonly EvidenceRow[]): Promise<Evidence[]> {
    const names = await this.repository.names(rows);
    return rows.map((row) => presentEvidence(row, names));
  }

  /** Epoch ms at which a local day of the server, or a day some days later, begins. */
  private dayStart(date: string, daysLater: number): number {
    return Temporal.PlainDate.from(date).add({ days: daysLater }).toZonedDateTime(this.timeZone).epochMilliseconds;
  }
}

/** @param further null: no restriction */
function narrowed(ids: string[] | undefined, further: readonly string[] | null): string[] | undefined {
  if (further === null) return ids;
  if (ids === undefined) return [...further];
  const both = new Set(further);
  return ids.filter((id) => both.has(id));
}
