import type { routes, BodyOf, Campaign } from "@yilu/contract";
import dayjs, { type Dayjs } from "dayjs";

type Change = BodyOf<typeof routes.campaigns.change>;

/** The fields of the form: dates as the pickers hold them. */
export interface Fields {
  name: string;
  theme: string;
  dates: [Dayjs, Dayjs];
  specialDates: Dayjs[];
  targetPlaysPerScreenPerDay: number;
  entryIds: string[];
  unitIds: string[];
  unitId: string;
  reportDue: Dayjs;
  closesAt: Dayjs | null;
  audienceEstimate: number | null;
  evidencePerDay: number;
  notes: string;
}

const dateOf = (day: Dayjs): string => day.format("YYYY-MM-DD");

export function fieldsOf(campaign: Campaign | null, ownUnitId: string): Partial<Fields> {
  if (campaign === null) return { unitId: ownUnitId, unitIds: [ownUnitId], specialDates: [], entryIds: [], targetPlaysPerScreenPerDay: 0, closesAt: null, audienceEstimate: null, evidencePerDay: 0, notes: "" };
  const { startDate, endDate, specialDates, reportDue, closesAt } = campaign;
  return {
    ...campaign,
    dates: [dayjs(startDate), dayjs(endDate)],
    specialDates: specialDates.map((date) => dayjs(date)),
    reportDue: dayjs(reportDue),
    closesAt: closesAt === null ? null : dayjs(closesAt),
  };
}

/** What is sent: without the unit, which only a new campaign names, and without the version. */
export function contentOf(fields: Fields): Omit<Change, "version"> {
  const { name, theme, dates, specialDates, targetPlaysPerScreenPerDay, entryIds, unitIds, reportDue, closesAt, audienceEstimate, evidencePerDay, notes } = fields;
  return {
    name,
    theme,
    startDate: dateOf(dates[0]),
    endDate: dateOf(dates[1]),
    specialDates: [...new Set(specialDates.map(dateOf))].sort(),
    targetPlaysPerScreenPerDay,
    entryIds,
    unitIds,
    reportDue: reportDue.valueOf(),
    closesAt: closesAt?.valueOf() ?? null,
    audienceEstimate,
    evidencePerDay,
    notes: notes.replaceAll(/\s+/g, " ").trim(),
  };
}
