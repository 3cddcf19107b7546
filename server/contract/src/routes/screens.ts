import * as z from "zod/mini";
import { id, pageOf } from "../wire/base.ts";
import { manifest } from "../wire/manifest.ts";
import { group, groupChange, groupInput, pairInput, pairingAnswer, pairingClaim, pairingOffer, screen, screenChange, screenInput, screenQuery } from "../wire/screens.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

export const screens = {
  list: endpoint({ method: "get", path: "/api/screens", access: "canSeeScreens", summary: { zh: "屏幕列表", en: "Screens" }, query: screenQuery, answer: pageOf(screen), errors: ["refersToMissing"] }),
  get: endpoint({ method: "get", path: "/api/screens/:id", access: "canSeeScreens", summary: { zh: "一块屏幕", en: "One screen" }, params: byId, answer: screen }),
  create: endpoint({
    method: "post",
    path: "/api/screens",
    access: "canManageScreens",
    summary: { zh: "新建屏幕", en: "Add a screen" },
    body: screenInput,
    answer: screen,
    errors: ["nameTaken", "refersToMissing"],
  }),
  change: endpoint({
    method: "put",
    path: "/api/screens/:id",
    access: "canManageScreens",
    summary: { zh: "修改屏幕", en: "Change a screen" },
    params: byId,
    body: screenChange,
    answer: screen,
    errors: ["versionMismatch", "nameTaken", "refersToMissing"],
  }),
  remove: endpoint({ method: "delete", path: "/api/screens/:id", access: "canManageScreens", summary: { zh: "删除屏幕", en: "Delete a screen" }, params: byId, errors: ["inUse"] }),
  pair: endpoint({
    method: "post",
    path: "/api/screens/:id/pair",
    access: "canManageScreens",
    summary: { zh: "用屏幕上的 8 位码配对", en: "Pair by the code on the screen" },
    params: byId,
    body: pairInput,
    answer: screen,
    errors: ["pairingCodeUnknown", "pairingExpired", "alreadyPaired", "rateLimited"],
  }),
  rotateToken: endpoint({ method: "post", path: "/api/screens/:id/token-rotation", access: "canManageScreens", summary: { zh: "更换播放端凭证", en: "Rotate the player's token" }, params: byId, answer: screen }),
  revokeToken: endpoint({ method: "post", path: "/api/screens/:id/token-revocation", access: "canManageScreens", summary: { zh: "吊销播放端", en: "Revoke the player" }, params: byId, answer: screen }),
};

export const groups = {
  list: endpoint({ method: "get", path: "/api/groups", access: "canSeeScreens", summary: { zh: "屏幕分组", en: "Screen groups" }, answer: z.array(group) }),
  create: endpoint({
    method: "post",
    path: "/api/groups",
    access: "canManageScreens",
    summary: { zh: "新建分组", en: "Add a group" },
    body: groupInput,
    answer: group,
    errors: ["nameTaken", "refersToMissing"],
  }),
  change: endpoint({
    method: "patch",
    path: "/api/groups/:id",
    access: "canManageScreens",
    summary: { zh: "修改分组", en: "Change a group" },
    params: byId,
    body: groupChange,
    answer: group,
    errors: ["versionMismatch", "nameTaken"],
  }),
  remove: endpoint({ method: "delete", path: "/api/groups/:id", access: "canManageScreens", summary: { zh: "删除分组", en: "Delete a group" }, params: byId, errors: ["inUse"] }),
};

/** Calls of the player. All but pairing carry `Authorization: Bearer <token>`. */
export const player = {
  offerPairing: endpoint({ method: "post", path: "/api/player/pairings", access: "public", summary: { zh: "取配对码", en: "Ask for a pairing code" }, answer: pairingOffer, errors: ["rateLimited"] }),
  claimPairing: endpoint({
    method: "post",
    path: "/api/player/pairings/claim",
    access: "public",
    summary: { zh: "问配对结果", en: "Ask whether staff have entered the code" },
    body: pairingClaim,
    answer: pairingAnswer,
    errors: ["pairingCodeUnknown", "pairingExpired", "rateLimited"],
  }),
  /** ETag is the quoted revision; If-None-Match answers 304. */
  manifest: endpoint({ method: "get", path: "/api/player/manifest", access: "player", summary: { zh: "播放清单", en: "The manifest" }, answer: manifest, errors: ["playerTokenRefused"] }),
};
