import { routes, type Screen, type Stage } from "@yilu/contract";
import { App, Button, Progress, Segmented } from "antd";
import { useState, type ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { StateTag } from "../../components/marks.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { stageLook, stages, StageTag } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { call, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useRefreshOn } from "../../lib/live.ts";
import { useMay } from "../../lib/session.ts";
import { Readiness } from "./Readiness.tsx";
import "./rollout.css";
import { shareDone } from "./share.ts";
import { text } from "./text.ts";
import { usePublish } from "./usePublish.ts";

const refreshMs = 2_000;

/** How far the newest programme has come, screen by screen, live; and the button that hurries it. */
export default function RolloutPage(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const words = useText(stageText);
  const f = useFormat();
  const may = useMay();
  const now = useNow();
  const { modal, message } = App.useApp();
  const [filters, setFilters, reset] = useFilters(routes.screens.list);
  const list = useCall(routes.screens.list, { query: filters });
  const overview = useCall(routes.reports.overview, {});
  const publish = usePublish();
  const [failed, setFailed] = useState<unknown>(null);
  useRefreshOn("screen:live", "screens", refreshMs);
  useRefreshOn("screen:live", "overview", refreshMs);
  const counts = overview.data?.stages;
  const online = overview.data?.screens.online ?? 0;
  const filtered = [filters.q, filters.stage, filters.unitId].some((filter) => filter !== undefined);

  const ask = (): void => {
    if (online === 0) {
      void message.info(t("noneOnline"));
      return;
    }
    void modal.confirm({
      title: t("publishTitle", { n: f.count(online) }),
      content: t("publishWhy", { offline: f.count(overview.data?.screens.offline ?? 0) }),
      okText: t("publishVerb"),
      onOk: () => {
        setFailed(null);
        publish.start().then((n) => void message.success(t("published", { n: f.count(n) })), setFailed);
      },
    });
  };
  const columns: ListColumn<Screen>[] = [
    {
      key: "name",
      title: t("screen"),
      always: true,
      text: ({ name }) => name,
      render: (_, { id, name }) => <Link to={`/screens?screen=${id}`}>{name}</Link>,
    },
    {
      key: "stage",
      title: t("state"),
      width: 130,
      text: ({ live }) => words(`stage.${live.stage}`),
      render: (_, { live: { stage } }) => <StageTag live={{ stage, download: null }} />, // its share has a column of its own
    },
    {
      key: "done",
      title: t("done"),
      width: 170,
      text: ({ live }) => {
        const share = shareDone(live);
        return share === null ? "" : f.percent(share);
      },
      render: (_, { live, name }) => {
        const share = shareDone(live);
        return share === null ? null : <Progress percent={Math.floor(share * 100)} size="small" status={live.download?.state === "failed" ? "exception" : "normal"} aria-label={name} />;
      },
    },
    { key: "line", title: t("line"), text: ({ line, place }) => line ?? place ?? "", render: (_, { line, place }) => line ?? place ?? "" },
    { key: "unit", title: common("unit"), text: ({ unitName }) => unitName, dataIndex: "unitName" },
    { key: "seen", title: t("lastSeen"), width: 130, text: ({ live }) => (live.lastSeenAt === null ? t("never") : f.dateTime(live.lastSeenAt)), render: (_, { live }) => (live.lastSeenAt === null ? t("never") : f.ago(live.lastSeenAt, now)) },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          may("canManageScreens") &&
          (publish.progress === null ? (
            <Button type="primary" icon={<ActionIcon name="upload" />} onClick={ask}>
              {t("publish")}
            </Button>
          ) : (
            <span className="y-row" role="status">
              {t("publishing", { done: f.count(publish.progress.done), total: f.count(publish.progress.total) })}
              <Button onClick={publish.stop}>{t("stop")}</Button>
            </span>
          ))
        }
      >
        <span className="y-caption">{t("why")}</span>
      </PageHeader>
      <ProblemAlert error={failed} />
      <div className="y-row y-wrap">
        <div className="y-chips">
          <Segmented<Stage | "">
            aria-label={t("stage")}
            value={filters.stage ?? ""}
            onChange={(stage) => setFilters({ stage: stage === "" ? undefined : stage })}
            options={[
              { value: "", label: t("anyStage") },
              ...stages.map((stage) => ({
                value: stage,
                label: (
                  <StateTag {...stageLook[stage]}>
                    {words(`stage.${stage}`)} {counts === undefined ? "" : f.count(counts[stage])}
                  </StateTag>
                ),
              })),
            ]}
          />
        </div>
        <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} />
        <UnitSelect clearable width={180} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
        {filtered && <Button onClick={reset}>{common("reset")}</Button>}
      </div>
      <Readiness />
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && list.data.rows.length === 0 && (
        <div className="y-card">
          {filtered ? (
            <EmptyState title={t("noMatch")} why={t("noMatchWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} />
          ) : (
            <EmptyState title={t("none")} why={t("noneWhy")} action={<Link to="/screens">{t("toScreens")}</Link>} />
          )}
        </div>
      )}
      {list.data !== undefined && list.data.rows.length > 0 && (
        <ListTable<Screen>
          name="rollout"
          fileName={t("title")}
          scroll={{ x: 900 }}
          columns={columns}
          rows={list.data.rows}
          fetchPage={(page, pageSize) => call(routes.screens.list, { query: { ...filters, page, pageSize } })}
          pagination={pagerOf(list.data, setFilters, (n) => common("total", { n: f.count(n) }))}
        />
      )}
    </>
  );
}
