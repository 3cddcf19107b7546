import { Button, Checkbox, Pagination } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { alarmLook, alarmText } from "../../components/alarms.ts";
import { StateTag } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { Handled, type AlarmListProps } from "./AlarmTable.tsx";
import { text } from "./text.ts";

/** The list on a phone: the trouble and its remedy first. */
export function AlarmCards({ rows, now, selected, fresh, onSelect, onAcknowledge, pagination }: AlarmListProps): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const f = useFormat();
  const local = useLocal();
  return (
    <>
      <ul className="a-cards">
        {rows.map((alarm) => {
          const { id, kind, state, screenId, screenName, line, place, unitName, message, raisedAt, clearedAt } = alarm;
          const where = line ?? place;
          return (
            <li key={id} className={`a-card ${state === "open" ? `a-card-open a-card-${kind}` : ""} ${fresh.has(id) ? "a-new" : ""}`}>
              <span className="a-card-head">
                <b>{screenName}</b>
                {where !== null && !screenName.includes(where) && <span className="y-caption">{where}</span>}
                <span className="y-grow" />
                <StateTag {...alarmLook(alarm)}>{words(`kind.${kind}`)}</StateTag>
              </span>
              <span className={state === "open" ? (kind === "offline" ? "y-off" : "y-alarm") : ""}>{local(message)}</span>
              {state !== "cleared" && <span className="y-caption">{words(`todo.${kind}`)}</span>}
              <span className="y-caption">
                {unitName} · {clearedAt === null ? t("raisedAgo", { ago: f.ago(raisedAt, now) }) : t("clearedAfter", { span: f.span(clearedAt - raisedAt) })}
              </span>
              <Handled alarm={alarm} />
              <span className="a-card-acts">
                {onSelect !== null && state !== "cleared" && (
                  <Checkbox
                    checked={selected.has(id)}
                    aria-label={t("row", { name: screenName, kind: words(`kind.${kind}`) })}
                    onChange={({ target }) => onSelect(target.checked ? [...selected, id] : [...selected].filter((one) => one !== id))}
                  />
                )}
                <Link to={`/screens?screen=${screenId}`}>{t("seeScreen")}</Link>
                <span className="y-grow" />
                {onAcknowledge !== null && state === "open" && <Button onClick={() => onAcknowledge(alarm)}>{t("acknowledge")}</Button>}
              </span>
            </li>
          );
        })}
      </ul>
      {pagination !== false && <Pagination align="end" size="small" current={pagination.current ?? 1} pageSize={pagination.pageSize ?? 50} total={pagination.total ?? 0} showSizeChanger={false} onChange={(page, pageSize) => pagination.onChange?.(page, pageSize)} />}
    </>
  );
}
