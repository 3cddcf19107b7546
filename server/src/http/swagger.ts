import { createRequire } from "node:module";
import { dirname } from "node:path";
import express, { type Express } from "express";

const page = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Yilu API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const start = `window.ui = SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#swagger-ui", validatorUrl: null });`;

/** Swagger UI at /api/docs, from our own disk: nothing is fetched from elsewhere. */
export function swaggerPage(app: Express): void {
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  app.get(["/api/docs", "/api/docs/"], (_request, response) => void response.type("html").send(page));
  app.get("/api/docs/start.js", (_request, response) => void response.type("js").send(start));
  app.use("/api/docs", express.static(folder, { index: false }));
}
