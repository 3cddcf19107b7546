import type { CampaignDates, LocalDate } from "./types.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/**
 * Moves the campaign of 1–30 June 2023 into the month of `today`, so that the demo always lies in the present:
 * first to last day, the programme on the 26th, plans due on the 13th, the summary on the 1st of the next month,
 * both at 18:00 as in the real campaign.
 * @throws RangeError when `today` is not a date that exists, written "2026-06-26".
 */
export function campaignDates(today: LocalDate): CampaignDates {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today);
  const [year, month, day] = match === null ? [0, 0, 0] : match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) throw new RangeError(`not a date: ${today}`);
  const lastDay = month < 1 || month > 12 ? 0 : daysIn(year, month);
  if (day < 1 || day > lastDay) throw new RangeError(`not a date: ${today}`);
  const inMonth = (of: number): LocalDate => `${today.slice(0, 7)}-${two(of)}`;
  const nextMonth = month === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${today.slice(0, 4)}-${two(month + 1)}`;
  return {
    startDate: inMonth(1),
    endDate: inMonth(lastDay),
    specialDate: inMonth(26),
    plansDue: { date: inMonth(13), time: "18:00" },
    reportDue: { date: `${nextMonth}-01`, time: "18:00" },
  };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
