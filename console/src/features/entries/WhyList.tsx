import type { ReactElement } from "react";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useAllEntries } from "../../components/useAllEntries.ts";
import { useExplanation } from "./api.ts";
import { text } from "./text.ts";
import { byVerdict, whySentence, type Verdict } from "./why.ts";
import { whyText } from "./whyText.ts";

const iconOf = (verdict: Verdict["verdict"]): IconName => (verdict === "playing" ? "play" : verdict === "no-playable-media" ? "alarm" : verdict === "outranked" || verdict === "no-airtime-left" ? "returned" : "wait");

/** Every entry of the screen at that moment: does it play, and why. */
export function WhyList({ screenId, at }: { screenId: string; at: number }): ReactElement | null {
  const t = useText(whyText);
  const words = useText(text);
  const f = useFormat();
  const explanation = useExplanation(screenId, at).data;
  const entries = useAllEntries().data;
  if (explanation === undefined) return null;
  const { blockTo, timeZone, tier } = explanation;
  return (
    <section>
      <b>{t("why")}</b>
      <ol className="e-why">
        {[...explanation.entries].sort(byVerdict).map((entry) => (
          <li key={entry.entryId} data-verdict={entry.verdict}>
            <span className={entry.verdict === "playing" ? "y-ok" : "y-park"}>
              <Icon name={iconOf(entry.verdict)} size={14} />
            </span>
            <span className={entry.verdict === "playing" ? "e-why-plays" : ""}>{entry.entryName}</span>
            <span className={entry.verdict === "playing" ? "y-ok e-why-plays" : "y-ink2"}>{t(`verdict.${entry.verdict}`)}</span>
            <p className="y-caption">
              {words(`tier.${entry.tier}`)} · {whySentence(entry, { at: explanation.at, blockTo, timeZone, tier, entry: entries?.get(entry.entryId) }, f, t, words)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
