import { routes, type Report, type ReportBy } from "@yilu/contract";
import { Button, Segmented, Skeleton } from "antd";
import { useMemo, type ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { BarsChart } from "../../components/BarsChart.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { addressOf, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { localDateOf, useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useRefreshOn } from "../../lib/live.ts";
import { Completeness } from "./Completeness.tsx";
import { Dates, Scope, type ReportFilters } from "./Filters.tsx";
import { Heat } from "./Heat.tsx";
import { linkOf, scopeOf } from "./links.ts";
import { daysOf, periodsOf } from "./periods.ts";
import "./reports.css";
import { ReportTable } from "./ReportTable.tsx";
import { text } from "./text.ts";

const refreshMs = 3000;
const groupings: readonly ReportBy[] = ["unit", "kind", "line", "screen", "media", "level", "entry", "day", "hour"];

/** Figures over the days of the period; a day that is not over is drawn at 55 %. */
function Days({ report, filters, today, onSelect }: { report: Report; filters: ReportFilters; today: string; onSelect: (day: string) => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const plays = new Map(report.rows.map((row) => [row.key, row]));
  const bars = daysOf(filters).map((day) => ({
    key: day,
    label: f.localDate(day),
    title: `${f.localDate(day)} ${f.weekday(day)}`,
    value: plays.get(day)?.delivered ?? 0,
    plan: plays.get(day)?.planned ?? null,
    unfinished: day >= today,
  }));
  const { completed, airtimeMs, completion } = report.totals;
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("perDay")}</h2>
        <span>
          <b className="y-report-figure">{f.count(completed)}</b> <span className="y-ink2">{t("playsUnit")}</span>
        </span>
        <b className="y-report-figure">{f.airtime(airtimeMs)}</b>
        {completion !== null && (
          <span>
            <b className="y-report-figure">{f.percent(completion)}</b> <span className="y-ink2">{t("completion")}</span>
          </span>
        )}
        <span className="y-grow" />
        <span className="y-row y-caption">
          <i className="y-swatch y-fill-ready" /> {t("counts")}
          {bars.some((bar) => bar.plan !== null) && (
            <>
              <i className="y-plan-tick" /> {t("plan")}
            </>
          )}
        </span>
        <span className="y-caption">{t("generated", { time: f.time(report.generatedAt) })}</span>
      </header>
      <div className="y-card-body">
        <BarsChart
          bars={bars}
          height={190}
          unit={t("playsUnit")}
          planned={t("plan")}
          format={f.count}
          formatAxis={f.short}
          onSelect={onSelect}
          summary={t("chartSummary", { from: f.localDate(filters.from), to: f.localDate(filters.to), n: f.count(completed) })}
        />
      </div>
    </section>
  );
}

export default function ReportsPage(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const today = localDateOf(useNow());
  const defaults = useMemo(() => ({ ...periodsOf(today).week, by: "screen" as const }), [today]);
  const [filters, setFilters, reset] = useFilters(routes.reports.plays, defaults);
  const rows = useCall(routes.reports.plays, { query: filters });
  const days = useCall(routes.reports.plays, { query: { ...filters, by: "day" } });
  useRefreshOn("plays:counted", "reports", refreshMs);
  const heat = useCall(routes.reports.heat, { query: scopeOf(filters) });
  const error = rows.error ?? days.error ?? heat.error;
  const again = (): void => {
    void rows.refetch();
    void days.refetch();
    void heat.refetch();
  };
  const counted = rows.data === undefined ? 0 : rows.data.totals.completed + rows.data.totals.interrupted + rows.data.totals.failed;
  const content = (): ReactElement => {
    if (rows.data === undefined || days.data === undefined) return error === null ? <Skeleton active paragraph={{ rows: 10 }} /> : <ProblemAlert error={error} onRetry={again} />;
    return (
      <>
        {error !== null && <ProblemAlert error={error} onRetry={again} />}
        <Completeness report={rows.data} />
        {counted === 0 ? (
          <section className="y-card">
            <EmptyState title={t("empty")} why={t("emptyWhy")} action={<Link to="/screens">{t("toScreens")}</Link>} />
          </section>
        ) : (
          <>
            <Days report={days.data} filters={filters} today={today} onSelect={(day) => setFilters({ from: day, to: day, by: "screen" })} />
            {heat.data !== undefined && <Heat heat={heat.data} filters={filters} />}
            <ReportTable report={rows.data} by={filters.by} loading={rows.isPlaceholderData} linkOf={(key) => linkOf(filters, key)} />
          </>
        )}
      </>
    );
  };
  return (
    <div className="y-page">
      <PageHeader
        title={t("title")}
        actions={
          <>
            <Button href={addressOf(routes.reports.playsXlsx, { query: filters })} download aria-label={t("downloadAs", { format: t("xlsx") })} icon={<ActionIcon name="download" />}>
              {t("xlsx")}
            </Button>
            <Button href={addressOf(routes.reports.playsCsv, { query: filters })} download aria-label={t("downloadAs", { format: t("csv") })} icon={<ActionIcon name="download" />}>
              {t("csv")}
            </Button>
          </>
        }
      >
        <Dates filters={filters} today={today} onChange={setFilters} />
      </PageHeader>
      <div className="y-row y-wrap y-second-row">
        <Segmented
          aria-label={t("byLabel")}
          value={filters.by}
          options={groupings.map((by) => ({ value: by, label: t(`by.${by}`) }))}
          onChange={(by) => setFilters({ by })}
        />
        <Scope filters={filters} onChange={setFilters} />
        <Button type="link" onClick={reset}>
          {common("reset")}
        </Button>
      </div>
      {content()}
    </div>
  );
}
