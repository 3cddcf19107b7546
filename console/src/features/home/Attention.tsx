import type { Screen } from "@yilu/contract";
import { Skeleton } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import type { IconName } from "../../components/Icon.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

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

export function Attention({ screens, now, offline }: { screens: Screen[] | null; now: number; offline: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const all = screens === null ? [] : toLookAt(screens);
  const count = screens === null ? offline : all.length;
  const reason = ({ why, screen }: Look): string => (why === "offline" ? t("trouble.offline", { span: f.span(now - (screen.live.lastSeenAt ?? now)) }) : t(`trouble.${why}`));
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("look")}</h2>
        <span className="y-caption">{count}</span>
        <span className="y-grow" />
        <Link to="/screens?state=offline">{t("seeAll")}</Link>
      </header>
      {screens === null && offline > 0 && (
        <div className="y-card-body">
          <Skeleton active title={false} />
        </div>
      )}
      {count === 0 && <p className="y-card-body y-ink2">{t("nothingToLook")}</p>}
      <ul className="y-looks">
        {all.slice(0, shown).map((item) => (
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
