import type { Readable } from "node:stream";
import type { ReportRow, ScreenPicture, Summary, SummaryHead } from "@yilu/contract";
import archiver from "archiver";
import exceljs from "exceljs";
import { wallClock } from "../reports/cells.ts";
import { addSheet } from "../reports/export.ts";
import { chartsOf, documentOf } from "./document.ts";
import { titleOf } from "./wording.ts";

/** The tables of a summary as a workbook: by unit, day, kind, level and media. */
async function workbookOf({ standing, kinds, levels, media, at }: Summary): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  workbook.creator = "一路 Yilu";
  workbook.created = new Date(at);
  workbook.modified = new Date(at);
  const { totals } = standing;
  const units: ReportRow[] = standing.rows.map((row) => ({ ...row, key: row.unitId, label: row.unitName, note: null, level: null, withdrawn: false }));
  addSheet(workbook, "各单位", { rows: units, totals }, "unit");
  addSheet(workbook, "逐日", { rows: standing.trend, totals }, "day");
  addSheet(workbook, "按屏幕类型", { rows: kinds, totals }, "kind");
  addSheet(workbook, "按级别", { rows: levels, totals }, "level");
  addSheet(workbook, "按素材", { rows: media, totals }, "media");
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** "西渡镇/1路 湘D·0103D 2026-06-26 080000 1a2b3c4d.jpg": what people look for, and a name that any system takes. */
function evidenceName({ unitName, screenName, takenAt, sha256 }: ScreenPicture, timeZone: string): string {
  const plain = (text: string) => text.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, "_").replaceAll(/^\.+|[. ]+$/g, "_");
  return `${plain(unitName)}/${plain(`${screenName} ${wallClock(takenAt, timeZone).replaceAll(":", "")} ${sha256.slice(0, 8)}`)}.jpg`;
}

/**
 * Everything of a summary in one ZIP: the document, the data as frozen with its SHA-256, the tables and the pictures.
 * @param data canonical JSON, exactly as stored
 */
export async function packageOf(head: SummaryHead, summary: Summary, data: string, bytesOf: (sha256: string) => Promise<Buffer | null>): Promise<Readable> {
  const date = new Date(summary.at);
  const archive = archiver("zip", { zlib: { level: 6 } });
  const add = (content: Buffer | string, name: string) => archive.append(content, { name, date });
  add(await documentOf(head, summary, bytesOf), `${titleOf(summary)}.docx`);
  add(data, "data.json");
  add(`${head.sha256}  data.json\n`, "data.json.sha256");
  add(await workbookOf(summary), "播放统计.xlsx");
  const { trend, completion, heat } = await chartsOf(summary);
  add(trend.png, "charts/trend.png");
  add(heat.png, "charts/heat.png");
  if (completion !== null) add(completion.png, "charts/completion.png");
  for (const sha256 of new Set(summary.contributions.flatMap((one) => one.evidence.map((item) => item.sha256)))) {
    const bytes = await bytesOf(sha256);
    if (bytes !== null) add(bytes, `pictures/${sha256}.jpg`);
  }
  for (const picture of summary.pictures) {
    const bytes = await bytesOf(picture.sha256);
    if (bytes !== null) add(bytes, `evidence/${evidenceName(picture, summary.campaign.timeZone)}`);
  }
  void archive.finalize();
  return archive;
}
