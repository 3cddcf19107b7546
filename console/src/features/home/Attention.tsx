import type { Screen } from "@yilu/contract";
import { Skeleton } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import type { IconName } from "../../components/Icon.tsx";
import { alarmLook, alarmText } from "../../components/alarms.ts";
import { Icon } from "../../components/Icon.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import type { HomeAlarms } from "./useAlarms.ts";

const shown = 6;

interface Look {
  screen: Screen;
  why: "download" | "clock" | "offline" | "neverSeen";
}

/** Screens somebody should look at: what is broken first, then the silent ones by how long, then those never seen. */
export function toLookAt(screens: readonly Screen[]): Look[] {
  const order: readonly Look["why"][] = ["download", "clock", "offline", "neverSeen"];
  const found = screens.flatMap((screen): Look[] => {
    const { state, download, clock } = screen.live;
    if (state === "online" && download?.state === "failed") return [{ screen, why: "download" }];
    if (state === "online" && clock === "estimated") return [{ screen, why: "clock" }];
    return state === "offline" || state === "neverSeen" ? [{ screen, why: state }] : [];
  });
  return found.sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why) || (a.screen.live.lastSeenAt ?? 0) - (b.screen.live.lastSeenAt ?? 0));
}

const look: Record<Look["why"], { icon: IconName; tone: string }> = {
  download: { icon: "alarm", tone: "y-alarm" },
  clock: { icon: "alarm", tone: "y-alarm" },
  offline: { icon: "offline", tone: "y-off" },
  neverSeen: { icon: "parked", tone: "y-park" },
};

/** Alarms that nobody has taken up, the worst first; then screens that are silent or wait for their first word. */
export function Attention({ screens, alarms, now, offline }: { screens: Screen[] | null; alarms: HomeAlarms | null; now: number; offline: number }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const f = useFormat();
  const local = useLocal();
  const first = (alarms?.summary.first ?? []).slice(0, shown);
  const known = new Set((alarms?.rows ?? []).map(({ screenId }) => screenId));
  const others = screens === null ? [] : toLookAt(screens).filter(({ screen }) => !known.has(screen.id));
  const open = alarms?.summary.open ?? 0;
  const count = open + (screens === null ? offline : others.length);
  const reason = ({ why, screen }: Look): string => (why === "offline" ? t("trouble.offline", { span: f.span(now - (screen.live.lastSeenAt ?? now)) }) : t(`trouble.${why}`));
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("look")}</h2>
        <span className="y-caption">{count}</span>
        <span className="y-grow" />
        <Link to={open > 0 ? "/alarms" : "/screens?state=offline"}>{t("seeAll")}</Link>
      </header>
      {screens === null && first.length === 0 && offline > 0 && (
        <div className="y-card-body">
          <Skeleton active title={false} />
        </div>
      )}
      {count === 0 && <p className="y-card-body y-ink2">{t("nothingToLook")}</p>}
      <ul className="y-looks">
        {first.map((alarm) => {
          const { tone, icon } = alarmLook(alarm);
          return (
            <li key={alarm.id} className="y-look-row">
              <span className={`y-${tone}`} title={words(`kind.${alarm.kind}`)}>
                <Icon name={icon} size={15} />
              </span>
              <span className="y-grow">
                <b>{alarm.screenName}</b>
                <br />
                <span className="y-ink2">{local(alarm.message)}</span>
              </span>
              <Link to={`/screens?screen=${alarm.screenId}`}>{t("open")}</Link>
            </li>
          );
        })}
        {others.slice(0, shown - first.length).map((item) => (
          <li key={item.screen.id} className="y-look-row">
            <span className={look[item.why].tone}>
              <Icon name={look[item.why].icon} size={15} />
            </span>
            <span className="y-grow">
              <b>{item.screen.name}</b> <span className="y-caption">{item.screen.line ?? item.screen.place}</span>
              <br />
              <span className="y-ink2">{reason(item)}</span>
            </span>
            <Link to={`/screens?screen=${item.screen.id}`}>{t("open")}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
