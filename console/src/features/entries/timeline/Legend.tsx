import { level as levels } from "@yilu/contract";
import type { ReactElement } from "react";
import { LevelMark } from "../../../components/marks.tsx";
import { useText } from "../../../lib/i18n.ts";
import { text } from "../text.ts";
import type { Scale } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";

/** What heights, colours and hatchings mean, each with its word. */
export function Legend({ scale, hasOff }: { scale: Scale; hasOff: boolean }): ReactElement {
  const t = useText(timelineText);
  const words = useText(text);
  const swatches = [
    ["regular", words("tier.regular")],
    ["own", t("legendOwn")],
    ["takeover", words("tier.takeover")],
    ["default", words("tier.default")],
    ["yields", t("legendYields")],
    ["empty", t("legendEmpty")],
    ...(hasOff ? ([["off", t("legendOff")]] as const) : []),
  ] as const;
  return (
    <div className="t-legend">
      <span>{t(scale === "day" ? "legendHeight" : "legendHeightMean")}</span>
      <span className="t-legend-levels">
        {t("legendLevels")}
        {levels.options.map((level) => (
          <LevelMark key={level} level={level} />
        ))}
        {t("legendLevelsAfter")}
      </span>
      {swatches.map(([tone, word]) => (
        <span key={tone}>
          <i className={`t-swatch t-bar-${tone}`} /> {word}
        </span>
      ))}
    </div>
  );
}
