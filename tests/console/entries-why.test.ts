import { describe, expect, test } from "vitest";
import { pauseOf, roomOf } from "../../console/src/features/entries/BeforeSaving.tsx";
import { text } from "../../console/src/features/entries/text.ts";
import { byVerdict, untilOf, whySentence, type Moment, type Verdict } from "../../console/src/features/entries/why.ts";
import { whyText } from "../../console/src/features/entries/whyText.ts";
import { formatsOf } from "../../console/src/lib/format.ts";
import { plainWords } from "./plainWords.ts";

const zh = plainWords(whyText);
const words = plainWords(text);
const f = formatsOf("zh-CN");
const instant = (text: string): number => Date.parse(`${text}+08:00`);
const moment: Moment = { at: instant("2026-06-26T20:12:00"), blockTo: instant("2026-06-26T21:00:00"), timeZone: "Asia/Shanghai", tier: "takeover", entry: undefined };
const hero = [{ id: "b", name: "致敬禁毒英雄" }];
const entry = (name: string, verdict: Verdict["verdict"], change: Partial<Verdict> = {}): Verdict => ({ entryId: name, entryName: name, tier: "regular", verdict, by: [], share: null, startDate: null, endDate: null, ...change });

describe("why an entry plays or not", () => {
  test("what plays comes first, by its share, then what yields, then what is out of time", () => {
    const rows = [entry("过期", "after-end-date"), entry("让位", "outranked"), entry("小", "playing", { share: 0.2 }), entry("时段", "outside-dayparts"), entry("大", "playing", { share: 0.8 })];
    expect(rows.sort(byVerdict).map(({ entryName }) => entryName)).toEqual(["大", "小", "让位", "时段", "过期"]);
  });

  test.each<[Verdict, Partial<Moment>, string]>([
    [entry("a", "playing", { share: 0.5 }), {}, "占 50 %，到 21:00"],
    [entry("a", "outranked", { by: hero }), {}, "被“致敬禁毒英雄”独占，21:00 后接着播"],
    [entry("a", "outranked", { by: hero }), { tier: "regular" }, "让给“致敬禁毒英雄”，到 21:00"],
    [entry("a", "outranked", { by: hero, tier: "default" }), {}, "别的都没得播才播，到 21:00 都轮不到"],
    [entry("a", "no-airtime-left", { by: hero }), {}, "到 21:00 时间都被“致敬禁毒英雄”占满"],
    [entry("a", "no-playable-media"), {}, "到 21:00 播放列表里没有能播的素材"],
    [entry("a", "outside-dayparts"), { entry: { window: null, dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "07:00", to: "09:00" }] } }, "每天 07:00–09:00"],
    [entry("a", "outside-dayparts"), {}, "20:12 不在它的时段里"],
    [entry("a", "excepted-date"), {}, "6月26日是它的例外日期"],
    [entry("a", "outside-window"), { entry: { dayparts: [], window: { startsAt: instant("2026-06-26T09:00:00"), endsAt: instant("2026-06-26T09:30:00") } } }, "6月26日 09:30已结束"],
    [entry("a", "outside-window"), {}, "6月26日 20:12 不在它的起止时间里"],
    [entry("a", "before-start-date", { startDate: "2026-06-27" }), {}, "6月27日才开始"],
    [entry("a", "after-end-date", { endDate: "2026-06-21" }), {}, "6月21日已结束"],
  ])("%j, %j: one sentence with a time in it", (verdict, change, sentence) => {
    expect(whySentence(verdict, { ...moment, ...change }, f, zh, words)).toBe(sentence);
  });

  test("until midnight is 24:00 of the day, not 00:00 of the next", () => {
    expect(untilOf({ ...moment, blockTo: instant("2026-06-27T00:00:00") }, f)).toBe("24:00");
    expect(untilOf(moment, f)).toBe("21:00");
  });
});

test("the room offered is never more than there is", () => {
  expect(roomOf(0.07669)).toBe(0.076);
  expect(roomOf(0.15)).toBe(0.15);
  expect(roomOf(1)).toBe(1);
});

test("entries that pause in one stretch are told in one sentence", () => {
  const lost = (effect: "paused" | "reduced", from: number, to: number) => ({ entryId: "a", entryName: "a", effect, screens: 1, from, to, shareBefore: 1, shareAfter: 0 });
  expect(pauseOf([lost("paused", 1, 2), lost("paused", 1, 2), lost("reduced", 5, 6)])).toEqual({ n: 2, from: 1, to: 2 });
  expect(pauseOf([lost("paused", 1, 2), lost("paused", 3, 4)])).toBeNull();
  expect(pauseOf([lost("reduced", 1, 2)])).toBeNull();
});
