import { reportSort, type Report, type ReportBy, type ReportFigures, type ReportQuery, type ReportRow, type ReportSort } from "@yilu/contract";
import { Table, type TableColumnType } from "antd";
import type { ReactElement, ReactNode } from "react";
import { Link } from "react-router";
import { ColumnChoice } from "../../components/ColumnChoice.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { completionTarget, targetText } from "../../components/completion.ts";
import { usePrinting } from "../../components/print/usePrinting.ts";
import { Completion } from "./Completion.tsx";
import { orderAsked, orderShown, type Order } from "./tableOrder.ts";
import { text } from "./text.ts";

interface ReportTableProps {
  /** Where several tables stand below each other. */
  title?: string;
  report: Pick<Report, "rows" | "totals">;
  by: ReportBy;
  loading: boolean;
  /** Where a row leads: the same period seen from the other side. */
  linkOf: (key: string) => string | null;
  /** Columns that are out; and where one is taken out or back in. */
  out?: readonly string[];
  onToggle?: (column: string) => void;
  /** What the rows came in order of. */
  sort?: Pick<ReportQuery, "sort" | "order">;
  /** Asks for another order; without it the rows are put in order here. */
  onSort?: (change: Order<ReportSort>) => void;
}

/** One column of figures: the same for a row and for the total below. */
interface Figure {
  key: Exclude<ReportSort, "label"> | "share";
  valueOf: (figures: ReportFigures) => number | null;
  show: (figures: ReportFigures) => ReactNode;
}

const pageSize = 50;
const leads: Readonly<Record<ReportBy, "screensOf" | "allOf" | "whereOf" | "filmsOf" | "unitsOf" | "dayOf">> = {
  unit: "screensOf",
  kind: "screensOf",
  line: "screensOf",
  screen: "allOf",
  media: "whereOf",
  level: "filmsOf",
  entry: "screensOf",
  campaign: "unitsOf",
  day: "dayOf",
  hour: "dayOf",
};
/** Groupings whose rows carry a note worth a column of its own. */
const noted: readonly ReportBy[] = ["screen", "day"];

export function ReportTable({ title, report, by, loading, linkOf, sort = {}, onSort, out = [], onToggle }: ReportTableProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const printing = usePrinting();
  const { rows, totals } = report;
  const number = (key: Exclude<Figure["key"], "share">, format = f.count): Figure => ({
    key,
    valueOf: (figures) => figures[key],
    show: (figures) => (figures[key] === null ? "" : format(figures[key])),
  });
  const all: Figure[] = [
    number("planned"),
    number("completed"),
    { key: "completion", valueOf: ({ completion }) => completion, show: (figures) => <Completion figures={figures} /> },
    number("interrupted"),
    number("failed"),
    number("airtimeMs", f.airtime),
    number("screens"),
    number("vehicles"),
    number("poweredOnMs", f.airtime),
    {
      key: "share",
      valueOf: ({ completed }) => completed,
      show: ({ completed }) => (totals.completed === 0 ? "" : f.percent(completed / totals.completed)),
    },
  ];
  const known = (figure: Figure): boolean => rows.some((row) => figure.valueOf(row) !== null);
  const possible = all.filter((figure) => known(figure) && !(by === "screen" && (figure.key === "screens" || figure.key === "vehicles")));
  const figures = possible.filter(({ key }) => !out.includes(key));
  const titleOf = (key: Figure["key"]): string => (key === "airtimeMs" ? t("airtime") : key === "poweredOnMs" ? t("poweredOn") : t(key));
  const labelOf = (row: ReportRow): string => {
    if (by === "day") return f.localDate(row.key);
    if (by === "hour") return t("hourOf", { n: Number(row.key) });
    if (by === "media") return `《${row.label}》`;
    if (by === "kind" && (row.key === "bus" || row.key === "coach" || row.key === "led")) return common(`kind.${row.key}`);
    if (by === "level" && row.level !== null) return common(`levelName.${row.level}`);
    if (row.key === "") return t(by === "campaign" ? "noCampaign" : "noLine");
    return row.label;
  };
  const inOrder = (key: ReportSort, compare: (a: ReportRow, b: ReportRow) => number): TableColumnType<ReportRow> => {
    return onSort === undefined ? { sorter: compare } : orderShown(key, sort);
  };
  const labelColumn: TableColumnType<ReportRow> = {
    key: "label",
    title: t(by),
    fixed: "start",
    ...inOrder("label", (a, b) => (by === "hour" || by === "day" ? a.key.localeCompare(b.key) : a.label.localeCompare(b.label, "zh-CN", { numeric: true }))),
    render: (_, row) => {
      const to = linkOf(row.key);
      return (
        <span className="y-row">
          {row.level !== null && <LevelMark level={row.level} />}
          {to === null ? (
            labelOf(row)
          ) : (
            <Link to={to} title={t(leads[by])}>
              {labelOf(row)}
            </Link>
          )}
          {row.withdrawn && <span className="y-caption">{t("withdrawn")}</span>}
        </span>
      );
    },
  };
  const noteColumn: TableColumnType<ReportRow> = { key: "note", title: t("note"), render: (_, row) => <span className="y-ink2">{by === "day" ? f.weekday(row.key) : row.note}</span> };
  const columns: TableColumnType<ReportRow>[] = [
    labelColumn,
    ...(noted.includes(by) && !out.includes("note") ? [noteColumn] : []),
    ...figures.map(({ key, valueOf, show }): TableColumnType<ReportRow> => ({
      key,
      title: titleOf(key),
      align: "right",
      ...(key === "share" ? {} : inOrder(key, (a, b) => (valueOf(a) ?? -1) - (valueOf(b) ?? -1))),
      render: (_, row) => show(row),
    })),
  ];
  const before = columns.length - figures.length;
  const choices = [...(noted.includes(by) ? [{ key: "note", title: t("note") }] : []), ...possible.filter(({ key }) => key !== "completed").map(({ key }) => ({ key, title: titleOf(key) }))];
  const below = rows.filter(({ completion }) => completion !== null && completion < completionTarget).length;
  return (
    <section className="y-card">
      {(below > 0 || title !== undefined || by === "campaign" || onToggle !== undefined) && (
        <header className="y-card-head y-wrap">
          {title !== undefined && <h2>{title}</h2>}
          {below > 0 && <span className="y-below">{t("belowCount", { n: f.count(below), target: targetText })}</span>}
          {by === "campaign" && <span className="y-caption">{t("campaignNote")}</span>}
          {onToggle !== undefined && (
            <span className="y-row y-grow r-tools y-no-print">
              <ColumnChoice columns={choices} out={out} onToggle={onToggle} />
            </span>
          )}
        </header>
      )}
      <Table<ReportRow>
        rowKey="key"
        size="small"
        columns={columns}
        dataSource={rows}
        loading={loading}
        onChange={orderAsked((key) => reportSort.safeParse(key), onSort)}
        scroll={{ x: "max-content" }}
        pagination={printing || rows.length <= pageSize ? false : { pageSize, showSizeChanger: false, showTotal: (n) => t("rows", { n }) }}
        summary={() => (
          <Table.Summary.Row className="y-totals">
            <Table.Summary.Cell index={0} colSpan={before}>
              {t("totals")}
            </Table.Summary.Cell>
            {figures.map((figure, place) => (
              <Table.Summary.Cell key={figure.key} index={place + before} align="right">
                {figure.key === "share" ? "" : figure.show(totals)}
              </Table.Summary.Cell>
            ))}
          </Table.Summary.Row>
        )}
      />
    </section>
  );
}
