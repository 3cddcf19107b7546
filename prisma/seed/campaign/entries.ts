import type { CampaignDates, Daypart, DemoCampaign, DemoEntry, DemoScreen, DemoTarget } from "./types.ts";
import { groups, screens } from "./screens.ts";
import { units } from "./units.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const peakHours: Daypart[] = [
  { days: everyDay, from: "07:00", to: "09:00" },
  { days: everyDay, from: "17:00", to: "19:00" },
];
const vehicles: DemoTarget[] = [
  { kind: "screenKind", screenKind: "bus" },
  { kind: "screenKind", screenKind: "coach" },
];
const everyScreen: DemoTarget[] = [{ kind: "all" }];

/** What all entries have in common unless they say otherwise; fresh each time, because entries are handed on and may be changed. */
function common(): Pick<DemoEntry, "unitKey" | "tier" | "exclude" | "dayparts" | "exceptDates" | "window" | "maxPlaysPerHour" | "start"> {
  return { unitKey: "hengyang-county", tier: "regular", exclude: [], dayparts: [], exceptDates: [], window: null, maxPlaysPerHour: null, start: "soft" };
}

/**
 * The campaign's schedule. On the 26th the programme 致敬禁毒英雄 takes half of the day's airtime, and all of it from
 * 20:00 to 21:00. At no moment are more than 93 % of a screen reserved, so every entry can be saved (rule P3).
 */
export function entries(dates: CampaignDates): DemoEntry[] {
  const month = { startDate: dates.startDate, endDate: dates.endDate };
  const special = { startDate: dates.specialDate, endDate: dates.specialDate };
  return [
    { ...common(), ...month, key: "main-loop", name: "公交班车循环播放", playlistKey: "main-loop", include: vehicles, share: { kind: "fill", weight: 1 } },
    { ...common(), ...month, key: "county-peak", name: "县级作品 早晚高峰", playlistKey: "county-films", include: vehicles, dayparts: peakHours, share: { kind: "percent", percent: 40 } },
    {
      ...common(),
      ...month,
      key: "township-extra",
      name: "乡镇班线 宣传进万家",
      playlistKey: "family-films",
      include: [{ kind: "group", groupKey: "township-coaches" }],
      share: { kind: "playsPerHour", plays: 12 },
      maxPlaysPerHour: 20,
    },
    { ...common(), ...month, key: "led-wide-loop", name: "3:1 大屏循环", playlistKey: "led-wide-loop", include: [{ kind: "group", groupKey: "led-3-1" }], share: { kind: "fill", weight: 1 }, start: "hard" },
    { ...common(), ...month, key: "led-loop", name: "16:9 大屏循环", playlistKey: "led-loop", include: [{ kind: "group", groupKey: "led-16-9" }], share: { kind: "fill", weight: 1 }, start: "hard" },
    { ...common(), ...special, key: "hero-day", name: "致敬禁毒英雄 全天加播", playlistKey: "special", include: everyScreen, share: { kind: "percent", percent: 50 } },
    {
      ...common(),
      ...special,
      key: "hero-takeover",
      name: "致敬禁毒英雄 独占插播",
      playlistKey: "special",
      include: everyScreen,
      tier: "takeover",
      dayparts: [{ days: everyDay, from: "20:00", to: "21:00" }],
      share: { kind: "fill", weight: 1 },
      start: "hard",
    },
    { ...common(), key: "default", name: "垫片", playlistKey: "default", include: everyScreen, tier: "default", startDate: null, endDate: null, share: { kind: "fill", weight: 1 } },
  ];
}

/** The campaign itself, with the keys of the entries that count towards it. */
export function campaign(dates: CampaignDates): DemoCampaign {
  return {
    ...dates,
    key: "antidrug-month",
    name: "全民禁毒宣传月",
    theme: "全民禁毒你我他，禁毒宣传进万家",
    unitKey: "hengyang-county",
    playsPerScreenPerDay: 1000,
    entryKeys: entries(dates).filter((entry) => entry.tier !== "default").map((entry) => entry.key),
  };
}

/** Keys of a unit and of all units below it. */
function unitAndBelow(unitKey: string): Set<string> {
  const keys = new Set([unitKey]);
  for (const unit of units) if (unit.parentKey !== null && keys.has(unit.parentKey)) keys.add(unit.key);
  return keys;
}

function reaches(target: DemoTarget, screen: DemoScreen): boolean {
  switch (target.kind) {
    case "all":
      return true;
    case "screenKind":
      return screen.kind === target.screenKind;
    case "unit":
      return unitAndBelow(target.unitKey).has(screen.unitKey);
    case "group":
      return groups.some((group) => group.key === target.groupKey && group.screenKeys.includes(screen.key));
    case "screen":
      return screen.key === target.screenKey;
  }
}

/** Keys of the screens an entry is for: any of `include`, none of `exclude`. */
export function screensOf(entry: DemoEntry): string[] {
  return screens
    .filter((screen) => entry.include.some((target) => reaches(target, screen)) && !entry.exclude.some((target) => reaches(target, screen)))
    .map((screen) => screen.key);
}
