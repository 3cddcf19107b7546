import type { Database, Evidence, Prisma } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type EvidenceRow = Evidence;

/** Which pictures; lists that are left out do not restrict. */
export interface EvidenceFilter {
  unitIds?: string[] | undefined;
  screenId?: string | undefined;
  entryIds?: string[] | undefined;
  mediaId?: string | undefined;
  fromAt?: number | undefined;
  toAt?: number | undefined;
}

/** What is beside a picture when it is shown. */
export interface EvidenceNames {
  screens: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, string>;
  media: ReadonlyMap<string, string>;
  entries: ReadonlyMap<string, string>;
}

function whereOf({ unitIds, screenId, entryIds, mediaId, fromAt, toAt }: EvidenceFilter): Prisma.EvidenceWhereInput {
  return {
    ...(unitIds === undefined ? {} : { unitId: { in: unitIds } }),
    ...(screenId === undefined ? {} : { screenId }),
    ...(entryIds === undefined ? {} : { entryId: { in: entryIds } }),
    ...(mediaId === undefined ? {} : { mediaId }),
    ...(fromAt === undefined && toAt === undefined ? {} : { takenAt: { ...(fromAt === undefined ? {} : { gte: BigInt(fromAt) }), ...(toAt === undefined ? {} : { lt: BigInt(toAt) }) } }),
  };
}

const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** Pictures of what screens showed. */
export class EvidenceRepository {
  constructor(private readonly database: Database) {}

  find(id: string, tx?: Tx): Promise<EvidenceRow | null> {
    return on(this.database, tx).evidence.findUnique({ where: { id } });
  }

  async add(tx: Tx, row: EvidenceRow): Promise<void> {
    await on(this.database, tx).evidence.create({ data: row });
  }

  /** Newest first. */
  async page(filter: EvidenceFilter, skip: number, take: number): Promise<{ rows: EvidenceRow[]; total: number }> {
    const where = whereOf(filter);
    const [rows, total] = await Promise.all([
      this.database.evidence.findMany({ where, orderBy: [{ takenAt: "desc" }, { id: "asc" }], skip, take }),
      this.database.evidence.count({ where }),
    ]);
    return { rows, total };
  }

  /** Ids of the units at and below a path; null where that is everything, units that are gone included. */
  async unitIdsWithin(path: string): Promise<string[] | null> {
    if (path.split("/").filter(Boolean).length < 2) return null;
    return (await this.database.unit.findMany({ where: { path: { startsWith: path } }, select: { id: true } })).map((unit) => unit.id);
  }

  /** Whether a media or an entry is there, or was. */
  async isKnown(kind: "media" | "entry", ref: string): Promise<boolean> {
    const there = kind === "media" ? await this.database.media.count({ where: { id: ref } }) : await this.database.scheduleEntry.count({ where: { id: ref } });
    return there > 0 || (await this.database.playName.count({ where: { kind, ref } })) > 0;
  }

  /** Names of all that these pictures show, also of what is gone by now. */
  async names(rows: readonly EvidenceRow[]): Promise<EvidenceNames> {
    const mediaIds = distinct(rows.map((row) => row.mediaId));
    const entryIds = distinct(rows.map((row) => row.entryId));
    const [screens, units, media, entries, gone] = await Promise.all([
      this.database.screenAssignment.findMany({ where: { screenId: { in: distinct(rows.map((row) => row.screenId)) } }, select: { screenId: true, screenName: true }, orderBy: { fromAt: "asc" } }),
      this.database.unit.findMany({ where: { id: { in: distinct(rows.map((row) => row.unitId)) } }, select: { id: true, name: true } }),
      this.database.media.findMany({ where: { id: { in: mediaIds } }, select: { id: true, title: true } }),
      this.database.scheduleEntry.findMany({ where: { id: { in: entryIds } }, select: { id: true, name: true } }),
      this.database.playName.findMany({ where: { OR: [{ kind: "media", ref: { in: mediaIds } }, { kind: "entry", ref: { in: entryIds } }] }, select: { kind: true, ref: true, name: true } }),
    ]);
    const was = (kind: string) => gone.filter((row) => row.kind === kind).map((row) => [row.ref, row.name] as const);
    return {
      screens: new Map(screens.map((row) => [row.screenId, row.screenName])),
      units: new Map(units.map((row) => [row.id, row.name])),
      media: new Map([...was("media"), ...media.map((row) => [row.id, row.title] as const)]),
      entries: new Map([...was("entry"), ...entries.map((row) => [row.id, row.name] as const)]),
    };
  }

  /** Some of those that were received before an instant. */
  receivedBefore(at: number, take: number): Promise<Pick<EvidenceRow, "id" | "sha256">[]> {
    return this.database.evidence.findMany({ where: { receivedAt: { lt: BigInt(at) } }, select: { id: true, sha256: true }, take });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.database.evidence.deleteMany({ where: { id: { in: [...ids] } } });
  }

  async isUsed(sha256: string): Promise<boolean> {
    return (await this.database.evidence.findFirst({ where: { sha256 }, select: { id: true } })) !== null;
  }
}
