import type { Database, Media, MediaFile, Playlist, PlaylistItem, Unit } from "@yilu/prisma";
import { bumpContent } from "../../database/content-version.ts";
import { rememberName } from "../../database/play-names.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type PlaylistRow = Playlist & {
  unit: Unit;
  items: (PlaylistItem & { media: Media & { file: MediaFile | null } })[];
  entries: { id: string; name: string; unit: { path: string } }[];
};
export interface ItemContent {
  mediaId: string;
  /** Images only. */
  durationMs: number | null;
}

const withAll = {
  unit: true,
  items: { include: { media: { include: { file: true } } }, orderBy: { position: "asc" } },
  entries: { select: { id: true, name: true, unit: { select: { path: true } } } },
} as const;

export class PlaylistsRepository {
  constructor(private readonly database: Database) {}

  async page(pathPrefix: string, filter: { q?: string | undefined; unitId?: string | undefined }, skip: number, take: number): Promise<{ rows: PlaylistRow[]; total: number }> {
    const where = {
      unit: { path: { startsWith: pathPrefix } },
      ...(filter.unitId === undefined ? {} : { unitId: filter.unitId }),
      ...(filter.q ? { name: { contains: filter.q } } : {}),
    };
    const [rows, total] = await Promise.all([
      this.database.playlist.findMany({ where, include: withAll, orderBy: { name: "asc" }, skip, take }),
      this.database.playlist.count({ where }),
    ]);
    return { rows, total };
  }

  find(id: string, tx?: Tx): Promise<PlaylistRow | null> {
    return on(this.database, tx).playlist.findUnique({ where: { id }, include: withAll });
  }

  async add(tx: Tx, row: Pick<Playlist, "id" | "unitId" | "name">, items: ItemContent[], itemId: () => string, now: number): Promise<void> {
    await on(this.database, tx).playlist.create({
      data: { ...row, updatedAt: BigInt(now), items: { create: items.map((item, position) => ({ id: itemId(), position, ...item })) } },
    });
    await bumpContent(this.database, tx);
  }

  /** @returns whether the playlist still had this version */
  async change(tx: Tx, id: string, version: number, name: string, items: ItemContent[], itemId: () => string, now: number): Promise<boolean> {
    const client = on(this.database, tx);
    const { count } = await client.playlist.updateMany({ where: { id, version }, data: { name, updatedAt: BigInt(now), version: { increment: 1 } } });
    if (count === 0) return false;
    await client.playlistItem.deleteMany({ where: { playlistId: id } });
    await client.playlistItem.createMany({ data: items.map((item, position) => ({ id: itemId(), playlistId: id, position, ...item })) });
    await bumpContent(this.database, tx);
    return true;
  }

  async remove(tx: Tx, id: string, name: string): Promise<void> {
    await rememberName(this.database, tx, "playlist", id, name);
    await on(this.database, tx).playlist.delete({ where: { id } });
    await bumpContent(this.database, tx);
  }
}
