import { reportColumn, type SharedView } from "@yilu/contract";
import type { ReactElement } from "react";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { PrintHead } from "../../../components/print/PrintHead.tsx";
import { commonText } from "../../../components/text.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { useToday } from "../../../lib/office.ts";
import { Completeness } from "../Completeness.tsx";
import { Days } from "../Days.tsx";
import { Heat } from "../Heat.tsx";
import { ReportTable } from "../ReportTable.tsx";
import { text as reportText } from "../text.ts";
import { Units } from "../Units.tsx";
import { daysOfHeat } from "./days.ts";
import { text } from "./text.ts";

const nowhere = (): null => null;

/** One report as its link shows it: completeness, the pictures, the table; nothing leads anywhere. */
export function SharedReport({ view }: { view: Extract<SharedView, { what: "report" }> }): ReactElement {
  const t = useText(text);
  const words = useText(reportText);
  const common = useText(commonText);
  const f = useFormat();
  const today = useToday();
  const { query, report, heat, title, unitName } = view;
  const { by, from, to, kind, line, level } = query;
  const shown = query.columns?.split(",");
  const out = shown === undefined ? [] : reportColumn.options.filter((column) => !shown.includes(column));
  const { completed, interrupted, failed } = report.totals;
  const about = [
    words("printTitle", { by: words(`by.${by}`) }),
    t("campaignDates", { from: f.localDate(from), to: f.localDate(to) }),
    unitName,
    ...(kind === undefined ? [] : [common(`kind.${kind}`)]),
    ...(line === undefined || line === "" ? [] : [words("oneLine", { name: line })]),
    ...(level === undefined ? [] : [common(`levelName.${level}`)]),
  ];
  const note = t("asOf", { at: f.dateTime(report.generatedAt) });
  const days = by === "day" ? report.rows : daysOfHeat(heat.rows);
  return (
    <>
      <p className="y-ink2 y-no-print">{about.join("　")}</p>
      <PrintHead title={title} words={about} />
      <Completeness report={report} />
      {completed + interrupted + failed === 0 ? (
        <section className="y-card">
          <EmptyState title={t("noPlays")} why={t("noPlaysWhy")} />
        </section>
      ) : (
        <>
          <div className="r-pictures">
            <div className="y-page">
              <Days rows={days} totals={report.totals} period={query} today={today} note={note} />
              <Heat heat={heat} filters={query} />
            </div>
            {by === "unit" && <Units rows={report.rows} linkOf={nowhere} />}
          </div>
          <ReportTable report={report} by={by} loading={false} linkOf={nowhere} out={out} />
        </>
      )}
    </>
  );
}
