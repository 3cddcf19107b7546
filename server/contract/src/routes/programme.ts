import * as z from "zod/mini";
import { id, pageOf } from "../wire/base.ts";
import { entry, entryChange, entryInput, entryQuery, preview, previewQuery } from "../wire/entries.ts";
import { playlist, playlistChange, playlistInput, playlistQuery } from "../wire/playlists.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

export const playlists = {
  list: endpoint({ method: "get", path: "/api/playlists", access: "canSeePlaylists", summary: { zh: "播放列表", en: "Playlists" }, query: playlistQuery, answer: pageOf(playlist) }),
  get: endpoint({ method: "get", path: "/api/playlists/:id", access: "canSeePlaylists", summary: { zh: "一个播放列表", en: "One playlist" }, params: byId, answer: playlist }),
  create: endpoint({
    method: "post",
    path: "/api/playlists",
    access: "canEditPlaylists",
    summary: { zh: "新建播放列表", en: "Add a playlist" },
    body: playlistInput,
    answer: playlist,
    errors: ["nameTaken", "mediaNotApproved", "refersToMissing"],
  }),
  change: endpoint({
    method: "put",
    path: "/api/playlists/:id",
    access: "canEditPlaylists",
    summary: { zh: "修改播放列表", en: "Change a playlist" },
    params: byId,
    body: playlistChange,
    answer: playlist,
    errors: ["versionMismatch", "nameTaken", "mediaNotApproved", "refersToMissing"],
  }),
  remove: endpoint({
    method: "delete",
    path: "/api/playlists/:id",
    access: "canEditPlaylists",
    summary: { zh: "删除播放列表", en: "Delete a playlist" },
    params: byId,
    errors: ["inUse"],
  }),
};

export const entries = {
  list: endpoint({ method: "get", path: "/api/entries", access: "canSeeEntries", summary: { zh: "排期列表", en: "Schedule entries" }, query: entryQuery, answer: pageOf(entry) }),
  get: endpoint({ method: "get", path: "/api/entries/:id", access: "canSeeEntries", summary: { zh: "一条排期", en: "One entry" }, params: byId, answer: entry }),
  create: endpoint({
    method: "post",
    path: "/api/entries",
    access: "canEditEntries",
    summary: { zh: "新建排期", en: "Add an entry" },
    body: entryInput,
    answer: entry,
    errors: ["refersToMissing", "shareOverCommitted"],
  }),
  change: endpoint({
    method: "put",
    path: "/api/entries/:id",
    access: "canEditEntries",
    summary: { zh: "修改排期", en: "Change an entry" },
    params: byId,
    body: entryChange,
    answer: entry,
    errors: ["versionMismatch", "refersToMissing", "shareOverCommitted"],
  }),
  remove: endpoint({ method: "delete", path: "/api/entries/:id", access: "canEditEntries", summary: { zh: "删除排期", en: "Delete an entry" }, params: byId }),
  preview: endpoint({
    method: "get",
    path: "/api/screens/:id/preview",
    access: "canSeeEntries",
    summary: { zh: "某块屏幕在一段时间里播什么（至多 24 小时）", en: "What a screen plays in a stretch of at most 24 hours" },
    params: byId,
    query: previewQuery,
    answer: preview,
  }),
};
