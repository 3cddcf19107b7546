import type { ReportRow, Summary, SummaryHead } from "@yilu/contract";
import { Document, Packer } from "docx";
import { completionChart, heatChart, trendChart, type Chart } from "./charts.ts";
import { addMaterial, addUnits } from "./document-units.ts";
import { body, caption, chart, section, signature, small, table, title } from "./docx-parts.ts";
import { Outline } from "./outline.ts";
import { causesText, completenessText, count, dateText, dayText, hoursOf, kindNames, levelNames, momentText, percent, periodText, titleOf } from "./wording.ts";

const maxMedia = 20;

/** The charts of a summary, by file name. */
export async function chartsOf(summary: Summary): Promise<{ trend: Chart; completion: Chart | null; heat: Chart }> {
  const dates = datesOf(summary.campaign);
  const byDate = new Map(summary.standing.trend.map((row) => [row.key, row.completed]));
  const known = summary.standing.rows.flatMap((row, index) => (row.completion === null ? [] : [{ number: index + 1, completion: row.completion }]));
  return {
    trend: await trendChart(dates.map((date) => ({ date, plays: byDate.get(date) ?? 0 })), summary.campaign.specialDates),
    completion: known.length === 0 ? null : await completionChart(known),
    heat: await heatChart(summary.heat, dates),
  };
}

function datesOf({ startDate, endDate }: Summary["campaign"]): string[] {
  const days = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000 + 1;
  return Array.from({ length: days }, (_, index) => new Date(Date.parse(startDate) + index * 86_400_000).toISOString().slice(0, 10));
}

/**
 * 工作总结 as a Word document, from frozen data alone.
 * @param bytesOf a picture by its SHA-256; null when it is gone, which the document then says
 */
export async function documentOf(head: SummaryHead, summary: Summary, bytesOf: (sha256: string) => Promise<Buffer | null>): Promise<Buffer> {
  const { campaign, standing } = summary;
  const { timeZone } = campaign;
  const charts = await chartsOf(summary);
  const out = new Outline();
  out.add(title(titleOf(summary)));
  out.add(body(`${periodText(campaign)}，${campaign.unitName}组织开展“${campaign.theme}”主题宣传，利用公交车、客运班车和户外电子屏循环播放公益宣传作品，共有${count(standing.rows.length)}个单位参加。现将有关情况总结如下。`));
  if (campaign.notes !== "") out.add(body(campaign.notes));
  if (summary.late !== null) addLate(out, summary, summary.late);
  addOverview(out, summary, charts);
  await addUnits(out, summary);
  addContent(out, summary);
  out.first("计划与实际");
  out.add(body(causesText(summary)));
  out.first("数据完整性说明");
  for (const text of completenessText(summary, timeZone)) out.add(body(text));
  out.add(body("播放条次以播放端台账逐条核对，同一条记录不重复计数；运营小时按播放记录和联机记录测算，间断不超过5分钟视为连续开机。"));
  await addMaterial(out, summary, bytesOf);
  out.add(signature(campaign.unitName, true), signature(dayText(summary.at, timeZone), false));
  out.add(small(`数据截至 ${momentText(summary.at, timeZone)}。数据文件 SHA-256：${head.sha256}`));
  const document = new Document({ creator: "一路 Yilu", title: titleOf(summary), description: head.sha256, evenAndOddHeaderAndFooters: true, sections: [section(out.pieces)] });
  return Packer.toBuffer(document);
}

function addLate(out: Outline, { campaign }: Summary, late: NonNullable<Summary["late"]>): void {
  out.first("补充情况");
  const before = late.previousNumber === 0 ? "结账" : `补充报告第${late.previousNumber}号`;
  out.add(body(`${before}之后新到达完整播放${count(late.delivered)}条、播放时长${hoursOf(late.airtimeMs)}小时，已计入本报告。此前数据的校验值为${late.previousSha256.slice(0, 16)}…，未作改动。`));
  const changed = late.rows.filter((row) => row.deliveredNow !== row.deliveredBefore);
  if (changed.length === 0) return;
  out.add(caption(`${campaign.name}补充数据（条次）`, true));
  out.add(table(["单位", "此前", "现在", "增加"], changed.map((row) => [row.unitName, count(row.deliveredBefore), count(row.deliveredNow), count(row.deliveredNow - row.deliveredBefore)]), [4, 2, 2, 2]));
}

