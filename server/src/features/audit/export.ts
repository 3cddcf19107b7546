import type { AnswerOf, routes } from "@yilu/contract";
import { stringify } from "csv-stringify/sync";
import { Temporal } from "temporal-polyfill";

type Entry = AnswerOf<typeof routes.audit.list>["rows"][number];

/** The log as a spreadsheet reads it: UTF-8 with BOM, times of the server's zone, nothing that runs as a formula. */
export function auditCsv(entries: readonly Entry[], timeZone: string): string {
  const time = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
  const json = (value: unknown): string => (value === null ? "" : JSON.stringify(value));
  const titles = ["编号", "时间", "操作人", "动作", "对象类型", "对象编号", "对象", "改动前", "改动后", "来源地址", "SHA-256"];
  const rows = entries.map((entry) => [entry.id, time(entry.at), entry.actorName, entry.action, entry.objectType, entry.objectId, entry.objectName, json(entry.before), json(entry.after), entry.address ?? "", entry.sha256 ?? ""]);
  return stringify([titles, ...rows], { bom: true, escape_formulas: true, record_delimiter: "windows" });
}
