/*
 * Words, Chinese first. Each feature has one dictionary in features/<name>/text.ts:
 *
 *   export const text = dictionary("media", {
 *     title: "素材",
 *     used: "{{n}} 个播放列表在用",
 *   }, {
 *     title: "Media",
 *     used: "used in {{n}} playlists",
 *   });
 *
 * zh is the source of truth: en must have exactly its keys (type-checked), and the same {{variables}} (tested).
 *   const t = useText(text);   t("title")   t("used", { n: 3 })
 * Keys are flat; "state.online" is one key, so t(`state.${state}`) stays typed. Bilingual values of the server: useLocal().
 */
import type { Bilingual } from "@yilu/contract";
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];
const storageKey = "yilu.language";

/** Names of the {{variables}} in a text. */
type Variables<T extends string> = T extends `${string}{{${infer V}}}${infer Rest}` ? V | Variables<Rest> : never;
type Arguments<T extends string> = [Variables<T>] extends [never] ? [] : [values: Record<Variables<T>, string | number>];

export interface Dictionary<Z extends Readonly<Record<string, string>> = Readonly<Record<string, string>>> {
  name: string;
  zh: Z;
  en: Readonly<Record<keyof Z, string>>;
}
export type Translate<Z extends Readonly<Record<string, string>>> = <K extends keyof Z & string>(key: K, ...values: Arguments<Z[K]>) => string;

function stored(): Language {
  try {
    return languages.find((language) => language === localStorage.getItem(storageKey)) ?? "zh-CN";
  } catch {
    return "zh-CN"; // storage refused: private window
  }
}

void i18next.use(initReactI18next).init({
  initAsync: false,
  lng: stored(),
  fallbackLng: "zh-CN",
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});

/** Declares and registers the words of one feature; `name` is unique. */
export function dictionary<const Z extends Readonly<Record<string, string>>>(name: string, zh: Z, en: { readonly [K in keyof NoInfer<Z>]: string }): Dictionary<Z> {
  i18next.addResourceBundle("zh-CN", name, zh);
  i18next.addResourceBundle("en", name, en);
  return { name, zh, en };
}

/** The typed translate function of a dictionary; the component renders again when the language changes. */
export function useText<Z extends Readonly<Record<string, string>>>(words: Dictionary<Z>): Translate<Z> {
  const { t, i18n } = useTranslation(words.name);
  const language = i18n.language;
  return useMemo(() => (key, ...values) => t(key, { lng: language, ...values[0] }), [t, language]);
}

/** The language now shown, and how to change it. */
export function useLanguage(): [Language, (next: Language) => void] {
  const { i18n } = useTranslation();
  const change = (next: Language): void => {
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // A refused storage only means that the choice lasts until the page closes.
    }
    document.documentElement.lang = next;
    void i18n.changeLanguage(next);
  };
  return [i18n.language === "en" ? "en" : "zh-CN", change];
}

/** Picks the reader's language of a bilingual value of the server. */
export function useLocal(): (value: Bilingual) => string {
  const [language] = useLanguage();
  return (value) => (language === "en" ? value.en : value.zh);
}
