import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import type { ReportsService } from "./service.ts";

export function reportsRoutes(reports: ReportsService): Implemented[] {
  return [
    implement(routes.reports.plays, ({ caller, query }) => reports.plays(caller, query)),
    implement(routes.reports.playsCsv, async ({ caller, query, response }) => {
      const csv = await reports.playsCsv(caller, query);
      const name = `播放统计_${query.from}_${query.to}.csv`;
      response.set("Content-Disposition", `attachment; filename="plays.csv"; filename*=UTF-8''${encodeURIComponent(name)}`);
      response.type("text/csv; charset=utf-8").send(csv);
      return null;
    }),
    implement(routes.reports.overview, ({ caller }) => reports.overview(caller)),
  ];
}
