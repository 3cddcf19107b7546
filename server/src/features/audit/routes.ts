import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import type { AuditService } from "./service.ts";

export function auditRoutes(audit: AuditService): Implemented[] {
  return [implement(routes.reports.audit, ({ caller, query }) => audit.page(caller, query.page, query.pageSize))];
}
