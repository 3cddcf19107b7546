import { pageOf } from "../wire/base.ts";
import { auditEntry, auditFilter, auditQuery, auditVerification } from "../wire/audit.ts";
import { endpoint } from "./endpoint.ts";

/** The record of who did what. It is only ever added to. */
export const audit = {
  list: endpoint({ method: "get", path: "/api/audit", access: "canSeeAudit", summary: { zh: "操作日志", en: "Audit log" }, query: auditQuery, answer: pageOf(auditEntry) }),
  csv: endpoint({ method: "get", path: "/api/audit.csv", access: "canSeeAudit", summary: { zh: "操作日志（CSV）", en: "Audit log as CSV" }, query: auditFilter, contentType: "text/csv", errors: ["tooLarge"] }),
  verify: endpoint({ method: "get", path: "/api/audit/verification", access: "canSeeAudit", summary: { zh: "校验操作日志未被改动", en: "Verify that the log was not changed" }, answer: auditVerification, errors: ["rateLimited"] }),
};
