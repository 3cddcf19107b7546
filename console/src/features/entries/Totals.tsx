import { Table, type TableColumnsType } from "antd";
import { useMemo, type ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useFilms } from "./api.ts";
import { SmallPoster } from "./SmallPoster.tsx";
import { totalsOf, type Slot, type Total } from "./slots.ts";
import { nowText } from "./nowText.ts";

/** How often and how long each film plays on the day. */
export function Totals({ slots }: { slots: readonly Slot[] }): ReactElement {
  const t = useText(nowText);
  const f = useFormat();
  const totals = useMemo(() => totalsOf(slots), [slots]);
  const films = useFilms(useMemo(() => [...new Set(totals.map(({ mediaId }) => mediaId))].sort(), [totals]));
  const columns: TableColumnsType<Total> = [
    {
      title: t("clip"),
      render: (_, total) => {
        const film = films.get(total.mediaId);
        return (
          <span className="y-row">
            <SmallPoster film={film} width={52} />
            {film !== undefined && <LevelMark level={film.level} />}
            {total.title}
          </span>
        );
      },
    },
    { title: t("entry"), dataIndex: "entryName" },
    { title: t("plays"), align: "right", width: 100, render: (_, total) => f.count(total.plays) },
    { title: t("airtime"), align: "right", width: 120, render: (_, total) => f.length(total.airtimeMs) },
    { title: t("part"), align: "right", width: 100, render: (_, total) => f.percent(total.part) },
  ];
  return (
    <div className="y-card">
      <Table<Total> rowKey="key" size="small" scroll={{ x: 680 }} columns={columns} dataSource={totals} pagination={false} locale={{ emptyText: <EmptyState title={t("noPlan")} why={t("nothingWhy")} /> }} />
    </div>
  );
}
