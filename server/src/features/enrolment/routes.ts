import { routes } from "@yilu/contract";
import express, { type Express } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { attach } from "../../http/attach.ts";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { ImportService } from "./import/service.ts";
import type { LinksService } from "./links/service.ts";

const importsPath = routes.imports.apply.path;

/** A workbook of 5 MB is 7 MB of JSON: only whoever is signed in may send that much, and only there. */
export function workbookBodies(app: Express): void {
  const large = express.json({ limit: "7mb", strict: true });
  app.use(importsPath, (request, response, next) => (request.session.userId === undefined ? next() : large(request, response, next)));
}

export function enrolmentRoutes(imports: ImportService, links: LinksService): Implemented[] {
  // A depot switches hundreds of screens on behind one address.
  const claims = new RateLimiterMemory({ points: 600, duration: 600 });
  // Ten thousand screens are twenty calls.
  const makings = new RateLimiterMemory({ points: 120, duration: 600 });
  return [
    implement(routes.imports.template, async ({ caller, response }) => {
      const workbook = await imports.template(caller);
      attach(response, "屏幕导入模板.xlsx", "screens.xlsx");
      response.type(routes.imports.template.contentType ?? "").send(workbook);
      return null;
    }),
    implement(routes.imports.export, async ({ caller, query, response }) => {
      const workbook = await imports.export(caller, query);
      attach(response, "屏幕.xlsx", "screens.xlsx");
      response.type(routes.imports.export.contentType ?? "").send(workbook);
      return null;
    }),
    implement(routes.imports.preview, ({ caller, body }) => imports.preview(caller, body.base64, body.run)),
    implement(routes.imports.apply, ({ caller, body }) => imports.apply(caller, body.base64, body.plan, body.run)),
    implement(routes.imports.stop, ({ caller, body }) => Promise.resolve({ stopping: imports.stop(caller, body.run) })),
    implement(routes.enrolments.create, async ({ caller, body, request }) => {
      await limit(makings, caller.userId);
      // The address that the console was loaded from; ownOriginOnly has compared it with this server's.
      return links.create(caller, body, request.get("origin") ?? `${request.protocol}://${request.host}`);
    }),
    implement(routes.enrolments.claim, async ({ address, body }) => {
      await limit(claims, address);
      return links.claim(body, address);
    }),
  ];
}
