import { booksSort, booksTrouble, routes, type BooksQuery, type BooksSort, type BooksTrouble, type SortOrder } from "@yilu/contract";
import { Button, Segmented, Table, type TableColumnsType, type TableColumnType } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { StateTag } from "../../components/marks.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { usePrinting } from "../../components/print/usePrinting.ts";
import { commonText } from "../../components/text.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { gapText, neverOn, type ScreenBooks } from "./books.ts";
import { text } from "./text.ts";

interface BooksProps {
  query: BooksQuery;
  onQuery: (change: { only?: BooksTrouble | undefined; sort?: BooksSort | undefined; order?: SortOrder | undefined }) => void;
  onBack: () => void;
}

const pageSize = 50;

/** The numbers wanting of each ledger, and since when one number has two contents. */
function Gaps({ row }: { row: ScreenBooks }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const ledgers = [...new Set(row.gaps.map(({ ledgerId }) => ledgerId))];
  return (
    <div className="r-gaps">
      {row.conflictAt !== null && <p className="y-alarm">{t("conflictWhy", { at: f.dateTime(row.conflictAt) })}</p>}
      {ledgers.map((ledgerId) => (
        <p key={ledgerId}>
          {t("gapsOf", { ledger: ledgerId.slice(0, 8) })}
          {gapText(row.gaps.filter((gap) => gap.ledgerId === ledgerId), t("listSeparator"))}
        </p>
      ))}
      {row.keptApart > 0 && <p>{t("keptApartOf", { n: f.count(row.keptApart) })}</p>}
      {row.apart.map(({ reason, rows, lastAt }) => (
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

const choices = ["all", ...booksTrouble.options] as const;

/** Completeness screen by screen: what has come, what still waits on it, what is missing, and until when it is known. */
export function Books({ query, onQuery, onBack }: BooksProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const printing = usePrinting();
  const books = useCall(routes.reports.books, { query });
  const { rows = [], tally } = books.data ?? {};
  const number = (n: number): string => (n === 0 ? "" : f.count(n));
  const at = (instant: number | null): ReactElement | string => (instant === null ? <span className="y-caption">{t("neverYet")}</span> : f.dateTime(instant));
  const inOrder = (key: BooksSort): TableColumnType<ScreenBooks> => ({ key, sorter: true, sortOrder: query.sort !== key ? null : query.order === "desc" ? "descend" : "ascend" });
  const columns: TableColumnsType<ScreenBooks> = [
    { ...inOrder("screenName"), title: t("screen"), fixed: "start", render: (_, { screenId, screenName }) => <Link to={`/screens?screen=${screenId}`}>{screenName}</Link> },
    { ...inOrder("unitName"), title: t("unit"), render: (_, { unitName }) => unitName },
    { title: t("line"), render: (_, { line, kind }) => line ?? common(`kind.${kind}`) },
    { title: t("state"), render: (_, row) => <State row={row} /> },
    { ...inOrder("counted"), title: t("counted"), align: "right", render: (_, row) => (neverOn(row) ? "" : f.count(row.counted)) },
    { ...inOrder("waitingOnScreens"), title: t("waiting"), align: "right", render: (_, row) => number(row.waitingOnScreens) },
    { ...inOrder("missing"), title: t("missing"), align: "right", render: (_, row) => (row.missing === 0 ? "" : <b className="y-alarm">{f.count(row.missing)}</b>) },
    { ...inOrder("keptApart"), title: t("keptApart"), align: "right", render: (_, row) => number(row.keptApart) },
    { ...inOrder("daysOn"), title: t("daysOn"), align: "right", render: (_, { daysOn, daysOff }) => t("daysOnOf", { n: daysOn, all: daysOn + daysOff }) },
    { ...inOrder("receivedTo"), title: t("receivedTo"), render: (_, { receivedTo }) => at(receivedTo) },
    { ...inOrder("lastSeenAt"), title: t("lastSeen"), render: (_, { lastSeenAt }) => at(lastSeenAt) },
  ];
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <Button className="y-no-print" type="link" icon={<ActionIcon name="back" />} onClick={onBack}>
          {t("backToReport")}
        </Button>
        <h2>{t("books")}</h2>
        <span className="y-caption">{t("booksNote")}</span>
        <span className="y-grow" />
        <Segmented<BooksTrouble | "all">
          className="y-no-print r-by"
          size="small"
          aria-label={t("state")}
          value={query.only ?? "all"}
          options={choices.map((choice) => ({ value: choice, label: t(`only.${choice}`, { n: tally === undefined ? "" : f.count(tally[choice]) }) }))}
          onChange={(choice) => onQuery({ only: choice === "all" ? undefined : choice })}
        />
      </header>
      <ProblemAlert error={books.error} onRetry={() => void books.refetch()} />
      {books.isPending && <Waiting />}
      {books.data !== undefined && rows.length === 0 && <EmptyState title={tally?.all === 0 ? t("noScreens") : t("noneSuch")} />}
      {rows.length > 0 && (
        <Table<ScreenBooks>
          rowKey="screenId"
          size="small"
          columns={columns}
          dataSource={rows}
          loading={books.isPlaceholderData}
          onChange={(_page, _filters, sorter, { action }) => {
            if (action !== "sort" || Array.isArray(sorter)) return;
            const key = booksSort.safeParse(sorter.columnKey);
            onQuery(key.success && sorter.order ? { sort: key.data, order: sorter.order === "descend" ? "desc" : "asc" } : { sort: undefined, order: undefined });
          }}
          scroll={{ x: "max-content" }}
          expandable={{ expandedRowRender: (row) => <Gaps row={row} />, rowExpandable: ({ gaps, conflictAt, keptApart }) => gaps.length > 0 || conflictAt !== null || keptApart > 0 }}
          pagination={printing || rows.length <= pageSize ? false : { pageSize, showSizeChanger: false, showTotal: (n) => t("rows", { n }) }}
        />
      )}
    </section>
  );
}
