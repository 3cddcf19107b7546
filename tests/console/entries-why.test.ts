import { describe, expect, test } from "vitest";
import { roomOf } from "../../console/src/features/entries/BeforeSaving.tsx";
import { byVerdict, whySentence } from "../../console/src/features/entries/WhyList.tsx";
import { whyText } from "../../console/src/features/entries/whyText.ts";
import { formatsOf } from "../../console/src/lib/format.ts";
import { plainWords } from "./plainWords.ts";

const zh = plainWords(whyText);
const f = formatsOf("zh-CN");
type Verdict = Parameters<typeof byVerdict>[0];
const entry = (name: string, verdict: Verdict["verdict"], change: Partial<Verdict> = {}): Verdict => ({ entryId: name, entryName: name, tier: "regular", verdict, by: [], share: null, startDate: null, endDate: null, ...change });

describe("why an entry plays or not", () => {
  test("what plays comes first, by its share, then what yields, then what is out of time", () => {
    const rows = [entry("过期", "after-end-date"), entry("让位", "outranked"), entry("小", "playing", { share: 0.2 }), entry("时段", "outside-dayparts"), entry("大", "playing", { share: 0.8 })];
    expect(rows.sort(byVerdict).map(({ entryName }) => entryName)).toEqual(["大", "小", "让位", "时段", "过期"]);
  });

  test("each is one sentence, with a time or a name in it", () => {
    expect(whySentence(entry("a", "playing", { share: 0.5 }), "21:00", f, zh)).toBe("占 50.0 %，到 21:00");
    expect(whySentence(entry("a", "outranked", { by: [{ id: "b", name: "致敬禁毒英雄" }] }), "21:00", f, zh)).toBe("让给致敬禁毒英雄，21:00 后再看");
    expect(whySentence(entry("a", "before-start-date", { startDate: "2026-06-26" }), "24:00", f, zh)).toBe("6月26日才开始");
    expect(whySentence(entry("a", "after-end-date", { endDate: "2026-06-21" }), "24:00", f, zh)).toBe("6月21日已结束");
    expect(whySentence(entry("a", "no-playable-media"), "24:00", f, zh)).toBe("播放列表里没有能播的素材");
  });
});

test("the room offered is never more than there is", () => {
  expect(roomOf(0.07669)).toBe(0.076);
  expect(roomOf(0.15)).toBe(0.15);
  expect(roomOf(1)).toBe(1);
});
