import { booksColumn, reportColumn, routes, type ReportBy } from "@yilu/contract";
import { Button, Segmented, Skeleton } from "antd";
import { useMemo, type ReactElement } from "react";
import { Link, useNavigate } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { useColumnChoice } from "../../components/ColumnChoice.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { PrintButton } from "../../components/print/PrintButton.tsx";
import { PrintHead } from "../../components/print/PrintHead.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { ShareButton } from "../../components/sharing/ShareButton.tsx";
import { commonText } from "../../components/text.ts";
import { useParams } from "../../components/useParams.ts";
import { addressOf, useCall } from "../../lib/api.ts";
import { useFilters, type FilterChange } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useRefreshOn } from "../../lib/live.ts";
import { useToday } from "../../lib/office.ts";
import { Books } from "./Books.tsx";
import { Completeness } from "./Completeness.tsx";
import { Days } from "./Days.tsx";
import { CampaignSelect, Dates, Scope } from "./Filters.tsx";
import { Heat } from "./Heat.tsx";
import { linkOf, scopeOf } from "./links.ts";
import { periodsOf } from "./periods.ts";
import type { ReportFilters } from "./reportFilters.ts";
import "./reports.css";
import { ReportTable } from "./ReportTable.tsx";
import { text } from "./text.ts";
import { Units } from "./Units.tsx";
import { useWords } from "./useWords.ts";

const refreshMs = 3000;
const groupings: readonly ReportBy[] = ["unit", "kind", "line", "screen", "media", "level", "entry", "campaign", "day", "hour"];

/** Report and books stand in orders of their own. */
const plainReport = { view: undefined, only: undefined, sort: undefined, order: undefined };

/** Which columns are in, as the query of a file or a link names them; nothing where none is out. */
const columnsOf = (all: readonly string[], out: readonly string[]): { columns?: string } => (out.length === 0 ? {} : { columns: all.filter((column) => !out.includes(column)).join(",") });

interface ReportProps {
  filters: ReportFilters;
  today: string;
  onFilters: (change: FilterChange<typeof routes.reports.plays>) => void;
  onBooks: () => void;
  out: readonly string[];
  onToggle: (column: string) => void;
}

/** Completeness, the pictures and the table of one report. */
function Report({ filters, today, onFilters, onBooks, out, onToggle }: ReportProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const navigate = useNavigate();
  const rows = useCall(routes.reports.plays, { query: filters });
  const days = useCall(routes.reports.plays, { query: { ...scopeOf(filters), by: "day" } });
  const units = useCall(routes.reports.plays, { query: { ...scopeOf(filters), by: "unit" } });
  const heat = useCall(routes.reports.heat, { query: scopeOf(filters) });
  useRefreshOn("plays:counted", "reports", refreshMs);
  const error = rows.error ?? days.error ?? units.error ?? heat.error;
  const again = (): void => {
    for (const asked of [rows, days, units, heat]) void asked.refetch();
  };
  if (rows.data === undefined || days.data === undefined) return error === null ? <Skeleton active paragraph={{ rows: 10 }} /> : <ProblemAlert error={error} onRetry={again} />;
  const { completed, interrupted, failed } = rows.data.totals;
  return (
    <>
      {error !== null && <ProblemAlert error={error} onRetry={again} />}
      <Completeness
        report={rows.data}
        more={
          <Button className="y-no-print" type="link" size="small" onClick={onBooks}>
            {t("toBooks")}
          </Button>
        }
      />
      {completed + interrupted + failed === 0 && (rows.data.totals.planned ?? 0) === 0 ? (
        <section className="y-card">
          <EmptyState title={t("empty")} why={t("emptyWhy")} action={<Link to="/screens">{t("toScreens")}</Link>} />
        </section>
      ) : (
        <>
          <div className="r-pictures">
            <div className="y-page">
              <Days
                rows={days.data.rows}
                totals={days.data.totals}
                period={filters}
                today={today}
                note={t("generated", { time: f.time(days.data.generatedAt) })}
                onSelect={(day) => onFilters({ from: day, to: day, by: "screen" })}
              />
              {heat.data !== undefined && <Heat heat={heat.data} filters={filters} />}
            </div>
            {units.data !== undefined && <Units rows={units.data.rows} linkOf={(unitId) => linkOf({ ...filters, by: "unit" }, unitId)} onOpen={(link) => void navigate(link)} />}
          </div>
          <ReportTable report={rows.data} by={filters.by} loading={rows.isPlaceholderData} linkOf={(key) => linkOf(filters, key)} sort={filters} onSort={onFilters} out={out} onToggle={onToggle} />
        </>
      )}
    </>
  );
}

