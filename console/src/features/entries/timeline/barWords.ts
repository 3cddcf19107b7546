import type { Entry, Tier } from "@yilu/contract";
import { daypartsWords } from "../../../components/dayparts/words.ts";
import type { Format } from "../../../lib/format.ts";
import type { Translate } from "../../../lib/i18n.ts";
import { datesWords, type Words } from "../words.ts";
import type { Segment } from "./layout.ts";
import type { Timed, Unit } from "./moves.ts";
import type { Stretch } from "./stretch.ts";
import type { timelineText } from "./timelineText.ts";

export type TimelineWords = Translate<(typeof timelineText)["zh"]>;
const dayMs = 86_400_000;
const wholeDayHours = 20;
const oneDecimal = (n: number): string => String(Math.round(n * 10) / 10);

/** "60 %"; "约 93 %" when it differs within the bar; "40 %，每天 4 小时" when it plays only part of the days. */
export function shareOf({ share, varies, playsMs, from, to, part }: Segment, { scale }: Pick<Stretch, "scale">, t: TimelineWords): string {
  const percent = t(varies ? "shareAbout" : "share", { n: varies ? Math.round(share * 100) : oneDecimal(share * 100) });
  const hours = playsMs / 3_600_000 / Math.max(1, Math.round((to - from) / dayMs));
  return scale === "day" || part === "over" || hours >= wholeDayHours ? percent : `${percent} · ${t("hoursADay", { n: oneDecimal(hours) })}`;
}

/** When an entry of this unit is on: its dates, and by day its dayparts. Unknown for one of a unit above. */
export function whenOf(entry: Entry | undefined, { scale }: Pick<Stretch, "scale">, f: Pick<Format, "localDate">, words: Words): string {
  if (entry === undefined) return "";
  return scale === "day" && entry.dayparts.length > 0 ? daypartsWords(entry.dayparts, words) : datesWords(entry, f, words);
}

/** What a move has come to: the new dates, or the new daypart. */
export function changeOf(change: Timed, unit: Unit, f: Pick<Format, "localDate">, words: Words): string {
  return unit === "days" ? datesWords(change, f, words) : daypartsWords(change.dayparts, words);
}

/** The word that goes with a tier's colour on a flag. */
export const flagWord = (tier: Tier, t: TimelineWords): string => t(tier === "emergency" ? "flagEmergency" : "flagTakeover");
