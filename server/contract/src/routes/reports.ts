import * as z from "zod/mini";
import { pageOf, pageQuery } from "../wire/base.ts";
import { auditEntry, overview, report, reportQuery } from "../wire/reports.ts";
import { endpoint } from "./endpoint.ts";

export const reports = {
  plays: endpoint({ method: "get", path: "/api/reports/plays", access: "canSeeReports", summary: { zh: "播放统计", en: "Proof of play" }, query: reportQuery, answer: report, errors: ["refersToMissing"] }),
  playsCsv: endpoint({
    method: "get",
    path: "/api/reports/plays.csv",
    access: "canSeeReports",
    summary: { zh: "播放统计（CSV）", en: "Proof of play as CSV" },
    query: reportQuery,
    contentType: "text/csv",
    errors: ["refersToMissing"],
  }),
  overview: endpoint({ method: "get", path: "/api/overview", access: "canSeeScreens", summary: { zh: "首页概览", en: "Overview" }, answer: overview }),
  audit: endpoint({ method: "get", path: "/api/audit", access: "canSeeAudit", summary: { zh: "操作日志", en: "Audit log" }, query: z.strictObject(pageQuery), answer: pageOf(auditEntry) }),
};
