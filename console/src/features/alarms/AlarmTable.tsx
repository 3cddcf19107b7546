import type { Alarm } from "@yilu/contract";
import { Button, type TablePaginationConfig } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { alarmLook, alarmText } from "../../components/alarms.ts";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { StateTag } from "../../components/marks.tsx";
import { commonText } from "../../components/text.ts";
import type { FetchPage } from "../../components/useListExport.ts";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

export interface AlarmListProps {
  rows: readonly Alarm[];
  now: number;
  selected: ReadonlySet<string>;
  /** Rows that have just come. */
  fresh: ReadonlySet<string>;
  /** Null: one may look, and no more. */
  onSelect: ((ids: readonly string[]) => void) | null;
  onAcknowledge: ((alarm: Alarm) => void) | null;
  pagination: TablePaginationConfig | false;
}

/** Who has taken it up, and what they wrote. */
export function Handled({ alarm }: { alarm: Alarm }): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  if (alarm.acknowledgedAt === null) return null;
  return (
    <span className="a-handled y-ellipsis" title={`${t("by", { name: alarm.acknowledgedBy ?? "", at: f.dateTime(alarm.acknowledgedAt) })} ${alarm.note ?? ""}`}>
      {alarm.acknowledgedBy} {alarm.note !== null && <span className="y-ink2">{alarm.note}</span>}
    </span>
  );
}

/** What to do, and how it went. */
function Detail({ alarm }: { alarm: Alarm }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const f = useFormat();
  const { raisedAt, clearedAt, acknowledgedAt, acknowledgedBy, note, timeZone } = alarm;
  return (
    <dl className="a-detail">
      <dt>{t("todo")}</dt>
      <dd>{words(`todo.${alarm.kind}`)}</dd>
      <dt>{t("times")}</dt>
      <dd>
        {t("found", { at: f.dateTime(raisedAt, timeZone) })}
        {clearedAt !== null && ` · ${t("over", { at: f.dateTime(clearedAt, timeZone) })}`}
      </dd>
      {acknowledgedAt !== null && (
        <>
          <dt>{t("handled")}</dt>
          <dd>
            {t("by", { name: acknowledgedBy ?? "", at: f.dateTime(acknowledgedAt, timeZone) })} {note}
          </dd>
        </>
      )}
    </dl>
  );
}

/** The list on a wide screen. */
export function AlarmTable({ rows, now, selected, fresh, onSelect, onAcknowledge, pagination, fetchPage }: AlarmListProps & { fetchPage: FetchPage<Alarm> }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const common = useText(commonText);
  const f = useFormat();
  const local = useLocal();
  const lasted = ({ raisedAt, clearedAt }: Alarm): string => (clearedAt === null ? t("ongoing", { span: f.span(now - raisedAt) }) : t("clearedAfter", { span: f.span(clearedAt - raisedAt) }));
  const columns: ListColumn<Alarm>[] = [
    {
      key: "kind",
      title: t("kind"),
      width: 128,
      always: true,
      text: ({ kind, state }) => `${words(`kind.${kind}`)} ${t(`state.${state}`)}`,
      render: (_, alarm) => <StateTag {...alarmLook(alarm)}>{words(`kind.${alarm.kind}`)}</StateTag>,
    },
    {
      key: "screen",
      title: t("screen"),
      always: true,
      text: ({ screenName, line, place }) => [screenName, line ?? place ?? ""].join(" ").trim(),
      render: (_, { screenId, screenName, line, place }) => {
        const where = line ?? place;
        return (
          <>
            <Link to={`/screens?screen=${screenId}`} aria-label={t("toScreen", { name: screenName })}>
              {screenName}
            </Link>{" "}
            {where !== null && !screenName.includes(where) && <span className="y-caption">{where}</span>}
          </>
        );
      },
    },
    { key: "what", title: t("what"), text: ({ message }) => local(message), render: (_, { message }) => local(message) },
    { key: "unit", title: common("unit"), text: ({ unitName }) => unitName, dataIndex: "unitName" },
    { key: "raised", title: t("raised"), width: 118, text: ({ raisedAt, timeZone }) => f.dateTime(raisedAt, timeZone), render: (_, { raisedAt, timeZone }) => <span title={f.dateTime(raisedAt, timeZone)}>{f.ago(raisedAt, now)}</span> },
    { key: "lasted", title: t("lasted"), width: 130, text: lasted, render: (_, alarm) => lasted(alarm) },
    { key: "handled", title: t("handled"), text: ({ acknowledgedBy, note }) => [acknowledgedBy ?? "", note ?? ""].join(" ").trim(), render: (_, alarm) => <Handled alarm={alarm} /> },
    ...(onAcknowledge === null
      ? []
      : [
          {
            key: "act",
            always: true,
            width: 84,
            render: (_: unknown, alarm: Alarm) =>
              alarm.state === "open" && (
                <Button size="small" onClick={() => onAcknowledge(alarm)} aria-label={`${t("acknowledge")} ${alarm.screenName} ${words(`kind.${alarm.kind}`)}`}>
                  {t("acknowledge")}
                </Button>
              ),
          },
        ]),
  ];
  return (
    <ListTable<Alarm>
      name="alarms"
      fileName={t("title")}
      scroll={{ x: 980 }}
      columns={columns}
      rows={rows}
      fetchPage={fetchPage}
      pagination={pagination}
      rowClassName={({ id, state }) => `${fresh.has(id) ? "a-new" : ""} ${state === "cleared" ? "a-cleared" : ""}`.trim()}
      expandable={{ expandedRowRender: (alarm) => <Detail alarm={alarm} /> }}
      {...(onSelect === null
        ? {}
        : {
            rowSelection: {
              // antd copies a box for all into a hidden row, where the keyboard would find it.
              columnTitle: <span className="y-hidden">{t("selectWhich")}</span>,
              selectedRowKeys: [...selected],
              onChange: (keys) => onSelect(keys.map(String)),
              getCheckboxProps: ({ state, screenName, kind }) => ({ disabled: state === "cleared", "aria-label": t("row", { name: screenName, kind: words(`kind.${kind}`) }) }),
            },
          })}
    />
  );
}
