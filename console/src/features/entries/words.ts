import type { Entry, Target } from "@yilu/contract";
import type { Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";

export type Words = Translate<(typeof text)["zh"]>;
export type Share = Entry["share"];

/** "6月1日–6月30日", "6月26日", "6月1日起", "到6月30日", "一直". */
export function datesWords({ startDate, endDate }: Pick<Entry, "startDate" | "endDate">, f: Pick<Format, "localDate">, t: Words): string {
  if (startDate !== null && endDate !== null) return startDate === endDate ? f.localDate(startDate) : `${f.localDate(startDate)}–${f.localDate(endDate)}`;
  if (startDate !== null) return t("fromDate", { date: f.localDate(startDate) });
  return endDate === null ? t("alwaysDates") : t("untilDate", { date: f.localDate(endDate) });
}

/** "50 %", "每小时 4 次", "填充，权重 2". */
export function shareWords(share: Share, t: Words): string {
  if (share.kind === "percent") return t("share.percent", { n: share.percent });
  return share.kind === "fill" ? t("share.fill", { n: share.weight }) : t("share.plays", { n: share.plays });
}

const hourMs = 3_600_000;
const oneDecimal = (n: number): string => String(Math.round(n * 10) / 10);

/** What a share comes to: minutes of an hour, or the part of it that so many plays take. `meanMs`: mean length of an item of the playlist; null while it is not known. */
export function shareMeaning(share: Share, meanMs: number | null, t: Words): string {
  if (share.kind === "fill") return share.weight === 1 ? t("share.fillEven") : t("share.fillMeaning", { n: share.weight });
  if (share.kind === "percent") {
    const minutes = oneDecimal(share.percent * 0.6);
    if (meanMs === null || meanMs <= 0) return t("share.percentMeaning", { minutes });
    return t("share.percentMeaningPlays", { minutes, plays: oneDecimal((share.percent / 100) * (hourMs / meanMs)) });
  }
  if (meanMs === null || meanMs <= 0) return t("share.playsUnknown", { n: share.plays });
  const percent = (share.plays * meanMs * 100) / hourMs;
  return percent > 100 ? t("share.playsTooMany", { seconds: oneDecimal(meanMs / 1000), most: Math.floor(hourMs / meanMs) }) : t("share.playsMeaning", { seconds: oneDecimal(meanMs / 1000), percent: oneDecimal(percent) });
}

/** Names of what targets point at; null when it is not among what one may see. */
export interface Names {
  unit: (id: string) => string | null;
  group: (id: string) => string | null;
  screen: (id: string) => string | null;
  kind: (kind: Extract<Target, { kind: "screenKind" }>["screenKind"]) => string;
}

export function targetWords(target: Target, names: Names, t: Words): string {
  switch (target.kind) {
    case "all":
      return t("target.all");
    case "screenKind":
      return t("target.kindOf", { kind: names.kind(target.screenKind) });
    case "unit":
      return t("target.unitOf", { name: names.unit(target.unitId) ?? t("target.unknown") });
    case "group":
      return t("target.groupOf", { name: names.group(target.groupId) ?? t("target.unknown") });
    case "screen":
      return names.screen(target.screenId) ?? t("target.oneScreen");
  }
}

/** One value per target, for keys and comparing. */
export const targetKey = (target: Target): string => Object.values(target).join(":");
