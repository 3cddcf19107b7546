import * as z from "zod/mini";
import { id, instant, name, pageQuery, searchText, version } from "./base.ts";
import { role } from "./permissions.ts";

export const unitKind = z.enum(["county", "bureau", "operator", "township"]);

/** An organisation in the tree; `path` lists its ancestors' ids and its own, "/a/b/". */
export const unit = z.object({
  id,
  name: z.string(),
  kind: unitKind,
  parentId: z.nullable(id),
  path: z.string(),
  code: z.nullable(z.string()),
  version,
});
export type Unit = z.infer<typeof unit>;

export const unitInput = z.strictObject({
  name,
  kind: unitKind,
  parentId: id,
  code: z.nullable(z.string().check(z.regex(/^[0-9A-Za-z-]{1,20}$/))),
});
export const unitChange = z.strictObject({ name, code: unitInput.shape.code, version });

export const username = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{1,31}$/));
/** A password as typed: length only; strength is judged by the server (weakPassword). */
export const password = z.string().check(z.minLength(1), z.maxLength(200));

export const signIn = z.strictObject({ username, password });
export const passwordChange = z.strictObject({ current: password, next: password });

/** The person signed in. */
export const me = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role,
  unitId: id,
  unitName: z.string(),
  mustChangePassword: z.boolean(),
  /** When this session ends unless something is done before. */
  sessionEndsAt: instant,
  /** Zone of the office's calendar: what "today" is in reports and campaigns, wherever the reader sits. */
  timeZone: z.string(),
  /** True when the server runs on demo data. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const user = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role,
  unitId: id,
  unitName: z.string(),
  disabled: z.boolean(),
  lastSignInAt: z.nullable(instant),
  version,
});
export type User = z.infer<typeof user>;

export const userInput = z.strictObject({ username, displayName: name, role, unitId: id });
export const userChange = z.strictObject({ displayName: name, role, unitId: id, disabled: z.boolean(), version });
/** A new account or a reset: the password is shown once and must be changed at first sign-in. */
export const userWithPassword = z.object({ user, oneTimePassword: z.string() });
export const userQuery = z.strictObject({ ...pageQuery, q: z.optional(searchText), unitId: z.optional(id) });
