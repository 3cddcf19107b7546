import { mkdirSync, rmSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { level, type Bilingual } from "@yilu/contract";
import type { Logger } from "pino";
import { systemCaller } from "../../../caller.ts";
import type { Clock } from "../../../clock.ts";
import type { Tx, UnitOfWork } from "../../../database/unit-of-work.ts";
import type { EventBus } from "../../../events.ts";
import { Refusal } from "../../../http/refusal.ts";
import { hashFile } from "../../../storage/hashing.ts";
import type { MediaStorage } from "../../../storage/media-storage.ts";
import type { AuditService } from "../../audit/service.ts";
import { placeholderPoster, type FilmPosters } from "../posters.ts";
import { examine } from "../probe/examine.ts";
import type { Playable } from "../probe/playable.ts";
import type { Prober } from "../probe/prober.ts";
import { oneText, reasons } from "../probe/reasons.ts";
import { ToolFailed } from "../probe/run-tool.ts";
import type { MediaRepository, MediaRow } from "../repository.ts";
import type { Transcoder } from "./transcoder.ts";

export interface ConversionParts {
  repository: MediaRepository;
  unitOfWork: UnitOfWork;
  audit: AuditService;
  events: EventBus;
  storage: MediaStorage;
  clock: Clock;
  logger: Pick<Logger, "error" | "warn">;
  prober: Prober;
  posters: FilmPosters | null;
  /** Null where there is no converter: then nothing is queued, and what was left half done fails honestly. */
  transcoder: Transcoder | null;
}

/**
 * Converts films one at a time, in the order they came. The row stays "transcoding" and the source stays on disk until
 * the outcome is stored, so a restart takes up where it stopped. Should two server processes convert the same film, the
 * first outcome counts.
 */
export class Conversions {
  private readonly sources: string;
  private readonly results: string;
  private readonly waiting: string[] = [];
  private current: { mediaId: string; abort: AbortController } | null = null;
  private working: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly parts: ConversionParts) {
    this.sources = parts.storage.workFolder("sources");
    this.results = parts.storage.workFolder("results");
  }

  get available(): boolean {
    return this.parts.transcoder !== null;
  }

  /** Takes over the source file of media that is about to be stored as "transcoding". */
  async keepSource(mediaId: string, from: string): Promise<void> {
    await rename(from, this.sourceOf(mediaId));
  }

  async dropSource(mediaId: string): Promise<void> {
    await rm(this.sourceOf(mediaId), { force: true });
  }

  /** Queues media whose row says "transcoding". */
  start(mediaId: string): void {
    if (this.closed) return;
    this.waiting.push(mediaId);
    if (this.waiting.length === 1 && this.current === null) this.working = this.workOff();
  }

  /** Stops converting media that was removed. */
  cancel(mediaId: string): void {
    if (this.current?.mediaId === mediaId) this.current.abort.abort();
    else void this.dropSource(mediaId).catch((error: unknown) => this.parts.logger.warn({ err: error }, "a source was not removed"));
  }

  /** At the start of the server: goes on with what was left, or says why that is not possible. */
  async resume(): Promise<void> {
    rmSync(this.results, { recursive: true, force: true });
    mkdirSync(this.results, { recursive: true });
    for (const row of await this.parts.repository.transcoding()) {
      const there = await stat(this.sourceOf(row.id)).catch(() => null);
      if (there === null) await this.fail(row, reasons.sourceMissing);
      else if (!this.available) await this.fail(row, reasons.converterMissing);
      else this.start(row.id);
    }
  }

  /** Settles when nothing is left to convert. */
  async idle(): Promise<void> {
    while (this.current !== null || this.waiting.length > 0) await this.working;
  }

  /** Kills a running conversion; it is taken up at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    this.waiting.length = 0;
    this.current?.abort.abort();
    await this.working;
  }

  private sourceOf(mediaId: string): string {
    return join(this.sources, mediaId);
  }

  private async workOff(): Promise<void> {
    for (let mediaId = this.waiting.shift(); mediaId !== undefined; mediaId = this.waiting.shift()) {
      const abort = new AbortController();
      this.current = { mediaId, abort };
      try {
        await this.convert(mediaId, abort.signal);
      } catch (error) {
        this.parts.logger.error({ err: error, mediaId }, "a conversion broke off; it is tried again at the next start");
      } finally {
        this.current = null;
      }
    }
  }

  private async convert(mediaId: string, signal: AbortSignal): Promise<void> {
    const { transcoder, prober, repository, events } = this.parts;
    const row = await repository.media(mediaId);
    if (row === null || row.status !== "transcoding" || transcoder === null) return this.dropSource(mediaId);
    const source = this.sourceOf(mediaId);
    const target = join(this.results, mediaId);
    const tell = (percent: number) => events.emit("media.progress", { mediaId, percent, unitPath: row.unit.path });
    try {
      tell(0);
      await transcoder.transcode(source, target, (await prober.probe(source))?.durationMs ?? null, tell, signal);
      const verdict = await examine(target, prober, false);
      if ("playable" in verdict) await this.succeed(row, target, verdict.playable);
    } catch (error) {
      if (error instanceof ToolFailed && error.why === "stopped") {
        if (!this.closed) await this.dropSource(mediaId);
      } else if (error instanceof ToolFailed) {
        this.parts.logger.warn({ mediaId, why: error.why, said: error.text }, "a film could not be converted");
        await this.fail(row, reasons.notConverted);
      } else if (error instanceof Refusal) {
        await this.fail(row, error.particulars.detail ?? reasons.notConverted);
      } else throw error;
    } finally {
      await rm(target, { force: true });
    }
  }

  private async succeed(row: MediaRow, path: string, playable: Playable): Promise<void> {
    const { storage, posters, repository, clock } = this.parts;
    const poster =
      (await posters?.poster(path, playable.durationMs)) ?? (await placeholderPoster(level.parse(row.level), playable.widthPx, playable.heightPx));
    const { sha256, bytes, chunkSha256s } = await hashFile(path);
    await storage.exclusively(row.sourceSha256, () =>
      storage.exclusively(sha256, async () => {
        await storage.put(sha256, path);
        await storage.putPoster(sha256, poster);
        const stored = await this.settle(row, { status: "pending", sha256, reason: null }, "media.converted", (tx) =>
          repository.addFile(tx, { sha256, bytes: BigInt(bytes), chunkSha256s, ...playable, createdAt: BigInt(clock()) }),
        );
        if (!stored && (await repository.file(sha256)) === null) {
          await storage.remove(sha256);
          await storage.removePoster(sha256);
        }
      }),
    );
  }

  private async fail(row: MediaRow, reason: Bilingual): Promise<void> {
    await this.settle(row, { status: "failed", reason: oneText(reason) }, "media.notConverted", () => Promise.resolve());
  }

  /** Stores an outcome with its audit row, unless the media is gone or has an outcome already. */
  private async settle(
    row: MediaRow,
    to: { status: string; sha256?: string; reason: string | null },
    action: string,
    before: (tx: Tx) => Promise<void>,
  ): Promise<boolean> {
    const { unitOfWork, repository, audit, events } = this.parts;
    const unitPath = row.unit.path;
    const stored = await unitOfWork.run(async (tx) => {
      await before(tx);
      if (!(await repository.move(tx, row.id, { status: "transcoding", sha256: null }, to))) {
        if (to.sha256 !== undefined) await repository.removeFileIfUnneeded(tx, to.sha256);
        return false;
      }
      const fact = { action, objectType: "media", objectId: row.id, objectName: row.title, unitPath };
      await audit.record(tx, systemCaller(row.unitId, unitPath), { ...fact, before: { status: "transcoding" }, after: to });
      tx.afterCommit(() => events.emit("changed", { what: "media", id: row.id, unitPath }));
      return true;
    });
    await this.dropSource(row.id);
    return stored;
  }
}
