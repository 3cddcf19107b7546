import type { Overview } from "@yilu/contract";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { BarsChart } from "../../components/BarsChart.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { localDateOf, useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { text } from "./text.ts";

const hourMs = 3_600_000;

type Hour = Overview["playsByHour"][number];
const firstHour = 6;

/** The hours from six in the morning, or from the first play if it was earlier, to now: an hour without plays is drawn as none. */
export function wholeDay(hours: readonly Hour[], now: number, hourOf: (at: number) => number): Hour[] {
  const plays = new Map(hours.map((hour) => [hour.hourStartAt, hour.plays]));
  let start = hours[0]?.hourStartAt;
  if (start === undefined) return [];
  while (hourOf(start) > firstHour) start -= hourMs;
  const last = Math.max(hours.at(-1)?.hourStartAt ?? start, now);
  const day: Hour[] = [];
  for (let at = start; at <= last; at += hourMs) day.push({ hourStartAt: at, plays: plays.get(at) ?? 0 });
  return day;
}

/** Today's plays, hour by hour; the hour that runs is drawn at 55 %. */
export function PlaysToday({ overview, now }: { overview: Overview; now: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const may = useMay();
  const { playsToday, playsByHour, waitingOnScreens, timeZone } = overview;
  const total = playsToday.completed + playsToday.interrupted + playsToday.failed;
  const today = localDateOf(now, timeZone);
  const bars = wholeDay(playsByHour, now, (at) => Number(f.time(at, timeZone).slice(0, 2))).map(({ hourStartAt, plays }) => ({
    key: String(hourStartAt),
    label: t("hour", { h: Number(f.time(hourStartAt, timeZone).slice(0, 2)) }),
    title: t("hourRange", { from: f.time(hourStartAt, timeZone), to: f.time(hourStartAt + hourMs, timeZone) }),
    value: plays,
    unfinished: now < hourStartAt + hourMs,
  }));
  return (
    <section className="y-card y-home-plays">
      <header className="y-card-head">
        <h2>{t("playsToday")}</h2>
        <span className="y-grow" />
        {may("canSeeReports") && <Link to={`/reports?by=screen&from=${today}&to=${today}`}>{t("toReport")}</Link>}
      </header>
      <div className="y-card-body">
        {total === 0 ? (
          <div className="y-home-no-plays">
            <EmptyState title={t("noPlays")} why={t("noPlaysWhy")} />
          </div>
        ) : (
          <>
            <p>
              <b className="y-figure">{f.count(playsToday.completed)}</b> {t("plays")}
            </p>
            <p className="y-ink2">
              {f.airtime(playsToday.airtimeMs)} · {t("unfinished", { n: f.count(playsToday.interrupted) })} · {t("failed", { n: f.count(playsToday.failed) })}
            </p>
            <BarsChart bars={bars} height={176} unit={t("plays")} format={f.count} formatAxis={f.short} summary={t("chartSummary", { n: f.count(total) })} />
          </>
        )}
        <p className="y-caption y-home-waiting">
          {waitingOnScreens > 0 ? <Link to="/screens?view=list&state=offline">{t("waiting", { n: f.count(waitingOnScreens) })}</Link> : t("nothingWaiting")}
        </p>
      </div>
    </section>
  );
}
