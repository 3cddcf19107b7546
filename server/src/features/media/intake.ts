import { copyFile, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import type { Level, uploadMetadata } from "@yilu/contract";
import type * as z from "zod/mini";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { hashFile, type ContentHash } from "../../storage/hashing.ts";
import type { MediaStorage } from "../../storage/media-storage.ts";
import type { AuditService } from "../audit/service.ts";
import type { UsersService } from "../users/service.ts";
import { imagePoster, placeholderPoster, type FilmPosters } from "./posters.ts";
import { examine } from "./probe/examine.ts";
import type { Playable } from "./probe/playable.ts";
import type { Prober } from "./probe/prober.ts";
import { reasons, refused } from "./probe/reasons.ts";
import type { MediaRepository, MediaRow } from "./repository.ts";
import type { Conversions } from "./transcode/conversions.ts";

export type UploadMetadata = z.infer<typeof uploadMetadata>;
/** `duplicate`: the unit had submitted the same bytes before, and this is that media. */
export interface TakenIn {
  mediaId: string;
  duplicate: boolean;
}

export interface IntakeParts {
  repository: MediaRepository;
  unitOfWork: UnitOfWork;
  audit: AuditService;
  users: Pick<UsersService, "unitWithin">;
  events: EventBus;
  storage: MediaStorage;
  clock: Clock;
  newId: () => string;
  prober: Prober;
  posters: FilmPosters | null;
  conversions: Conversions;
}

/** Title of a film that got none: its file name, as far as it is fit to be a name. */
export function titleOf({ title, filename }: Pick<UploadMetadata, "title" | "filename">): string {
  if (title !== undefined) return title;
  const stem = parse(filename.replaceAll("\\", "/").split("/").at(-1) ?? "").name;
  return [...stem.replaceAll(/\p{Cc}/gu, " ").trim()].slice(0, 50).join("").trim() || "未命名";
}

/** Takes complete files in: examined, with a poster, stored by their hash, and waiting for a reviewer. */
export class MediaIntake {
  constructor(private readonly parts: IntakeParts) {}

  /** Refuses before the bytes come what would be refused after. @throws Refusal refersToMissing */
  async requireUnit(caller: Caller, { unitId = caller.unitId }: Pick<UploadMetadata, "unitId">): Promise<void> {
    await this.parts.users.unitWithin(caller, unitId);
  }

  /** Takes in a copy of a file on the server's own disk (demo seed). */
  async takeCopy(caller: Caller, metadata: UploadMetadata, file: string): Promise<TakenIn> {
    const path = join(this.parts.storage.workFolder("copies"), this.parts.newId());
    try {
      await copyFile(file, path);
      return await this.take(caller, metadata, path, await hashFile(path));
    } finally {
      await rm(path, { force: true });
    }
  }

  /**
   * @param path of the file, in a work folder of the storage; it is moved away when the file is taken, and left where it
   * is otherwise
   * @throws Refusal mediaRefused with the reason; refersToMissing when the unit is out of reach
   */
  async take(caller: Caller, metadata: UploadMetadata, path: string, hash: ContentHash): Promise<TakenIn> {
    const unitId = metadata.unitId ?? caller.unitId;
    await this.requireUnit(caller, metadata);
    if (hash.bytes === 0) throw refused(reasons.empty);
    return this.parts.storage.exclusively(hash.sha256, async () => {
      const known = await this.parts.repository.ofSource(unitId, hash.sha256);
      if (known !== null && known.status !== "failed") return { mediaId: known.id, duplicate: true };
      try {
        return { mediaId: await this.store(caller, { ...metadata, unitId }, path, hash, known), duplicate: false };
      } catch (error) {
        // Another server process has just stored the same for the same unit.
        const other = brokenUnique(error) ? await this.parts.repository.ofSource(unitId, hash.sha256) : null;
        if (other === null) throw error;
        return { mediaId: other.id, duplicate: true };
      }
    });
  }

  /** @param failed media of the same bytes whose conversion failed earlier: it gets another try */
  private async store(caller: Caller, metadata: UploadMetadata & { unitId: string }, path: string, hash: ContentHash, failed: MediaRow | null): Promise<string> {
    const { prober, conversions, newId, storage, repository } = this.parts;
    const verdict = await examine(path, prober, conversions.available);
    const mediaId = failed?.id ?? newId();
    if ("convertible" in verdict) {
      await storage.putPoster(hash.sha256, await this.poster(path, metadata.level, { kind: "video", widthPx: 0, heightPx: 0, ...verdict.convertible }));
      await conversions.keepSource(mediaId, path);
      await this.record(caller, metadata, mediaId, { status: "transcoding", sha256: null, hash, failed }, (tx) => {
        tx.afterCommit(() => conversions.start(mediaId));
        return Promise.resolve();
      }).catch(async (error: unknown) => {
        await conversions.dropSource(mediaId);
        throw error;
      });
      return mediaId;
    }
    const { sha256, bytes, chunkSha256s } = hash;
    const { playable } = verdict;
    const poster = await this.poster(path, metadata.level, playable);
    await storage.put(sha256, path);
    if ((await storage.findPoster(sha256)) === null) await storage.putPoster(sha256, poster);
    await this.record(caller, metadata, mediaId, { status: "pending", sha256, hash, failed }, (tx) =>
      repository.addFile(tx, { sha256, bytes: BigInt(bytes), chunkSha256s, ...playable, createdAt: BigInt(this.parts.clock()) }),
    ).catch(async (error: unknown) => {
      if ((await repository.file(sha256)) === null) await storage.remove(sha256);
      throw error;
    });
    return mediaId;
  }

  private async poster(path: string, level: Level, { kind, durationMs, widthPx, heightPx }: Omit<Playable, "mimeType">): Promise<Buffer> {
    if (kind === "image") {
      // Whatever decoding stumbles over now is the file's fault: it was readable a moment ago.
      return imagePoster(path).catch(() => {
        throw refused(reasons.damaged);
      });
    }
    const { posters } = this.parts;
    if (posters === null) return placeholderPoster(level, widthPx, heightPx);
    const poster = await posters.poster(path, durationMs);
    if (poster === null) throw refused(reasons.damaged); // it reads well and still no frame can be decoded
    return poster;
  }

  private async record(
    caller: Caller,
    metadata: UploadMetadata & { unitId: string },
    id: string,
    { status, sha256, hash, failed }: { status: string; sha256: string | null; hash: ContentHash; failed: MediaRow | null },
    before: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    const { unitOfWork, users, repository, audit, events, clock } = this.parts;
    await unitOfWork.run(async (tx) => {
      const { path: unitPath } = await users.unitWithin(caller, metadata.unitId, tx);
      await before(tx);
      const title = titleOf(metadata);
      const facts = { title, level: metadata.level, status, sourceSha256: hash.sha256 };
      if (failed === null) {
        await repository.add(tx, { id, unitId: metadata.unitId, ...facts, sha256, uploaderId: caller.userId, contact: metadata.contact ?? null, createdAt: BigInt(clock()) });
      } else if (!(await repository.move(tx, id, { status: "failed", sha256: null }, { status, sha256, reason: null }))) {
        throw new Error("media changed while its file was examined");
      }
      await audit.record(tx, caller, { action: "media.upload", objectType: "media", objectId: id, objectName: failed?.title ?? title, unitPath, after: { ...facts, filename: metadata.filename } });
      tx.afterCommit(() => events.emit("changed", { what: "media", id, unitPath }));
    });
  }
}
