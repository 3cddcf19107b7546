import { routes, type Playlist } from "@yilu/contract";
import { Button } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { FilmStrip } from "../../components/FilmStrip.tsx";
import { StateTag } from "../../components/marks.tsx";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { RowMenu } from "../../components/RowMenu.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { call } from "../../lib/api.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { usePlaylists, useRemovePlaylist } from "./api.ts";
import { badItems } from "./draft.ts";
import { stripOf } from "./strip.ts";
import { text } from "./text.ts";

export function PlaylistList(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const confirm = useConfirmNamed();
  const [, open] = useParams();
  const [filters, setFilters, reset] = useFilters(routes.playlists.list);
  const list = usePlaylists(filters);
  const remove = useRemovePlaylist();
  const mayEdit = may("canEditPlaylists");
  const filtered = (filters.q ?? filters.unitId) !== undefined;
  const addButton = mayEdit ? (
    <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => open({ edit: "new" })}>
      {t("add")}
    </Button>
  ) : undefined;
  const askRemove = ({ id, name, usedIn }: Playlist): void =>
    confirm({
      title: t("removeTitle"),
      names: [name],
      consequence: usedIn.length === 0 ? t("removeWhy") : t("removeUsed", { names: usedIn.map((entry) => entry.name).join("、") }),
      verb: t("removeVerb"),
      act: () => remove.mutateAsync({ params: { id } }),
    });
  const columns: ListColumn<Playlist>[] = [
    {
      key: "name",
      title: t("name"),
      always: true,
      text: ({ name }) => name,
      fixed: "start",
      width: 220,
      render: (_, playlist) => (
        <>
          <Button type="link" size="small" style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "left" }} onClick={() => open({ edit: playlist.id })}>
            {playlist.name}
          </Button>
          <p className="y-caption">{playlist.unitName}</p>
        </>
      ),
    },
    {
      key: "content",
      title: t("content"),
      text: ({ items }) => items.map((item) => item.title).join("、"),
      render: (_, playlist) => {
        const bad = badItems(playlist.items).length;
        return (
          <div className="p-content">
            <FilmStrip items={stripOf(playlist.items)} height={40} summary={t("strip", { n: playlist.items.length })} empty={t("noItems")} />
            {bad > 0 && (
              <StateTag tone="alarm" icon="alarm">
                {t("bad", { n: bad })}
              </StateTag>
            )}
          </div>
        );
      },
    },
    { key: "count", title: t("count"), text: ({ items }) => items.length, width: 80, align: "right", render: (_, playlist) => t("countOf", { n: playlist.items.length }) },
    { key: "total", title: t("total"), text: ({ totalMs }) => f.length(totalMs), width: 90, align: "right", render: (_, playlist) => f.length(playlist.totalMs) },
    {
      key: "usedIn",
      title: t("usedIn"),
      text: ({ usedIn }) => usedIn.map(({ name }) => name).join("、"),
      width: 110,
      render: (_, { usedIn }) =>
        usedIn.length === 0 ? <span className="y-caption">{t("unused")}</span> : <span title={usedIn.map(({ name }) => name).join("、")}>{t("usedCount", { n: usedIn.length })}</span>,
    },
    { key: "updated", title: t("updated"), text: ({ updatedAt }) => f.dateTime(updatedAt), width: 130, render: (_, playlist) => f.dateTime(playlist.updatedAt) },
    ...(mayEdit
      ? [{ key: "menu", always: true, width: 56, align: "right" as const, render: (_: unknown, playlist: Playlist) => <RowMenu name={playlist.name} items={[{ key: "remove", danger: true, label: common("remove"), onClick: () => askRemove(playlist) }]} /> }]
      : []),
  ];
  return (
    <>
      <PageHeader title={t("title")} actions={addButton}>
        <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} />
        <UnitSelect clearable width={180} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
        {filtered && <Button onClick={reset}>{common("reset")}</Button>}
      </PageHeader>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && list.data.rows.length === 0 && (
        <div className="y-card">
          {filtered ? (
            <EmptyState title={t("noMatch")} why={t("noMatchWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} />
          ) : (
            <EmptyState title={t("none")} why={mayEdit ? t("noneWhy") : t("noneSee")} action={addButton} />
          )}
        </div>
      )}
      {list.data !== undefined && list.data.rows.length > 0 && (
        <ListTable<Playlist>
          name="playlists"
          fileName={t("title")}
          scroll={{ x: 960 }}
          columns={columns}
          rows={list.data.rows}
          fetchPage={(page, pageSize) => call(routes.playlists.list, { query: { ...filters, page, pageSize } })}
          pagination={pagerOf(list.data, setFilters, (n) => common("total", { n: f.count(n) }))}
        />
      )}
    </>
  );
}
