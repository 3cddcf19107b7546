import type { HeatMap } from "@yilu/contract";
import type { ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { localDateOf, useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { heatGrid, heatSteps } from "./heat.ts";
import { daysOf, type Period } from "./periods.ts";
import { text } from "./text.ts";

const rowPx = 16;
const mostLabels = 12;

/** Hours that are over without a play: hatched, up to the hour that runs now. */
function pastHours(days: readonly string[], today: string, hour: number, first: number, last: number): { from: number; to: number; hours: number }[] {
  const hours = last - first + 1;
  const whole = days.filter((day) => day < today).length;
  const now = days.includes(today) ? Math.max(0, Math.min(hours, hour - first)) : 0;
  return [
    { from: 0, to: whole, hours },
    { from: whole, to: whole + 1, hours: now },
  ].filter((part) => part.to > part.from && part.hours > 0);
}

/** Local hour × day. "No record" is hatched, never the lightest step; what is still to come is blank. */
export function Heat({ heat, filters }: { heat: HeatMap; filters: Period }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const now = useNow();
  const days = daysOf(filters);
  const { most, firstHour, lastHour, cells } = heatGrid(heat.rows, days);
  const hours = lastHour - firstHour + 1;
  const every = Math.ceil(days.length / mostLabels);
  const part = (n: number): string => `${(n / days.length) * 100}%`;
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("heat")}</h2>
        <span className="y-caption">{t("heatNote")}</span>
        <span className="y-grow" />
        <span className="y-row y-caption y-heat-legend" aria-label={t("heatLegend")}>
          1
          {Array.from({ length: heatSteps }, (_, step) => (
            <i key={step} className={`y-heat-${step}`} />
          ))}
          {f.short(most)}
          <i className="y-hatched" /> {t("heatNone")}
        </span>
      </header>
      <div className="y-card-body y-heat">
        <div className="y-heat-hours y-caption" aria-hidden="true">
          {Array.from({ length: hours }, (_, row) => row + firstHour)
            .filter((hour) => hour % 3 === 0)
            .map((hour) => (
              <span key={hour} style={{ top: (hour - firstHour) * rowPx - 2 }}>
                {t("hourOf", { n: hour })}
              </span>
            ))}
        </div>
        <div className="y-heat-field" style={{ height: hours * rowPx }} role="img" aria-label={t("heatSummary", { from: f.localDate(filters.from), to: f.localDate(filters.to), n: f.count(most) })}>
          {pastHours(days, localDateOf(now), new Date(now).getHours(), firstHour, lastHour).map(({ from, to, hours: over }) => (
            <div key={from} className="y-hatched" style={{ left: part(from), width: part(to - from), height: over * rowPx }} />
          ))}
          <svg viewBox={`0 0 ${days.length} ${hours}`} preserveAspectRatio="none" width="100%" height="100%">
            {cells.map(({ day, date, hour, plays, step }) => (
              <rect key={`${date} ${hour}`} className={`y-heat-${step}`} x={day} y={hour - firstHour} width={1} height={1}>
                <title>{t("heatCell", { day: f.localDate(date), hour, n: f.count(plays) })}</title>
              </rect>
            ))}
          </svg>
        </div>
        <div className="y-heat-days y-caption" aria-hidden="true">
          {days.map((day, place) => (place % every === 0 ? <span key={day} style={{ left: part(place + 0.5) }}>{f.localDate(day)}</span> : null))}
        </div>
      </div>
    </section>
  );
}
