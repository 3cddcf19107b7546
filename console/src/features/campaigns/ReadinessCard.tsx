import type { Readiness } from "@yilu/contract";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { StateTag } from "../../components/marks.tsx";
import { stageLook } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import { text } from "./text.ts";

const shown = 8;

/** Before day one: how many of the screens it reaches hold every file, and which do not. */
export function ReadinessCard({ readiness }: { readiness: Readiness }): ReactElement {
  const t = useText(text);
  const words = useText(stageText);
  const f = useFormat();
  const { screens, ready, percent, waiting } = readiness;
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("readiness")}</h2>
      </header>
      {screens === 0 ? (
        <EmptyState title={t("readyNone")} why={t("readyNoneWhy")} />
      ) : (
        <div className="y-card-body">
          <p className="y-row">
            <span className="c-figure">{f.percent(percent / 100)}</span>
            <span className="y-ink2">{t("readyOf", { n: f.count(ready), all: f.count(screens) })}</span>
          </p>
          <div className="y-bar" aria-hidden="true">
            {ready > 0 && <span className="y-fill-ready" style={{ flexGrow: ready }} />}
            {screens > ready && <span className="y-fill-waiting" style={{ flexGrow: screens - ready }} />}
          </div>
          {waiting.length > 0 && (
            <ul className="c-waiting" aria-label={t("notReady")}>
              {waiting.slice(0, shown).map(({ screenId, screenName, unitName, stage }) => (
                <li key={screenId}>
                  <Link className="y-ellipsis" to={`/screens?screen=${screenId}`} title={unitName}>
                    {screenName}
                  </Link>
                  <StateTag {...stageLook[stage]}>{words(`stage.${stage}`)}</StateTag>
                </li>
              ))}
              {screens - ready > shown && <li className="y-caption">{t("othersWaiting", { n: f.count(screens - ready - shown) })}</li>}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
