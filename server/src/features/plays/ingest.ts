import type { Play, PlayAck } from "@yilu/contract";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { keepApart, rangesOf, type Believed } from "./believe.ts";
import { changesBetween, holds, withNumbers, type Ranges } from "./ranges.ts";
import type { PlayRow, PlaysRepository } from "./repository.ts";
import { rollUpOf } from "./roll-up.ts";

/** Rows of one ledger, sorted already into plays and what is kept apart. */
export interface Batch extends Believed {
  screenId: string;
  ledgerId: string;
}

const outcomes = { completed: 0, interrupted: 1, failed: 2 } as const;
const clocks = { synced: 0, restamped: 1, estimated: 2 } as const;

interface Keyed extends Batch {
  ledgerKey: number;
}

/**
 * Enters batches of plays: all of them in one transaction with their roll-ups. (screen, ledger, seq) is the identity,
 * for ever, so whatever comes again changes nothing; the same number with other content is kept apart. What is known
 * are the ranges of each ledger: they outlive the single plays, so a play that comes again after years is still known.
 * @returns an acknowledgement for each batch, in order; given only after the commit
 */
export async function enterPlays(batches: readonly Batch[], repository: PlaysRepository, unitOfWork: UnitOfWork, clock: Clock): Promise<Entered> {
  try {
    return await enter(batches, repository, unitOfWork, clock, false);
  } catch (error) {
    if (!(error instanceof Mended)) throw error;
    return enter(batches, repository, unitOfWork, clock, true);
  }
}

/** Acknowledgements in the order of the batches, and how many plays were new, by screen. */
interface Entered {
  acks: PlayAck[];
  fresh: Map<string, number>;
}

async function enter(batches: readonly Batch[], repository: PlaysRepository, unitOfWork: UnitOfWork, clock: Clock, isMended: boolean): Promise<Entered> {
  const now = clock();
  const fresh = new Map<string, number>();
  const sorted = await unitOfWork.run(async (tx) => {
    const ledgers = await repository.ledgerKeys(tx, batches);
    const all: Keyed[] = batches.map((batch) => ({ ...batch, ledgerKey: ledgers.get(`${batch.screenId} ${batch.ledgerId}`) ?? 0, apart: [...batch.apart] }));
    const rows = await resolve(tx, all, repository);
    const ranges = rows.length === 0 ? new Map<number, Ranges>() : await repository.ranges(tx, [...new Set(rows.map((one) => one.row.ledgerKey))]);
    const unknown = rows.filter(({ row }) => !holds(ranges.get(row.ledgerKey) ?? [], row.seq));
    const entered = await enterNew(tx, firstOfEach(unknown), repository, isMended);
    const conflicts = await findConflicts(tx, rows, entered, repository);
    if (entered.length > 0) await repository.rollUps.add(tx, rollUpOf(entered));
    await extendRanges(tx, ranges, entered, repository);
    await advance(tx, all, entered, conflicts, repository, now);
    const apart = all.flatMap((batch) => batch.apart.map((one) => ({ ...one, ledgerKey: batch.ledgerKey, screenId: batch.screenId, receivedAt: now })));
    if (apart.length > 0) await repository.addApart(tx, apart);
    for (const { batch } of entered) fresh.set(batch.screenId, (fresh.get(batch.screenId) ?? 0) + 1);
    return all;
  });
  const acks = sorted.map(({ ledgerId, plays, apart }) => ({
    ledgerId,
    acknowledged: rangesOf([...plays.map((play) => play.seq), ...apart.flatMap((one) => one.seq ?? [])]),
    keptApart: apart.map(({ seq, reason }) => ({ seq, reason })),
  }));
  return { acks, fresh };
}

interface Resolved {
  batch: Keyed;
  play: Play;
  row: PlayRow;
  timeZone: string;
}

/** Turns plays into rows of keys; plays of media that never existed here are kept apart. */
async function resolve(tx: Tx, batches: Keyed[], repository: PlaysRepository): Promise<Resolved[]> {
  const plays = batches.flatMap((batch) => batch.plays);
  if (plays.length === 0) return [];
  const unique = (pick: (play: Play) => string) => [...new Set(plays.map(pick))];
  const media = await repository.nameKeys(tx, "media", unique((play) => play.mediaId));
  const entries = await repository.nameKeys(tx, "entry", unique((play) => play.entryId));
  const playlists = await repository.nameKeys(tx, "playlist", unique((play) => play.playlistId));
  const revisions = await repository.nameKeys(tx, "revision", unique((play) => play.revision));
  const assignments = await repository.assignments(tx, [...new Set(batches.map((batch) => batch.screenId))]);

  const resolved: Resolved[] = [];
  for (const batch of batches) {
    const mine = assignments.filter((one) => one.screenId === batch.screenId).map(({ key, fromAt, timeZone }) => ({ key, fromAt: Number(fromAt), timeZone }));
    const believed = batch.plays;
    batch.plays = [];
    for (const play of believed) {
      const assignment = mine.findLast((one) => one.fromAt <= play.startedAt) ?? mine[0];
      const mediaKey = media.get(play.mediaId);
      if (mediaKey === undefined || assignment === undefined) {
        batch.apart.push(keepApart(play, "unknownMedia"));
        continue;
      }
      batch.plays.push(play);
      const row: PlayRow = {
        ledgerKey: batch.ledgerKey,
        seq: play.seq,
        assignmentKey: assignment.key,
        mediaKey,
        playlistKey: playlists.get(play.playlistId) ?? 0,
        entryKey: entries.get(play.entryId) ?? 0,
        revisionKey: revisions.get(play.revision) ?? 0,
        startedAt: play.startedAt,
        airtimeMs: play.airtimeMs,
        outcome: outcomes[play.outcome],
        clock: clocks[play.clock],
        notBefore: play.notBefore,
        notAfter: play.notAfter,
      };
      resolved.push({ batch, play, row, timeZone: assignment.timeZone });
    }
  }
  return resolved;
}

