import * as z from "zod/mini";
import { id, instant, localDate, pageQuery, searchText, sha256 } from "./base.ts";

/** One deed in the audit log: who did what to which thing, from where, and what it was before. */
export const auditEntry = z.object({
  id: z.int(),
  at: instant,
  actorName: z.string(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  objectName: z.string(),
  /** JSON of what was and what is; null where there was or is nothing. */
  before: z.nullable(z.unknown()),
  after: z.nullable(z.unknown()),
  address: z.nullable(z.string()),
  /** SHA-256 that chains it to the entry before; null in entries of before there was a chain. */
  sha256: z.nullable(sha256),
});

/** signIns: the login log (sign-ins, failures, locks, sign-outs); deeds: everything else. */
export const auditPart = z.enum(["deeds", "signIns"]);
const filters = {
  part: z.optional(auditPart),
  /** In the names of the actor and of the thing, and in the address. */
  q: z.optional(searchText),
  objectType: z.optional(z.string().check(z.regex(/^[A-Za-z]{1,40}$/))),
  objectId: z.optional(id),
  /** Local days of the server (TIME_ZONE), both inclusive. */
  from: z.optional(localDate),
  to: z.optional(localDate),
};
export const auditFilter = z.strictObject(filters);
export type AuditFilter = z.infer<typeof auditFilter>;
export const auditQuery = z.strictObject({ ...pageQuery, ...filters });

/** What walking the whole chain found. */
export const auditVerification = z.object({
  at: instant,
  ok: z.boolean(),
  /** Entries in the chain, and those of before there was one. */
  entries: z.int(),
  unchained: z.int(),
  /** Hash of the newest entry: written down elsewhere, it proves later that nothing before it was changed. */
  head: sha256,
  /** The first entry where the chain does not hold, and how. */
  broken: z.nullable(z.object({ id: z.nullable(z.int()), at: z.nullable(instant), why: z.enum(["changed", "removed", "inserted"]) })),
});
export type AuditVerification = z.infer<typeof auditVerification>;