/** Proof of play. What is shown stands in the address: filters, grouping, and whether it is the report or the screens' books. */
export default function ReportsPage(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const today = useToday();
  const defaults = useMemo(() => ({ ...periodsOf(today).week, by: "screen" as const }), [today]);
  const [filters, setFilters, reset] = useFilters(routes.reports.plays, defaults);
  const [params, open] = useParams();
  const ofBooks = params.get("view") === "books";
  const [ofScreens, setOfScreens] = useFilters(routes.reports.books, useMemo(() => scopeOf(filters), [filters]));
  const { out: left, toggle } = useColumnChoice("reports");
  const out = left.filter((column) => column !== "completed"); // what the report is about is always there
  const asShown = { ...filters, ...columnsOf(reportColumn.options, out) };
  const ofBooksTable = useColumnChoice("books");
  const outOfBooks = ofBooksTable.out.filter((column) => column !== "state");
  const booksAsShown = { ...ofScreens, ...columnsOf(booksColumn.options, outOfBooks) };
  const words = useWords(filters);
  const booksWords = ofScreens.only === undefined ? words : [...words, t(`only.${ofScreens.only}`, { n: "" })];
  const by = t(`by.${filters.by}`);
  const download = (format: "xlsx" | "csv"): ReactElement => (
    <Button
      href={ofBooks ? addressOf(format === "xlsx" ? routes.reports.booksXlsx : routes.reports.booksCsv, { query: booksAsShown }) : addressOf(format === "xlsx" ? routes.reports.playsXlsx : routes.reports.playsCsv, { query: asShown })}
      download
      aria-label={t("downloadAs", { format: t(format) })}
      icon={<ActionIcon name="download" />}
    >
      {t(format)}
    </Button>
  );
  return (
    <div className="y-page">
      <PageHeader
        title={t("title")}
        actions={
          <>
            {download("xlsx")}
            {download("csv")}
            <PrintButton />
            {ofBooks ? (
              <ShareButton key="books" shared={{ what: "books", ...booksAsShown }} title={t("shareBooksTitle", { period: words[0] ?? "" })} words={[t("books"), ...booksWords]} />
            ) : (
              <ShareButton key="report" shared={{ what: "report", ...asShown }} title={t("shareTitle", { by, period: words[0] ?? "" })} words={[t("printTitle", { by }), ...words]} />
            )}
          </>
        }
      >
        <CampaignSelect filters={filters} onChange={setFilters} />
        <Dates filters={filters} today={today} onChange={setFilters} />
      </PageHeader>
      <div className="y-row y-wrap y-second-row">
        <Segmented<ReportBy | "">
          className="r-by"
          aria-label={t("byLabel")}
          value={ofBooks ? "" : filters.by}
          options={groupings.map((grouping) => ({ value: grouping, label: t(`by.${grouping}`) }))}
          onChange={(grouping) => grouping !== "" && open({ by: grouping, ...(ofBooks ? plainReport : {}) })}
        />
        <Scope filters={filters} onChange={setFilters} />
        <Button type="link" onClick={reset}>
          {common("reset")}
        </Button>
      </div>
      <PrintHead title={ofBooks ? t("books") : t("printTitle", { by })} words={ofBooks ? booksWords : words} />
      {ofBooks ? (
        <Books query={ofScreens} onQuery={setOfScreens} onBack={() => open(plainReport)} out={outOfBooks} onToggle={ofBooksTable.toggle} />
      ) : (
        <Report filters={filters} today={today} onFilters={setFilters} onBooks={() => open({ ...plainReport, view: "books" })} out={out} onToggle={toggle} />
      )}
    </div>
  );
}
