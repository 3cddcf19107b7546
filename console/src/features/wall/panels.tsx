import type { Wall } from "@yilu/contract";
import type { ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { hourBars, mostMarks, remaining, type Line, type Standing } from "./logic.ts";
import { text } from "./text.ts";

const states = { o: "online", f: "offline", a: "alarm", n: "notOut" } as const;
const labelEvery = 3;

/** Today's plays by hour; the plan is a tick across each bar, the hour that runs is paler. */
export function PlaysPanel({ wall, plays, now }: { wall: Wall; plays: number; now: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const bars = hourBars(wall, now);
  const most = Math.max(1, ...bars.map(({ completed, planned }) => Math.max(completed, planned)));
  const { planned } = wall.plays;
  return (
    <>
      <h2>
        {t("playsToday")} <em className="w-count">{f.count(plays)}</em> {t("plays")}
        {planned > 0 && (
          <span>
            {t("planned", { n: f.count(planned) })}，{t("done", { percent: f.percent(plays / planned) })}
          </span>
        )}
      </h2>
      <div className="w-chart" role="img" aria-label={t("chart", { n: f.count(plays) })}>
        {bars.map(({ hourStartAt, hour, completed, planned: plan, isRunning }, place) => (
          <div key={hourStartAt} className="w-hour">
            <span className="w-column">
              <i className={isRunning ? "w-bar w-running" : "w-bar"} style={{ height: `${(100 * completed) / most}%` }} />
              {plan > 0 && <i className="w-plan" style={{ bottom: `${(100 * plan) / most}%` }} />}
            </span>
            <span className="w-hour-name">{place % labelEvery === 0 ? t("hour", { h: hour }) : ""}</span>
          </div>
        ))}
      </div>
    </>
  );
}

/** How the townships stand, or the units or lines where there are none, in two columns. */
export function StandingPanel({ rows, high, standing: { by, of } }: { rows: readonly Standing[]; high: number; standing: Wall["standing"] }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <>
      <h2>
        {t(`standing.${of}`)} <span>{t(by === "campaign" ? "byCampaign" : "byToday")}</span>
      </h2>
      <ol className="w-standing" style={{ gridTemplateRows: `repeat(${Math.min(high, Math.ceil(rows.length / 2))}, minmax(0, ${100 / high}%))` }}>
        {rows.map(({ key, name, screens, delivered, target, contributed }) => {
          const share = target > 0 ? delivered / target : null;
          return (
            <li key={key}>
              <span className="w-ellipsis w-standing-name">{name}</span>
              {screens === 0 ? (
                <span className="w-dim w-standing-none">
                  {t("noScreens")}
                  {contributed !== null && ` · ${t(contributed ? "contributed" : "notContributed")}`}
                </span>
              ) : (
                <>
                  <span className="w-track">
                    <i style={{ width: `${100 * Math.min(1, share ?? 0)}%` }} className={share !== null && share < 0.95 ? "w-below" : ""} />
                  </span>
                  <b>{share === null ? t("noTarget", { n: f.short(delivered) }) : `${f.count(100 * share)} %`}</b>
                </>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** Every screen as one mark, by line; a line of very many is one bar. */
export function MarksPanel({ lines, total }: { lines: readonly Line[]; total: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <>
      <h2>
        {t("allScreens")} <span>{t("lineCount", { n: f.count(total) })}</span>
      </h2>
      <div className="w-lines">
        {lines.map(({ kind, line, states: letters }) => (
          <div key={`${kind} ${line}`} className="w-line">
            <span className="w-line-name w-ellipsis">
              {line === "" ? t(kind === "led" ? "ledWalls" : "otherLines") : line} <span className="w-dim">{f.count(letters.length)}</span>
            </span>
            {letters.length > mostMarks ? (
              <span className="w-line-bar">
                {Object.entries(states).map(([letter, state]) => {
                  const count = [...letters].filter((one) => one === letter).length;
                  return count === 0 ? null : <i key={letter} className={`w-mark-${state}`} style={{ flexGrow: count }} />;
                })}
              </span>
            ) : (
              <span className="w-marks">
                {[...letters].map((letter, place) => (
                  <i key={place} className={`w-mark w-mark-${states[letter as keyof typeof states]} ${kind === "led" ? "w-mark-led" : ""}`} />
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
    </>
  );
}

/** The takeover that comes next: what, when, and on how many screens it is ready. */
export function NextPanel({ next, timeZone, now }: { next: NonNullable<Wall["next"]>; timeZone: string; now: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const left = remaining(next.startsAt - now);
  const words = left.key === "inDays" ? t("inDays", left) : left.key === "inHours" ? t("inHours", left) : t("inMinutes", left);
  return (
    <>
      <h2>
        {t("next")} <span>{t("startsAt", { at: f.dateTime(next.startsAt, timeZone) })}</span>
      </h2>
      <div className="w-next">
        {next.poster !== null && (
          <span className="w-poster">
            <img src={next.poster.posterUrl} alt="" />
          </span>
        )}
        <div>
          <p className="w-next-name w-ellipsis">{next.name}</p>
          <p className="w-next-left">{words}</p>
          <span className="w-track">
            <i style={{ width: `${next.screens === 0 ? 0 : (100 * next.ready) / next.screens}%` }} />
          </span>
          <p>{t("ready", { n: f.count(next.ready), all: f.count(next.screens) })}</p>
        </div>
      </div>
    </>
  );
}
