import type { Database, DatabaseTransaction, EntryTarget, Playlist, Prisma, ScheduleEntry, Unit } from "@yilu/prisma";
import { bumpContent, contentVersion } from "../../database/content-version.ts";
import { rememberName } from "../../database/play-names.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type EntryRow = ScheduleEntry & { unit: Unit; playlist: Pick<Playlist, "id" | "name">; targets: EntryTarget[] };
export type TargetContent = Pick<EntryTarget, "kind" | "ref" | "excluded">;
export type EntryContent = Omit<Prisma.ScheduleEntryUncheckedCreateInput, "id" | "unitId" | "updatedAt" | "version" | "targets">;

const withAll = { unit: true, playlist: { select: { id: true, name: true } }, targets: { orderBy: { position: "asc" } } } as const;

/** Schedule entries, and everything that manifests are made of. */
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  async page(pathPrefix: string, filter: { q?: string | undefined; tier?: string | undefined; unitId?: string | undefined }, skip: number, take: number): Promise<{ rows: EntryRow[]; total: number }> {
    const where = {
      unit: { path: { startsWith: pathPrefix } },
      ...(filter.unitId === undefined ? {} : { unitId: filter.unitId }),
      ...(filter.tier === undefined ? {} : { tier: filter.tier }),
      ...(filter.q ? { name: { contains: filter.q } } : {}),
    };
    const [rows, total] = await Promise.all([
      this.database.scheduleEntry.findMany({ where, include: withAll, orderBy: [{ startDate: "desc" }, { name: "asc" }], skip, take }),
      this.database.scheduleEntry.count({ where }),
    ]);
    return { rows, total };
  }

  find(id: string, tx?: Tx): Promise<EntryRow | null> {
    return on(this.database, tx).scheduleEntry.findUnique({ where: { id }, include: withAll });
  }

  async add(tx: Tx, id: string, unitId: string, content: EntryContent, targets: TargetContent[], targetId: () => string, now: number): Promise<void> {
    await on(this.database, tx).scheduleEntry.create({
      data: { ...content, id, unitId, updatedAt: BigInt(now), targets: { create: targets.map((target, position) => ({ id: targetId(), position, ...target })) } },
    });
    await bumpContent(this.database, tx);
  }

  /** @returns whether the entry still had this version */
  async change(tx: Tx, id: string, version: number, content: EntryContent, targets: TargetContent[], targetId: () => string, now: number): Promise<boolean> {
    const client = on(this.database, tx);
    const { count } = await client.scheduleEntry.updateMany({ where: { id, version }, data: { ...content, updatedAt: BigInt(now), version: { increment: 1 } } });
    if (count === 0) return false;
    await client.entryTarget.deleteMany({ where: { entryId: id } });
    await client.entryTarget.createMany({ data: targets.map((target, position) => ({ id: targetId(), entryId: id, position, ...target })) });
    await bumpContent(this.database, tx);
    return true;
  }

  /** An emergency ends at another instant. */
  async endWindow(tx: Tx, id: string, endsAt: number): Promise<void> {
    await on(this.database, tx).scheduleEntry.update({ where: { id }, data: { windowEndsAt: BigInt(endsAt), version: { increment: 1 } } });
    await bumpContent(this.database, tx);
  }

  async remove(tx: Tx, id: string, name: string): Promise<void> {
    await rememberName(this.database, tx, "entry", id, name);
    await on(this.database, tx).scheduleEntry.delete({ where: { id } });
    await bumpContent(this.database, tx);
  }

  /** Number that every change of content raises. */
  version(): Promise<number> {
    return contentVersion(this.database);
  }

  /**
   * What manifests are made of, read in one transaction.
   * @param tx when it is to see changes not yet committed
   * @param sinceDate entries that ended before this local date are left out
   * @param campaignDate and so are campaigns that ended before this one
   */
  async content(sinceDate: string, sinceAt: number, campaignDate: string, tx?: Tx) {
    const read = async (client: DatabaseTransaction) => {
      const version = await client.contentVersion.findUnique({ where: { id: 1 } });
      // Flat: what hangs on each of ten thousand screens costs more to read nested than to put together.
      const screens = await client.screen.findMany({
        select: { id: true, name: true, kind: true, line: true, timeZone: true, widthPx: true, heightPx: true, unitId: true, settings: true },
      });
      const members = await client.screenGroupMember.findMany({ orderBy: [{ screenId: "asc" }, { groupId: "asc" }] });
      const units = await client.unit.findMany({ select: { id: true, path: true, name: true } });
      const entries = await client.scheduleEntry.findMany({
        where: {
          AND: [{ OR: [{ endDate: null }, { endDate: { gte: sinceDate } }] }, { OR: [{ windowEndsAt: null }, { windowEndsAt: { gt: BigInt(sinceAt) } }] }],
        },
        include: { unit: { select: { path: true } }, targets: true },
        orderBy: { id: "asc" },
      });
      const playlists = await client.playlist.findMany({
        where: { id: { in: [...new Set(entries.map((entry) => entry.playlistId))] } },
        include: { items: { orderBy: { position: "asc" }, include: { media: { include: { file: true } } } } },
        orderBy: { id: "asc" },
      });
      const campaigns = await client.campaign.findMany({ where: { evidencePerDay: { gt: 0 }, endDate: { gte: campaignDate } }, select: { entryIds: true, evidencePerDay: true } });
      return { version: Number(version?.version ?? 0), screens, members, units, entries, playlists, campaigns };
    };
    return tx ? read(on(this.database, tx)) : this.database.$transaction(read);
  }

  /** A playlist with all that a manifest wants to know of it. */
  playlistContent(id: string) {
    return this.database.playlist.findMany({ where: { id }, include: { items: { orderBy: { position: "asc" }, include: { media: { include: { file: true } } } } } });
  }

  /** Takes its turn among the saves that touch what screens play: they are entered one after the other. */
  takeTurn(tx: Tx): Promise<void> {
    return bumpContent(this.database, tx);
  }
}

export type Content = Awaited<ReturnType<ScheduleRepository["content"]>>;
