import type { Readable } from "node:stream";
import type { ReportRow, Summary, SummaryHead } from "@yilu/contract";
import archiver from "archiver";
import exceljs from "exceljs";
import { addSheet } from "../reports/export.ts";
import { chartsOf, documentOf } from "./document.ts";
import { picturesOf } from "./summary-service.ts";
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
  for (const sha256 of picturesOf(summary)) {
    const bytes = await bytesOf(sha256);
    if (bytes !== null) add(bytes, `pictures/${sha256}.jpg`);
  }
  void archive.finalize();
  return archive;
}
