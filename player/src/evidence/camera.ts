/** A JPEG of the frame on the screen, with what proves it burnt in. */
import type { Frame } from "../playback/stage.ts";

const MOST_BYTES = 150 * 1024;
const MOST_PX = 1280;
const QUALITIES = [0.8, 0.65, 0.5, 0.35];

/** Draws the lines into a bar at the foot, each as large as fits. */
function caption(context: OffscreenCanvasRenderingContext2D, lines: string[], widthPx: number, heightPx: number): void {
  const linePx = Math.max(14, Math.min(heightPx * 0.034, widthPx * 0.022));
  const barPx = linePx * (1.35 * lines.length + 0.6);
  context.fillStyle = "rgb(0 0 0 / 65%)";
  context.fillRect(0, heightPx - barPx, widthPx, barPx);
  context.fillStyle = "#fff";
  context.textBaseline = "top";
  context.font = `${linePx}px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
  lines.forEach((line, index) => context.fillText(line, linePx * 0.6, heightPx - barPx + linePx * (0.5 + 1.35 * index), widthPx - linePx * 1.2));
}

/**
 * At most 1280 px wide and high, and 150 KB.
 *
 * @returns Base64.
 */
export async function photograph({ source, widthPx, heightPx }: Frame, lines: string[]): Promise<string> {
  for (let scale = Math.min(1, MOST_PX / Math.max(widthPx, heightPx)); ; scale *= 0.7) {
    const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(source, 0, 0, width, height);
    caption(context, lines, width, height);
    for (const quality of QUALITIES) {
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
      if (blob.size <= MOST_BYTES) return base64(blob);
    }
  }
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(blob);
  });
}
