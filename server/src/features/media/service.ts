import { reviewPolicy, type BodyOf, type Media, type QueryOf, type ReviewPolicy, type routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import type { MediaStorage } from "../../storage/media-storage.ts";
import type { AuditService } from "../audit/service.ts";
import { isReviewedAnew, requireChangeable } from "./mending.ts";
import { maySee, requireReviewable, requireUnused, requireValidity, unitsAbove } from "./policy.ts";
import { presentForPlaylist, presentMedia, type MediaForPlaylist } from "./presenter.ts";
import type { EndingFilm, MediaRepository, MediaRow } from "./repository.ts";

const dayMs = 86_400_000;

export type { MediaForPlaylist } from "./presenter.ts";
export type { EndingFilm } from "./repository.ts";

const validityOf = ({ validFrom, validUntil }: { validFrom: bigint | number | null; validUntil: bigint | number | null }) => ({
  validFrom: validFrom === null ? null : Number(validFrom),
  validUntil: validUntil === null ? null : Number(validUntil),
});

/** What units have submitted, and what reviewers say to it. */
export class MediaService {
  constructor(
    private readonly repository: MediaRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly storage: MediaStorage,
    private readonly clock: Clock,
    private readonly newId: () => string,
    /** Stops the conversion of media that was removed. */
    private readonly cancelConversion: (mediaId: string) => void,
  ) {}

  /** The caller's unit and those below; asked for a unit above, its approved media, which are shared with all below. */
  async list(caller: Caller, { page, pageSize, expiresInDays, ...filter }: QueryOf<typeof routes.media.list>) {
    const sharedFrom = unitsAbove(caller).filter((id) => id === filter.unitId);
    const now = this.clock();
    const expires = expiresInDays === undefined ? undefined : { from: now, until: now + expiresInDays * dayMs };
    const { rows, total } = await this.repository.page({ pathPrefix: caller.unitPath, sharedFrom }, { ...filter, expires }, (page - 1) * pageSize, pageSize);
    const { steps } = await this.policy();
    return { rows: rows.map((row) => presentMedia(row, caller, steps)), total, page, pageSize };
  }

  /** How films are reviewed in this installation. */
  async policy(): Promise<ReviewPolicy> {
    const stored = reviewPolicy.safeParse(await this.repository.policy());
    return stored.success ? stored.data : { steps: 1, remindDays: 7 };
  }

  /** Films that wait need as many approvals as it says from now on; those that are approved stay so. */
  async changePolicy(caller: Caller, policy: ReviewPolicy): Promise<ReviewPolicy> {
    const before = await this.policy();
    await this.unitOfWork.run(async (tx) => {
      await this.repository.setPolicy(tx, policy);
      await this.audit.record(tx, caller, { action: "review.change", objectType: "review", objectId: "policy", objectName: "审核设置", unitPath: caller.unitPath, before, after: policy });
      tx.afterCommit(() => this.events.emit("changed", { what: "media", id: "policy", unitPath: caller.unitPath }));
    });
    return policy;
  }

  /** For a job: media that are about to expire are told of, once. @returns how many */
  async remindOfExpiry(): Promise<number> {
    const now = this.clock();
    const { remindDays } = await this.policy();
    const due = await this.repository.expiring(now, now + remindDays * dayMs);
    if (due.length === 0) return 0;
    await this.unitOfWork.run(async (tx) => {
      await this.repository.reminded(tx, due.map(({ id }) => id), now);
      tx.afterCommit(() => {
        for (const { id, unitPath } of due) {
          this.events.emit("changed", { what: "media", id, unitPath });
          this.events.emit("media.expiring", { mediaId: id, unitPath });
        }
      });
    });
    return due.length;
  }

  /** Films that `remindOfExpiry` took up and that end later than now, of all units. @param today local date of the installation, "2026-06-24" */
  endingSoon(today: string): Promise<EndingFilm[]> {
    return this.repository.ending(this.clock(), today);
  }

  async get(caller: Caller, id: string): Promise<Media> {
    const row = await this.repository.media(id);
    if (row === null || !maySee(caller, { unitId: row.unitId, unitPath: row.unit.path, approved: row.status === "approved" })) throw new Refusal("notFound");
    return presentMedia(row, caller, (await this.policy()).steps);
  }

  /**
   * Changes what is said of a film. It is reviewed anew, unless it is only shown for a shorter time.
   * @throws Refusal notFound, forbidden, invalidInput, versionMismatch
   */
  async change(caller: Caller, id: string, { version, ...data }: BodyOf<typeof routes.media.change>): Promise<Media> {
    requireValidity(data);
    const { steps } = await this.policy();
    return this.unitOfWork.run(async (tx) => {
      const before = await this.reachable(caller, id, tx);
      requireChangeable(caller, before);
      const given = {
        title: data.title,
        level: data.level,
        contact: data.contact === undefined ? before.contact : data.contact,
        validFrom: data.validFrom === null ? null : BigInt(data.validFrom),
        validUntil: data.validUntil === null ? null : BigInt(data.validUntil),
      };
      const anew = isReviewedAnew(caller, before, given) ? { status: "pending", approvals: 0, reason: null } : {};
      const stored = { ...given, ...anew, ...(given.validUntil === before.validUntil ? {} : { remindedAt: null }) };
      if (!(await this.repository.change(tx, id, version, stored))) throw new Refusal("versionMismatch");
      const facts = (row: Pick<MediaRow, "title" | "level" | "contact" | "status" | "validFrom" | "validUntil">) => ({ title: row.title, level: row.level, contact: row.contact, status: row.status, ...validityOf(row) });
      const after = { ...before, ...stored, version: version + 1 };
      await this.record(tx, caller, "media.change", before, facts(before), facts(after));
      return presentMedia(after, caller, steps);
    });
  }

  /** Approves or returns exactly the bytes of `decision.sha256`; with the last approval that is needed they may be shown. */
  async decide(caller: Caller, id: string, { version, ...decision }: BodyOf<typeof routes.media.decide>): Promise<Media> {
    const { steps } = await this.policy();
    return this.unitOfWork.run(async (tx) => {
      const before = await this.reachable(caller, id, tx);
      requireReviewable(caller, before, decision);
      if (version !== undefined && version !== before.version) throw new Refusal("versionMismatch");
      const { sha256 } = decision;
      const approves = decision.decision === "approve";
      const approvals = approves ? before.approvals + 1 : 0;
      const status = approves ? (approvals >= steps ? "approved" : "pending") : "returned";
      const after = { status, approvals, reason: approves ? null : decision.reason };
      if (!(await this.repository.move(tx, id, { status: "pending", sha256, approvals: before.approvals, version: before.version }, after))) throw new Refusal("alreadyReviewed");
      await this.repository.addReview(tx, { id: this.newId(), mediaId: id, ...decision, step: before.approvals + 1, reviewerId: caller.userId, at: BigInt(this.clock()) });
      await this.record(tx, caller, `media.${decision.decision}`, before, { status: before.status }, { ...after, sha256 });
      return presentMedia(await this.reachable(caller, id, tx), caller, steps);
    });
  }

  /** Removes media that no playlist holds, and its file when no other media stands for the same bytes. */
  async remove(caller: Caller, id: string): Promise<null> {
    const { sourceSha256 } = await this.reachable(caller, id);
    // While the source's hash is locked nobody uploads these bytes and no conversion of them ends.
    await this.storage.exclusively(sourceSha256, async () => {
      const sha256 = (await this.reachable(caller, id)).sha256 ?? sourceSha256;
      if (sha256 === sourceSha256) return this.removeLocked(caller, id, [sha256]);
      return this.storage.exclusively(sha256, () => this.removeLocked(caller, id, [sha256, sourceSha256]));
    });
    return null;
  }

  private async removeLocked(caller: Caller, id: string, hashes: string[]): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const before = await this.reachable(caller, id, tx);
      requireUnused(caller, before);
      await this.repository.remove(tx, before);
      await this.record(tx, caller, "media.remove", before, { title: before.title, level: before.level, status: before.status, sha256: before.sha256 }, null);
      for (const hash of hashes) await this.repository.removeFileIfUnneeded(tx, hash);
    });
    this.cancelConversion(id);
    for (const hash of hashes) {
      if ((await this.repository.file(hash)) === null) await this.storage.remove(hash);
      if ((await this.repository.holders(hash)).length === 0) await this.storage.removePoster(hash);
    }
  }

  /**
   * For playlists: of these ids, the media in the caller's unit, below it, or in a unit above it, in whatever state.
   * @returns each once, in no particular order
   */
  async forPlaylist(caller: Caller, ids: readonly string[], tx?: Tx): Promise<MediaForPlaylist[]> {
    const rows = await this.repository.withIds([...new Set(ids)], caller.unitPath, unitsAbove(caller), tx);
    return rows.map(presentForPlaylist);
  }

  /** The stored file's content type. @returns null when no approved or pending media stands for such bytes */
  async mimeTypeOf(sha256: string): Promise<string | null> {
    return (await this.repository.file(sha256))?.mimeType ?? null;
  }

  /** Whether the caller may see the bytes (and poster) because of media within sight. */
  async maySeeBytes(caller: Caller, sha256: string): Promise<boolean> {
    return (await this.repository.holders(sha256)).some((holder) => maySee(caller, holder));
  }

  /** Sets the poster of a file, in place of the one that was made. @param jpeg at most 640 px wide */
  async setPoster(sha256: string, jpeg: Uint8Array): Promise<void> {
    if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new Error("a poster is a JPEG");
    await this.storage.putPoster(sha256, jpeg);
  }

  private async reachable(caller: Caller, id: string, tx?: Tx): Promise<MediaRow> {
    const row = await this.repository.media(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  private async record(tx: Tx, caller: Caller, action: string, row: MediaRow, before: object | null, after: object | null): Promise<void> {
    const unitPath = row.unit.path;
    await this.audit.record(tx, caller, { action, objectType: "media", objectId: row.id, objectName: row.title, unitPath, before, after });
    await this.repository.bumpContent(tx);
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "media", id: row.id, unitPath });
      this.events.emit("content.changed", {});
    });
  }
}
