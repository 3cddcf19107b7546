import * as z from "zod/mini";
import { id, pageOf } from "../wire/base.ts";
import { me, passwordChange, signIn, unit, unitChange, unitInput, user, userChange, userInput, userQuery, userWithPassword } from "../wire/users.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

export const session = {
  signIn: endpoint({
    method: "post",
    path: "/api/session",
    access: "public",
    summary: { zh: "登录", en: "Sign in" },
    body: signIn,
    answer: me,
    errors: ["wrongCredentials", "accountLocked", "rateLimited"],
  }),
  me: endpoint({ method: "get", path: "/api/session", access: "signedInAnyhow", summary: { zh: "当前登录人", en: "Who is signed in" }, answer: me }),
  signOut: endpoint({ method: "delete", path: "/api/session", access: "signedInAnyhow", summary: { zh: "退出", en: "Sign out" } }),
  changePassword: endpoint({
    method: "post",
    path: "/api/session/password",
    access: "signedInAnyhow",
    summary: { zh: "改密码", en: "Change one's password" },
    body: passwordChange,
    answer: me,
    errors: ["wrongCredentials", "weakPassword", "accountLocked"],
  }),
};

export const units = {
  list: endpoint({ method: "get", path: "/api/units", access: "canSeeUnits", summary: { zh: "单位树", en: "The unit tree" }, answer: z.array(unit) }),
  create: endpoint({
    method: "post",
    path: "/api/units",
    access: "canManageUnits",
    summary: { zh: "新建单位", en: "Add a unit" },
    body: unitInput,
    answer: unit,
    errors: ["refersToMissing", "nameTaken"],
  }),
  change: endpoint({
    method: "patch",
    path: "/api/units/:id",
    access: "canManageUnits",
    summary: { zh: "修改单位", en: "Change a unit" },
    params: byId,
    body: unitChange,
    answer: unit,
    errors: ["versionMismatch", "nameTaken"],
  }),
  remove: endpoint({
    method: "delete",
    path: "/api/units/:id",
    access: "canManageUnits",
    summary: { zh: "删除单位", en: "Delete a unit" },
    params: byId,
    errors: ["inUse"],
  }),
};

export const users = {
  list: endpoint({ method: "get", path: "/api/users", access: "canManageUsers", summary: { zh: "用户列表", en: "Users" }, query: userQuery, answer: pageOf(user) }),
  create: endpoint({
    method: "post",
    path: "/api/users",
    access: "canManageUsers",
    summary: { zh: "新建用户", en: "Add a user" },
    body: userInput,
    answer: userWithPassword,
    errors: ["refersToMissing", "nameTaken"],
  }),
  change: endpoint({
    method: "patch",
    path: "/api/users/:id",
    access: "canManageUsers",
    summary: { zh: "修改用户", en: "Change a user" },
    params: byId,
    body: userChange,
    answer: user,
    errors: ["versionMismatch", "refersToMissing", "forbidden"],
  }),
  resetPassword: endpoint({
    method: "post",
    path: "/api/users/:id/password-reset",
    access: "canManageUsers",
    summary: { zh: "重置密码", en: "Reset a password" },
    params: byId,
    answer: userWithPassword,
  }),
};
