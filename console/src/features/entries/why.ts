import type { Entry, Explanation } from "@yilu/contract";
import { daypartsWords } from "../../components/dayparts/words.ts";
import { localDateOf, type Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";
import type { whyText } from "./whyText.ts";

export type Verdict = Explanation["entries"][number];
type Words = Translate<(typeof whyText)["zh"]>;

const rank: readonly Verdict["verdict"][] = ["playing", "outranked", "no-airtime-left", "no-playable-media", "outside-dayparts", "excepted-date", "outside-window", "before-start-date", "after-end-date"];

const tiers: readonly Verdict["tier"][] = ["emergency", "takeover", "regular", "default"];

/** What plays first, then what yields, then what is out of time. */
export const byVerdict = (a: Verdict, b: Verdict): number => rank.indexOf(a.verdict) - rank.indexOf(b.verdict) || (b.share ?? 0) - (a.share ?? 0) || tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || a.entryName.localeCompare(b.entryName, "zh-CN");

/** The moment that is explained. */
export interface Moment extends Pick<Explanation, "at" | "timeZone" | "blockTo" | "tier"> {
  /** The entry itself, unless it belongs to a unit above. */
  entry: Pick<Entry, "dayparts" | "window"> | undefined;
}
type Formats = Pick<Format, "localDate" | "time" | "date" | "dateTime">;

/** When the present shares end, on the screen's clock: "21:00", "24:00", or with the date when it is another day. */
export function untilOf({ at, blockTo, timeZone }: Pick<Moment, "at" | "blockTo" | "timeZone">, f: Pick<Format, "time">): string {
  const sameDay = localDateOf(blockTo, timeZone) === localDateOf(at, timeZone);
  // Blocks split at midnight, so another day means its beginning.
  return sameDay ? f.time(blockTo, timeZone) : "24:00";
}

/** One sentence with a time in it: why an entry plays at a moment, or does not. */
export function whySentence({ verdict, tier, by, share, startDate, endDate }: Verdict, moment: Moment, f: Formats, t: Words, words: Translate<(typeof text)["zh"]>): string {
  const { at, timeZone, entry } = moment;
  const until = untilOf(moment, f);
  const names = by.map(({ name }) => `“${name}”`).join("");
  switch (verdict) {
    case "playing":
      return t("why.playing", { share: t("share", { n: Math.round((share ?? 0) * 1000) / 10 }), until });
    case "outranked":
      if (tier === "default") return t("why.outranked.default", { until });
      return moment.tier === "takeover" || moment.tier === "emergency" ? t("why.outranked.over", { names, until }) : t("why.outranked", { names, until });
    case "no-airtime-left":
      return t("why.no-airtime-left", { names, until });
    case "no-playable-media":
      return t("why.no-playable-media", { until });
    case "outside-dayparts":
      return entry === undefined || entry.dayparts.length === 0 ? t("why.outside-dayparts", { time: f.time(at, timeZone) }) : daypartsWords(entry.dayparts, words);
    case "excepted-date":
      return t("why.excepted-date", { date: f.date(at, timeZone) });
    case "outside-window": {
      const window = entry?.window ?? null;
      if (window === null) return t("why.outside-window", { time: f.dateTime(at, timeZone) });
      return at < window.startsAt ? t("why.before-start-date", { date: f.dateTime(window.startsAt, timeZone) }) : t("why.after-end-date", { date: f.dateTime(window.endsAt, timeZone) });
    }
    case "before-start-date":
      return t("why.before-start-date", { date: startDate === null ? "" : f.localDate(startDate) });
    case "after-end-date":
      return t("why.after-end-date", { date: endDate === null ? "" : f.localDate(endDate) });
  }
}
