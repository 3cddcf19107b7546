import type { HeatMap } from "@yilu/contract";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { ChartBox } from "../../components/ChartBox.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useHour, useToday } from "../../lib/office.ts";
import { heatGrid, heatSteps } from "./heat.ts";
import { heatOption, pastHours } from "./heatChart.ts";
import { Numbers, NumbersToggle } from "./Numbers.tsx";
import { daysOf, type Period } from "./periods.ts";
import { text } from "./text.ts";

const rowPx = 16;
const aroundPx = 28;

/** Local hour × day. "No record" is hatched, never the lightest step; what is still to come is blank. */
export function Heat({ heat, filters: { from, to } }: { heat: HeatMap; filters: Period }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [inNumbers, setInNumbers] = useState(false);
  const days = useMemo(() => daysOf({ from, to }), [from, to]);
  const grid = useMemo(() => heatGrid(heat.rows, days), [heat.rows, days]);
  const [today, hour] = [useToday(), useHour()];
  const past = useMemo(() => pastHours(days, today, hour, grid), [days, today, hour, grid]);
  const optionOf = useCallback(
    () => heatOption(grid, days, past, { dayOf: f.localDate, hourOf: (n) => t("hourOf", { n }), cellOf: (cell) => t("heatCell", { day: f.localDate(cell.date), hour: cell.hour, n: f.count(cell.plays) }) }),
    [grid, days, past, f, t],
  );
  const hours = Array.from({ length: grid.lastHour - grid.firstHour + 1 }, (_, row) => row + grid.firstHour);
  const height = hours.length * rowPx + aroundPx;
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("heat")}</h2>
        <NumbersToggle shown={inNumbers} of={t("heat")} onToggle={() => setInNumbers(!inNumbers)} />
        <span className="y-caption">{t("heatNote")}</span>
        <span className="y-grow" />
        <span className="y-row y-caption r-heat-legend" role="img" aria-label={t("heatLegend")}>
          1
          {Array.from({ length: heatSteps }, (_, step) => (
            <i key={step} className={`r-heat-${step}`} />
          ))}
          <span className="r-heat-most">{f.short(grid.most)}</span>
          <i className="r-hatched" /> {t("heatNone")}
        </span>
      </header>
      <div className="y-card-body">
        {inNumbers ? (
          <HeatNumbers grid={grid} days={days} hours={hours} over={past} height={height} />
        ) : (
          <ChartBox height={height} summary={t("heatSummary", { from: f.localDate(from), to: f.localDate(to), n: f.count(grid.most) })} optionOf={optionOf} />
        )}
      </div>
    </section>
  );
}

interface HeatNumbersProps {
  grid: ReturnType<typeof heatGrid>;
  days: readonly string[];
  hours: readonly number[];
  over: ReturnType<typeof pastHours>;
  height: number;
}

/** A row a day; an hour that is over without a record is a dash, one still to come is empty. */
function HeatNumbers({ grid, days, hours, over, height }: HeatNumbersProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const plays = new Map(grid.cells.map((cell) => [`${cell.day} ${cell.hour}`, cell.plays]));
  const cellOf = (day: number, hour: number): string => {
    const n = plays.get(`${day} ${hour}`);
    if (n !== undefined) return f.count(n);
    return over.some((part) => day >= part.from && day < part.to && hour - grid.firstHour < part.hours) ? "—" : "";
  };
  return (
    <Numbers
      name={t("heatNumbers")}
      head={[t("day"), ...hours.map((n) => t("hourOf", { n }))]}
      rows={days.map((date, day) => ({ key: date, cells: [f.localDate(date), ...hours.map((hour) => cellOf(day, hour))] }))}
      height={height}
    />
  );
}