const numberOf = ({ row }: Resolved) => `${row.ledgerKey} ${row.seq}`;

/** Of rows with the same number in one go, the first. */
function firstOfEach(rows: readonly Resolved[]): readonly Resolved[] {
  const highest = new Map<number, number>();
  const rises = ({ row: { ledgerKey, seq } }: Resolved): boolean => seq > (highest.get(ledgerKey) ?? -1) && highest.set(ledgerKey, seq) === highest;
  if (rows.every(rises)) return rows; // players send in order, so as a rule no number is there twice
  const seen = new Set<string>();
  return rows.filter((one) => {
    const number = numberOf(one);
    if (seen.has(number)) return false;
    seen.add(number);
    return true;
  });
}

/**
 * Enters what no range knows. The ranges are written with the plays, so they agree; where somebody mended the database by
 * hand the plays decide. @returns the rows entered
 */
async function enterNew(tx: Tx, rows: readonly Resolved[], repository: PlaysRepository, isMended: boolean): Promise<readonly Resolved[]> {
  if (rows.length === 0) return [];
  const there = isMended ? await repository.stored(tx, rows.map(({ row }) => ({ ledgerKey: row.ledgerKey, seq: row.seq }))) : new Map<string, PlayRow>();
  const fresh = there.size === 0 ? rows : rows.filter((one) => !there.has(numberOf(one)));
  if (fresh.length > 0 && (await repository.insertPlays(tx, fresh.map((one) => one.row))) < fresh.length) throw new Mended();
  return fresh;
}

/** Plays stand in the books that no range knows: the transaction is taken back, and done again by what stands there. */
class Mended extends Error {}

/**
 * Rows whose number stands in the books with other content: a cloned or rolled-back storage. They go apart. Where the
 * single play is no longer kept there is nothing to compare, and its number alone says that it was counted.
 */
async function findConflicts(tx: Tx, rows: readonly Resolved[], entered: readonly Resolved[], repository: PlaysRepository): Promise<Set<number>> {
  if (entered.length === rows.length) return new Set();
  const first = new Set(entered);
  const again = rows.filter((one) => !first.has(one));
  if (again.length === 0) return new Set();
  const stored = await repository.stored(tx, again.map(({ row }) => ({ ledgerKey: row.ledgerKey, seq: row.seq })));
  const flagged = new Set<number>();
  for (const one of again) {
    const known = stored.get(numberOf(one));
    // The assignment is ours, not the player's: a bus that moved meanwhile sends the same play.
    const same = known === undefined || Object.entries(one.row).every(([name, value]) => name === "assignmentKey" || known[name as keyof PlayRow] === value);
    if (same) continue;
    flagged.add(one.row.ledgerKey);
    one.batch.apart.push(keepApart(one.play, "conflict"));
  }
  return flagged;
}

async function extendRanges(tx: Tx, before: ReadonlyMap<number, Ranges>, entered: readonly Resolved[], repository: PlaysRepository): Promise<void> {
  const numbers = new Map<number, number[]>();
  for (const { row } of entered) {
    const mine = numbers.get(row.ledgerKey);
    if (mine) mine.push(row.seq);
    else numbers.set(row.ledgerKey, [row.seq]);
  }
  const put: { ledgerKey: number; fromSeq: number; toSeq: number }[] = [];
  const gone: { ledgerKey: number; fromSeq: number }[] = [];
  for (const [ledgerKey, seqs] of numbers) {
    const known = before.get(ledgerKey) ?? [];
    const changes = changesBetween(known, withNumbers(known, seqs));
    put.push(...changes.put.map(([fromSeq, toSeq]) => ({ ledgerKey, fromSeq, toSeq })));
    gone.push(...changes.gone.map((fromSeq) => ({ ledgerKey, fromSeq })));
  }
  await repository.putRanges(tx, put, gone);
}

async function advance(tx: Tx, batches: readonly Keyed[], entered: readonly Resolved[], conflicts: ReadonlySet<number>, repository: PlaysRepository, now: number): Promise<void> {
  const ledgers = new Map<number, { key: number; receivedTo: number; received: number; conflictAt: number | null; newestAt: number | null }>();
  for (const { ledgerKey, plays, apart } of batches) {
    const ledger = ledgers.get(ledgerKey) ?? { key: ledgerKey, receivedTo: 0, received: 0, conflictAt: conflicts.has(ledgerKey) ? now : null, newestAt: null };
    ledger.receivedTo = Math.max(ledger.receivedTo, ...plays.map((play) => play.seq), ...apart.map((one) => one.seq ?? 0));
    ledgers.set(ledgerKey, ledger);
  }
  for (const { row } of entered) {
    const ledger = ledgers.get(row.ledgerKey);
    if (ledger === undefined) continue;
    ledger.received += 1;
    ledger.newestAt = Math.max(ledger.newestAt ?? 0, row.startedAt);
  }
  await repository.advanceLedgers(tx, [...ledgers.values()]);
}
