import type { Screen } from "@yilu/contract";
import { Table, type TableProps } from "antd";
import type { ReactElement } from "react";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { lineOf, RolloutTag, ScreenStateTag } from "./states.tsx";
import { text } from "./text.ts";

interface ScreenTableProps {
  screens: readonly Screen[];
  now: number;
  loading: boolean;
  selected: ReadonlySet<string>;
  /** Absent when the reader may change nothing. */
  onSelect?: ((ids: string[]) => void) | undefined;
  onOpen: (screenId: string) => void;
}

export function ScreenTable({ screens, now, loading, selected, onSelect, onOpen }: ScreenTableProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const columns: NonNullable<TableProps<Screen>["columns"]> = [
    {
      key: "name",
      title: t("name"),
      className: "y-stick",
      render: (_, screen) => (
        <button type="button" className="y-link" onClick={() => onOpen(screen.id)}>
          {screen.name}
        </button>
      ),
    },
    { key: "kind", title: t("kind"), render: (_, { kind }) => common(`kind.${kind}`) },
    { key: "line", title: `${t("line")}/${t("place")}`, render: (_, screen) => screen.line ?? screen.place ?? "" },
    { key: "unit", title: common("unit"), dataIndex: "unitName" },
    { key: "state", title: t("stateColumn"), render: (_, { live }) => <ScreenStateTag live={live} now={now} /> },
    { key: "rollout", title: t("rollout"), render: (_, { live }) => <RolloutTag live={live} /> },
    { key: "now", title: t("now"), render: (_, { live }) => <div className="y-ellipsis y-now">{lineOf(live, now, t, f)}</div> },
    { key: "seen", title: t("lastSeen"), render: (_, { live }) => (live.lastSeenAt === null ? t("never") : f.ago(live.lastSeenAt, now)) },
    { key: "plays", title: t("playsToday"), align: "right", render: (_, { live }) => f.count(live.playsToday) },
    { key: "unsent", title: t("unsent"), align: "right", render: (_, { live }) => f.count(live.unsentPlays) },
  ];
  return (
    <div className="y-card y-table-x">
      <Table<Screen>
        rowKey="id"
        size="small"
        columns={columns}
        dataSource={[...screens]}
        loading={loading}
        pagination={false}
        {...(onSelect === undefined ? {} : { rowSelection: { selectedRowKeys: [...selected], onChange: (keys) => onSelect(keys.map(String)) } })}
      />
    </div>
  );
}
