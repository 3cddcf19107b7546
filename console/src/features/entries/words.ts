import type { Entry, Target } from "@yilu/contract";
import type { Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";

export type Words = Translate<(typeof text)["zh"]>;
export type Daypart = Entry["dayparts"][number];
export type Share = Entry["share"];

const week = [1, 2, 3, 4, 5, 6, 7] as const;
type Day = (typeof week)[number];
const isSame = (days: readonly Day[], others: readonly number[]): boolean => days.length === others.length && days.every((day, index) => day === others[index]);

/** "每天", "工作日", "周末", "周一至周四", "周一、周三". */
export function daysWords(days: readonly number[], t: Words): string {
  const sorted = week.filter((day) => days.includes(day));
  if (sorted.length === 7) return t("days.all");
  if (isSame(sorted, [1, 2, 3, 4, 5])) return t("days.work");
  if (isSame(sorted, [6, 7])) return t("days.weekend");
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (sorted.length >= 3 && last - first === sorted.length - 1) return t("days.range", { from: t(`day.${first}`), to: t(`day.${last}`) });
  return sorted.map((day) => t(`day.${day}`)).join(t("and"));
}

/** "07:00–09:00", "22:00–次日 06:00", "全天". */
export function timesWords({ from, to }: Pick<Daypart, "from" | "to">, t: Words): string {
  if (from === "00:00" && (to === "24:00" || to === "00:00")) return t("wholeDay");
  return to <= from ? t("overnight", { from, to }) : `${from}–${to}`;
}

/** Every daypart, those of the same days together: "每天 07:00–09:00、17:00–19:00；周末 全天"; none is always. */
export function daypartsWords(dayparts: readonly Daypart[], t: Words): string {
  if (dayparts.length === 0) return t("allDay");
  const byDays = new Map<string, string[]>();
  for (const daypart of dayparts) {
    const days = daysWords(daypart.days, t);
    byDays.set(days, [...(byDays.get(days) ?? []), timesWords(daypart, t)]);
  }
  return [...byDays].map(([days, times]) => `${days} ${times.join(t("and"))}`).join(t("semicolon"));
}

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
