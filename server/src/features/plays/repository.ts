import { type Prisma, type Database, type Provider, type ScreenAssignment } from "@yilu/prisma";
import { columnList, jsonRows, numberRows, type ColumnType } from "../../database/json-rows.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import type { NameKind } from "../../database/play-names.ts";
import type { KeptApart } from "./believe.ts";
import type { Ranges } from "./ranges.ts";
import { RollUpRepository } from "./roll-up.repository.ts";

export interface PlayRow {
  ledgerKey: number;
  seq: number;
  assignmentKey: number;
  mediaKey: number;
  playlistKey: number;
  entryKey: number;
  revisionKey: number;
  startedAt: number;
  airtimeMs: number;
  outcome: number;
  clock: number;
  notBefore: number | null;
  notAfter: number | null;
}

const playColumns = {
  ledgerKey: "int",
  seq: "int",
  assignmentKey: "int",
  mediaKey: "int",
  playlistKey: "int",
  entryKey: "int",
  revisionKey: "int",
  startedAt: "bigint",
  airtimeMs: "int",
  outcome: "int",
  clock: "int",
  notBefore: "bigint",
  notAfter: "bigint",
} as const satisfies Record<keyof PlayRow, ColumnType>;

/** The books: ledgers and plays, and beside them their roll-ups. One statement per batch, whatever its size. */
export class PlaysRepository {
  readonly rollUps: RollUpRepository;

  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {
    this.rollUps = new RollUpRepository(database, provider);
  }

  /**
   * Keys of ledgers, which are entered when they are new. Key: "screenId ledgerId". The rows stay locked until the end of
   * the transaction, so two processes never extend the same ledger at once; taken in order, so they never wait for each other in a circle.
   */
  async ledgerKeys(tx: Tx, ledgers: readonly { screenId: string; ledgerId: string }[]): Promise<Map<string, number>> {
    const nameOf = (row: { screenId: string; ledgerId: string }) => `${row.screenId} ${row.ledgerId}`;
    const unique = [...new Map(ledgers.map((row) => [nameOf(row), { screenId: row.screenId, ledgerId: row.ledgerId }])).entries()].sort(([one], [other]) => (one < other ? -1 : 1));
    const rows = await on(this.database, tx).$queryRaw<{ key: number | bigint; screenId: string; ledgerId: string }[]>`
      INSERT INTO "Ledger" ("screenId", "ledgerId") ${this.rows(unique.map(([, row]) => row), { screenId: "text", ledgerId: "text" })}
      ON CONFLICT ("screenId", "ledgerId") DO UPDATE SET "receivedTo" = "Ledger"."receivedTo" RETURNING "key", "screenId", "ledgerId"`;
    return new Map(rows.map((row) => [nameOf(row), Number(row.key)]));
  }

  /** What is in the books of each ledger, in order. */
  async ranges(tx: Tx, ledgerKeys: readonly number[]): Promise<Map<number, Ranges>> {
    const rows = await on(this.database, tx).$queryRaw<Record<"ledgerKey" | "fromSeq" | "toSeq", number | bigint>[]>`
      SELECT r."ledgerKey", r."fromSeq", r."toSeq" FROM "LedgerRange" r
      JOIN (${this.rows(ledgerKeys.map((key) => ({ key })), { key: "int" })}) AS wanted ON wanted."key" = r."ledgerKey" ORDER BY 1, 2`;
    const answer = new Map<number, [number, number][]>();
    for (const row of rows) {
      const list = answer.get(Number(row.ledgerKey)) ?? [];
      list.push([Number(row.fromSeq), Number(row.toSeq)]);
      answer.set(Number(row.ledgerKey), list);
    }
    return answer;
  }

