import type { Dictionary, Language, Translate } from "../../console/src/lib/i18n.ts";

/** A dictionary's texts without React: fills {{variables}} as the console does. */
export function plainWords<Z extends Readonly<Record<string, string>>>(words: Dictionary<Z>, language: Language = "zh-CN"): Translate<Z> {
  const texts: Readonly<Record<string, string>> = language === "en" ? words.en : words.zh;
  return (key, ...values) => {
    const given: Readonly<Record<string, string | number>> = values[0] ?? {};
    return (texts[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(given[name]));
  };
}
