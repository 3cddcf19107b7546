import type { ReportRow } from "@yilu/contract";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { Link } from "react-router";
import { ChartBox } from "../../components/ChartBox.tsx";
import { completionTarget, targetText } from "../../components/completion.ts";
import { usePrinting } from "../../components/print/usePrinting.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { Numbers, NumbersToggle } from "./Numbers.tsx";
import { text } from "./text.ts";
import { unitScale, type UnitDot } from "./units.ts";
import { unitRowPx, unitScalePx, unitsOption } from "./unitsChart.ts";

interface UnitsProps {
  rows: readonly ReportRow[];
  /** Where a unit leads; null: nowhere. */
  linkOf: (unitId: string) => string | null;
  /** Goes there. */
  onOpen?: (link: string) => void;
}

/** A picture taller than this does not fit a sheet of paper; its list does, in columns. */
const mostOnPaper = 24;

/** The same units as names and figures, each a link. */
function UnitList({ dots, linkOf }: { dots: readonly UnitDot[]; linkOf: UnitsProps["linkOf"] }): ReactElement {
  const f = useFormat();
  return (
    <ul className="r-unit-list">
      {dots.map(({ key, label, completion }) => (
        <li key={key}>
          <UnitName label={label} link={linkOf(key)} />
          <span className={completion < completionTarget ? "r-missed" : undefined}>{f.percent(completion)}</span>
        </li>
      ))}
    </ul>
  );
}

function UnitName({ label, link }: { label: string; link: string | null }): ReactElement {
  return link === null ? <span>{label}</span> : <Link to={link}>{label}</Link>;
}

/** Completion by unit as dots on one scale, with the target as a dashed line; below it a hollow red dot. */
export function Units({ rows, linkOf, onOpen }: UnitsProps): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const printing = usePrinting();
  const [inNumbers, setInNumbers] = useState(false);
  const scale = useMemo(() => unitScale(rows, completionTarget), [rows]);
  const { dots } = scale;
  const isLinked = onOpen !== undefined;
  const optionOf = useCallback((width: number) => unitsOption(scale, f.percent, isLinked, width), [scale, f, isLinked]);
  if (dots.length < 2) return null;
  const below = dots.filter(({ completion }) => completion < completionTarget).length;
  const open = (index: number): void => {
    const link = linkOf(dots[index]?.key ?? "");
    if (link !== null) onOpen?.(link);
  };
  const height = unitScalePx + dots.length * unitRowPx;
  const summary = below > 0 ? t("unitsBelow", { n: f.count(below), target: targetText }) : t("unitsAll", { target: targetText });
  return (
    <section className="y-card r-units">
      <header className="y-card-head y-wrap">
        <h2>{t("unitCompletion")}</h2>
        <NumbersToggle shown={inNumbers} of={t("unitCompletion")} onToggle={() => setInNumbers(!inNumbers)} />
        <span className="y-grow" />
        <span className={below > 0 ? "y-below" : "y-caption"}>{summary}</span>
      </header>
      <div className="r-units-body" tabIndex={0} role="group" aria-label={t("unitCompletion")}>
        {printing && (inNumbers || dots.length > mostOnPaper) ? (
          <UnitList dots={dots} linkOf={linkOf} />
        ) : inNumbers ? (
          <Numbers
            name={t("unitCompletion")}
            head={[t("unit"), t("completion")]}
            rows={dots.map(({ key, label, completion }) => ({
              key,
              cells: [<UnitName key="name" label={label} link={linkOf(key)} />, <span key="figure" className={completion < completionTarget ? "r-missed" : undefined}>{f.percent(completion)}</span>],
            }))}
            height={height}
          />
        ) : (
          <ChartBox height={height} summary={`${t("unitCompletion")}: ${summary}`} optionOf={optionOf} onSelect={isLinked ? open : undefined} />
        )}
      </div>
    </section>
  );
}
