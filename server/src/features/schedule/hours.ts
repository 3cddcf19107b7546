import type { ScheduleEntry } from "@yilu/contract/schedule";

/** Local hours in which screens are expected to play, [from, to), whole hours. */
export interface OperatingHours {
  from: number;
  to: number;
}

/** "06:00-22:00" as hours. */
export function operatingHours(text: string): OperatingHours {
  return { from: Number(text.slice(0, 2)), to: Number(text.slice(6, 8)) };
}

/** Whether every daypart lies outside the operating hours. No dayparts means the whole day. */
export function isOutsideHours(dayparts: ScheduleEntry["dayparts"], { from, to }: OperatingHours): boolean {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const meets = (start: number, end: number) => start < to * 60 && end > from * 60;
  return (
    dayparts.length > 0 &&
    dayparts.every((daypart) => {
      const [start, end] = [minutes(daypart.from), minutes(daypart.to)];
      // At or before its start, the end lies on the next day (T3).
      return end > start ? !meets(start, end) : !meets(start, 24 * 60) && !meets(0, end);
    })
  );
}
