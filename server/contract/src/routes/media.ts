import * as z from "zod/mini";
import { id, pageOf, sha256 } from "../wire/base.ts";
import { media as mediaShape, mediaChange, mediaDecision, mediaQuery, reviewPolicy } from "../wire/media.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });
const byHash = z.strictObject({ sha256 });

/** Upload itself is tus 1.0 at `uploadsPath` (permission canUploadMedia); its answer names the media in `uploadedMediaHeader`. */
export const uploadsPath = "/api/uploads";
export const uploadedMediaHeader = "Yilu-Media-Id";

export const media = {
  list: endpoint({ method: "get", path: "/api/media", access: "canSeeMedia", summary: { zh: "素材列表", en: "Media" }, query: mediaQuery, answer: pageOf(mediaShape) }),
  get: endpoint({ method: "get", path: "/api/media/:id", access: "canSeeMedia", summary: { zh: "一份素材", en: "One media" }, params: byId, answer: mediaShape }),
  change: endpoint({
    method: "patch",
    path: "/api/media/:id",
    // With canEditMedia any film within reach; else those that one's own unit sent in, until they are approved.
    access: "canMendMedia",
    summary: { zh: "修改素材信息", en: "Change title, level, validity" },
    params: byId,
    body: mediaChange,
    answer: mediaShape,
    errors: ["versionMismatch"],
  }),
  remove: endpoint({
    method: "delete",
    path: "/api/media/:id",
    access: "canEditMedia",
    summary: { zh: "删除素材", en: "Delete media" },
    params: byId,
    errors: ["inUse"],
  }),
  decide: endpoint({
    method: "post",
    path: "/api/media/:id/review",
    access: "canReviewMedia",
    summary: { zh: "审核：通过或驳回", en: "Review: approve or return" },
    params: byId,
    body: mediaDecision,
    answer: mediaShape,
    errors: ["selfReview", "stepTaken", "hashMismatch", "versionMismatch", "alreadyReviewed", "mediaRefused"],
  }),
  policy: endpoint({ method: "get", path: "/api/settings/review", access: "canSeeMedia", summary: { zh: "审核设置", en: "How films are reviewed" }, answer: reviewPolicy }),
  changePolicy: endpoint({ method: "put", path: "/api/settings/review", access: "rootAdministrator", summary: { zh: "修改审核设置", en: "Change how films are reviewed" }, body: reviewPolicy, answer: reviewPolicy }),
  file: endpoint({
    method: "get",
    path: "/api/files/:sha256",
    access: "playerOrUser",
    summary: { zh: "素材文件（支持 Range）", en: "The file itself, with Range" },
    params: byHash,
    contentType: "application/octet-stream",
  }),
  poster: endpoint({
    method: "get",
    path: "/api/posters/:sha256",
    access: "playerOrUser",
    summary: { zh: "海报图", en: "Poster picture" },
    params: byHash,
    contentType: "image/jpeg",
  }),
};
