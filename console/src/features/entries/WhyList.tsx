import type { Explanation } from "@yilu/contract";
import type { ReactElement } from "react";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { useFormat, type Format } from "../../lib/format.ts";
import { useText, type Translate } from "../../lib/i18n.ts";
import { useExplanation } from "./api.ts";
import { text } from "./text.ts";
import { whyText } from "./whyText.ts";

type Verdict = Explanation["entries"][number];
type Words = Translate<(typeof whyText)["zh"]>;

const rank: readonly Verdict["verdict"][] = ["playing", "outranked", "no-airtime-left", "no-playable-media", "outside-dayparts", "excepted-date", "outside-window", "before-start-date", "after-end-date"];
const iconOf = (verdict: Verdict["verdict"]): IconName => (verdict === "playing" ? "play" : verdict === "no-playable-media" ? "alarm" : verdict === "outranked" || verdict === "no-airtime-left" ? "returned" : "wait");

/** What plays first, then what yields, then what is out of time. */
export const byVerdict = (a: Verdict, b: Verdict): number => rank.indexOf(a.verdict) - rank.indexOf(b.verdict) || (b.share ?? 0) - (a.share ?? 0) || a.entryName.localeCompare(b.entryName, "zh-CN");

/** One sentence, with a time in it where there is one. `until`: when the present shares end, on the screen's clock. */
export function whySentence({ verdict, by, share, startDate, endDate }: Verdict, until: string, f: Pick<Format, "percent" | "localDate">, t: Words): string {
  switch (verdict) {
    case "playing":
      return t("why.playing", { share: f.percent(share ?? 0), until });
    case "outranked":
      return t("why.outranked", { names: by.map(({ name }) => name).join(t("and")), until });
    case "no-airtime-left":
      return t("why.no-airtime-left", { names: by.map(({ name }) => name).join(t("and")) });
    case "before-start-date":
      return t("why.before-start-date", { date: startDate === null ? "" : f.localDate(startDate) });
    case "after-end-date":
      return t("why.after-end-date", { date: endDate === null ? "" : f.localDate(endDate) });
    default:
      return t(`why.${verdict}`);
  }
}

/** Every entry of the screen at that moment: does it play, and why. */
export function WhyList({ screenId, at, timeZone }: { screenId: string; at: number; timeZone: string }): ReactElement | null {
  const t = useText(whyText);
  const entries = useText(text);
  const f = useFormat();
  const explanation = useExplanation(screenId, at).data;
  if (explanation === undefined) return null;
  const until = f.date(explanation.blockTo, timeZone) === f.date(at, timeZone) ? f.time(explanation.blockTo, timeZone) : "24:00";
  return (
    <section>
      <b>{t("why")}</b>
      <ol className="e-why">
        {[...explanation.entries].sort(byVerdict).map((entry) => (
          <li key={entry.entryId}>
            <span className={entry.verdict === "playing" ? "y-ok" : "y-park"}>
              <Icon name={iconOf(entry.verdict)} size={14} />
            </span>
            <span>{entry.entryName}</span>
            <span className={entry.verdict === "playing" ? "y-ok" : "y-ink2"}>{t(`verdict.${entry.verdict}`)}</span>
            <p className="y-caption">
              {entries(`tier.${entry.tier}`)} · {whySentence(entry, until, f, t)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
