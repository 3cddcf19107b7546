import type { ReportRow } from "@yilu/contract";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { completionTarget, targetText } from "../../components/completion.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import { unitScale } from "./units.ts";

interface UnitsProps {
  rows: readonly ReportRow[];
  /** Where a unit leads; null: nowhere. */
  linkOf: (unitId: string) => string | null;
}

/** Completion by unit as dots on one scale, with the target as a dashed line; below it a hollow red dot. */
export function Units({ rows, linkOf }: UnitsProps): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const { from, to, dots } = unitScale(rows, completionTarget);
  if (dots.length < 2) return null;
  const below = dots.filter(({ completion }) => completion < completionTarget).length;
  const place = (value: number): string => `${((value - from) / (to - from)) * 100}%`;
  const steps = Math.round((to - from) * 10);
  const every = Math.max(1, Math.ceil(steps / 4));
  const marks = Array.from({ length: steps + 1 }, (_, step) => step).filter((step) => step % every === 0).map((step) => from + step / 10);
  return (
    <section className="y-card r-units">
      <header className="y-card-head y-wrap">
        <h2>{t("unitCompletion")}</h2>
        <span className="y-grow" />
        <span className={below > 0 ? "y-below" : "y-caption"}>{below > 0 ? t("unitsBelow", { n: f.count(below), target: targetText }) : t("unitsAll", { target: targetText })}</span>
      </header>
      <div className="r-units-body" tabIndex={0} role="group" aria-label={t("unitCompletion")}>
        <div className="r-units-axis y-caption" aria-hidden="true">
          <span className="r-units-scale">
            {marks.map((mark) => (
              <i key={mark} style={{ left: place(mark) }}>
                {Math.round(mark * 100)} %
              </i>
            ))}
          </span>
        </div>
        <ul>
          {dots.map(({ key, label, completion, at }) => {
            const link = linkOf(key);
            const missed = completion < completionTarget;
            return (
              <li key={key}>
                {link === null ? (
                  <span className="y-ellipsis" title={label}>
                    {label}
                  </span>
                ) : (
                  <Link className="y-ellipsis" to={link} title={label}>
                    {label}
                  </Link>
                )}
                <span className="r-units-scale" aria-hidden="true">
                  <b style={{ left: place(completionTarget) }} />
                  <i className={missed ? "r-dot r-dot-missed" : "r-dot"} style={{ left: `${at * 100}%` }} />
                </span>
                <span className={missed ? "r-missed" : undefined}>{f.percent(completion)}</span>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
