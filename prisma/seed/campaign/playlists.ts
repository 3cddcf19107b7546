import type { DemoPlaylist } from "./types.ts";

const unitKey = "hengyang-county";
const video = (filmKey: string): { filmKey: string; durationMs: null } => ({ filmKey, durationMs: null });

export const playlists: readonly DemoPlaylist[] = [
  {
    key: "main-loop",
    name: "禁毒宣传月 车载循环",
    unitKey,
    items: [video("green"), video("road"), video("youth"), video("disguise"), { filmKey: "family-poster", durationMs: 6000 }, video("county")],
  },
  { key: "county-films", name: "县级禁毒作品", unitKey, items: [video("road"), video("county")] },
  { key: "family-films", name: "禁毒宣传进万家", unitKey, items: [video("family"), { filmKey: "family-poster", durationMs: 6000 }] },
  { key: "led-wide-loop", name: "禁毒宣传月 3:1 大屏循环", unitKey, items: [video("led-road"), video("led-county")] },
  { key: "led-loop", name: "禁毒宣传月 16:9 大屏循环", unitKey, items: [video("family"), video("green"), video("disguise"), video("road"), { filmKey: "family-poster", durationMs: 8000 }] },
  { key: "special", name: "致敬禁毒英雄 特别节目", unitKey, items: [video("hero")] },
  { key: "default", name: "垫片 安全公益", unitKey, items: [video("water"), video("civic")] },
];
