import { alarmKind, routes, type Alarm, type AlarmKind } from "@yilu/contract";
import { Button, Grid, Segmented, Select } from "antd";
import { useState, type ReactElement } from "react";
import { Link } from "react-router";
import { alarmText } from "../../components/alarms.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { call, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { AcknowledgeDialog } from "./AcknowledgeDialog.tsx";
import { AlarmCards } from "./AlarmCards.tsx";
import "./alarms.css";
import { AlarmTable } from "./AlarmTable.tsx";
import { text } from "./text.ts";
import { useNew } from "./useNew.ts";

const states = ["current", "open", "acknowledged", "cleared", "all"] as const;

/** Everything that somebody must look at, live: found, taken up, and over by itself. */
export default function AlarmsPage(): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const now = useNow();
  const phone = Grid.useBreakpoint().md === false;
  const [filters, setFilters, reset] = useFilters(routes.alarms.list);
  const { data, error, isPending, isPlaceholderData, refetch } = useCall(routes.alarms.list, { query: filters });
  const summary = useCall(routes.alarms.summary, {});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<readonly Alarm[] | null>(null);
  const canHandle = may("canHandleAlarms");
  const rows = data?.rows ?? [];
  const fresh = useNew(isPlaceholderData ? [] : rows.map(({ id }) => id), isPlaceholderData ? "" : JSON.stringify(filters));
  const chosen = rows.filter(({ id, state }) => selected.has(id) && state !== "cleared");
  const narrowed = filters.kind !== undefined || filters.unitId !== undefined || filters.screenId !== undefined || (filters.q ?? "") !== "" || filters.state !== "current";
  const counts: Partial<Record<(typeof states)[number], number>> = summary.data === undefined ? {} : { current: summary.data.open + summary.data.acknowledged, open: summary.data.open, acknowledged: summary.data.acknowledged };
  const perKind = new Map(summary.data?.kinds.map(({ kind, open, acknowledged }) => [kind, open + acknowledged]) ?? []);
  const onSelect = canHandle ? (ids: readonly string[]): void => setSelected(new Set(ids)) : null;
  const onAcknowledge = canHandle ? (alarm: Alarm): void => setAsking([alarm]) : null;
  const openRows = rows.filter(({ state }) => state === "open");

  const list = (): ReactElement | null => {
    if (error !== null && data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
    if (isPending) return <Waiting />;
    if (rows.length === 0) {
      return (
        <div className="y-card">
          {narrowed ? <EmptyState title={t("noMatch")} why={t("noMatchWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} /> : <EmptyState title={t("none")} why={t("noneWhy")} />}
        </div>
      );
    }
    const pagination = pagerOf(data, setFilters, (n) => common("total", { n: f.count(n) }));
    const parts = { rows, now, selected, fresh, onSelect, onAcknowledge, pagination };
    return phone ? <AlarmCards {...parts} /> : <AlarmTable {...parts} fetchPage={(page, pageSize) => call(routes.alarms.list, { query: { ...filters, page, pageSize } })} />;
  };

  return (
    <div className="y-page">
      <PageHeader
        title={t("title")}
        actions={
          may("canManageSettings") && (
            <Link to="/system?tab=alarms">
              {t("settings")}
            </Link>
          )
        }
      >
        <div className="y-chips">
          <Segmented<(typeof states)[number]>
            aria-label={t("stateFilter")}
            value={filters.state}
            options={states.map((state) => ({ value: state, label: `${t(`state.${state}`)}${counts[state] === undefined ? "" : ` ${f.count(counts[state])}`}` }))}
            onChange={(state) => setFilters({ state: state === "current" ? undefined : state })}
          />
        </div>
      </PageHeader>
      <div className="y-row y-wrap y-second-row">
        {chosen.length > 0 ? (
          <div className="y-batch" role="toolbar" aria-label={t("selected", { n: chosen.length })}>
            <b>{t("selected", { n: chosen.length })}</b>
            <Button type="text" onClick={() => setAsking(chosen)}>
              {t("acknowledgeMany", { n: chosen.length })}
            </Button>
            <span className="y-grow" />
            <Button type="text" onClick={() => setSelected(new Set())}>
              {t("clearSelection")}
            </Button>
          </div>
        ) : (
          <>
            <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} width={230} />
            <Select<AlarmKind | "">
              aria-label={t("kind")}
              value={filters.kind ?? ""}
              style={{ width: 172 }}
              popupMatchSelectWidth={false}
              options={[{ value: "", label: t("anyKind") }, ...alarmKind.options.map((kind) => ({ value: kind, label: `${words(`kind.${kind}`)} ${perKind.get(kind) ?? 0}` }))]}
              onChange={(kind) => setFilters({ kind: kind === "" ? undefined : kind })}
            />
            <UnitSelect clearable width={170} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
            {narrowed && <Button onClick={reset}>{common("reset")}</Button>}
            {phone && onSelect !== null && openRows.length > 1 && <Button onClick={() => onSelect(openRows.map(({ id }) => id))}>{t("selectAll")}</Button>}
          </>
        )}
      </div>
      {error !== null && data !== undefined && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {list()}
      {asking !== null && (
        <AcknowledgeDialog
          alarms={asking}
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null);
            setSelected(new Set());
          }}
        />
      )}
    </div>
  );
}
