import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Express } from "express";
import type { Logger } from "pino";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import type { Downloads } from "../../http/downloads.ts";
import type { Authentication, Implemented } from "../../http/implement.ts";
import type { MediaStorage } from "../../storage/media-storage.ts";
import type { AuditService } from "../audit/service.ts";
import type { UsersService } from "../users/service.ts";
import { MediaFiles, type ByteAccess } from "./files.ts";
import { MediaIntake } from "./intake.ts";
import type { MediaRepository } from "./repository.ts";
import { mediaRoutes } from "./routes.ts";
import { MediaService } from "./service.ts";
import type { MediaTools } from "./tools.ts";
import { Conversions } from "./transcode/conversions.ts";
import { UploadAllowance, type Quotas } from "./uploads/allowance.ts";
import { HashingStore } from "./uploads/hashing-store.ts";
import { Uploads } from "./uploads/uploads.ts";
import type { UsageRepository } from "./uploads/usage.repository.ts";

export interface MediaParts {
  repository: MediaRepository;
  unitOfWork: UnitOfWork;
  audit: AuditService;
  users: UsersService;
  events: EventBus;
  clock: Clock;
  newId: () => string;
  logger: Pick<Logger, "error" | "warn">;
  storage: MediaStorage;
  tools: MediaTools;
  /** May be a closure over services that are constructed later: it is first called by a request. */
  access: ByteAccess;
  downloads: Downloads;
  usage: UsageRepository;
  quotas: Quotas;
  /** Space left on the disk; told by the storage unless a test says otherwise. */
  freeBytes?: () => Promise<number>;
}

export interface MediaFeature {
  service: MediaService;
  /** Takes in files without an upload (demo seed): `intake.takeCopy`. */
  intake: MediaIntake;
  /** The title and poster of media, whoever asks; null when it has none. */
  poster(mediaId: string): Promise<{ title: string; jpeg: Buffer } | null>;
  routes: Implemented[];
  /** For `AppParts.extras`: the tus uploads. */
  extra: (app: Express, authentication: Authentication) => void;
  /** For a job. @returns how many unfinished uploads were removed */
  removeStaleUploads(olderThanMs: number): Promise<number>;
  /** Call once the database is migrated: goes on with conversions that the last stop interrupted. */
  start(): Promise<void>;
  /** Settles when no film is left to convert. */
  converted(): Promise<void>;
  /** Call after the http server takes no more requests and before the database closes. Kills a running conversion. */
  close(): Promise<void>;
}

/**
 * Builds the media feature.
 *
 *     const media = createMedia({
 *       repository: new MediaRepository(database.client),
 *       storage: new MediaStorage(join(env.DATA_DIR, "media")),
 *       tools: await findTools(env.FFMPEG_PATH, env.FFPROBE_PATH),
 *       access: { playerMay: (screenId, sha256) => manifests.holds(screenId, sha256), userMay: … },
 *       unitOfWork, audit, users, events, clock, newId, logger,
 *     });
 *     createApp({ implemented: [...media.routes, …], extras: [media.extra, …], … });
 *     await media.start();
 */
export function createMedia({ tools, access, downloads, storage, freeBytes = () => storage.freeBytes(), ...parts }: MediaParts): MediaFeature {
  const { repository, unitOfWork, audit, events, clock, newId } = parts;
  const conversions = new Conversions({ ...parts, ...tools, storage });
  const service = new MediaService(repository, unitOfWork, audit, events, storage, clock, newId, (mediaId) => conversions.cancel(mediaId));
  const intake = new MediaIntake({ ...parts, ...tools, storage, conversions });
  const store = new HashingStore(storage.workFolder("uploads"));
  const allowance = new UploadAllowance({ ...parts, open: () => store.open(), freeBytes });
  const uploads = new Uploads({ store, allowance, intake, clock, newId });
  return {
    service,
    intake,
    poster: async (mediaId) => {
      const row = await repository.media(mediaId);
      const file = row === null ? null : await storage.findPoster(row.sha256 ?? row.sourceSha256);
      return row === null || file === null ? null : { title: row.title, jpeg: await readFile(join(file.root, file.path)) };
    },
    routes: mediaRoutes(service, new MediaFiles(service, storage, access, downloads)),
    extra: (app, authentication) => uploads.mount(app, authentication),
    removeStaleUploads: (olderThanMs) => uploads.removeStale(olderThanMs),
    start: () => conversions.resume(),
    converted: () => conversions.idle(),
    close: async () => {
      await uploads.close();
      await conversions.close();
    },
  };
}
