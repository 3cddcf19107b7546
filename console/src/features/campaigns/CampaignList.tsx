import { routes, type Campaign } from "@yilu/contract";
import { Button, Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { RowMenu } from "../../components/RowMenu.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { CampaignState } from "./state.tsx";
import { text } from "./text.ts";

export function CampaignList(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const confirm = useConfirmNamed();
  const [, open] = useParams();
  const [filters, setFilters, reset] = useFilters(routes.campaigns.list);
  const list = useCall(routes.campaigns.list, { query: filters });
  const remove = useAction(routes.campaigns.remove);
  const mayEdit = may("canEditCampaigns");
  const addButton = mayEdit ? (
    <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => open({ edit: "new" })}>
      {t("add")}
    </Button>
  ) : undefined;
  const menuOf = ({ id, name, state, whole }: Campaign) =>
    state === "closed" || !whole
      ? []
      : [
          {
            key: "remove",
            danger: true,
            label: common("remove"),
            onClick: () => confirm({ title: t("removeTitle"), names: [name], consequence: t("removeWhy"), verb: t("removeVerb"), act: () => remove.mutateAsync({ params: { id } }) }),
          },
        ];
  const columns: TableColumnsType<Campaign> = [
    {
      title: t("name"),
      fixed: "start",
      width: 260,
      render: (_, { id, name, theme }) => (
        <>
          <p>
            <Link to={`?campaign=${id}`}>{name}</Link>
          </p>
          <p className="y-caption">{theme}</p>
        </>
      ),
    },
    { title: t("state"), width: 110, render: (_, { state }) => <CampaignState state={state} /> },
    { title: t("dates"), width: 200, render: (_, { startDate, endDate }) => t("datesOf", { from: f.localDate(startDate), to: f.localDate(endDate) }) },
    { title: t("owner"), width: 150, render: (_, { unitName }) => unitName },
    { title: t("targetShort"), width: 120, align: "right", render: (_, { targetPlaysPerScreenPerDay: n }) => (n === 0 ? <span className="y-caption">{t("targetNone")}</span> : f.count(n)) },
    { title: t("due"), width: 150, render: (_, { reportDue }) => f.dateTime(reportDue) },
    ...(mayEdit ? [{ key: "menu", width: 56, align: "right" as const, render: (_: unknown, campaign: Campaign) => <RowMenu name={campaign.name} items={menuOf(campaign)} /> }] : []),
  ];
  return (
    <>
      <PageHeader title={t("title")} actions={addButton}>
        <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} />
        {filters.q !== undefined && <Button onClick={reset}>{common("reset")}</Button>}
      </PageHeader>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && list.data.rows.length === 0 && (
        <div className="y-card">
          {filters.q === undefined ? (
            <EmptyState title={t("none")} why={mayEdit ? t("noneWhy") : t("noneSee")} action={addButton} />
          ) : (
            <EmptyState title={t("noMatch")} why={t("noMatchWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} />
          )}
        </div>
      )}
      {list.data !== undefined && list.data.rows.length > 0 && (
        <div className="y-card">
          <Table<Campaign> rowKey="id" size="small" scroll={{ x: 980 }} columns={columns} dataSource={list.data.rows} pagination={pagerOf(list.data, setFilters, (n) => common("total", { n: f.count(n) }))} />
        </div>
      )}
    </>
  );
}
