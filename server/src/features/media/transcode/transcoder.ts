import { setPriority } from "node:os";
import { maxDurationMs } from "../probe/reasons.ts";
import { runTool } from "../probe/run-tool.ts";

/** Makes a video playable. */
export interface Transcoder {
  /**
   * Writes an MP4 with H.264 and AAC to `target`.
   * @param durationMs length of the source, for the progress; null when unknown
   * @throws ToolFailed ("stopped" when `signal` was aborted)
   */
  transcode(source: string, target: string, durationMs: number | null, onProgress: (percent: number) => void, signal: AbortSignal): Promise<void>;
}

/** Even sides of at most 1920 px, square pixels, whole frames, 8-bit 4:2:0: what every bus player decodes in hardware. */
const filters = [
  "yadif=deint=interlaced",
  "scale=w='max(2,trunc(iw*sar/2)*2)':h='max(2,trunc(ih/2)*2)'",
  "setsar=1",
  "scale=w='min(1920,iw)':h='min(1920,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2",
  "format=yuv420p",
].join(",");

/** Converts with ffmpeg, at low priority: playing and reporting come first. */
export class FfmpegTranscoder implements Transcoder {
  constructor(private readonly ffmpeg: string) {}

  async transcode(source: string, target: string, durationMs: number | null, onProgress: (percent: number) => void, signal: AbortSignal): Promise<void> {
    const input = ["-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file,pipe", "-i", `file:${source}`];
    const picture = ["-map", "0:V:0", "-vf", filters, "-fpsmax", "60", "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-maxrate", "8M", "-bufsize", "16M", "-profile:v", "high"];
    const sound = ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"];
    // One second more than is taken, so that a film of unknown length that is too long is noticed afterwards.
    const output = ["-map_metadata", "-1", "-t", String(maxDurationMs / 1000 + 1), "-movflags", "+faststart", "-progress", "pipe:1", "-nostats", "-f", "mp4", `file:${target}`];
    let told = -1;
    await runTool(this.ffmpeg, [...input, ...picture, ...sound, ...output], {
      silenceMs: 5 * 60_000,
      signal,
      onStart: lowerPriority,
      onOutput: (text) => {
        const micros = Number(/out_time_us=(\d+)/.exec(text)?.[1] ?? Number.NaN);
        if (durationMs === null || durationMs <= 0 || Number.isNaN(micros)) return;
        const percent = Math.min(99, Math.floor(micros / 10 / durationMs));
        if (percent > told) onProgress((told = percent));
      },
    });
  }
}

function lowerPriority(processId: number): void {
  try {
    setPriority(processId, 10);
  } catch {
    // It may have ended already, or the platform may not allow it; then it runs as it is.
  }
}
