import { dictionary } from "../../lib/i18n.ts";

/** Words of "every screen at one moment". */
export const minuteText = dictionary(
  "minute",
  {
    when: "日期和时刻",
    now: "现在",
    count: "{{n}} 块屏",
    slate: "没有节目",
    off: "运营时间外，黑屏",
    slateTier: "待播画面",
    order: "公交、班车的播放顺序可能不同，占比不变",
    why: "看 {{name}} 为什么播这个",
    none: "没有这样的屏幕",
    noneWhy: "换一个筛选条件，或先新建屏幕",
    reset: "重置",
  },
  {
    when: "Date and time",
    now: "Now",
    count: "{{n}} screens",
    slate: "Nothing scheduled",
    off: "Black outside its hours",
    slateTier: "Slate",
    order: "On buses and coaches the order may differ; shares hold",
    why: "Why {{name}} plays this",
    none: "No such screens",
    noneWhy: "Change the filter, or add a screen first",
    reset: "Reset",
  },
);
