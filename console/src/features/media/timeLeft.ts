import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";

/** "42 秒", "8 分 42 秒", "2 小时 5 分"; at least one second. */
export function timeLeftWords(ms: number, t: Translate<(typeof text)["zh"]>): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return t("seconds", { s: seconds });
  if (seconds < 3600) return t("minutes", { m: Math.floor(seconds / 60), s: seconds % 60 });
  const minutes = Math.ceil(seconds / 60);
  return t("hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
