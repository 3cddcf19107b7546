import sharp from "sharp";

/** Charts as pictures. Their letters are digits and Latin only, which every machine has; Chinese words stand in the document. */
const font = `font-family="Liberation Sans, Arial, Helvetica, sans-serif"`;
const ink = "#1F2933";
const grey = "#8A94A0";
const bar = "#0C757F";
const special = "#C4412B";

export interface Chart {
  png: Buffer;
  widthPx: number;
  heightPx: number;
}

async function drawn(widthPx: number, heightPx: number, body: string): Promise<Chart> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><rect width="100%" height="100%" fill="#FFFFFF"/>${body}</svg>`;
  return { png: await sharp(Buffer.from(svg)).png().toBuffer(), widthPx, heightPx };
}

/** 12,345 as it is, 120,000 as 120k. */
function short(value: number): string {
  return value >= 100_000 ? `${Math.round(value / 1000)}k` : Math.round(value).toLocaleString("en");
}

/** Round steps that reach above the highest value. */
function scaleTo(highest: number): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step);
}

/** One colour, to be stretched: what is at least the target, and what is below it. */
export async function barColours(): Promise<{ reached: Buffer; missed: Buffer }> {
  const [reached, missed] = await Promise.all([bar, special].map(async (colour) => (await drawn(4, 4, `<rect width="4" height="4" fill="${colour}"/>`)).png));
  return { reached: reached ?? Buffer.alloc(0), missed: missed ?? Buffer.alloc(0) };
}

/** Plays by day; days with a programme of their own stand out. @param dates local dates, "2026-06-26" */
export function trendChart(days: readonly { date: string; plays: number }[], specialDates: readonly string[]): Promise<Chart> {
  const [width, height, left, bottom, top] = [1200, 420, 110, 56, 20];
  const scale = scaleTo(Math.max(0, ...days.map((day) => day.plays)));
  const highest = scale.at(-1) ?? 1;
  const y = (value: number) => height - bottom - (value / highest) * (height - bottom - top);
  const slot = (width - left - 20) / Math.max(1, days.length);
  const every = Math.max(1, Math.ceil(days.length / 12));
  const lines = scale.map(
    (value) => `<line x1="${left}" x2="${width - 20}" y1="${y(value)}" y2="${y(value)}" stroke="#E3E8EC"/><text x="${left - 10}" y="${y(value) + 8}" text-anchor="end" font-size="24" fill="${grey}" ${font}>${short(value)}</text>`,
  );
  const bars = days.map(({ date, plays }, index) => {
    const x = left + index * slot;
    const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8, 10))];
    const label = index % every === 0 ? `<text x="${x + slot / 2}" y="${height - 20}" text-anchor="middle" font-size="24" fill="${ink}" ${font}>${month}/${day}</text>` : "";
    return `<rect x="${x + slot * 0.15}" y="${y(plays)}" width="${slot * 0.7}" height="${Math.max(0, height - bottom - y(plays))}" fill="${specialDates.includes(date) ? special : bar}"/>${label}`;
  });
  return drawn(width, height, `${lines.join("")}${bars.join("")}<line x1="${left}" x2="${width - 20}" y1="${height - bottom}" y2="${height - bottom}" stroke="${ink}"/>`);
}

/** Completion by unit, each under the number it has in the table. Above 120 % the bar ends there, the number stays. */
export function completionChart(rows: readonly { number: number; completion: number }[]): Promise<Chart> {
  const rowHeight = 30;
  const [width, left, right, top] = [1200, 70, 120, 40];
  const height = top + rows.length * rowHeight + 16;
  const x = (share: number) => left + (Math.min(share, 1.2) / 1.2) * (width - left - right);
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2].map(
    (share) => `<line x1="${x(share)}" x2="${x(share)}" y1="${top - 6}" y2="${height - 10}" stroke="${share === 1 ? grey : "#E3E8EC"}"/><text x="${x(share)}" y="${top - 12}" text-anchor="middle" font-size="24" fill="${grey}" ${font}>${Math.round(share * 100)}%</text>`,
  );
  const bars = rows.map(({ number, completion }, index) => {
    const y = top + index * rowHeight;
    return `<text x="${left - 12}" y="${y + 21}" text-anchor="end" font-size="24" fill="${ink}" ${font}>${number}</text><rect x="${left}" y="${y + 5}" width="${Math.max(1, x(completion) - left)}" height="${rowHeight - 10}" fill="${completion < 0.6 ? special : bar}"/><text x="${x(completion) + 8}" y="${y + 21}" font-size="24" fill="${ink}" ${font}>${(completion * 100).toFixed(1)}%</text>`;
  });
  return drawn(width, height, grid.join("") + bars.join(""));
}

/** Hour × day: the darker, the more plays. */
export function heatChart(cells: readonly { date: string; hour: number; plays: number }[], dates: readonly string[]): Promise<Chart> {
  const [width, left, top, rowHeight] = [1200, 60, 40, 20];
  const height = top + 24 * rowHeight + 12;
  const slot = (width - left - 20) / Math.max(1, dates.length);
  const most = Math.max(1, ...cells.map((cell) => cell.plays));
  const column = new Map(dates.map((date, index) => [date, index]));
  const every = Math.max(1, Math.ceil(dates.length / 12));
  const hours = [0, 6, 12, 18].map((hour) => `<text x="${left - 8}" y="${top + hour * rowHeight + 15}" text-anchor="end" font-size="22" fill="${ink}" ${font}>${String(hour).padStart(2, "0")}</text>`);
  const days = dates.flatMap((date, index) =>
    index % every === 0 ? [`<text x="${left + (index + 0.5) * slot}" y="${top - 10}" text-anchor="middle" font-size="22" fill="${ink}" ${font}>${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}</text>`] : [],
  );
  const squares = cells.flatMap(({ date, hour, plays }) => {
    const index = column.get(date);
    return index === undefined ? [] : [`<rect x="${left + index * slot + 0.5}" y="${top + hour * rowHeight + 0.5}" width="${slot - 1}" height="${rowHeight - 1}" fill="${bar}" fill-opacity="${(0.12 + 0.88 * (plays / most)).toFixed(3)}"/>`];
  });
  return drawn(width, height, `<rect x="${left}" y="${top}" width="${width - left - 20}" height="${24 * rowHeight}" fill="#F3F5F7"/>${squares.join("")}${hours.join("")}${days.join("")}`);
}
