import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { attach } from "../../http/attach.ts";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { AuditService } from "./service.ts";

export function auditRoutes(audit: AuditService): Implemented[] {
  // The whole log is read for each.
  const verifications = new RateLimiterMemory({ points: 10, duration: 60 });
  return [
    implement(routes.audit.list, ({ caller, query }) => audit.page(caller, query)),
    implement(routes.audit.csv, async ({ caller, query, response }) => {
      const csv = await audit.csv(caller, query);
      attach(response, "操作日志.csv", "audit.csv");
      response.type("text/csv; charset=utf-8").send(csv);
      return null;
    }),
    implement(routes.audit.verify, async ({ caller }) => {
      await limit(verifications, caller.userId);
      return audit.verify();
    }),
  ];
}
