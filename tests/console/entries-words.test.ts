import { describe, expect, test } from "vitest";
import { daypartsWords, daysWords } from "../../console/src/components/dayparts/words.ts";
import { text } from "../../console/src/features/entries/text.ts";
import { datesWords, shareMeaning, shareWords, targetKey, targetWords, type Names } from "../../console/src/features/entries/words.ts";
import { formatsOf } from "../../console/src/lib/format.ts";
import { plainWords } from "./plainWords.ts";

const zh = plainWords(text);
const en = plainWords(text, "en");

describe("days and dayparts in words", () => {
  test.each([
    [[1, 2, 3, 4, 5, 6, 7], "每天"],
    [[5, 4, 3, 2, 1], "工作日"],
    [[6, 7], "周末"],
    [[1, 2, 3, 4], "周一至周四"],
    [[1, 3], "周一、周三"],
    [[5, 6], "周五、周六"],
    [[7], "周日"],
  ])("%j reads %s", (days, words) => {
    expect(daysWords(days, zh)).toBe(words);
  });

  test("none is always", () => {
    expect(daypartsWords([], zh)).toBe("全天");
  });

  test("windows of the same days stand together, others after them", () => {
    const all = [1, 2, 3, 4, 5, 6, 7];
    expect(
      daypartsWords(
        [
          { days: all, from: "07:00", to: "09:00" },
          { days: [6, 7], from: "00:00", to: "24:00" },
          { days: all, from: "17:00", to: "19:00" },
        ],
        zh,
      ),
    ).toBe("每天 07:00–09:00、17:00–19:00；周末 全天");
  });

  test("an end at or before the start is on the next day", () => {
    expect(daypartsWords([{ days: [5], from: "22:00", to: "06:00" }], zh)).toBe("周五 22:00–次日 06:00");
    expect(daypartsWords([{ days: [5], from: "08:00", to: "08:00" }], zh)).toBe("周五 08:00–次日 08:00");
    expect(daypartsWords([{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "00:00" }], en)).toBe("daily all day");
  });
});

test("dates in words", () => {
  const f = formatsOf("zh-CN");
  expect(datesWords({ startDate: "2026-06-01", endDate: "2026-06-30" }, f, zh)).toBe("6月1日–6月30日");
  expect(datesWords({ startDate: "2026-06-26", endDate: "2026-06-26" }, f, zh)).toBe("6月26日");
  expect(datesWords({ startDate: "2026-06-01", endDate: null }, f, zh)).toBe("6月1日起");
  expect(datesWords({ startDate: null, endDate: "2026-06-30" }, f, zh)).toBe("到6月30日");
  expect(datesWords({ startDate: null, endDate: null }, f, zh)).toBe("不限日期");
});

describe("shares in words", () => {
  test("short, for lists", () => {
    expect(shareWords({ kind: "percent", percent: 50 }, zh)).toBe("50 %");
    expect(shareWords({ kind: "playsPerHour", plays: 4 }, zh)).toBe("每小时 4 次");
    expect(shareWords({ kind: "fill", weight: 2 }, zh)).toBe("填充，权重 2");
  });

  test("a percentage is minutes of the hour, and plays once the playlist is known", () => {
    expect(shareMeaning({ kind: "percent", percent: 50 }, null, zh)).toBe("每小时约播 30 分钟");
    expect(shareMeaning({ kind: "percent", percent: 12.5 }, 30_000, zh)).toBe("每小时约播 7.5 分钟，合 15 条次");
  });

  test("plays an hour are a part of it, by the mean length of an item", () => {
    expect(shareMeaning({ kind: "playsPerHour", plays: 4 }, 30_000, zh)).toBe("这个列表平均一条 30 秒，约占 3.3 %");
    expect(shareMeaning({ kind: "playsPerHour", plays: 4 }, null, zh)).toBe("每小时播 4 条次，占比随列表的时长变");
  });

  test("the weight of a fill is told by comparison, and evenly for 1", () => {
    expect(shareMeaning({ kind: "fill", weight: 1 }, null, zh)).toBe("定了占比的先占，剩下的时间由填充排期按权重分，权重都是 1 就平分");
    expect(shareMeaning({ kind: "fill", weight: 2 }, null, zh)).toBe("定了占比的先占，剩下的时间由填充排期按权重分。权重 2，分到的是权重 1 的 2 倍");
  });

  test("more plays than fit the hour are called so", () => {
    expect(shareMeaning({ kind: "playsPerHour", plays: 121 }, 30_000, zh)).toBe("这个列表平均一条 30 秒，一小时最多 120 次");
  });
});

test("targets in words; what is out of sight is not named", () => {
  const names: Names = { unit: (id) => (id === "u1" ? "县公交公司" : null), group: () => "3路", screen: () => null, kind: (kind) => ({ bus: "公交", coach: "班车", led: "LED" })[kind] };
  expect(targetWords({ kind: "all" }, names, zh)).toBe("全部屏幕");
  expect(targetWords({ kind: "screenKind", screenKind: "bus" }, names, zh)).toBe("全部公交");
  expect(targetWords({ kind: "unit", unitId: "u1" }, names, zh)).toBe("县公交公司及下级");
  expect(targetWords({ kind: "unit", unitId: "u2" }, names, zh)).toBe("不在本单位范围及下级");
  expect(targetWords({ kind: "group", groupId: "g" }, names, zh)).toBe("分组 3路");
  expect(targetWords({ kind: "screen", screenId: "s" }, names, zh)).toBe("1 块屏幕");
  expect(targetKey({ kind: "unit", unitId: "u1" })).not.toBe(targetKey({ kind: "group", groupId: "u1" }));
});
