import { describe, expect, test } from "vitest";
import { bytesText, formatsOf, lengthText, localDateOf, shiftDate } from "../../console/src/lib/format.ts";

const zh = formatsOf("zh-CN");
const en = formatsOf("en");
const at = Date.parse("2026-06-26T12:05:00Z");

describe("lengths and sizes", () => {
  test.each([
    [0, "0:00"],
    [1, "0:01"],
    [15_000, "0:15"],
    [59_600, "1:00"],
    [725_000, "12:05"],
    [3_723_000, "1:02:03"],
  ])("%d ms reads %s", (ms, text) => {
    expect(lengthText(ms)).toBe(text);
  });

  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KB"],
    [13_002_342, "12.4 MB"],
    [1_048_575, "1 MB"],
    [4 * 1024 ** 3, "4 GB"],
    [734 * 1024 ** 2, "734 MB"],
  ])("%d bytes read %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe("numbers", () => {
  test("counts have thousands, ratios one decimal and a space, axes are short", () => {
    expect(zh.count(8_498_332)).toBe("8,498,332");
    expect(zh.percent(0.9613)).toBe("96.1 %");
    expect(zh.short(9_999)).toBe("9,999");
    expect(zh.short(30_000)).toBe("3 万");
    expect(en.short(12_000)).toBe("12K");
  });

  test.each([
    [54_000, "54 秒"],
    [725_000, "12 分钟"],
    [5_400_000, "1.5 小时"],
    [64_210 * 3_600_000, "64,210 小时"],
  ])("%d ms on air reads %s", (ms, text) => {
    expect(zh.airtime(ms)).toBe(text);
  });
});

describe("times are in the zone of the screen, and say so by their digits", () => {
  test("the same instant in two zones", () => {
    expect(zh.dateTime(at, "Asia/Shanghai")).toBe("6月26日 20:05");
    expect(zh.dateTime(at, "Asia/Urumqi")).toBe("6月26日 18:05");
    expect(en.dateTime(at, "Asia/Shanghai")).toBe("26 Jun 20:05");
  });

  test("midnight is 00:00, never 24:00", () => {
    expect(zh.time(Date.parse("2026-06-25T16:00:00Z"), "Asia/Shanghai")).toBe("00:00");
  });

  test("the calendar day of an instant depends on the zone", () => {
    const late = Date.parse("2026-06-25T16:30:00Z");
    expect(localDateOf(late, "Asia/Shanghai")).toBe("2026-06-26");
    expect(localDateOf(late, "Europe/London")).toBe("2026-06-25");
  });

  test("days are counted by the calendar, over months and leap years", () => {
    expect(shiftDate("2026-03-01", -1)).toBe("2026-02-28");
    expect(shiftDate("2028-02-28", 1)).toBe("2028-02-29");
    expect(shiftDate("2026-12-31", 1)).toBe("2027-01-01");
  });

  test("how long ago, in one unit", () => {
    expect(zh.ago(at, at + 20_000)).toBe("刚刚");
    expect(zh.ago(at, at + 40 * 60_000)).toBe("40 分钟前");
    expect(zh.ago(at, at + 119 * 60_000)).toBe("1 小时前");
    expect(zh.ago(at, at + 49 * 3_600_000)).toBe("2 天前");
    expect(en.ago(at, at + 3 * 3_600_000)).toBe("3 h ago");
  });
});