  async putRanges(tx: Tx, put: readonly { ledgerKey: number; fromSeq: number; toSeq: number }[], gone: readonly { ledgerKey: number; fromSeq: number }[]): Promise<void> {
    const client = on(this.database, tx);
    const columns = { ledgerKey: "int", fromSeq: "int", toSeq: "int" } as const;
    if (put.length > 0) {
      await client.$executeRaw`
        INSERT INTO "LedgerRange" (${columnList(columns)}) ${this.rows(put, columns)} ON CONFLICT ("ledgerKey", "fromSeq") DO UPDATE SET "toSeq" = excluded."toSeq"`;
    }
    if (gone.length > 0) {
      await client.$executeRaw`DELETE FROM "LedgerRange" WHERE ("ledgerKey", "fromSeq") IN (${this.rows(gone, { ledgerKey: "int", fromSeq: "int" })})`;
    }
  }

  /** When the oldest single play began; null when there is none. */
  async oldestPlay(): Promise<number | null> {
    const row = await this.database.play.findFirst({ orderBy: { startedAt: "asc" }, select: { startedAt: true } });
    return row === null ? null : Number(row.startedAt);
  }

  /** Forgets single plays that began before an instant; ranges, roll-ups and names stay. @returns how many */
  async removePlaysBefore(at: number): Promise<number> {
    return this.database.$executeRaw`DELETE FROM "Play" WHERE "startedAt" < ${BigInt(at)}`;
  }

  assignments(tx: Tx, screenIds: readonly string[]): Promise<ScreenAssignment[]> {
    return on(this.database, tx).screenAssignment.findMany({ where: { screenId: { in: [...screenIds] } }, orderBy: { fromAt: "asc" } });
  }

  /** Keys of the names that plays refer to: those known, and those of things that exist now. Missing: never heard of. */
  async nameKeys(tx: Tx, kind: NameKind, refs: readonly string[]): Promise<Map<string, number>> {
    const client = on(this.database, tx);
    const read = async () => new Map((await client.playName.findMany({ where: { kind, ref: { in: [...refs] } }, select: { ref: true, key: true } })).map((row) => [row.ref, row.key]));
    const known = await read();
    const missing = refs.filter((ref) => !known.has(ref));
    if (missing.length === 0) return known;
    const fresh = await this.existing(tx, kind, missing);
    if (fresh.length === 0) return known;
    await client.$executeRaw`
      INSERT INTO "PlayName" ("kind", "ref", "name", "level")
      ${this.rows(fresh, { kind: "text", ref: "text", name: "text", level: "text" })} ON CONFLICT DO NOTHING`;
    return read();
  }

  private async existing(tx: Tx, kind: NameKind, refs: string[]): Promise<{ kind: string; ref: string; name: string; level: string | null }[]> {
    const client = on(this.database, tx);
    const where = { id: { in: refs } };
    switch (kind) {
      case "media":
        return (await client.media.findMany({ where, select: { id: true, title: true, level: true } })).map((row) => ({ kind, ref: row.id, name: row.title, level: row.level }));
      case "entry":
      case "playlist": {
        const rows = kind === "entry" ? await client.scheduleEntry.findMany({ where, select: { id: true, name: true } }) : await client.playlist.findMany({ where, select: { id: true, name: true } });
        const names = new Map(rows.map((row) => [row.id, row.name]));
        // An entry deleted before its first play arrived left no name; its plays count all the same.
        return refs.map((ref) => ({ kind, ref, name: names.get(ref) ?? "", level: null }));
      }
      case "revision":
        return refs.map((ref) => ({ kind, ref, name: ref.slice(0, 12), level: null }));
      case "unit":
        return []; // plays name no units; their names are remembered when they are deleted
    }
  }

  /** Enters plays, each once; what stands in the books already is left as it is. @returns how many were entered */
  insertPlays(tx: Tx, plays: readonly PlayRow[]): Promise<number> {
    return on(this.database, tx).$executeRaw`INSERT INTO "Play" (${columnList(playColumns)}) ${numberRows(this.provider, plays, playColumns)} ON CONFLICT DO NOTHING`;
  }

