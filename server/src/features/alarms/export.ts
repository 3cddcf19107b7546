import type { Alarm } from "@yilu/contract";
import { stringify } from "csv-stringify/sync";
import { Temporal } from "temporal-polyfill";
import { kindWords } from "./wording.ts";

const kinds: Record<Alarm["screenKind"], string> = { bus: "公交", coach: "客运班车", led: "LED 大屏" };
const states: Record<Alarm["state"], string> = { open: "未处理", acknowledged: "已确认", cleared: "已恢复" };

/** Alarms as a spreadsheet reads them: UTF-8 with BOM, times of the server's zone, nothing that runs as a formula. */
export function alarmsCsv(alarms: readonly Alarm[], timeZone: string): string {
  const time = (at: number | null): string => (at === null ? "" : Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " "));
  const titles = ["状态", "告警", "情况", "屏幕", "类型", "线路", "位置", "单位", "发现", "恢复", "确认", "确认人", "说明"];
  const rows = alarms.map((alarm) => [
    states[alarm.state],
    kindWords[alarm.kind].zh,
    alarm.message.zh,
    alarm.screenName,
    kinds[alarm.screenKind],
    alarm.line ?? "",
    alarm.place ?? "",
    alarm.unitName,
    time(alarm.raisedAt),
    time(alarm.clearedAt),
    time(alarm.acknowledgedAt),
    alarm.acknowledgedBy ?? "",
    alarm.note ?? "",
  ]);
  return stringify([titles, ...rows], { bom: true, escape_formulas: true, record_delimiter: "windows" });
}
