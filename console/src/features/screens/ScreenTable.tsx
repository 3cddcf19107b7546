import type { Screen } from "@yilu/contract";
import type { TablePaginationConfig } from "antd";
import type { ReactElement } from "react";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { StageTag } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import { commonText } from "../../components/text.ts";
import type { FetchPage } from "../../components/useListExport.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { lineOf, ScreenStateTag, troubleOf } from "./states.tsx";
import { text } from "./text.ts";

interface ScreenTableProps {
  screens: readonly Screen[];
  now: number;
  loading: boolean;
  selected: ReadonlySet<string>;
  pager: TablePaginationConfig | false;
  /** A page under the filters that are set, for the exported file. */
  fetchPage: FetchPage<Screen>;
  /** Absent when the reader may change nothing. */
  onSelect?: ((ids: string[]) => void) | undefined;
  onOpen: (screenId: string) => void;
}

/** Screens as a list: one chooses its columns, and takes all that match along as a file. */
export function ScreenTable({ screens, now, loading, selected, pager, fetchPage, onSelect, onOpen }: ScreenTableProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const words = useText(stageText);
  const f = useFormat();
  const lineText = ({ line, place }: Screen): string => line ?? place ?? "";
  const columns: ListColumn<Screen>[] = [
    {
      key: "name",
      title: t("name"),
      always: true,
      className: "y-stick",
      text: ({ name }) => name,
      render: (_, screen) => (
        <button type="button" className="y-link" onClick={() => onOpen(screen.id)}>
          {screen.name}
        </button>
      ),
    },
    { key: "kind", title: t("kind"), text: ({ kind }) => common(`kind.${kind}`), render: (_, { kind }) => common(`kind.${kind}`) },
    { key: "line", title: `${t("line")}/${t("place")}`, text: lineText, render: (_, screen) => lineText(screen) },
    { key: "unit", title: common("unit"), text: ({ unitName }) => unitName, dataIndex: "unitName" },
    { key: "state", title: t("stateColumn"), text: ({ live }) => (troubleOf(live, now) === null ? t(`state.${live.state}`) : t("alarm")), render: (_, { live }) => <ScreenStateTag live={live} now={now} /> },
    { key: "rollout", title: words("stage"), text: ({ live }) => words(`stage.${live.stage}`), render: (_, { live }) => <StageTag live={live} /> },
    { key: "now", title: t("now"), text: ({ live }) => lineOf(live, now, t, f), render: (_, { live }) => <div className="y-ellipsis y-now">{lineOf(live, now, t, f)}</div> },
    {
      key: "seen",
      title: t("lastSeen"),
      text: ({ live }) => (live.lastSeenAt === null ? t("never") : f.dateTime(live.lastSeenAt)),
      render: (_, { live }) => (live.lastSeenAt === null ? t("never") : f.ago(live.lastSeenAt, now)),
    },
    { key: "plays", title: t("playsToday"), align: "right", text: ({ live }) => live.playsToday, render: (_, { live }) => f.count(live.playsToday) },
    { key: "unsent", title: t("unsent"), align: "right", text: ({ live }) => live.unsentPlays, render: (_, { live }) => f.count(live.unsentPlays) },
  ];
  return (
    <ListTable<Screen>
      name="screens"
      fileName={t("title")}
      className="y-table-x"
      columns={columns}
      rows={screens}
      fetchPage={fetchPage}
      loading={loading}
      pagination={pager}
      {...(onSelect === undefined ? {} : { rowSelection: { selectedRowKeys: [...selected], onChange: (keys) => onSelect(keys.map(String)) } })}
    />
  );
}
