import type { AlarmSummary } from "@yilu/contract";
import type { ReactElement } from "react";
import { alarmLook } from "../../components/alarms.ts";
import { Icon } from "../../components/Icon.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { inPages, turnAt } from "./logic.ts";
import { text } from "./text.ts";

/** The alarms that nobody has taken up: a few at a time, turning. */
export function AlarmsPanel({ alarms, onPage, now, turnMs }: { alarms: AlarmSummary; onPage: number; now: number; turnMs: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const local = useLocal();
  const pages = inPages(alarms.first, onPage);
  const shown = pages[turnAt(now, pages.length, turnMs)] ?? [];
  return (
    <section className="w-alarms">
      <h2>
        {t("look")} <span>{t("lookCount", { n: f.count(alarms.open) })}</span>
      </h2>
      {alarms.open === 0 && <p className="w-dim">{t("noAlarms")}</p>}
      <ul>
        {shown.map((alarm) => {
          const { tone, icon } = alarmLook(alarm);
          return (
            <li key={alarm.id}>
              <span className={tone === "off" ? "w-offline" : "w-alarm"}>
                <Icon name={icon} size={32} />
              </span>
              <span className="w-alarm-text">
                <b className="w-ellipsis">{alarm.screenName}</b>
                <span className="w-ellipsis">{local(alarm.message)}</span>
              </span>
              <span className="w-dim">{f.span(now - alarm.raisedAt)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
