import type { Level } from "@yilu/contract";
import sharp from "sharp";
import { runTool, ToolFailed } from "./probe/run-tool.ts";

const posterWidthPx = 640;
const jpeg = { quality: 80, mozjpeg: false } as const;
const levelColour: Record<Level, string> = { national: "#A0336B", provincial: "#674BB0", municipal: "#0C757F", county: "#74640F" };

/** A poster of a picture: upright, at most 640 px wide, on white where it is transparent. */
export function imagePoster(picture: string | Buffer): Promise<Buffer> {
  return sharp(picture, { failOn: "truncated" })
    .autoOrient()
    .resize({ width: posterWidthPx, height: posterWidthPx * 2, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#FFFFFF" })
    .jpeg(jpeg)
    .toBuffer();
}

/**
 * A neutral card for a film of which no frame can be decoded here: a strip of film in the colour of its level.
 * Equal input gives equal bytes.
 */
export function placeholderPoster(level: Level, widthPx: number, heightPx: number): Promise<Buffer> {
  const ratio = widthPx > 0 && heightPx > 0 ? Math.min(Math.max(heightPx / widthPx, 0.2), 2) : 9 / 16;
  const height = Math.round(posterWidthPx * ratio);
  const side = Math.round(Math.min(posterWidthPx, height) * 0.36);
  const [left, top] = [(posterWidthPx - side) / 2, (height - side) / 2];
  const hole = side / 12;
  const holes = [0, 1, 2, 3, 4].flatMap((row) =>
    [0.07, 0.93].map((across) => `<rect x="${left + side * across - hole / 2}" y="${top + side * (0.1 + row * 0.2) - hole / 2}" width="${hole}" height="${hole}" fill="#F3F5F7"/>`),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${posterWidthPx}" height="${height}">
    <rect width="100%" height="100%" fill="#F3F5F7"/>
    <rect x="${left}" y="${top}" width="${side}" height="${side}" rx="${side / 16}" fill="${levelColour[level]}"/>
    ${holes.join("")}
    <path d="M${left + side * 0.4} ${top + side * 0.33} L${left + side * 0.68} ${top + side * 0.5} L${left + side * 0.4} ${top + side * 0.67} Z" fill="#FFFFFF"/>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg(jpeg).toBuffer();
}

/** Takes posters of films. */
export interface FilmPosters {
  /** @returns null when no frame can be decoded */
  poster(path: string, durationMs: number | null): Promise<Buffer | null>;
}

/** Takes a telling frame with ffmpeg: from a fifth into the film, where the opening black is over. */
export class FfmpegPosters implements FilmPosters {
  constructor(private readonly ffmpeg: string) {}

  async poster(path: string, durationMs: number | null): Promise<Buffer | null> {
    const later = durationMs === null ? null : await this.frame(path, durationMs / 5000);
    const frame = later ?? (await this.frame(path, 0));
    return frame === null ? null : imagePoster(frame);
  }

  private async frame(path: string, atSeconds: number): Promise<Buffer | null> {
    try {
      const picture = await runTool(
        this.ffmpeg,
        ["-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-ss", atSeconds.toFixed(3), "-i", `file:${path}`]
          .concat(["-map", "0:V:0", "-vf", "thumbnail=24,scale=w='max(2,min(1280,iw*sar))':h=-2,setsar=1", "-frames:v", "1"])
          .concat(["-f", "image2pipe", "-c:v", "mjpeg", "-q:v", "3", "pipe:1"]),
        { silenceMs: 60_000 },
      );
      return picture.length === 0 ? null : picture;
    } catch (error) {
      if (error instanceof ToolFailed && error.why !== "notFound") return null;
      throw error;
    }
  }
}
