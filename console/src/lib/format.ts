/*
 * Numbers and times as people read them. const f = useFormat();  f.count(8498332)  f.bytes(n)  f.length(ms)  f.dateTime(instant, screen.timeZone)
 * Times are in the zone given, or the browser's. Digits are tabular by the body's style.
 */
import { useLanguage, type Language } from "./i18n.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const pad = (n: number): string => String(n).padStart(2, "0");
/** Intl puts a left-to-right mark and narrow spaces in some locales; the console writes plain spaces. */
const plain = (text: string): string => text.replace(/[\u202f\u00a0]/g, " ");

/** A film's length: "0:30", "12:05", "1:02:03"; whole seconds, never rounded down to nothing. */
export function lengthText(ms: number): string {
  const seconds = ms > 0 ? Math.max(1, Math.round(ms / 1000)) : 0;
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** "640 B", "12.4 MB", "1.2 GB": powers of 1024, at most one decimal. */
export function bytesText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let step = 0;
  while (value >= 1023.95 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${units[step] ?? ""}`;
}

/** Making a formatter costs a hundred times what using it does, and a list writes hundreds of times: each is made once. */
function formatters(locale: string): (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (options) => {
    const key = JSON.stringify(options);
    const known = made.get(key) ?? new Intl.DateTimeFormat(locale, options);
    made.set(key, known);
    return known;
  };
}

const calendar = formatters("en-CA");

/** The calendar day of an instant in a zone, "2026-06-24". */
export function localDateOf(instant: number, timeZone?: string): string {
  return calendar({ year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone === undefined ? {} : { timeZone }) }).format(instant);
}

const clockHour = formatters("en-GB");

/** The hour of an instant in a zone, 0 to 23. */
export function localHourOf(instant: number, timeZone?: string): number {
  return Number(clockHour({ hour: "2-digit", hourCycle: "h23", ...(timeZone === undefined ? {} : { timeZone }) }).format(instant));
}

/** A date so many days away from another, by the calendar. */
export function shiftDate(date: string, days: number): string {
  return localDateOf(Date.parse(`${date}T00:00:00Z`) + days * dayMs, "UTC");
}

export interface Format {
  count: (n: number) => string;
  /** Short, for axes: "3 万", "1.2 万" or "30K". */
  short: (n: number) => string;
  /** A ratio of 0…1 as "96.1 %". */
  percent: (ratio: number) => string;
  bytes: (n: number) => string;
  length: (ms: number) => string;
  /** Screen time with its unit: "54 秒", "12 分钟", "1.5 小时", "64,210 小时". */
  airtime: (ms: number) => string;
  time: (instant: number, timeZone?: string) => string;
  date: (instant: number, timeZone?: string) => string;
  dateTime: (instant: number, timeZone?: string) => string;
  /** A local date "2026-06-24" as "6月24日" or "24 Jun". */
  localDate: (date: string) => string;
  weekday: (date: string) => string;
  /** How long ago, in one unit: "刚刚", "3 分钟前", "2 小时前", "5 天前". */
  ago: (instant: number, now: number) => string;
  /** How long something lasted, in one unit: "40 分钟", "2 小时", "2 天". */
  span: (ms: number) => string;
}

const formats = new Map<Language, Format>();

/** How a language writes numbers and times; made once. */
export function formatsOf(language: Language): Format {
  const format = formats.get(language) ?? newFormats(language);
  formats.set(language, format);
  return format;
}

function newFormats(language: Language): Format {
  const zone = (timeZone?: string): Intl.DateTimeFormatOptions => ({ hour12: false, ...(timeZone === undefined ? {} : { timeZone }) });
  const english = language === "en";
  const locale = english ? "en-GB" : "zh-CN";
  const formatter = formatters(locale);
  const at = (instant: number, options: Intl.DateTimeFormatOptions): string => plain(formatter(options).format(instant));
  const time = (instant: number, timeZone?: string): string => at(instant, { ...zone(timeZone), hour: "2-digit", minute: "2-digit" });
  const date = (instant: number, timeZone?: string): string => at(instant, { ...zone(timeZone), month: english ? "short" : "long", day: "numeric" });
  const inZone = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  const span = (ms: number): string => {
    const [n, zh, en] = ms < hourMs ? [Math.max(1, Math.floor(ms / minuteMs)), "分钟", "min"] : ms < dayMs ? [Math.floor(ms / hourMs), "小时", "h"] : [Math.floor(ms / dayMs), "天", "d"];
    return `${n} ${english ? en : zh}`;
  };
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const ratio = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const brief = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    count: (n) => count.format(n),
    short: (n) => (n < 10_000 ? count.format(n) : english ? `${brief.format(n / 1000)}K` : `${brief.format(n / 10_000)} 万`),
    percent: (r) => `${ratio.format(r * 100)} %`,
    bytes: bytesText,
    length: lengthText,
    airtime: (ms) => {
      if (ms < minuteMs) return `${count.format(ms / 1000)} ${english ? "s" : "秒"}`;
      if (ms < hourMs) return `${count.format(ms / minuteMs)} ${english ? "min" : "分钟"}`;
      return `${(ms < 100 * hourMs ? ratio : count).format(ms / hourMs)} ${english ? "h" : "小时"}`;
    },
    time,
    date,
    dateTime: (instant, timeZone) => `${date(instant, timeZone)} ${time(instant, timeZone)}`,
    localDate: (text) => date(inZone(text), "UTC"),
    weekday: (text) => at(inZone(text), { weekday: "short", timeZone: "UTC" }),
    ago: (instant, now) => {
      const passed = now - instant;
      if (passed < minuteMs) return english ? "just now" : "刚刚";
      return english ? `${span(passed)} ago` : `${span(passed)}前`;
    },
    span,
  };
}

export function useFormat(): Format {
  const [language] = useLanguage();
  return formatsOf(language);
}
