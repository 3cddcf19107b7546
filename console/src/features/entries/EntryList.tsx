import { routes, type Entry, type Tier } from "@yilu/contract";
import { Button, Select } from "antd";
import { useState, type ReactElement, type ReactNode } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { daypartsWords } from "../../components/dayparts/words.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
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
import { useToday } from "../../lib/office.ts";
import { useMay } from "../../lib/session.ts";
import { useEntries, useRemoveEntry } from "./api.ts";
import { text } from "./text.ts";
import { isCopyable } from "./timeline/copies.ts";
import { CopyDialog } from "./timeline/CopyDialog.tsx";
import { timelineText } from "./timeline/timelineText.ts";
import { TierMark } from "./TierMark.tsx";
import { datesWords, shareWords } from "./words.ts";

const tiers: readonly Tier[] = ["emergency", "takeover", "regular", "default"];

export function EntryList({ switcher }: { switcher: ReactNode }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const confirm = useConfirmNamed();
  const today = useToday();
  const [, open] = useParams();
  const [filters, setFilters, reset] = useFilters(routes.entries.list);
  const list = useEntries(filters);
  const remove = useRemoveEntry();
  const copies = useText(timelineText);
  const [chosen, setChosen] = useState<readonly Entry[]>([]);
  const [copying, setCopying] = useState(false);
  const mayEdit = may("canEditEntries");
  const filtered = (filters.q ?? filters.tier ?? filters.unitId) !== undefined;
  const addButton = mayEdit ? (
    <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => open({ edit: "new" })}>
      {t("add")}
    </Button>
  ) : undefined;
  const menuOf = (entry: Entry) => [
    { key: "copy", label: t("copy"), onClick: () => open({ edit: "new", from: entry.id }) },
    {
      key: "remove",
      danger: true,
      label: common("remove"),
      onClick: () =>
        confirm({ title: t("removeTitle"), names: [entry.name], consequence: t("removeWhy", { n: f.count(entry.screenCount) }), verb: t("removeVerb"), act: () => remove.mutateAsync({ params: { id: entry.id } }) }),
    },
  ];
  const timeNote = ({ startDate, endDate }: Entry): string | null => {
    if (endDate !== null && endDate < today) return t("ended");
    return startDate !== null && startDate > today ? t("notStarted") : null;
  };
  const columns: ListColumn<Entry>[] = [
    {
      key: "name",
      title: t("name"),
      always: true,
      text: ({ name }) => name,
      fixed: "start",
      width: 230,
      render: (_, entry) => (
        <>
          {mayEdit && entry.tier !== "emergency" ? (
            <Button type="link" size="small" style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "left" }} onClick={() => open({ edit: entry.id })}>
              {entry.name}
            </Button>
          ) : (
            <b>{entry.name}</b>
          )}
          <p className="y-caption">{entry.playlistName}</p>
        </>
      ),
    },
    { key: "tier", title: t("tier"), text: ({ tier }) => t(`tier.${tier}`), width: 110, render: (_, entry) => <TierMark tier={entry.tier} /> },
    {
      key: "dates",
      title: t("dates"),
      text: (entry) => datesWords(entry, f, t),
      width: 160,
      render: (_, entry) => {
        const note = timeNote(entry);
        return (
          <>
            {datesWords(entry, f, t)}
            {(note !== null || entry.exceptDates.length > 0) && (
              <p className="y-caption">{[note, entry.exceptDates.length > 0 ? t("except", { n: entry.exceptDates.length }) : null].filter((part) => part !== null).join(t("and"))}</p>
            )}
          </>
        );
      },
    },
    { key: "dayparts", title: t("dayparts"), text: ({ dayparts }) => daypartsWords(dayparts, t), render: (_, entry) => daypartsWords(entry.dayparts, t) },
    { key: "share", title: t("share"), text: ({ share }) => shareWords(share, t), width: 140, render: (_, entry) => shareWords(entry.share, t) },
    { key: "screens", title: t("screens"), text: ({ screenCount }) => screenCount, width: 90, align: "right", render: (_, entry) => (entry.screenCount === 0 ? <span className="y-off">{t("noScreens")}</span> : t("screenCount", { n: f.count(entry.screenCount) })) },
    ...(mayEdit ? [{ key: "menu", always: true, width: 56, align: "right" as const, render: (_: unknown, entry: Entry) => <RowMenu name={entry.name} items={menuOf(entry)} /> }] : []),
  ];
  return (
    <>
      <PageHeader title={t("title")} actions={addButton}>
        {switcher}
        {chosen.length > 0 ? (
          <span className="y-row" role="status">
            <b>{copies("chosen", { n: chosen.length })}</b>
            <Button onClick={() => setCopying(true)}>{copies("copyTo")}</Button>
            <Button type="text" onClick={() => setChosen([])}>
              {copies("clearChosen")}
            </Button>
          </span>
        ) : (
          <>
            <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} width={180} />
            <Select
              value={filters.tier ?? null}
              allowClear
              style={{ width: 130 }}
              placeholder={t("anyTier")}
              aria-label={t("tier")}
              options={tiers.map((value) => ({ value, label: t(`tier.${value}`) }))}
              onChange={(tier) => setFilters({ tier: tier ?? undefined })}
            />
            <UnitSelect clearable width={160} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
            {filtered && <Button onClick={reset}>{common("reset")}</Button>}
          </>
        )}
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
          <ListTable<Entry>
            name="entries"
            fileName={t("title")}
            fetchPage={(page, pageSize) => call(routes.entries.list, { query: { ...filters, page, pageSize } })}
            scroll={{ x: 1000 }}
            columns={columns}
            rows={list.data.rows}
            pagination={pagerOf(list.data, setFilters, (n) => common("total", { n: f.count(n) }))}
            {...(mayEdit
              ? {
                  rowSelection: {
                    preserveSelectedRowKeys: true,
                    // antd copies a box for all into a hidden row, where the keyboard would find it.
                    columnTitle: <span className="y-hidden">{copies("copyWhich")}</span>,
                    selectedRowKeys: chosen.map(({ id }) => id),
                    onChange: (_: unknown, rows: Entry[]) => setChosen(rows),
                    getCheckboxProps: (entry: Entry) => ({ disabled: !isCopyable(entry), "aria-label": entry.name }),
                  },
                }
              : {})}
          />
      )}
      {copying && (
        <CopyDialog
          entries={chosen}
          onClose={() => setCopying(false)}
          onCopied={() => {
            setCopying(false);
            setChosen([]);
          }}
        />
      )}
    </>
  );
}
