import type { Clock } from "../../../clock.ts";
import { Refusal, refuse } from "../../../http/refusal.ts";
import type { OpenUpload } from "./hashing-store.ts";
import type { UsageRepository } from "./usage.repository.ts";

/** How many files one person may upload at the same time. */
const maxUploadsAtOnce = 8;
/** An upload that has not grown for so long does not count as going on. */
const idleMs = 10 * 60_000;
const dayMs = 86_400_000;
/** Space that uploads leave free, for the database and the logs. */
const reservedBytes = 512 * 1024 * 1024;
const gigabyte = 1024 ** 3;

export interface Quotas {
  /** What one user may bring within 24 hours. */
  userBytesPerDay: number;
  /** What the media of one unit may take, without the units below it. */
  unitBytes: number;
}

interface Parts {
  usage: Pick<UsageRepository, "ofUploader" | "ofUnit">;
  quotas: Quotas;
  /** Every upload that has not been taken in. */
  open(): Promise<OpenUpload[]>;
  freeBytes(): Promise<number>;
  clock: Clock;
}

interface Wish {
  userId: string;
  unitId: string;
  bytes: number;
}

const gb = (bytes: number): string => (bytes / gigabyte).toFixed(bytes < gigabyte ? 2 : 0);
const sum = (uploads: readonly OpenUpload[]): number => uploads.reduce((total, { bytes }) => total + bytes, 0);

/** What may be uploaded now: so many files at a time, so much a day and for a unit, and never more than the disk holds. */
export class UploadAllowance {
  /** Uploads about to begin, which are not on the disk yet. */
  private readonly coming = new Set<Wish>();

  constructor(private readonly parts: Parts) {}

  /** Runs `begin`, which makes the upload, if it may be. @throws Refusal rateLimited, tooLarge */
  async within<T>(wish: Wish, begin: () => Promise<T>): Promise<T> {
    // Noted before anything is awaited, so that a hundred asked for at once are not all let in.
    const before = [...this.coming];
    this.coming.add(wish);
    try {
      await this.require(wish, before);
      return await begin();
    } finally {
      this.coming.delete(wish);
    }
  }

  private async require({ userId, unitId, bytes }: Wish, coming: readonly Wish[]): Promise<void> {
    const { open, usage, quotas, freeBytes, clock } = this.parts;
    const uploads = await open();
    const mine = uploads.filter(({ ownerId }) => ownerId === userId);
    const mineComing = coming.filter((other) => other.userId === userId);
    if (mine.filter(({ grewAt }) => grewAt > clock() - idleMs).length + mineComing.length >= maxUploadsAtOnce) {
      throw new Refusal("rateLimited", {
        retryAfterSeconds: 30,
        detail: { zh: `同时至多上传 ${maxUploadsAtOnce} 份文件，等前面的传完`, en: `At most ${maxUploadsAtOnce} files at a time; let the others finish first` },
      });
    }
    const promised = bytes + coming.reduce((total, other) => total + other.bytes, 0);
    const missing = uploads.reduce((total, { missingBytes }) => total + missingBytes, 0);
    if ((await freeBytes()) < promised + missing + reservedBytes) {
      throw refuse("tooLarge", "服务器磁盘空间不够，放不下这份文件；请管理员清理磁盘", "The server's disk has no room for this file; ask your administrator to free some");
    }
    const today = (await usage.ofUploader(userId, clock() - dayMs)) + sum(mine) + mineComing.reduce((total, other) => total + other.bytes, 0);
    if (today + bytes > quotas.userBytesPerDay) {
      throw new Refusal("rateLimited", {
        retryAfterSeconds: 3600,
        detail: {
          zh: `每人 24 小时内至多上传 ${gb(quotas.userBytesPerDay)} GB，您已用 ${gb(today)} GB，放不下这份文件；过些时候再传，或请管理员调高 UPLOAD_GB_PER_DAY`,
          en: `One person may upload ${gb(quotas.userBytesPerDay)} GB within 24 hours; you have used ${gb(today)} GB, so this file has no room. Upload it later, or ask your administrator to raise UPLOAD_GB_PER_DAY`,
        },
      });
    }
    const held = (await usage.ofUnit(unitId)) + sum(uploads.filter((one) => one.unitId === unitId)) + coming.filter((one) => one.unitId === unitId).reduce((total, one) => total + one.bytes, 0);
    if (held + bytes > quotas.unitBytes) {
      throw refuse(
        "tooLarge",
        `这个单位的素材至多占 ${gb(quotas.unitBytes)} GB，已用 ${gb(held)} GB，放不下这份文件；删除不用的素材，或请管理员调高 MEDIA_GB_PER_UNIT`,
        `The media of this unit may take ${gb(quotas.unitBytes)} GB; ${gb(held)} GB are used, so this file has no room. Delete media that are not needed, or ask your administrator to raise MEDIA_GB_PER_UNIT`,
      );
    }
  }
}
