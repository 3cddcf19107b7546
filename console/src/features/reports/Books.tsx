import { routes, type ReportScope } from "@yilu/contract";
import { Button, Segmented, Table, type TableColumnsType } from "antd";
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
import { gapText, has, neverOn, troubles, worstFirst, type ScreenBooks, type Trouble } from "./books.ts";
import { text } from "./text.ts";

interface BooksProps {
  filters: ReportScope;
  only: Trouble;
  onOnly: (only: Trouble) => void;
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

/** Completeness screen by screen: what has come, what still waits on it, what is missing, and until when it is known. */
export function Books({ filters, only, onOnly, onBack }: BooksProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const printing = usePrinting();
  const books = useCall(routes.reports.books, { query: filters });
  const all = books.data?.rows ?? [];
  const rows = worstFirst(all.filter((row) => has(row, only)));
  const number = (n: number): string => (n === 0 ? "" : f.count(n));
  const at = (instant: number | null): ReactElement | string => (instant === null ? <span className="y-caption">{t("neverYet")}</span> : f.dateTime(instant));
  const columns: TableColumnsType<ScreenBooks> = [
    { title: t("screen"), fixed: "start", sorter: (a, b) => a.screenName.localeCompare(b.screenName, "zh-CN", { numeric: true }), render: (_, { screenId, screenName }) => <Link to={`/screens?screen=${screenId}`}>{screenName}</Link> },
    { title: t("unit"), sorter: (a, b) => a.unitName.localeCompare(b.unitName, "zh-CN"), render: (_, { unitName }) => unitName },
    { title: t("line"), render: (_, { line, kind }) => line ?? common(`kind.${kind}`) },
    { title: t("state"), render: (_, row) => <State row={row} /> },
    { title: t("counted"), align: "right", sorter: (a, b) => a.counted - b.counted, render: (_, row) => (neverOn(row) ? "" : f.count(row.counted)) },
    { title: t("waiting"), align: "right", sorter: (a, b) => a.waitingOnScreens - b.waitingOnScreens, render: (_, row) => number(row.waitingOnScreens) },
    { title: t("missing"), align: "right", sorter: (a, b) => a.missing - b.missing, render: (_, row) => (row.missing === 0 ? "" : <b className="y-alarm">{f.count(row.missing)}</b>) },
    { title: t("keptApart"), align: "right", sorter: (a, b) => a.keptApart - b.keptApart, render: (_, row) => number(row.keptApart) },
    { title: t("daysOn"), align: "right", sorter: (a, b) => a.daysOn - b.daysOn, render: (_, { daysOn, daysOff }) => t("daysOnOf", { n: daysOn, all: daysOn + daysOff }) },
    { title: t("receivedTo"), sorter: (a, b) => (a.receivedTo ?? 0) - (b.receivedTo ?? 0), render: (_, { receivedTo }) => at(receivedTo) },
    { title: t("lastSeen"), sorter: (a, b) => (a.lastSeenAt ?? 0) - (b.lastSeenAt ?? 0), render: (_, { lastSeenAt }) => at(lastSeenAt) },
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
        <Segmented<Trouble>
          className="y-no-print r-by"
          size="small"
          aria-label={t("state")}
          value={only}
          options={troubles.map((trouble) => ({ value: trouble, label: t(`only.${trouble}`, { n: f.count(all.filter((row) => has(row, trouble)).length) }) }))}
          onChange={onOnly}
        />
      </header>
      <ProblemAlert error={books.error} onRetry={() => void books.refetch()} />
      {books.isPending && <Waiting />}
      {books.data !== undefined && rows.length === 0 && <EmptyState title={all.length === 0 ? t("noScreens") : t("noneSuch")} />}
      {rows.length > 0 && (
        <Table<ScreenBooks>
          rowKey="screenId"
          size="small"
          columns={columns}
          dataSource={rows}
          loading={books.isPlaceholderData}
          scroll={{ x: "max-content" }}
          expandable={{ expandedRowRender: (row) => <Gaps row={row} />, rowExpandable: ({ gaps, conflictAt, keptApart }) => gaps.length > 0 || conflictAt !== null || keptApart > 0 }}
          pagination={printing || rows.length <= pageSize ? false : { pageSize, showSizeChanger: false, showTotal: (n) => t("rows", { n }) }}
        />
      )}
    </section>
  );
}