  /** The plays that stand in the books under these numbers. */
  async stored(tx: Tx, numbers: readonly { ledgerKey: number; seq: number }[]): Promise<Map<string, PlayRow>> {
    const rows = await on(this.database, tx).$queryRaw<Record<keyof PlayRow, number | bigint | null>[]>`
      SELECT p.* FROM "Play" p JOIN (${this.rows(numbers, { ledgerKey: "int", seq: "int" })}) AS wanted ON wanted."ledgerKey" = p."ledgerKey" AND wanted."seq" = p."seq"`;
    return new Map(
      rows.map((row) => {
        const numeric = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : Number(value)]));
        const play = numeric as unknown as PlayRow; // every column of Play is a number, and these are all of them
        return [`${play.ledgerKey} ${play.seq}`, play];
      }),
    );
  }

  async advanceLedgers(tx: Tx, rows: readonly { key: number; receivedTo: number; received: number; conflictAt: number | null; newestAt: number | null }[]): Promise<void> {
    await on(this.database, tx).$executeRaw`
      UPDATE "Ledger" SET
        "receivedTo" = CASE WHEN u."receivedTo" > "Ledger"."receivedTo" THEN u."receivedTo" ELSE "Ledger"."receivedTo" END,
        "received" = "Ledger"."received" + u."received",
        "conflictAt" = COALESCE(u."conflictAt", "Ledger"."conflictAt"),
        "newestAt" = CASE WHEN u."newestAt" IS NULL OR u."newestAt" < "Ledger"."newestAt" THEN "Ledger"."newestAt" ELSE u."newestAt" END
      FROM (${this.rows(rows, { key: "int", receivedTo: "int", received: "int", conflictAt: "bigint", newestAt: "bigint" })}) AS u
      WHERE u."key" = "Ledger"."key"`;
  }

  async addApart(tx: Tx, rows: readonly (KeptApart & { ledgerKey: number; screenId: string; receivedAt: number })[]): Promise<void> {
    const columns = { ledgerKey: "int", screenId: "text", seq: "int", reason: "text", content: "text", digest: "text", receivedAt: "bigint" } as const;
    await on(this.database, tx).$executeRaw`INSERT INTO "PlayKeptApart" (${columnList(columns)}) ${this.rows(rows, columns)} ON CONFLICT DO NOTHING`;
  }

  /** Highest number received of a ledger; 0 when it is unknown. */
  async receivedTo(screenId: string, ledgerId: string): Promise<number> {
    const row = await this.database.ledger.findUnique({ where: { screenId_ledgerId: { screenId, ledgerId } }, select: { receivedTo: true } });
    return row?.receivedTo ?? 0;
  }

  /** Plays that started on a local date, by screen. */
  async playsOn(screenDates: readonly { screenId: string; date: string }[]): Promise<Map<string, number>> {
    const rows = await this.database.$queryRaw<{ screenId: string; plays: number | bigint }[]>`
      SELECT a."screenId", CAST(SUM(d."completed" + d."interrupted" + d."failed") AS BIGINT) AS plays
      FROM (${this.rows(screenDates, { screenId: "text", date: "text" })}) AS wanted
      JOIN "ScreenAssignment" a ON a."screenId" = wanted."screenId"
      JOIN "ScreenDay" d ON d."date" = wanted."date" AND d."assignmentKey" = a."key"
      GROUP BY a."screenId"`;
    return new Map(rows.map((row) => [row.screenId, Number(row.plays)]));
  }

  /** Zones and units of screens, by their running assignment. */
  async running(screenIds: readonly string[]): Promise<Map<string, { timeZone: string; unitPath: string }>> {
    const rows = await this.database.screenAssignment.findMany({ where: { screenId: { in: [...screenIds] }, toAt: null }, select: { screenId: true, timeZone: true, unitPath: true } });
    return new Map(rows.map(({ screenId, ...row }) => [screenId, row]));
  }

  private rows<C extends Record<string, ColumnType>>(rows: readonly { [K in keyof C]: string | number | null }[], columns: C): Prisma.Sql {
    return jsonRows(this.provider, rows, columns);
  }
}
