import { activeEntries, blocks, type Daypart, type Schedule, type ScheduleEntry } from "@yilu/contract/schedule";
import { describe, expect, it } from "vitest";
import { at, entry, schedule, spans } from "./support/make.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

function daypart(from: string, to: string, days = EVERY_DAY): Daypart {
  return { days, from, to };
}

/** Which of the instants find the entry active. */
function activeAt(one: Partial<ScheduleEntry>, timeZone: string, instants: string[]): string[] {
  const only: Schedule = schedule([entry("a", one)], { timeZone });
  return instants.filter((instant) => activeEntries(only, at(instant)).length === 1);
}

/** When the entry is active between two instants, in UTC. */
function activeSpans(one: Partial<ScheduleEntry>, timeZone: string, from: string, to: string): string[] {
  const found = blocks(schedule([entry("a", one)], { timeZone }), at(from), at(to));
  return spans(found.filter(({ entries }) => entries.length > 0)).map((span) => span.replace(": a", ""));
}

describe("dates", () => {
  it("[T1] both end dates are inclusive, on the screen's own calendar", () => {
    const june = { startDate: "2026-06-01", endDate: "2026-06-30" };
    expect(
      activeAt(june, "Asia/Shanghai", [
        "2026-05-31T23:59:59.999+08:00",
        "2026-06-01T00:00+08:00",
        "2026-06-30T23:59:59.999+08:00",
        "2026-07-01T00:00+08:00",
      ]),
    ).toEqual(["2026-06-01T00:00+08:00", "2026-06-30T23:59:59.999+08:00"]);
  });

  it("[T1] an exception date is left out, its neighbours are not", () => {
    expect(
      activeAt({ exceptDates: ["2026-06-26"] }, "Asia/Shanghai", [
        "2026-06-25T23:59:59.999+08:00",
        "2026-06-26T00:00+08:00",
        "2026-06-26T23:59:59.999+08:00",
        "2026-06-27T00:00+08:00",
      ]),
    ).toEqual(["2026-06-25T23:59:59.999+08:00", "2026-06-27T00:00+08:00"]);
  });

  it("[T1] null bounds are unbounded", () => {
    expect(activeAt({}, "Asia/Shanghai", ["1999-01-01T00:00Z", "2199-12-31T23:59Z"])).toHaveLength(2);
  });

  it("[T1] a malformed date or time is refused, not ignored", () => {
    expect(() => activeAt({ startDate: "26 June" }, "Asia/Shanghai", ["2026-06-26T00:00Z"])).toThrow(RangeError);
    expect(() => activeAt({ dayparts: [daypart("9:00", "10:00")] }, "Asia/Shanghai", ["2026-06-26T00:00Z"])).toThrow(RangeError);
    expect(() => activeAt({ dayparts: [daypart("09:00", "24:01")] }, "Asia/Shanghai", ["2026-06-26T00:00Z"])).toThrow(RangeError);
    expect(() => activeAt({}, "Asia/Nowhere", ["2026-06-26T00:00Z"])).toThrow(RangeError);
  });
});

describe("dayparts", () => {
  it("[T2] from is inside, to is not", () => {
    expect(
      activeAt({ dayparts: [daypart("07:00", "09:00")] }, "Asia/Shanghai", [
        "2026-06-26T06:59:59.999+08:00",
        "2026-06-26T07:00+08:00",
        "2026-06-26T08:59:59.999+08:00",
        "2026-06-26T09:00+08:00",
      ]),
    ).toEqual(["2026-06-26T07:00+08:00", "2026-06-26T08:59:59.999+08:00"]);
  });

  it("[T2] 24:00 is the end of the day", () => {
    expect(activeSpans({ dayparts: [daypart("22:00", "24:00", [5])] }, "Asia/Shanghai", "2026-06-25T00:00Z", "2026-06-28T00:00Z")).toEqual([
      "2026-06-26T14:00:00Z – 2026-06-26T16:00:00Z",
    ]);
    expect(activeSpans({ dayparts: [daypart("00:00", "24:00", [5])] }, "Asia/Shanghai", "2026-06-24T00:00Z", "2026-06-29T00:00Z")).toEqual([
      "2026-06-25T16:00:00Z – 2026-06-26T16:00:00Z",
    ]);
  });

  it("[T2] any daypart that matches is enough, and none at all means always", () => {
    const two = { dayparts: [daypart("07:00", "09:00"), daypart("08:00", "10:00")] };
    expect(activeSpans(two, "Asia/Shanghai", "2026-06-26T00:00+08:00", "2026-06-26T23:00+08:00")).toEqual([
      "2026-06-25T23:00:00Z – 2026-06-26T02:00:00Z",
    ]);
    expect(activeAt({ dayparts: [] }, "Asia/Shanghai", ["2026-06-26T03:33Z"])).toHaveLength(1);
  });

  it("[T3] a window past midnight belongs to the day it started: weekday", () => {
    // 2026-06-26 is a Friday.
    expect(activeSpans({ dayparts: [daypart("22:00", "02:00", [5])] }, "Asia/Shanghai", "2026-06-22T00:00+08:00", "2026-06-29T00:00+08:00")).toEqual([
      "2026-06-26T14:00:00Z – 2026-06-26T16:00:00Z",
      "2026-06-26T16:00:00Z – 2026-06-26T18:00:00Z",
    ]);
  });

  it("[T3] a window past midnight belongs to the day it started: first and last date, exceptions", () => {
    const night = { dayparts: [daypart("22:00", "02:00")], startDate: "2026-06-25", endDate: "2026-06-27", exceptDates: ["2026-06-26"] };
    expect(activeSpans(night, "Asia/Shanghai", "2026-06-20T00:00Z", "2026-07-01T00:00Z")).toEqual([
      "2026-06-25T14:00:00Z – 2026-06-25T16:00:00Z",
      "2026-06-25T16:00:00Z – 2026-06-25T18:00:00Z",
      "2026-06-27T14:00:00Z – 2026-06-27T16:00:00Z",
      "2026-06-27T16:00:00Z – 2026-06-27T18:00:00Z",
    ]);
  });

  it("[T3] to equal to from is a whole day from there", () => {
    expect(activeSpans({ dayparts: [daypart("06:00", "06:00", [5])] }, "Asia/Shanghai", "2026-06-25T00:00Z", "2026-06-28T00:00Z")).toEqual([
      "2026-06-25T22:00:00Z – 2026-06-26T16:00:00Z",
      "2026-06-26T16:00:00Z – 2026-06-26T22:00:00Z",
    ]);
  });
});

