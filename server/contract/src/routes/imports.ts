import { exportQuery, importApplication, importDone, importInput, importPreview, importStop, importStopping } from "../wire/imports.ts";
import { endpoint } from "./endpoint.ts";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Screens by workbook: a preview writes nothing, an application does exactly what its preview said or nothing at all. */
export const imports = {
  template: endpoint({ method: "get", path: "/api/screens/imports/template", access: "canManageScreens", summary: { zh: "屏幕导入模板（xlsx）", en: "Template for importing screens (xlsx)" }, contentType: xlsx }),
  export: endpoint({
    method: "get",
    path: "/api/screens/imports/export",
    access: "canManageScreens",
    summary: { zh: "按模板导出现有屏幕（xlsx）", en: "The present screens in the template (xlsx)" },
    query: exportQuery,
    contentType: xlsx,
    errors: ["refersToMissing"],
  }),
  preview: endpoint({
    method: "post",
    path: "/api/screens/imports/preview",
    access: "canManageScreens",
    summary: { zh: "预览导入（不写入）", en: "Preview an import (writes nothing)" },
    body: importInput,
    answer: importPreview,
    errors: ["workbookRefused", "importStopped"],
  }),
  apply: endpoint({
    method: "post",
    path: "/api/screens/imports",
    access: "canManageScreens",
    summary: { zh: "按预览导入（全部或全不）", en: "Import as previewed (all or nothing)" },
    body: importApplication,
    answer: importDone,
    errors: ["workbookRefused", "refersToMissing", "previewOutdated", "importStopped"],
  }),
  stop: endpoint({
    method: "post",
    path: "/api/screens/imports/stop",
    access: "canManageScreens",
    summary: { zh: "停止正在进行的预览或导入", en: "Stop a preview or an import that goes on" },
    body: importStop,
    answer: importStopping,
  }),
};
