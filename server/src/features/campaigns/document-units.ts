import type { Summary, UnitStanding } from "@yilu/contract";
import sharp from "sharp";
import { barColours } from "./charts.ts";
import { addressLine, barTable, body, caption, pictureGrid, table, type Image } from "./docx-parts.ts";
import type { Outline } from "./outline.ts";
import { count, hoursOf, percent, pictureText } from "./wording.ts";

/** A unit that reaches less of its plan is drawn in red. */
const target = 0.95;
const longestBar = 1.2;
/** Pictures are made smaller for the document; the package holds them as they are. */
const documentPx = 900;

type BytesOf = (sha256: string) => Promise<Buffer | null>;

/** A row for each township and unit, and completion as bars. */
export async function addUnits(out: Outline, { standing }: Summary): Promise<void> {
  out.first("各单位情况");
  out.add(caption("表3 各单位播放情况（屏幕：有播放/在册；时长、运营单位为小时）", true));
  const figures = (row: Pick<UnitStanding, "planned" | "delivered" | "airtimeMs" | "poweredOnMs" | "completion">) => [
    row.planned === null ? "—" : count(row.planned),
    count(row.delivered),
    hoursOf(row.airtimeMs),
    hoursOf(row.poweredOnMs ?? 0),
    percent(row.completion),
  ];
  const rows = standing.rows.map((row, index) => [
    String(index + 1),
    row.unitName,
    ...(row.screensInService === 0 ? ["无屏幕", "—", "—", "—", "—", "—"] : [`${count(row.screens)}/${count(row.screensInService)}`, ...figures(row)]),
    row.contributed ? "已报" : "未报",
  ]);
  const total = ["", "合计", `${count(standing.totals.screens)}/${count(standing.completeness.screens)}`, ...figures(standing.totals), ""];
  out.add(table(["序号", "单位", "屏幕", "计划条次", "完整播放", "时长", "运营", "完成率", "材料"], rows, [1.1, 3.9, 1.7, 2.2, 2.2, 2, 2, 1.7, 1.2], total, 17));
  const known = standing.rows.flatMap(({ unitName, completion }) => (completion === null ? [] : [{ unitName, completion }])).sort((one, other) => other.completion - one.completion);
  if (known.length === 0) return;
  const { reached, missed } = await barColours();
  const reaching = known.filter(({ completion }) => completion >= target).length;
  out.add(body(`完成率达到${target * 100}%的单位${count(reaching)}个${reaching === known.length ? "" : `，未达到的${count(known.length - reaching)}个（图3中以红色标出）`}。`));
  out.add(barTable(known.map(({ unitName, completion }) => ({ name: unitName, share: completion, text: percent(completion), colour: completion < target ? missed : reached })), longestBar), caption("图3 各单位完成率"));
}

async function imageOf(sha256: string, bytesOf: BytesOf): Promise<Image | null> {
  const bytes = await bytesOf(sha256);
  if (bytes === null) return null;
  const { data, info } = await sharp(bytes).resize({ width: documentPx, height: documentPx, fit: "inside", withoutEnlargement: true }).jpeg({ quality: 78 }).toBuffer({ resolveWithObject: true });
  return { data, type: "jpg", widthPx: info.width, heightPx: info.height };
}

/** Each unit's own text, links and pictures, and what its screens showed. */
export async function addMaterial(out: Outline, { standing, contributions, pictures, campaign }: Summary, bytesOf: BytesOf): Promise<void> {
  const written = new Map(contributions.map((one) => [one.unitId, one]));
  const units = standing.rows.filter(({ unitId }) => written.has(unitId) || pictures.some((picture) => picture.unitId === unitId));
  if (units.length === 0) return;
  out.first("各单位材料");
  const grid = async (list: readonly { sha256: string; text: string }[]) => pictureGrid(await Promise.all(list.map(async ({ sha256, text }) => ({ image: await imageOf(sha256, bytesOf), text }))));
  for (const { unitId, unitName } of units) {
    out.second(unitName);
    const one = written.get(unitId);
    for (const text of (one?.text ?? "").split(/\r?\n/).filter((line) => line.trim() !== "")) out.add(body(text));
    if (one !== undefined && one.evidence.length > 0) {
      out.third("现场图片和视频");
      out.add(await grid(one.evidence.map(({ sha256, caption: text }) => ({ sha256, text }))));
    }
    if (one !== undefined && one.links.length > 0) {
      out.third("报道链接");
      for (const link of one.links) out.add(body(link.title), addressLine(link.url));
    }
    const mine = pictures.filter((picture) => picture.unitId === unitId);
    if (mine.length > 0) {
      out.third("播放画面（由播放端自动截取）");
      out.add(await grid(mine.map((picture) => ({ sha256: picture.sha256, text: pictureText(picture, campaign.timeZone) }))));
    }
  }
}
