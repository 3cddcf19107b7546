/**
 * The demo: an anti-drug publicity month of 衡阳县, after the real one of June 2023, as plain data and pure functions.
 * Who writes it into a database does so through the server's services; nothing here knows of one.
 */
export { campaignDates } from "./campaign/dates.ts";
export { campaign, entries, screensOf } from "./campaign/entries.ts";
export { filmPath, filmPosterPath, films } from "./campaign/films.ts";
export { playlists } from "./campaign/playlists.ts";
export { groups, screens, settings } from "./campaign/screens.ts";
export { units } from "./campaign/units.ts";
export { users } from "./campaign/users.ts";
export type * from "./campaign/types.ts";

/** Zone of every screen of the demo. */
export const demoTimeZone = "Asia/Shanghai";

/** Shown wherever demo data is shown. */
export const demoNotice = {
  zh: "演示数据：单位名称取自真实活动，人员、车牌、短片和播放数字均为虚构。",
  en: "Demo data: the units are those of a real campaign; people, number plates, films and figures are made up.",
} as const;
