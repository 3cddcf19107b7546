import type { AlarmDetail, AlarmKind, Bilingual } from "@yilu/contract";

/** What the kinds are called. */
export const kindWords: Record<AlarmKind, Bilingual> = {
  playbackFailing: { zh: "播放出错", en: "Playback failing" },
  downloadStuck: { zh: "下载停滞", en: "Download stuck" },
  storageLow: { zh: "存储不足", en: "Storage low" },
  ledgerConflict: { zh: "台账冲突", en: "Ledger conflict" },
  clockUntrusted: { zh: "时钟未校准", en: "Clock untrusted" },
  planMissed: { zh: "未达计划", en: "Plan missed" },
  offline: { zh: "离线", en: "Offline" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, timeZone: string, locale: "zh-CN" | "en-GB"): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const key = `${locale} ${timeZone}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, month: locale === "en-GB" ? "short" : "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  formats.set(key, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, type === "month" ? value.replace("月", "") : value.replace("日", "")]));
}

/** "6月24日" or "24 Jun". */
function dayWords(at: number, timeZone: string): Bilingual {
  const [zh, en] = [partsOf(at, timeZone, "zh-CN"), partsOf(at, timeZone, "en-GB")];
  return { zh: `${zh.month ?? ""}月${zh.day ?? ""}日`, en: `${en.day ?? ""} ${en.month ?? ""}` };
}

/** "6月24日 15:42" or "24 Jun 15:42". */
export function timeWords(at: number, timeZone: string): Bilingual {
  const { hour = "", minute = "" } = partsOf(at, timeZone, "en-GB");
  const day = dayWords(at, timeZone);
  return { zh: `${day.zh} ${hour}:${minute}`, en: `${day.en} ${hour}:${minute}` };
}

function bytes(value: number): string {
  const megabytes = value / 1024 / 1024;
  return megabytes >= 1024 ? `${(megabytes / 1024).toFixed(1)} GB` : `${Math.round(megabytes)} MB`;
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.floor((100 * part) / whole)} %`;

/** What is the matter, in one sentence. */
export function sentence(detail: AlarmDetail, timeZone: string): Bilingual {
  switch (detail.kind) {
    case "playbackFailing": {
      const { failedItems, lostPlays } = detail;
      const failed = failedItems > 0 ? [{ zh: `一小时内 ${failedItems} 次素材打不开`, en: `${failedItems} items failed within an hour` }] : [];
      const lost = lostPlays > 0 ? [{ zh: `${lostPlays} 条播放没能写进台账`, en: `${lostPlays} plays could not be written to the ledger` }] : [];
      const all = [...failed, ...lost];
      return { zh: all.map(({ zh }) => zh).join("，"), en: all.map(({ en }) => en).join(", ") };
    }
    case "downloadStuck": {
      const { why, doneBytes, totalBytes, beginsAt } = detail;
      const done = totalBytes === 0 ? { zh: "还没开始下载", en: "not begun to download" } : { zh: `停在 ${percent(doneBytes, totalBytes)}`, en: `stopped at ${percent(doneBytes, totalBytes)}` };
      if (why === "notReady" && beginsAt !== null) {
        const at = timeWords(beginsAt, timeZone);
        const there = totalBytes === 0 ? done : { zh: `已下 ${percent(doneBytes, totalBytes)}`, en: `${percent(doneBytes, totalBytes)} is there` };
        return { zh: `${at.zh} 开播的节目还没备好，${there.zh}`, en: `The programme of ${at.en} is not ready: ${there.en}` };
      }
      return why === "failed" ? { zh: `节目下载失败，${done.zh}`, en: `The download failed: ${done.en}` } : { zh: `节目下载不动了，${done.zh}`, en: `The download makes no progress: ${done.en}` };
    }
    case "storageLow": {
      const { freeBytes, quotaBytes, persistent } = detail;
      // A small card may have much of itself left and yet too little.
      const isSmall = freeBytes >= quotaBytes / 4;
      const left = isSmall
        ? { zh: `存储只剩 ${bytes(freeBytes)}，总共才 ${bytes(quotaBytes)}`, en: `${bytes(freeBytes)} storage left, of ${bytes(quotaBytes)} in all` }
        : { zh: `存储剩 ${percent(freeBytes, quotaBytes)}（${bytes(freeBytes)}）`, en: `${percent(freeBytes, quotaBytes)} storage left (${bytes(freeBytes)})` };
      return persistent ? left : { zh: `${left.zh}，浏览器可能清理存储`, en: `${left.en}; the browser may clear it` };
    }
    case "ledgerConflict":
      return { zh: "同一编号出现过两份播放记录，存储可能被复制或还原", en: "Two records came under one number: the storage may have been copied or rolled back" };
    case "clockUntrusted":
      return { zh: "时钟没有校准，播放时间是推算的", en: "The clock is not set; times of plays are estimated" };
    case "planMissed": {
      const { date, planned, delivered } = detail;
      const day = dayWords(Date.parse(`${date}T00:00:00Z`), "UTC");
      return { zh: `${day.zh}应播 ${planned} 条次，只播了 ${delivered}（${percent(delivered, planned)}）`, en: `${delivered} of ${planned} planned plays on ${day.en} (${percent(delivered, planned)})` };
    }
    case "offline": {
      const since = timeWords(detail.lastSeenAt, timeZone);
      return { zh: `${since.zh} 起没有联系`, en: `Silent since ${since.en}` };
    }
  }
}
