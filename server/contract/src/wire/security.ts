import * as z from "zod/mini";
import { instant, sha256 } from "./base.ts";

const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

/** How strict the sign-in of this installation is. */
export const securityPolicy = z.strictObject({
  /** Characters a password has at least, and of how many kinds (small, capital, digits, others). */
  minLength: whole(8, 64),
  kinds: whole(2, 4),
  /** So many earlier passwords may not come again. */
  history: whole(0, 24),
  /** A password must be changed after so many days; 0: never. */
  maxAgeDays: whole(0, 730),
  /** So many wrong passwords in a row lock an account, for so many minutes. */
  lockAfter: whole(3, 20),
  lockMinutes: whole(5, 1_440),
  /** A session ends so many minutes after its user last did something, and at the latest after so many hours. */
  idleMinutes: whole(5, 720),
  sessionHours: whole(1, 24),
});
export type SecurityPolicy = z.infer<typeof securityPolicy>;

/** What an installation begins with, and what 等保二级 (GB/T 22239-2019, level 2) is usually audited by. */
export const securityPresets = {
  standard: { minLength: 10, kinds: 2, history: 1, maxAgeDays: 0, lockAfter: 5, lockMinutes: 15, idleMinutes: 120, sessionHours: 12 },
  levelTwo: { minLength: 10, kinds: 3, history: 5, maxAgeDays: 90, lockAfter: 5, lockMinutes: 30, idleMinutes: 30, sessionHours: 12 },
} as const satisfies Record<string, SecurityPolicy>;

/** A place where somebody is signed in. `id` is the hash of the session's id, which opens nothing. */
export const openSession = z.object({
  id: sha256,
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  isCurrent: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

/** A console sends it with calls it makes by itself, while nobody touches it: they do not keep the session open. */
export const idleHeader = "yilu-idle";