describe("zones", () => {
  it("[T4] a window wholly inside the skipped hour never opens", () => {
    // New York, 2026-03-08: 01:59:59 EST is followed by 03:00 EDT.
    expect(activeSpans({ dayparts: [daypart("02:10", "02:50")] }, "America/New_York", "2026-03-08T05:00Z", "2026-03-09T03:00Z")).toEqual([]);
  });

  it("[T4] a window that reaches into the skipped hour keeps what exists of it", () => {
    expect(activeSpans({ dayparts: [daypart("01:30", "02:30")] }, "America/New_York", "2026-03-08T05:00Z", "2026-03-09T03:00Z")).toEqual([
      "2026-03-08T06:30:00Z – 2026-03-08T07:00:00Z",
    ]);
    expect(activeSpans({ dayparts: [daypart("02:30", "04:00")] }, "America/New_York", "2026-03-08T05:00Z", "2026-03-09T03:00Z")).toEqual([
      "2026-03-08T07:00:00Z – 2026-03-08T08:00:00Z",
    ]);
  });

  it("[T4] in the repeated hour both passes are inside", () => {
    // New York, 2026-11-01: 01:00–02:00 comes twice, from 05:00Z and from 06:00Z.
    expect(activeSpans({ dayparts: [daypart("01:15", "01:45")] }, "America/New_York", "2026-11-01T04:00Z", "2026-11-02T04:00Z")).toEqual([
      "2026-11-01T05:15:00Z – 2026-11-01T05:45:00Z",
      "2026-11-01T06:15:00Z – 2026-11-01T06:45:00Z",
    ]);
    expect(activeSpans({ dayparts: [daypart("01:30", "03:00")] }, "America/New_York", "2026-11-01T04:00Z", "2026-11-02T04:00Z")).toEqual([
      "2026-11-01T05:30:00Z – 2026-11-01T06:00:00Z",
      "2026-11-01T06:30:00Z – 2026-11-01T08:00:00Z",
    ]);
  });

  it("[T4] a night across the change follows the wall clock at both ends", () => {
    const night = { dayparts: [daypart("22:00", "02:30", [6])] };
    expect(activeSpans(night, "Europe/Berlin", "2026-10-24T00:00Z", "2026-10-26T00:00Z")).toEqual([
      "2026-10-24T20:00:00Z – 2026-10-24T22:00:00Z",
      "2026-10-24T22:00:00Z – 2026-10-25T00:30:00Z",
      "2026-10-25T01:00:00Z – 2026-10-25T01:30:00Z",
    ]);
  });

  it("[T4] a change of half an hour, and one at midnight", () => {
    // Lord Howe, 2026-10-04: 02:00 becomes 02:30. Santiago, 2026-09-06: 00:00 becomes 01:00.
    expect(activeSpans({ dayparts: [daypart("02:00", "02:30")] }, "Australia/Lord_Howe", "2026-10-03T14:00Z", "2026-10-04T13:00Z")).toEqual([]);
    expect(activeSpans({ dayparts: [daypart("00:00", "01:30")] }, "America/Santiago", "2026-09-05T12:00Z", "2026-09-06T12:00Z")).toEqual([
      "2026-09-06T04:00:00Z – 2026-09-06T04:30:00Z",
    ]);
  });

  it("[T4] the same wall clock is another instant in another zone", () => {
    const morning = { dayparts: [daypart("07:00", "09:00")] };
    expect(activeSpans(morning, "Asia/Shanghai", "2026-06-26T00:00+08:00", "2026-06-26T23:00+08:00")).toEqual(["2026-06-25T23:00:00Z – 2026-06-26T01:00:00Z"]);
    expect(activeSpans(morning, "Asia/Urumqi", "2026-06-26T00:00+06:00", "2026-06-26T23:00+06:00")).toEqual(["2026-06-26T01:00:00Z – 2026-06-26T03:00:00Z"]);
  });
});

describe("windows of instants", () => {
  it("[E4] startsAt is inside, endsAt is not, and the calendar holds as well", () => {
    const window = { startsAt: at("2026-06-26T08:00:00.250Z"), endsAt: at("2026-06-26T08:30Z") };
    expect(
      activeAt({ window }, "Asia/Shanghai", ["2026-06-26T08:00:00.249Z", "2026-06-26T08:00:00.250Z", "2026-06-26T08:29:59.999Z", "2026-06-26T08:30Z"]),
    ).toEqual(["2026-06-26T08:00:00.250Z", "2026-06-26T08:29:59.999Z"]);
    expect(activeAt({ window, exceptDates: ["2026-06-26"] }, "Asia/Shanghai", ["2026-06-26T08:10Z"])).toEqual([]);
  });
});
