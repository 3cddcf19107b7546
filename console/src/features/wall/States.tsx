import { wallState, type Wall, type WallState } from "@yilu/contract";
import type { ReactElement } from "react";
import { alarmText } from "../../components/alarms.ts";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

export const stateIcon: Record<WallState, IconName> = { online: "play", offline: "offline", alarm: "alarm", notOut: "parked" };
const kindsShown = 3;

/** How many screens play as they should, and what is with the others. */
export function States({ wall }: { wall: Wall }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const f = useFormat();
  const { screens, alarms } = wall;
  const due = screens.total - screens.notOut;
  const kinds = screens.kinds.filter(({ total }) => total > 0).map(({ kind, online }) => t("kindCount", { kind: t(`kind.${kind}`), n: f.count(online) }));
  const troubles = alarms.kinds.flatMap(({ kind, open, acknowledged }) => (kind === "offline" || open + acknowledged === 0 ? [] : [`${words(`kind.${kind}`)} ${f.count(open + acknowledged)}`]));
  const note: Record<WallState, string> = {
    online: kinds.join(" · "),
    offline: t("note.offline"),
    alarm: troubles.length === 0 ? t("note.noAlarm") : troubles.slice(0, kindsShown).join(" · "),
    notOut: t("note.notOut"),
  };
  return (
    <div className="w-states">
      <div className="w-answer">
        <span className={screens.online < 1_000 ? "w-huge" : "w-huge w-huge-long"}>{f.count(screens.online)}</span>
        <span className="w-answer-of">
          {t("playingWell")} {due > 0 && <b>{f.percent(screens.online / due)}</b>}
          <br />
          {t("due", { n: f.count(due) })}
        </span>
      </div>
      <dl>
        {wallState.options.map((state) => (
          <div key={state} className="w-state">
            <dt className={`w-${state}`}>
              <Icon name={stateIcon[state]} size={32} />
              {t(`state.${state}`)}
            </dt>
            <dd>
              <b>{f.count(screens[state])}</b>
              <span className="w-ellipsis">{note[state]}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
