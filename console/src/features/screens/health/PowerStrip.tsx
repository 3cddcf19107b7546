import { routes, type ScreenLive } from "@yilu/contract";
import type { ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { Waiting } from "../../../components/Waiting.tsx";
import { useCall } from "../../../lib/api.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import "./health.css";
import { healthText } from "./healthText.ts";
import { powerDays, withPresent, type PowerDay } from "./powerDays.ts";

const days = 7;
const ticks = [0, 6, 12, 18, 24];

/** When a screen was on in the last days, a strip a day from midnight to midnight. */
export function PowerStrip({ live, now }: { live: ScreenLive; now: number }): ReactElement {
  const t = useText(healthText);
  const { data, error, isPending, refetch } = useCall(routes.remote.power, { params: { id: live.screenId }, query: { days } }, { keepPrevious: false });
  if (isPending) return <Waiting />;
  if (data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const on = withPresent(data.on, live, now);
  if (on.length === 0) return <p className="y-caption">{t("powerNone")}</p>;
  return (
    <>
      <ol className="y-power">
        {powerDays(on, data.fromAt, data.toAt, data.timeZone).map((day) => (
          <Day key={day.date} day={day} timeZone={data.timeZone} />
        ))}
      </ol>
      <div className="y-power-axis" aria-hidden="true">
        {ticks.map((hour) => (
          <span key={hour} style={{ left: `${(100 * hour) / 24}%` }}>
            {hour}
          </span>
        ))}
      </div>
      <p className="y-caption">{t("powerNote", { n: days, zone: data.timeZone })}</p>
    </>
  );
}

function Day({ day, timeZone }: { day: PowerDay; timeZone: string }): ReactElement {
  const t = useText(healthText);
  const f = useFormat();
  const { date, from, to, on, totalMs } = day;
  const place = (at: number): number => (100 * (at - from)) / (to - from);
  const shown = `${f.localDate(date)} ${f.weekday(date)}`;
  const end = (at: number): string => (at === to ? "24:00" : f.time(at, timeZone));
  const words = on.length === 0 ? t("powerDayNone", { date: shown }) : t("powerDay", { date: shown, times: on.map((stretch) => `${f.time(stretch[0], timeZone)}–${end(stretch[1])}`).join(t("and")), total: f.airtime(totalMs) });
  return (
    <li title={words}>
      <span className="y-power-date">{shown}</span>
      <span className="y-power-bar" role="img" aria-label={words}>
        {on.map((stretch) => (
          <i key={stretch[0]} style={{ left: `${place(stretch[0])}%`, width: `max(1px, ${place(stretch[1]) - place(stretch[0])}%)` }} />
        ))}
      </span>
      <span className="y-power-total">{on.length === 0 ? t("none") : f.airtime(totalMs)}</span>
    </li>
  );
}
