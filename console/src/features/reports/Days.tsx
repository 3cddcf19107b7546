import type { ReportFigures, ReportRow } from "@yilu/contract";
import { useState, type ReactElement, type ReactNode } from "react";
import { BarsChart } from "../../components/BarsChart.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { Numbers, NumbersToggle } from "./Numbers.tsx";
import { daysOf, type Period } from "./periods.ts";
import { text } from "./text.ts";

interface DaysProps {
  /** Days with plays, by date; the others are drawn as none. */
  rows: readonly Pick<ReportRow, "key" | "delivered" | "planned">[];
  totals: Pick<ReportFigures, "completed" | "airtimeMs" | "completion">;
  period: Period;
  today: string;
  /** How fresh the figures are. */
  note: string;
  /** Goes into a day: from its bar, and by the keyboard from its row of the numbers. */
  onSelect?: (day: string) => void;
}

const heightPx = 190;

/** Figures over the days of the period; a day that is not over is drawn at 55 %. */
export function Days({ rows, totals, period, today, note, onSelect }: DaysProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [inNumbers, setInNumbers] = useState(false);
  const plays = new Map(rows.map((row) => [row.key, row]));
  const bars = daysOf(period).map((day) => ({
    key: day,
    label: f.localDate(day),
    title: `${f.localDate(day)} ${f.weekday(day)}`,
    value: plays.get(day)?.delivered ?? 0,
    plan: plays.get(day)?.planned ?? null,
    unfinished: day >= today,
  }));
  const nameOf = (day: string, title: string): ReactNode =>
    onSelect === undefined ? (
      title
    ) : (
      <button key="name" type="button" className="y-link" title={t("openDay")} onClick={() => onSelect(day)}>
        {title}
      </button>
    );
  const { completed, airtimeMs, completion } = totals;
  return (
    <section className="y-card y-on-one-page">
      <header className="y-card-head y-wrap">
        <h2>{t("perDay")}</h2>
        <NumbersToggle shown={inNumbers} of={t("perDay")} onToggle={() => setInNumbers(!inNumbers)} />
        <span>
          <b className="y-report-figure">{f.count(completed)}</b> <span className="y-ink2">{t("playsUnit")}</span>
        </span>
        <b className="y-report-figure y-report-airtime">{f.airtime(airtimeMs)}</b>
        {completion !== null && (
          <span>
            <b className="y-report-figure">{f.percent(completion)}</b> <span className="y-ink2">{t("completion")}</span>
          </span>
        )}
        <span className="y-row y-caption r-days-legend">
          <i className="y-swatch y-fill-ready" /> {t("counts")}
          {bars.some((bar) => bar.plan !== null) && (
            <>
              <i className="y-plan-tick" /> {t("plan")}
            </>
          )}
          <span className="r-as-of">{note}</span>
        </span>
      </header>
      <div className="y-card-body">
        {inNumbers ? (
          <Numbers
            name={t("perDay")}
            head={[t("day"), t("counts"), t("plan")]}
            rows={bars.map(({ key, title, value, plan }) => ({ key, cells: [nameOf(key, title), f.count(value), plan === null ? "" : f.count(plan)] }))}
            height={heightPx}
          />
        ) : (
          <BarsChart
            bars={bars}
            height={heightPx}
            unit={t("playsUnit")}
            planned={t("plan")}
            format={f.count}
            formatAxis={f.short}
            {...(onSelect === undefined ? {} : { onSelect })}
            summary={t("chartSummary", { from: f.localDate(period.from), to: f.localDate(period.to), n: f.count(completed) })}
          />
        )}
      </div>
    </section>
  );
}
