import { routes, type BooksQuery, type ReportQuery } from "@yilu/contract";
import { attach } from "../../http/attach.ts";
import { implement, type Implemented } from "../../http/implement.ts";
import type { ReportsService } from "./service.ts";

const nameOf = ({ from, to }: ReportQuery) => `播放统计_${from}_${to}`;
const booksName = ({ from, to }: BooksQuery) => `逐屏完整情况_${from}_${to}`;

export function reportsRoutes(reports: ReportsService): Implemented[] {
  return [
    implement(routes.reports.plays, ({ caller, query }) => reports.plays(caller, query)),
    implement(routes.reports.playsCsv, async ({ caller, query, response }) => {
      const csv = await reports.playsCsv(caller, query);
      attach(response, `${nameOf(query)}.csv`, "plays.csv");
      response.type("text/csv; charset=utf-8").send(csv);
      return null;
    }),
    implement(routes.reports.playsXlsx, async ({ caller, query, response }) => {
      const workbook = await reports.playsXlsx(caller, query);
      attach(response, `${nameOf(query)}.xlsx`, "plays.xlsx");
      response.type(routes.reports.playsXlsx.contentType ?? "").send(workbook);
      return null;
    }),
    implement(routes.reports.heat, ({ caller, query }) => reports.heat(caller, query)),
    implement(routes.reports.books, ({ caller, query }) => reports.books(caller, query)),
    implement(routes.reports.booksCsv, async ({ caller, query, response }) => {
      const csv = await reports.booksCsv(caller, query);
      attach(response, `${booksName(query)}.csv`, "books.csv");
      response.type("text/csv; charset=utf-8").send(csv);
      return null;
    }),
    implement(routes.reports.booksXlsx, async ({ caller, query, response }) => {
      const workbook = await reports.booksXlsx(caller, query);
      attach(response, `${booksName(query)}.xlsx`, "books.xlsx");
      response.type(routes.reports.booksXlsx.contentType ?? "").send(workbook);
      return null;
    }),
    implement(routes.reports.overview, ({ caller }) => reports.overview(caller)),
  ];
}
