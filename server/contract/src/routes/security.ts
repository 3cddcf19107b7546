import * as z from "zod/mini";
import { id, sha256 } from "../wire/base.ts";
import { openSession, securityPolicy } from "../wire/security.ts";
import { endpoint } from "./endpoint.ts";

const openSessions = z.object({ rows: z.array(openSession) });

/** Where people are signed in, and how strict the sign-in is. */
export const security = {
  policy: endpoint({ method: "get", path: "/api/settings/security", access: "signedInAnyhow", summary: { zh: "安全策略", en: "Security policy" }, answer: securityPolicy }),
  changePolicy: endpoint({ method: "put", path: "/api/settings/security", access: "rootAdministrator", summary: { zh: "修改安全策略", en: "Change the security policy" }, body: securityPolicy, answer: securityPolicy }),
  sessions: endpoint({ method: "get", path: "/api/session/all", access: "signedIn", summary: { zh: "我的登录会话", en: "Where I am signed in" }, answer: openSessions }),
  endSession: endpoint({ method: "delete", path: "/api/session/all/:id", access: "signedIn", summary: { zh: "结束我的一个会话", en: "End one of my sessions" }, params: z.strictObject({ id: sha256 }) }),
  sessionsOf: endpoint({ method: "get", path: "/api/users/:id/sessions", access: "canManageUsers", summary: { zh: "用户的登录会话", en: "Where a user is signed in" }, params: z.strictObject({ id }), answer: openSessions }),
  endSessionsOf: endpoint({ method: "delete", path: "/api/users/:id/sessions", access: "canManageUsers", summary: { zh: "结束用户的全部会话", en: "End every session of a user" }, params: z.strictObject({ id }) }),
};
