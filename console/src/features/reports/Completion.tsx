import type { ReportFigures } from "@yilu/contract";
import type { ReactElement } from "react";
import { Note } from "../../components/Note.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { completionTarget, targetText } from "../../components/completion.ts";
import { text } from "./text.ts";

const reasons = ["neverDownloaded", "interrupted", "failed", "displaced", "other"] as const;

/** Delivered ÷ planned; below the target a hollow red dot and a red number, which says the reasons. */
export function Completion({ figures }: { figures: Pick<ReportFigures, "completion" | "causes" | "planned" | "delivered"> }): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const { completion, causes, planned, delivered } = figures;
  if (completion === null) return null;
  const number = f.percent(completion);
  if (completion >= completionTarget) return <span>{number}</span>;
  const why = causes === null ? [] : reasons.filter((reason) => causes[reason] > 0).map((reason) => t(`cause.${reason}`, { n: f.count(causes[reason]) }));
  return (
    <Note
      className="y-below"
      text={
        <>
          {t("belowTarget", { target: targetText })}
          <br />
          {planned !== null && t("whyShort", { n: f.count(planned - delivered) })}
          {why.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </>
      }
    >
      {number}
    </Note>
  );
}