function addOverview(out: Outline, { campaign, standing, specialDays, kinds }: Summary, charts: Awaited<ReturnType<typeof chartsOf>>): void {
  const { totals } = standing;
  out.first("总体情况");
  out.second("主要数据");
  const target = campaign.targetPlaysPerScreenPerDay > 0 ? `按每屏每日${count(campaign.targetPlaysPerScreenPerDay)}条次的目标，达标率${percent(standing.targetCompletion)}。` : "";
  out.add(body(`活动期间，共有${count(totals.screens)}块屏幕（其中车辆${count(totals.vehicles)}台）参与播放，完整播放${count(totals.delivered)}条次，播放时长${hoursOf(totals.airtimeMs)}小时，运营${hoursOf(totals.poweredOnMs ?? 0)}小时，完成率${percent(totals.completion)}。${target}`));
  const audience = campaign.audienceEstimate === null ? [] : [["覆盖人次（估算，由工作人员填报）", count(campaign.audienceEstimate)]];
  out.add(caption("表1 主要数据", true));
  out.add(
    table(
      ["项目", "数值"],
      [
        ["车辆数（台）", count(totals.vehicles)],
        ["屏幕数（块）", count(totals.screens)],
        ["条次（完整播放）", count(totals.delivered)],
        ["播放时长（小时）", hoursOf(totals.airtimeMs)],
        ["运营小时", hoursOf(totals.poweredOnMs ?? 0)],
        ["完成率", percent(totals.completion)],
        ...audience,
      ],
      [3, 2],
    ),
  );
  if (kinds.length > 0) {
    out.add(caption("表2 按屏幕类型", true));
    out.add(table(["类型", "屏幕数", "计划条次", "完整播放", "播放时长（小时）", "完成率"], kinds.map((row) => [kindNames[row.key] ?? row.label, ...figureCells(row)]), [3, 2, 2, 2, 3, 2]));
  }
  out.second("逐日播放");
  out.add(chart(charts.trend), caption("图1 每日完整播放条次（红色为特别节目日）"));
  out.add(chart(charts.heat), caption("图2 播放时段分布（横轴日期，纵轴当地时间）"));
  if (specialDays.length > 0) {
    out.second("特别节目");
    for (const day of specialDays) out.add(body(`${dateText(day.key)}特别节目日，${count(day.screens)}块屏幕完整播放${count(day.delivered)}条次，播放时长${hoursOf(day.airtimeMs)}小时，完成率${percent(day.completion)}。`));
  }
}

const figureCells = (row: ReportRow) => [count(row.screens), row.planned === null ? "—" : count(row.planned), count(row.delivered), hoursOf(row.airtimeMs), percent(row.completion)];

function addContent(out: Outline, { levels, media }: Summary): void {
  out.first("播放内容");
  out.add(caption("表4 按作品级别", true));
  out.add(table(["级别", "完整播放", "播放时长（小时）", "完成率"], levels.map((row) => [row.level === null ? "未定级" : levelNames[row.level], count(row.delivered), hoursOf(row.airtimeMs), percent(row.completion)]), [3, 2, 2, 2]));
  out.add(caption(`表5 主要作品${media.length > maxMedia ? `（前${maxMedia}部）` : ""}`, true));
  const rows = media.slice(0, maxMedia).map((row) => [`《${row.label}》${row.withdrawn ? "（已撤下）" : ""}`, row.level === null ? "未定级" : levelNames[row.level], count(row.screens), count(row.delivered), hoursOf(row.airtimeMs)]);
  out.add(table(["作品", "级别", "屏幕数", "完整播放", "播放时长（小时）"], rows, [5, 2, 2, 2, 2.4]));
}
