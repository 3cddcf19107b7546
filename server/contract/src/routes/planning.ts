import * as z from "zod/mini";
import { id } from "../wire/base.ts";
import { entry } from "../wire/entries.ts";
import {
  copied,
  copyInput,
  draftCheck,
  emergencies as emergencyList,
  emergencyInput,
  entryDraft,
  explainQuery,
  explanation,
  minutePreview,
  minuteQuery,
  timeline,
  timelineQuery,
} from "../wire/planning.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

/** What will play, where, when and why; and what a change would do, before it is saved. */
export const planning = {
  check: endpoint({
    method: "post",
    path: "/api/entries/check",
    access: "canEditEntries",
    summary: { zh: "试算：会占多少、挤掉什么、有什么要注意", en: "What saving this entry would do" },
    body: entryDraft,
    answer: draftCheck,
    errors: ["refersToMissing"],
  }),
  copy: endpoint({
    method: "post",
    path: "/api/entries/copy",
    access: "canEditEntries",
    summary: { zh: "把排期复制到别的日期", en: "Copy entries to other dates" },
    body: copyInput,
    answer: copied,
    errors: ["refersToMissing", "shareOverCommitted"],
  }),
  explain: endpoint({
    method: "get",
    path: "/api/screens/:id/explanation",
    access: "canSeeEntries",
    summary: { zh: "此刻播什么，为什么", en: "What a screen plays at an instant, and why" },
    params: byId,
    query: explainQuery,
    answer: explanation,
  }),
  minute: endpoint({
    method: "get",
    path: "/api/preview",
    access: "canSeeEntries",
    summary: { zh: "某一刻每块屏幕播什么", en: "What every screen plays at one instant" },
    query: minuteQuery,
    answer: minutePreview,
  }),
  timeline: endpoint({
    method: "get",
    path: "/api/timeline",
    access: "canSeeEntries",
    summary: { zh: "排期时间轴（至多 45 天）", en: "The timeline, at most 45 days" },
    query: timelineQuery,
    answer: timeline,
  }),
};

export const emergencies = {
  list: endpoint({ method: "get", path: "/api/emergencies", access: "canSeeEntries", summary: { zh: "正在进行的紧急插播", en: "Emergencies that are running" }, answer: emergencyList }),
  start: endpoint({
    method: "post",
    path: "/api/emergencies",
    access: "canSendEmergencies",
    summary: { zh: "紧急插播", en: "Start an emergency" },
    body: emergencyInput,
    answer: entry,
    errors: ["refersToMissing"],
  }),
  stop: endpoint({ method: "post", path: "/api/emergencies/:id/stop", access: "canSendEmergencies", summary: { zh: "停止紧急插播", en: "Stop an emergency" }, params: byId, answer: entry }),
};
