import type { Database, Media, MediaFile, MediaReview, Prisma, Unit } from "@yilu/prisma";
import { bumpContent } from "../../database/content-version.ts";
import { rememberName } from "../../database/play-names.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type MediaRow = Media & {
  unit: Unit;
  uploader: { displayName: string; unitId: string };
  file: MediaFile | null;
  reviews: (MediaReview & { reviewer: { displayName: string } })[];
  items: { playlist: { id: string; name: string; unit: { path: string } } }[];
};
export type FileRow = Omit<MediaFile, "chunkSha256s" | "createdAt"> & { chunkSha256s: string[]; createdAt: bigint };

const whole = {
  unit: true,
  uploader: { select: { displayName: true, unitId: true } },
  file: true,
  reviews: { include: { reviewer: { select: { displayName: true } } }, orderBy: { at: "asc" } },
  items: { select: { playlist: { select: { id: true, name: true, unit: { select: { path: true } } } } } },
} satisfies Prisma.MediaInclude;

/** A film whose time ends soon, and everything that shows it. */
export interface EndingFilm {
  id: string;
  title: string;
  unitName: string;
  unitPath: string;
  validUntil: number;
  remindedAt: number;
  playlists: { name: string; unitPath: string; entries: { name: string; unitPath: string }[] }[];
}

const path = { select: { path: true } } as const;

/** Which media: those of the unit at `pathPrefix` and below, and approved ones of the units in `sharedFrom`. */
export interface Reach {
  pathPrefix: string;
  sharedFrom: string[];
}

export interface MediaFilter {
  q?: string | undefined;
  status?: string | undefined;
  level?: string | undefined;
  kind?: "video" | "image" | undefined;
  unitId?: string | undefined;
  /** Approved, and valid until between these instants. */
  expires?: { from: number; until: number } | undefined;
}

/** Media, the files they stand for, and their reviews. */
export class MediaRepository {
  constructor(private readonly database: Database) {}

  bumpContent(tx: Tx): Promise<void> {
    return bumpContent(this.database, tx);
  }

  media(id: string, tx?: Tx): Promise<MediaRow | null> {
    return on(this.database, tx).media.findUnique({ where: { id }, include: whole });
  }

  ofSource(unitId: string, sourceSha256: string): Promise<MediaRow | null> {
    return this.database.media.findUnique({ where: { unitId_sourceSha256: { unitId, sourceSha256 } }, include: whole });
  }

  /** Of these ids, whatever is in the unit at `pathPrefix`, below it, or directly in one of `units`; in any state. */
  withIds(ids: string[], pathPrefix: string, units: string[], tx?: Tx): Promise<(Media & { file: MediaFile | null })[]> {
    const where = { id: { in: ids }, OR: [{ unit: { path: { startsWith: pathPrefix } } }, { unitId: { in: units } }] };
    return on(this.database, tx).media.findMany({ where, include: { file: true } });
  }

  /** Newest first. */
  async page(reach: Reach, { q, status, level, kind, unitId, expires }: MediaFilter, skip: number, take: number): Promise<{ rows: MediaRow[]; total: number }> {
    const where: Prisma.MediaWhereInput = {
      OR: [{ unit: { path: { startsWith: reach.pathPrefix } } }, { unitId: { in: reach.sharedFrom }, status: "approved" }],
      ...(status === undefined ? {} : { status }),
      ...(level === undefined ? {} : { level }),
      ...(unitId === undefined ? {} : { unitId }),
      ...(q ? { title: { contains: q } } : {}),
      ...(expires === undefined ? {} : { status: "approved", validUntil: { gt: BigInt(expires.from), lte: BigInt(expires.until) } }),
      // What has no file yet is a film being converted.
      ...(kind === undefined ? {} : { AND: [kind === "video" ? { OR: [{ file: { kind } }, { sha256: null }] } : { file: { kind } }] }),
    };
    const [rows, total] = await Promise.all([
      this.database.media.findMany({ where, include: whole, orderBy: [{ createdAt: "desc" }, { id: "desc" }], skip, take }),
      this.database.media.count({ where }),
    ]);
    return { rows, total };
  }

  file(sha256: string, tx?: Tx): Promise<MediaFile | null> {
    return on(this.database, tx).mediaFile.findUnique({ where: { sha256 } });
  }

  /** Paths of the units whose media stand for these bytes, as uploaded or as converted, and whether they are approved. */
  async holders(sha256: string): Promise<{ unitId: string; unitPath: string; approved: boolean }[]> {
    const rows = await this.database.media.findMany({
      where: { OR: [{ sha256 }, { sourceSha256: sha256 }] },
      select: { status: true, unitId: true, unit: { select: { path: true } } },
    });
    return rows.map(({ status, unitId, unit }) => ({ unitId, unitPath: unit.path, approved: status === "approved" }));
  }

