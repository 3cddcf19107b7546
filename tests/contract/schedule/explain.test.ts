import { capacity, explain, type Explanation, type ScheduleEntry } from "@yilu/contract/schedule";
import { describe, expect, it } from "vitest";
import { at, entry, schedule, utc, validity } from "./support/make.ts";

const NOW = at("2026-06-26T09:10+08:00");
const FRIDAY_NIGHT = [{ days: [5], from: "22:00", to: "02:00" }];

function verdict(one: Partial<ScheduleEntry>, instant = NOW): string | undefined {
  return explain(schedule([entry("a", one)]), instant)[0]?.verdict;
}

describe("explain", () => {
  it("[T1] names the date that is in the way", () => {
    expect(verdict({ startDate: "2026-06-27" })).toBe("before-start-date");
    expect(verdict({ endDate: "2026-06-25" })).toBe("after-end-date");
    expect(verdict({ exceptDates: ["2026-06-26"] })).toBe("excepted-date");
    expect(verdict({})).toBe("playing");
  });

  it("[T3] of a night it names the date on which the night began", () => {
    const oneAtNight = at("2026-06-27T01:00+08:00");
    expect(verdict({ dayparts: FRIDAY_NIGHT }, oneAtNight)).toBe("playing");
    expect(verdict({ dayparts: FRIDAY_NIGHT, exceptDates: ["2026-06-26"] }, oneAtNight)).toBe("excepted-date");
    expect(verdict({ dayparts: FRIDAY_NIGHT, startDate: "2026-06-27" }, oneAtNight)).toBe("before-start-date");
    expect(verdict({ dayparts: FRIDAY_NIGHT, endDate: "2026-06-26" }, oneAtNight)).toBe("playing");
    expect(verdict({ dayparts: FRIDAY_NIGHT }, at("2026-06-27T02:00+08:00"))).toBe("outside-dayparts");
  });

  it("[E4] names the window before the calendar", () => {
    expect(verdict({ window: { startsAt: NOW + 1, endsAt: NOW + 2 }, endDate: "2026-06-25" })).toBe("outside-window");
  });

  it("[P1] names the entries that outrank", () => {
    expect(explain(schedule([entry("r"), entry("d", { tier: "default" }), entry("t", { tier: "takeover" }), entry("u", { tier: "takeover" })]), NOW)).toEqual([
      { entryId: "r", verdict: "outranked", by: ["t", "u"] },
      { entryId: "d", verdict: "outranked", by: ["t", "u"] },
      { entryId: "t", verdict: "playing" },
      { entryId: "u", verdict: "playing" },
    ] satisfies Explanation[]);
  });

  it("[P2] names the reservations that leave no airtime", () => {
    const full = schedule([entry("a", { share: { kind: "percent", percent: 100 } }), entry("b")]);
    expect(explain(full, NOW)).toEqual([
      { entryId: "a", verdict: "playing" },
      { entryId: "b", verdict: "no-airtime-left", by: ["a"] },
    ]);
  });

  it("[E5] says when nothing can play", () => {
    expect(explain(schedule([entry("a")]), NOW, () => false)).toEqual([{ entryId: "a", verdict: "no-playable-media" }]);
    expect(explain(schedule([entry("a")], { media: [validity("a1", null, "2026-06-26T09:10+08:00")] }), NOW)[0]?.verdict).toBe("no-playable-media");
    expect(explain(schedule([entry("a")], { order: "synced" }), NOW, () => false)[0]?.verdict).toBe("playing");
  });
});

describe("capacity", () => {
  const reserve = (id: string, percent: number, rest: Partial<ScheduleEntry> = {}) => entry(id, { share: { kind: "percent", percent }, ...rest });
  const MORNING = [{ days: [1, 2, 3, 4, 5, 6, 7], from: "07:00", to: "09:00" }];
  const FROM = at("2026-06-01T00:00+08:00");
  const TO = at("2026-07-01T00:00+08:00");

  it("[P3] gives the largest share that fits, the stretch and the rivals", () => {
    const booked = schedule([reserve("a", 30), reserve("b", 50, { dayparts: MORNING, startDate: "2026-06-26", endDate: "2026-06-26" }), entry("c")]);
    const tightest = capacity(booked, reserve("new", 40), FROM, TO);
    expect(tightest && { ...tightest, from: utc(tightest.from), to: utc(tightest.to) }).toEqual({
      largestShare: expect.closeTo(0.2, 12),
      from: "2026-06-25T23:00:00Z",
      to: "2026-06-26T01:00:00Z",
      rivals: ["a", "b"],
    });
  });

  it("[P3] does not count the entry's own saved self, other tiers, or rivals that never meet it", () => {
    const booked = schedule([reserve("own", 60), reserve("t", 90, { tier: "takeover" }), reserve("b", 50, { dayparts: MORNING })]);
    const evening = reserve("own", 70, { dayparts: [{ days: [5], from: "18:00", to: "20:00" }] });
    expect(capacity(booked, evening, FROM, TO)).toEqual({ largestShare: 1, from: at("2026-06-05T18:00+08:00"), to: at("2026-06-05T20:00+08:00"), rivals: [] });
  });

  it("[P3] an unbroken stretch is one stretch, across midnight, clipped to what was asked", () => {
    expect(capacity(schedule([reserve("a", 25)]), reserve("new", 10), FROM, TO)).toEqual({ largestShare: 0.75, from: FROM, to: TO, rivals: ["a"] });
  });

  it("[P3] overbooked is 0, not less", () => {
    expect(capacity(schedule([reserve("a", 80), reserve("b", 70)]), reserve("new", 10), FROM, TO)?.largestShare).toBe(0);
  });

  it("[P3] null when the entry is never active", () => {
    expect(capacity(schedule([reserve("a", 80)]), reserve("new", 10, { endDate: "2026-05-31" }), FROM, TO)).toBeNull();
  });
});
