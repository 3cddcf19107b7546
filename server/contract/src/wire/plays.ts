import * as z from "zod/mini";
import { id, instant, sha256 } from "./base.ts";

export const outcome = z.enum(["completed", "interrupted", "failed"]);
export type Outcome = z.infer<typeof outcome>;
/** synced: server time; restamped: through a later anchor; estimated: between notBefore and notAfter. */
export const playClock = z.enum(["synced", "restamped", "estimated"]);

/** A ledger: one storage of one player, a UUID made by the player. */
export const ledgerId = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
export const seq = z.int().check(z.gte(1), z.lte(2_000_000_000));

/** One showing of one media on one screen. (screen, ledgerId, seq) is its identity, for ever. */
export const play = z.strictObject({
  seq,
  mediaId: id,
  playlistId: id,
  entryId: id,
  revision: sha256,
  startedAt: instant,
  /** At most 23 days: it is stored in 32 bits. */
  airtimeMs: z.int().check(z.gte(0), z.lte(2_000_000_000)),
  outcome,
  clock: playClock,
  notBefore: z.nullable(instant),
  notAfter: z.nullable(instant),
});
export type Play = z.infer<typeof play>;

/** At most 500 plays and 128 KB. Rows are validated one by one: a bad row is kept apart and never blocks its batch. */
export const playBatch = z.strictObject({ ledgerId, plays: z.array(z.unknown()).check(z.minLength(1), z.maxLength(500)) });
export const maxBatchPlays = 500;
export const maxBatchBytes = 128 * 1024;

/** Names exactly what is safe on the server: inclusive ranges of seq. The player deletes nothing else. */
export const playAck = z.object({
  ledgerId,
  acknowledged: z.array(z.tuple([seq, seq])),
  /** Rows of this batch that were kept apart (quarantine), with their reason code. */
  keptApart: z.array(z.object({ seq: z.nullable(seq), reason: z.string() })),
});
export type PlayAck = z.infer<typeof playAck>;
