import { alarmKind, type Alarm, type AlarmKind } from "@yilu/contract";
import { kindWords, timeWords } from "../wording.ts";
import type { Mail } from "./mailer.ts";

/** As many are listed; the rest is counted. */
const mostListed = 60;

export interface News {
  raised: readonly Alarm[];
  cleared: readonly Alarm[];
}

const inOrder = (alarms: readonly Alarm[]): [AlarmKind, Alarm[]][] =>
  alarmKind.options.map((kind): [AlarmKind, Alarm[]] => [kind, alarms.filter((alarm) => alarm.kind === kind)]).filter(([, some]) => some.length > 0);

function line({ screenName, unitName, message, raisedAt, timeZone }: Alarm): string {
  const at = timeWords(raisedAt, timeZone);
  return `  ${screenName}（${unitName}）${message.zh}，${at.zh} 发现\n    ${message.en}`;
}

/** One mail for everything that is new: what has gone wrong by kind, then what is over. */
export function digestOf({ raised, cleared }: News, to: string, consoleUrl: string): Mail {
  const [zh, en] = [
    [...(raised.length > 0 ? [`${raised.length} 条新告警`] : []), ...(cleared.length > 0 ? [`${cleared.length} 条已恢复`] : [])].join("，"),
    [...(raised.length > 0 ? [`${raised.length} new`] : []), ...(cleared.length > 0 ? [`${cleared.length} cleared`] : [])].join(", "),
  ];
  const parts: string[] = [`${zh} / ${en}`, ""];
  let left = mostListed;
  for (const [kind, alarms] of inOrder(raised)) {
    parts.push(`【${kindWords[kind].zh} ${kindWords[kind].en}】${alarms.length}`);
    const listed = alarms.slice(0, Math.max(0, left));
    left -= listed.length;
    parts.push(...listed.map(line));
    if (listed.length < alarms.length) parts.push(`  另 ${alarms.length - listed.length} 条 / ${alarms.length - listed.length} more`);
    parts.push("");
  }
  if (cleared.length > 0) {
    parts.push(`【已恢复 Cleared】${cleared.length}`);
    const listed = cleared.slice(0, mostListed);
    parts.push(...listed.map(({ screenName, unitName, kind }) => `  ${screenName}（${unitName}）${kindWords[kind].zh} ${kindWords[kind].en}`));
    if (listed.length < cleared.length) parts.push(`  另 ${cleared.length - listed.length} 条 / ${cleared.length - listed.length} more`);
    parts.push("");
  }
  parts.push(`查看和确认 / see and acknowledge: ${consoleUrl}/alarms`);
  return { to, subject: `[一路 Yilu] ${zh} / ${en}`, text: parts.join("\n") };
}

/** What a webhook is told: the same as machines read it. `id` names an alarm for ever, so what comes twice is known. */
export function bodyOf({ raised, cleared }: News, at: number, consoleUrl: string): string {
  const of = (event: "raised" | "cleared") => (alarm: Alarm) => ({ event, ...alarm });
  return JSON.stringify({ version: 1, at, url: `${consoleUrl}/alarms`, alarms: [...raised.map(of("raised")), ...cleared.map(of("cleared"))] });
}
