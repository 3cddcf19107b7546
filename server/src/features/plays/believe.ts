import * as contract from "@yilu/contract";
import type { ApartReason, Play } from "@yilu/contract";
import * as z from "zod/mini";
import { sha256Hex } from "../../random.ts";
import { canonicalJson } from "../../canonical-json.ts";

export interface KeptApart {
  seq: number | null;
  reason: ApartReason;
  content: string;
  digest: string;
}

/** How far a play may lie ahead of the server's clock. */
const futureToleranceMs = 10 * 60_000;
const maxContent = 4000;
const numbered = z.object({ seq: contract.seq });

/** A row as it was sent, or its first part, in text that either database stores. */
function contentOf(row: unknown): string {
  try {
    // Cut within a surrogate pair it would be no text any more, and PostgreSQL would refuse the whole batch.
    return canonicalJson(row ?? null).slice(0, maxContent).replaceAll(/\p{Cs}/gu, "\ufffd");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return '"nested too deep to be written down"';
  }
}

export function keepApart(row: unknown, reason: ApartReason): KeptApart {
  const content = contentOf(row);
  const seq = numbered.safeParse(row);
  return { seq: seq.success ? seq.data.seq : null, reason, content, digest: sha256Hex(`${reason} ${content}`) };
}

export interface Believed {
  plays: Play[];
  apart: KeptApart[];
}

/** Sorts the rows of a batch into plays that can be true, and rows to keep apart with the reason. */
export function believe(rows: readonly unknown[], now: number): Believed {
  const plays: Play[] = [];
  const apart: KeptApart[] = [];
  for (const row of rows) {
    const parsed = contract.play.safeParse(row);
    if (!parsed.success) apart.push(keepApart(row, "malformed"));
    else if (parsed.data.startedAt > now + futureToleranceMs) apart.push(keepApart(row, "inFuture"));
    else plays.push(parsed.data);
  }
  return { plays, apart };
}

/** Inclusive ranges of the given numbers, sorted and joined. */
export function rangesOf(numbers: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  const isSorted = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? Infinity));
  for (const number of isSorted ? numbers : [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