  async addFile(tx: Tx, row: FileRow): Promise<void> {
    await on(this.database, tx).mediaFile.upsert({ where: { sha256: row.sha256 }, create: row, update: {} });
  }

  add(tx: Tx, row: Pick<Media, "id" | "unitId" | "title" | "level" | "status" | "sha256" | "sourceSha256" | "uploaderId" | "contact" | "createdAt">): Promise<MediaRow> {
    return on(this.database, tx).media.create({ data: row, include: whole });
  }

  /** @returns whether the media still had this version */
  async change(tx: Tx, id: string, version: number, data: Partial<Pick<Media, "title" | "level" | "validFrom" | "validUntil" | "contact" | "status" | "reason" | "approvals" | "remindedAt">>): Promise<boolean> {
    const { count } = await on(this.database, tx).media.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } });
    return count === 1;
  }

  /** Moves media from one state to another. @returns whether it was still in the first, with these bytes */
  async move(tx: Tx, id: string, from: Partial<Pick<Media, "status" | "sha256" | "approvals" | "version">>, to: Partial<Pick<Media, "status" | "sha256" | "reason" | "approvals">>): Promise<boolean> {
    const { count } = await on(this.database, tx).media.updateMany({ where: { id, ...from }, data: { ...to, version: { increment: 1 } } });
    return count === 1;
  }

  /** Approved media whose time ends in between and of whom nobody was reminded yet. */
  async expiring(from: number, until: number): Promise<{ id: string; unitPath: string }[]> {
    const rows = await this.database.media.findMany({
      where: { status: "approved", remindedAt: null, validUntil: { gt: BigInt(from), lte: BigInt(until) } },
      select: { id: true, unit: { select: { path: true } } },
    });
    return rows.map(({ id, unit }) => ({ id, unitPath: unit.path }));
  }

  /** Approved media whose owners were to be reminded and that may still be shown, the first to end first; of schedule entries those not over on `today`. */
  async ending(now: number, today: string): Promise<EndingFilm[]> {
    const entries = { where: { OR: [{ endDate: { gte: today } }, { endDate: null, windowEndsAt: null }, { windowEndsAt: { gt: BigInt(now) } }] }, select: { name: true, unit: path }, orderBy: { name: "asc" } } satisfies Prisma.Playlist$entriesArgs;
    const rows = await this.database.media.findMany({
      where: { status: "approved", remindedAt: { not: null }, validUntil: { gt: BigInt(now) } },
      select: { id: true, title: true, validUntil: true, remindedAt: true, unit: { select: { name: true, path: true } }, items: { distinct: ["playlistId"], select: { playlist: { select: { name: true, unit: path, entries } } } } },
      orderBy: [{ validUntil: "asc" }, { id: "asc" }],
    });
    return rows.map(({ id, title, validUntil, remindedAt, unit, items }) => ({
      ...{ id, title, validUntil: Number(validUntil), remindedAt: Number(remindedAt), unitName: unit.name, unitPath: unit.path },
      playlists: items.map(({ playlist }) => ({ name: playlist.name, unitPath: playlist.unit.path, entries: playlist.entries.map((entry) => ({ name: entry.name, unitPath: entry.unit.path })) })),
    }));
  }

  async reminded(tx: Tx, ids: readonly string[], at: number): Promise<void> {
    await on(this.database, tx).media.updateMany({ where: { id: { in: [...ids] } }, data: { remindedAt: BigInt(at) } });
  }

  /** How films are reviewed, as it was stored; null: never set. */
  async policy(): Promise<unknown> {
    const row = await this.database.setting.findUnique({ where: { key: "reviewPolicy" } });
    return row === null ? null : (JSON.parse(row.value) as unknown);
  }

  async setPolicy(tx: Tx, policy: object): Promise<void> {
    const value = JSON.stringify(policy);
    await on(this.database, tx).setting.upsert({ where: { key: "reviewPolicy" }, create: { key: "reviewPolicy", value }, update: { value } });
  }

  async addReview(tx: Tx, row: Omit<MediaReview, "id"> & { id: string }): Promise<void> {
    await on(this.database, tx).mediaReview.create({ data: row });
  }

  /** Reports go on showing its title and level. */
  async remove(tx: Tx, { id, title, level }: Pick<Media, "id" | "title" | "level">): Promise<void> {
    await rememberName(this.database, tx, "media", id, title, level);
    await on(this.database, tx).media.delete({ where: { id } });
  }

  /** Forgets a file that no media stands for any more. */
  async removeFileIfUnneeded(tx: Tx, sha256: string): Promise<void> {
    await on(this.database, tx).mediaFile.deleteMany({ where: { sha256, media: { none: {} } } });
  }

  /** What was being converted, oldest first. */
  transcoding(): Promise<MediaRow[]> {
    return this.database.media.findMany({ where: { status: "transcoding" }, include: whole, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  }
}
