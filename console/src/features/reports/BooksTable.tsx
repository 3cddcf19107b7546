import { booksColumn, booksSort, type BooksColumn, type BooksQuery, type BooksSort } from "@yilu/contract";
import { Table, type TableColumnType } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { StateTag } from "../../components/marks.tsx";
import { usePrinting } from "../../components/print/usePrinting.ts";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { columnWords, compareBooks, gapText, neverOn, type ScreenBooks } from "./books.ts";
import { orderAsked, orderShown, type Order } from "./tableOrder.ts";
import { text } from "./text.ts";

interface BooksTableProps {
  rows: readonly ScreenBooks[];
  loading: boolean;
  /** Where a screen's name leads; null: nowhere. */
  linkOf: (screenId: string) => string | null;
  /** Columns that are out. */
  out: readonly string[];
  /** What the rows came in order of. */
  sort?: Pick<BooksQuery, "sort" | "order">;
  /** Asks for another order; without it the rows are put in order here. */
  onSort?: (change: Order<BooksSort>) => void;
}

const pageSize = 50;

/** What there is to say below a row, of the columns that are in. */
function detailsOf({ gaps, conflictAt, keptApart, apart }: ScreenBooks, out: readonly string[]): Pick<ScreenBooks, "gaps" | "conflictAt" | "keptApart" | "apart"> {
  const isApartOut = out.includes("keptApart");
  return { gaps: out.includes("missing") ? [] : gaps, conflictAt, keptApart: isApartOut ? 0 : keptApart, apart: isApartOut ? [] : apart };
}

/** The numbers wanting of each ledger, and since when one number has two contents. */
function Gaps({ gaps, conflictAt, keptApart, apart }: ReturnType<typeof detailsOf>): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const ledgers = [...new Set(gaps.map(({ ledgerId }) => ledgerId))];
  return (
    <div className="r-gaps">
      {conflictAt !== null && <p className="y-alarm">{t("conflictWhy", { at: f.dateTime(conflictAt) })}</p>}
      {ledgers.map((ledgerId) => (
        <p key={ledgerId}>
          {t("gapsOf", { ledger: ledgerId.slice(0, 8) })}
          {gapText(gaps.filter((gap) => gap.ledgerId === ledgerId), t("listSeparator"))}
        </p>
      ))}
      {keptApart > 0 && <p>{t("keptApartOf", { n: f.count(keptApart) })}</p>}
      {apart.map(({ reason, rows, lastAt }) => (
        <p key={reason}>{t("apartOf", { why: t(`apart.${reason}`), n: f.count(rows), at: f.dateTime(lastAt) })}</p>
      ))}
    </div>
  );
}

function State({ row }: { row: ScreenBooks }): ReactElement {
  const t = useText(text);
  if (row.conflictAt !== null) return <StateTag tone="alarm" icon="alarm">{t("conflict")}</StateTag>;
  if (row.missing > 0) return <StateTag tone="alarm" icon="alarm">{t("missing")}</StateTag>;
  if (row.waitingOnScreens > 0) return <StateTag tone="off" icon="offline">{t("waiting")}</StateTag>;
  if (neverOn(row)) return <StateTag tone="park" icon="parked">{t("neverOn")}</StateTag>;
  return <StateTag tone="ok" icon="ready">{t("wholeBooks")}</StateTag>;
}

/** The books of screens, one row each; what is wanting or in doubt opens below a row. */
export function BooksTable({ rows, loading, linkOf, out, sort = {}, onSort }: BooksTableProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const printing = usePrinting();
  const number = (n: number): string => (n === 0 ? "" : f.count(n));
  const at = (instant: number | null): ReactElement | string => (instant === null ? <span className="y-caption">{t("neverYet")}</span> : f.dateTime(instant));
  const inOrder = (key: BooksSort): TableColumnType<ScreenBooks> =>
    onSort === undefined ? { key, sorter: compareBooks(key) } : { key, ...orderShown(key, sort) };
  const nameOf = ({ screenId, screenName }: ScreenBooks): ReactElement | string => {
    const to = linkOf(screenId);
    return to === null ? screenName : <Link to={to}>{screenName}</Link>;
  };
  const cells: Readonly<Record<BooksColumn, TableColumnType<ScreenBooks>>> = {
    unitName: { ...inOrder("unitName"), render: (_, { unitName }) => unitName },
    line: { key: "line", render: (_, { line, kind }) => line ?? common(`kind.${kind}`) },
    state: { key: "state", render: (_, row) => <State row={row} /> },
    counted: { ...inOrder("counted"), align: "right", render: (_, row) => (neverOn(row) ? "" : f.count(row.counted)) },
    waitingOnScreens: { ...inOrder("waitingOnScreens"), align: "right", render: (_, row) => number(row.waitingOnScreens) },
    missing: { ...inOrder("missing"), align: "right", render: (_, row) => (row.missing === 0 ? "" : <b className="y-alarm">{f.count(row.missing)}</b>) },
    keptApart: { ...inOrder("keptApart"), align: "right", render: (_, row) => number(row.keptApart) },
    daysOn: { ...inOrder("daysOn"), align: "right", render: (_, { daysOn, daysOff }) => t("daysOnOf", { n: daysOn, all: daysOn + daysOff }) },
    receivedTo: { ...inOrder("receivedTo"), render: (_, { receivedTo }) => at(receivedTo) },
    lastSeenAt: { ...inOrder("lastSeenAt"), render: (_, { lastSeenAt }) => at(lastSeenAt) },
  };
  const columns: TableColumnType<ScreenBooks>[] = [
    { ...inOrder("screenName"), title: t("screen"), fixed: "start", render: (_, row) => nameOf(row) },
    ...booksColumn.options.filter((key) => !out.includes(key)).map((key): TableColumnType<ScreenBooks> => ({ ...cells[key], title: t(columnWords[key]) })),
  ];
  return (
    <Table<ScreenBooks>
      rowKey="screenId"
      size="small"
      columns={columns}
      dataSource={rows}
      loading={loading}
      onChange={orderAsked((key) => booksSort.safeParse(key), onSort)}
      scroll={{ x: "max-content" }}
      expandable={{
        expandedRowRender: (row) => <Gaps {...detailsOf(row, out)} />,
        rowExpandable: (row) => {
          const { gaps, conflictAt, keptApart } = detailsOf(row, out);
          return gaps.length > 0 || conflictAt !== null || keptApart > 0;
        },
      }}
      pagination={printing || rows.length <= pageSize ? false : { pageSize, showSizeChanger: false, showTotal: (n) => t("rows", { n }) }}
    />
  );
}
