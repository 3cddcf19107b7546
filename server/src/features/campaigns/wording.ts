import type { ScreenPicture, Summary } from "@yilu/contract";

/** The words of the summary: numbers and dates as a Chinese official document writes them. */
export const count = (value: number): string => value.toLocaleString("zh-CN");
export const percent = (value: number | null): string => (value === null ? "—" : `${(value * 100).toFixed(1)}%`);
export const hoursOf = (ms: number): string => (ms / 3_600_000).toLocaleString("zh-CN", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** "2026-06-26" as 2026年6月26日. */
export function dateText(date: string): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

export function periodText({ startDate, endDate }: { startDate: string; endDate: string }): string {
  if (startDate === endDate) return dateText(startDate);
  const end = dateText(endDate);
  if (startDate.slice(0, 4) !== endDate.slice(0, 4)) return `${dateText(startDate)}至${end}`;
  return `${dateText(startDate)}至${startDate.slice(5, 7) === endDate.slice(5, 7) ? end.slice(end.indexOf("月") + 1) : end.slice(end.indexOf("年") + 1)}`;
}

export function momentText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("zh-CN", { timeZone, year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

export function dayText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("zh-CN", { timeZone, year: "numeric", month: "long", day: "numeric" }).format(at);
}

export const levelNames = { national: "国家级", provincial: "省级", municipal: "市级", county: "县级" } as const;
export const kindNames: Record<string, string> = { bus: "公交车", coach: "客运班车", led: "户外电子屏" };

export function titleOf({ campaign, state, number }: Summary): string {
  return `${campaign.name}工作总结${state === "draft" ? "（草稿）" : state === "addendum" ? `（补充报告第${number}号）` : ""}`;
}

/** 一、二、… 二十. */
export function chineseNumber(value: number): string {
  const digits = "零一二三四五六七八九";
  if (value < 10) return digits.charAt(value);
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  return `${tens === 1 ? "" : digits.charAt(tens)}十${ones === 0 ? "" : digits.charAt(ones)}`;
}

/** What is to be said of the figures' completeness, in sentences. */
export function completenessText({ standing }: Summary, timeZone: string): string[] {
  const { completeness: c } = standing;
  return [
    `截至${momentText(standing.at, timeZone)}，已计入播放记录${count(c.counted)}条；屏幕上待上传${count(c.waitingOnScreens)}条，台账断号缺失${count(c.missing)}条，存疑未计入${count(c.keptApart)}条。`,
    `在册屏幕${count(c.screens)}块，其中有播放记录的${count(c.screensWithPlays)}块，整个期间未出车（未开机，不属故障）的${count(c.screensNeverOn)}块；累计${count(c.screenDays)}屏日，其中开机${count(c.screenDaysOn)}屏日、未出车${count(c.screenDaysOff)}屏日。`,
    ...(c.receivedTo === null ? [] : [`已收到的最新一条播放开始于${momentText(c.receivedTo, timeZone)}。`]),
    ...(c.conflicts > 0 ? [`另有${count(c.conflicts)}块屏幕的台账出现同号异文，相关记录未计入，待核查。`] : []),
  ];
}

/** Planned against delivered, and why they differ, in one sentence. */
export function causesText({ standing }: Summary): string {
  const { planned, delivered, causes, completion } = standing.totals;
  if (planned === null || planned === 0 || causes === null) return "本次活动期间没有可供比较的计划条次。";
  const parts = [
    ["未下载", causes.neverDownloaded],
    ["播放中断", causes.interrupted],
    ["播放失败", causes.failed],
    ["被独占或紧急插播占用", causes.displaced],
    [causes.other >= 0 ? "其他" : "其他原因多播", Math.abs(causes.other)],
  ] as const;
  const told = parts.filter(([, plays]) => plays > 0).map(([name, plays]) => `${name}${count(plays)}条`);
  return `按排期占比和开机时长测算，计划播放${count(planned)}条，完整播放${count(delivered)}条，完成率${percent(completion)}。${told.length === 0 ? "" : `差异构成：${told.join("、")}。`}`;
}

/** What a picture taken by a player shows. */
export function pictureText({ screenName, takenAt, clock, mediaTitle }: ScreenPicture, timeZone: string): string {
  return `${screenName}，${momentText(takenAt, timeZone)}${clock === "estimated" ? "（时间为推算）" : ""}${mediaTitle === null ? "" : `，《${mediaTitle}》`}`;
}
