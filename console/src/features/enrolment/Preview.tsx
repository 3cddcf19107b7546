import type { ImportPreview, ImportRow } from "@yilu/contract";
import { Alert, Button, Grid, Segmented, Table, type TableColumnType } from "antd";
import { useState, type ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import type { IconName } from "../../components/Icon.tsx";
import { StateTag, type Tone } from "../../components/marks.tsx";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { shownValue } from "./shown.ts";
import { RunProgress } from "./RunProgress.tsx";
import { text } from "./text.ts";
import type { Running } from "./useRun.ts";

type Outcome = ImportRow["outcome"];
const looks: Record<Outcome, { tone: Tone; icon: IconName }> = { add: { tone: "ok", icon: "ready" }, change: { tone: "busy", icon: "busy" }, move: { tone: "busy", icon: "sent" }, error: { tone: "alarm", icon: "alarm" } };
const outcomes = ["error", "move", "change", "add"] as const;

/** What is wrong with a row, or what differs, or what is added. */
function What({ row, phone }: { row: ImportRow; phone: boolean }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  if (row.outcome === "error") {
    return (
      <ul className="e-list">
        {row.faults.map(({ cell, message }) => (
          <li key={`${cell} ${message.en}`}>
            <code className="e-cell">{cell}</code> {local(message)}
          </li>
        ))}
      </ul>
    );
  }
  // The plate of a new screen stands in a column of its own.
  const differs = row.outcome === "change" || row.outcome === "move";
  const shown = row.fields.filter(({ field }) => differs || field !== "plate" || phone);
  const value = (field: ImportRow["fields"][number]["field"], given: string | null): string => shownValue(field, given, t, common);
  return (
    <ul className={row.outcome === "add" ? "e-list e-inline" : "e-list"}>
      {shown.map(({ field, before, after }) => (
        <li key={field}>
          <span className="e-field">{t(differs && field === "unit" ? "moveTo" : `field.${field}`)}</span>{" "}
          {differs && (
            <>
              {before === null ? <span>{value(field, null)}</span> : <del>{value(field, before)}</del>} <span aria-hidden="true">→</span>{" "}
            </>
          )}
          <span className={differs ? "e-after" : ""}>{value(field, after)}</span>
        </li>
      ))}
    </ul>
  );
}

interface PreviewProps {
  preview: ImportPreview;
  /** It is being written. */
  busy: boolean;
  /** It is being previewed again. */
  reading: boolean;
  /** How far that is. */
  running: Running | null;
  onApply: () => void;
  onStop: () => void;
  onAgain: () => void;
  /** Set when it no longer holds: makes it again. */
  onOutdated: (() => void) | null;
}

/** Each row with what it would do; nothing is written yet. */
export function Preview({ preview, busy, reading, running, onApply, onStop, onAgain, onOutdated }: PreviewProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const phone = Grid.useBreakpoint().md === false;
  const { counts, rows, errorsLeftOut } = preview;
  const [filter, setFilter] = useState<Outcome | "all">(counts.error > 0 ? "error" : "all");
  const total = counts.add + counts.change + counts.move;
  const mark = (outcome: Outcome): ReactElement => <StateTag {...looks[outcome]}>{t(`outcome.${outcome}`)}</StateTag>;
  const columns: TableColumnType<ImportRow>[] = phone
    ? [
        { key: "row", title: t("row"), width: 76, render: (_, { row, outcome }) => <>{row}<br />{mark(outcome)}</> },
        { key: "what", title: t("what"), render: (_, row) => <><b>{row.name}</b> <span className="y-caption">{row.unitName}</span><What row={row} phone /></> },
      ]
    : [
        { key: "row", title: t("row"), dataIndex: "row", width: 64, align: "right" },
        { key: "outcome", title: t("outcome"), width: 88, render: (_, { outcome }) => mark(outcome) },
        { key: "name", title: t("name"), dataIndex: "name", width: 170 },
        { key: "unit", title: common("unit"), dataIndex: "unitName", width: 170 },
        { key: "plate", title: t("plate"), dataIndex: "plate", width: 120 },
        { key: "what", title: t("what"), render: (_, row) => <What row={row} phone={false} /> },
      ];
  const none = total + counts.error === 0;
  return (
    <>
      {counts.move > 0 && <Alert type="warning" showIcon title={t("moves", { n: f.count(counts.move) })} description={t("movesWhy")} />}
      {counts.error > 0 && <Alert type="error" showIcon role="alert" title={t("faulty", { n: f.count(counts.error) })} {...(errorsLeftOut > 0 ? { description: t("errorsLeftOut", { n: f.count(errorsLeftOut) }) } : {})} />}
      {running !== null && <RunProgress label={busy ? t("applying", { n: f.count(total) }) : t("checking")} running={running} onStop={onStop} />}
      <div className="y-row y-wrap e-bar">
        {!none && (
          <Segmented<Outcome | "all">
            aria-label={t("outcome")}
            value={filter}
            options={[{ value: "all" as const, label: t("allRows") }, ...outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => ({ value: outcome, label: `${t(`outcome.${outcome}`)} ${f.count(counts[outcome])}` }))]}
            onChange={setFilter}
          />
        )}
        {!none && counts.unchanged > 0 && <span className="y-caption">{t("unchanged", { n: f.count(counts.unchanged) })}</span>}
        <span className="y-grow" />
        <Button size="large" disabled={busy || reading} onClick={onAgain}>
          {t("chooseAgain")}
        </Button>
        {onOutdated === null ? (
          <Button type="primary" size="large" loading={busy} disabled={total === 0 || counts.error > 0} onClick={onApply}>
            {t("apply", { n: f.count(total) })}
          </Button>
        ) : (
          <Button type="primary" size="large" loading={reading} onClick={onOutdated}>
            {t("outdatedAgain")}
          </Button>
        )}
      </div>
      {none ? (
        <div className="y-card">{counts.unchanged > 0 ? <EmptyState title={t("nothingToDo")} why={t("unchanged", { n: f.count(counts.unchanged) })} /> : <EmptyState title={t("noRows")} why={t("noRowsWhy")} />}</div>
      ) : (
        <div className="y-card">
          <Table<ImportRow> rowKey="row" size="small" columns={columns} dataSource={rows.filter(({ outcome }) => filter === "all" || outcome === filter)} loading={reading} pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }} />
        </div>
      )}
    </>
  );
}
