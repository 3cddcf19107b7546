import type { Entry } from "@yilu/contract";
import { beside, daysBetween, type Stretch } from "./stretch.ts";

type Dated = Pick<Entry, "id" | "tier" | "startDate" | "endDate">;

/** What can be copied to other dates: entries with a first date, that are no emergency. */
export const isCopyable = ({ tier, startDate }: Dated): boolean => tier !== "emergency" && startDate !== null;

/** The copyable ones that are on at some day of a stretch, the earliest first. */
export function copyableIn<E extends Dated>(entries: Iterable<E>, { dates }: Pick<Stretch, "dates">): E[] {
  const [first = "", last = ""] = [dates[0], dates.at(-1)];
  return [...entries]
    .filter((entry) => isCopyable(entry) && (entry.startDate ?? "") <= last && (entry.endDate === null || entry.endDate >= first))
    .sort((a, b) => (a.startDate ?? "").localeCompare(b.startDate ?? "") || (a.id < b.id ? -1 : 1));
}

/** The first date among entries, which the copy replaces. */
export const firstDateOf = (entries: readonly Dated[]): string | null => entries.map(({ startDate }) => startDate).reduce((first, date) => (first === null || (date !== null && date < first) ? date : first), null);

/** The same day of the next month, or that month's last. */
export function monthLater(date: string): string {
  const first = beside("month", date, 1);
  const days = daysBetween(first, beside("month", first, 1));
  return `${first.slice(0, 8)}${String(Math.min(Number(date.slice(8)), days)).padStart(2, "0")}`;
}

/** The month of a date, "12". */
export const monthOf = (date: string): string => String(Number(date.slice(5, 7)));

