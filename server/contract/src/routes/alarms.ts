import * as z from "zod/mini";
import { acknowledged, acknowledgement, alarm, alarmFilter, alarmQuery, alarmRecipient, alarmSettings as settingsShape, alarmSettingsChange, alarmSummary, mailAddress, recipientInput, trial } from "../wire/alarms.ts";
import { id, pageOf } from "../wire/base.ts";
import { endpoint } from "./endpoint.ts";

const byId = z.strictObject({ id });

export const alarms = {
  list: endpoint({ method: "get", path: "/api/alarms", access: "canSeeAlarms", summary: { zh: "告警", en: "Alarms" }, query: alarmQuery, answer: pageOf(alarm), errors: ["refersToMissing"] }),
  summary: endpoint({ method: "get", path: "/api/alarms/summary", access: "canSeeAlarms", summary: { zh: "告警数量与最要紧的几条", en: "How many alarms, and the worst" }, answer: alarmSummary }),
  csv: endpoint({ method: "get", path: "/api/alarms.csv", access: "canSeeAlarms", summary: { zh: "告警（CSV）", en: "Alarms as CSV" }, query: alarmFilter, contentType: "text/csv", errors: ["refersToMissing", "tooLarge"] }),
  acknowledge: endpoint({
    method: "post",
    path: "/api/alarms/acknowledgements",
    access: "canHandleAlarms",
    summary: { zh: "确认告警（可一次多条，可附说明）", en: "Take up alarms, one or many, with a note" },
    body: acknowledgement,
    answer: acknowledged,
    errors: ["refersToMissing"],
  }),
};

export const alarmSettings = {
  get: endpoint({ method: "get", path: "/api/alarm-settings", access: "canManageSettings", summary: { zh: "告警设置", en: "When something is an alarm, and how it is told" }, answer: settingsShape }),
  change: endpoint({
    method: "put",
    path: "/api/alarm-settings",
    access: "rootAdministrator",
    summary: { zh: "修改告警设置", en: "Change when something is an alarm, and how it is told" },
    body: alarmSettingsChange,
    answer: settingsShape,
    errors: ["versionMismatch"],
  }),
  tryMail: endpoint({
    method: "post",
    path: "/api/alarm-settings/mail-trials",
    access: "canManageSettings",
    summary: { zh: "发一封测试邮件", en: "Send a mail for trial" },
    body: z.strictObject({ email: mailAddress }),
    answer: trial,
    errors: ["rateLimited"],
  }),
  tryWebhook: endpoint({ method: "post", path: "/api/alarm-settings/webhook-trials", access: "rootAdministrator", summary: { zh: "发一次测试通知", en: "Call the webhook for trial" }, answer: trial, errors: ["rateLimited"] }),
  recipients: endpoint({ method: "get", path: "/api/alarm-recipients", access: "canManageSettings", summary: { zh: "收告警邮件的人", en: "Who is told of alarms by mail" }, answer: z.object({ rows: z.array(alarmRecipient) }) }),
  addRecipient: endpoint({
    method: "post",
    path: "/api/alarm-recipients",
    access: "canManageSettings",
    summary: { zh: "添加收件人", en: "Add somebody to be told by mail" },
    body: recipientInput,
    answer: alarmRecipient,
    errors: ["refersToMissing", "nameTaken", "tooLarge"],
  }),
  changeRecipient: endpoint({
    method: "put",
    path: "/api/alarm-recipients/:id",
    access: "canManageSettings",
    summary: { zh: "修改收件人", en: "Change who is told by mail" },
    params: byId,
    body: recipientInput,
    answer: alarmRecipient,
    errors: ["refersToMissing", "nameTaken"],
  }),
  removeRecipient: endpoint({ method: "delete", path: "/api/alarm-recipients/:id", access: "canManageSettings", summary: { zh: "删除收件人", en: "Tell somebody no more" }, params: byId }),
};
