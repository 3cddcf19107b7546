import * as z from "zod/mini";
import { id, pageOf } from "../wire/base.ts";
import { evidence as evidenceShape, evidenceInput, evidenceQuery } from "../wire/evidence.ts";
import { commandInput, commandRecord, powerAnswer, powerQuery, settingsAnswer, settingsChange } from "../wire/remote.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

/** What staff set and ask of players from afar. */
export const remote = {
  settings: endpoint({ method: "get", path: "/api/screens/:id/settings", access: "canSeeScreens", summary: { zh: "屏幕设置", en: "Settings of a screen" }, params: byId, answer: settingsAnswer }),
  changeSettings: endpoint({
    method: "post",
    path: "/api/screens/settings",
    access: "canManageScreens",
    summary: { zh: "修改一批屏幕的设置", en: "Change settings of screens" },
    body: settingsChange,
    answer: z.object({ changed: z.int() }),
    errors: ["refersToMissing", "versionMismatch"],
  }),
  send: endpoint({
    method: "post",
    path: "/api/screens/commands",
    access: "canManageScreens",
    summary: { zh: "向屏幕发指令", en: "Ask players to do something" },
    body: commandInput,
    answer: z.object({ commands: z.array(commandRecord) }),
    errors: ["refersToMissing", "rateLimited"],
  }),
  power: endpoint({ method: "get", path: "/api/screens/:id/power", access: "canSeeScreens", summary: { zh: "一块屏幕的通电时段", en: "When a screen was on, as its player reported" }, params: byId, query: powerQuery, answer: powerAnswer }),
  commands: endpoint({ method: "get", path: "/api/screens/:id/commands", access: "canSeeScreens", summary: { zh: "一块屏幕的指令记录", en: "Commands of a screen, newest first" }, params: byId, answer: z.object({ rows: z.array(commandRecord) }) }),
};

/** Pictures of what screens showed. */
export const evidence = {
  add: endpoint({
    method: "post",
    path: "/api/player/evidence",
    access: "player",
    summary: { zh: "播放端上传截图", en: "A player sends a picture" },
    body: evidenceInput,
    answer: z.object({ id: z.string() }),
    errors: ["tooLarge", "unsupportedContent", "refersToMissing", "rateLimited"],
  }),
  list: endpoint({ method: "get", path: "/api/evidence", access: "canSeeScreens", summary: { zh: "播放截图", en: "Pictures taken" }, query: evidenceQuery, answer: pageOf(evidenceShape), errors: ["refersToMissing"] }),
  picture: endpoint({ method: "get", path: "/api/evidence/:id/picture", access: "canSeeScreens", summary: { zh: "一张播放截图", en: "One picture" }, params: z.strictObject({ id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)) }), contentType: "image/jpeg" }),
};
