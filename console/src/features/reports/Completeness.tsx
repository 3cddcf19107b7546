import type { Report } from "@yilu/contract";
import type { ReactElement } from "react";
import type { IconName } from "../../components/Icon.tsx";
import { StateTag, type Tone } from "../../components/marks.tsx";
import { Note } from "../../components/Note.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

interface Part {
  key: "counted" | "waiting" | "missing";
  tone: Tone;
  icon: IconName;
  plays: number;
  note: string | null;
}

/** Stands above every chart: how many of the plays are in, where the others are, and which screens were never on. */
export function Completeness({ report, more }: { report: Pick<Report, "completeness">; more?: ReactElement }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { completeness: c } = report;
  const parts: Part[] = [
    { key: "counted", tone: "ok", icon: "play", plays: c.counted, note: null },
    { key: "waiting", tone: "off", icon: "offline", plays: c.waitingOnScreens, note: t("waitingNote") },
    { key: "missing", tone: "alarm", icon: "alarm", plays: c.missing, note: t("missingNote") },
  ];
  const all = parts.reduce((sum, part) => sum + part.plays, 0);
  return (
    <section className="y-card y-complete">
      <h2>{t("complete")}</h2>
      <div className="y-bar y-complete-bar" aria-hidden="true">
        {parts.map((part) => part.plays > 0 && <span key={part.key} className={`y-fill-${part.key}`} style={{ flexGrow: part.plays }} />)}
      </div>
      {parts.map((part) => (
        <Note key={part.key} text={part.note} className="y-complete-part">
          <StateTag tone={part.tone} icon={part.icon}>
            {t(part.key)} <b className="y-complete-number">{all === 0 ? f.count(part.plays) : f.percent(part.plays / all)}</b>
          </StateTag>
          <span className="y-caption">{t("plays", { n: f.count(part.plays) })}</span>
        </Note>
      ))}
      <span className="y-complete-part">
        <Note text={t("neverOnNote")}>
          <StateTag tone="park" icon="parked">
            {t("neverOn")} <b className="y-complete-number">{f.count(c.screensNeverOn)}</b>
          </StateTag>
        </Note>
        <span className="y-caption">{t("screensWithPlays", { n: f.count(c.screensWithPlays), all: f.count(c.screens) })}</span>
      </span>
      {c.keptApart > 0 && (
        <Note text={t("keptApartNote")} className="y-complete-part">
          <StateTag tone="alarm" icon="returned">
            {t("keptApart")} <b className="y-complete-number">{f.count(c.keptApart)}</b>
          </StateTag>
        </Note>
      )}
      {more}
    </section>
  );
}
