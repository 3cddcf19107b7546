import { booksFileQuery, booksQuery, booksReport, heatMap, overview, report, reportFileQuery, reportQuery, reportScope } from "../wire/reports.ts";
import { endpoint } from "./endpoint.ts";

export const reports = {
  plays: endpoint({ method: "get", path: "/api/reports/plays", access: "canSeeReports", summary: { zh: "播放统计", en: "Proof of play" }, query: reportQuery, answer: report, errors: ["refersToMissing"] }),
  playsCsv: endpoint({
    method: "get",
    path: "/api/reports/plays.csv",
    access: "canSeeReports",
    summary: { zh: "播放统计（CSV）", en: "Proof of play as CSV" },
    query: reportFileQuery,
    contentType: "text/csv",
    errors: ["refersToMissing"],
  }),
  playsXlsx: endpoint({
    method: "get",
    path: "/api/reports/plays.xlsx",
    access: "canSeeReports",
    summary: { zh: "播放统计（Excel）", en: "Proof of play as XLSX" },
    query: reportFileQuery,
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    errors: ["refersToMissing"],
  }),
  heat: endpoint({ method: "get", path: "/api/reports/heat", access: "canSeeReports", summary: { zh: "时段热力图：小时 × 日期", en: "Heat map, local hour by day" }, query: reportScope, answer: heatMap, errors: ["refersToMissing"] }),
  books: endpoint({ method: "get", path: "/api/reports/books", access: "canSeeReports", summary: { zh: "每块屏幕的数据完整情况", en: "Completeness of each screen" }, query: booksQuery, answer: booksReport, errors: ["refersToMissing"] }),
  booksCsv: endpoint({
    method: "get",
    path: "/api/reports/books.csv",
    access: "canSeeReports",
    summary: { zh: "每块屏幕的数据完整情况（CSV）", en: "Completeness of each screen as CSV" },
    query: booksFileQuery,
    contentType: "text/csv",
    errors: ["refersToMissing"],
  }),
  booksXlsx: endpoint({
    method: "get",
    path: "/api/reports/books.xlsx",
    access: "canSeeReports",
    summary: { zh: "每块屏幕的数据完整情况（Excel）", en: "Completeness of each screen as XLSX" },
    query: booksFileQuery,
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    errors: ["refersToMissing"],
  }),
  overview: endpoint({ method: "get", path: "/api/overview", access: "canSeeScreens", summary: { zh: "首页概览", en: "Overview" }, answer: overview }),
};
