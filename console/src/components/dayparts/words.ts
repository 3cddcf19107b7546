import type { Entry } from "@yilu/contract";
import type { daypartsText } from "./text.ts";

type Key = keyof (typeof daypartsText)["zh"];
type Ranged = "days.range" | "overnight";
/** Translates at least what dayparts need: a dictionary of theirs, or one that holds its words. */
type Words = ((key: Exclude<Key, Ranged>) => string) & ((key: Ranged, values: { from: string; to: string }) => string);
export type Daypart = Entry["dayparts"][number];

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
