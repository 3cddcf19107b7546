import type { DemoUser } from "./types.ts";

/**
 * Names are invented. Passwords are not demo data: the seeding sets them.
 * A user sees its own unit and those below. Who schedules or reviews for the whole county therefore belongs to
 * the county, and the bureau that sent them stands behind the name.
 */
export const users: readonly DemoUser[] = [
  { key: "administrator", username: "admin", displayName: "周涛（县融媒体中心）", role: "administrator", unitKey: "hengyang-county" },
  { key: "scheduler", username: "lijing", displayName: "李静（县交通运输局）", role: "scheduler", unitKey: "hengyang-county" },
  { key: "reviewer", username: "zhaomin", displayName: "赵敏（县禁毒办）", role: "reviewer", unitKey: "hengyang-county" },
  { key: "bus-operator", username: "gongjiao", displayName: "陈建国", role: "operator", unitKey: "bus-company" },
  { key: "coach-operator", username: "keyun", displayName: "刘志强", role: "operator", unitKey: "coach-company" },
  { key: "township-user", username: "xidu", displayName: "王秀兰", role: "operator", unitKey: "xidu" },
];
