import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";
import * as z from "zod/mini";
import { runTool, ToolFailed } from "./run-tool.ts";

/** What a video file holds. */
export interface Probed {
  /** "h264", "hevc", "vp9" …; null when there are no moving pictures, "" when they are of a kind unknown to the prober. */
  videoCodec: string | null;
  audioCodec: string | null;
  /** Name of the colour format when players may not take it (10 bits, 4:2:2 …), else null. */
  oddColours: string | null;
  encrypted: boolean;
  durationMs: number | null;
  /** As displayed: turned, with square pixels. */
  widthPx: number;
  heightPx: number;
}

/** Looks into a video file. Answers null when it cannot be read. */
export interface Prober {
  probe(path: string): Promise<Probed | null>;
}

const sameNames: Record<string, string> = { avc: "h264" };
/** Profile numbers of H.264 with 8 bits and 4:2:0 (ITU-T H.264, A.2): baseline, main, extended, high. */
const plainAvc = /^avc[13]\.(42|4d|58|64)/i;

/** Reads MP4 and WebM in this process: for machines without ffprobe. */
export class LibraryProber implements Prober {
  async probe(path: string): Promise<Probed | null> {
    const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
    try {
      if (!(await input.canRead())) return null;
      const [video, audio] = [(await input.getVideoTracks())[0], (await input.getAudioTracks())[0]];
      const codec = (await video?.getCodec()) ?? null;
      const seconds = await input.computeDuration();
      const text = codec === null ? null : ((await video?.getCodecParameterString()) ?? null);
      const audioCodec = audio === undefined ? null : ((await audio.getCodec()) ?? "");
      return {
        videoCodec: video === undefined ? null : codec === null ? "" : (sameNames[codec] ?? codec),
        audioCodec,
        oddColours: codec === "avc" && text !== null && !plainAvc.test(text) ? text : codec === "vp9" && text !== null && !text.startsWith("vp09.00") ? text : null,
        encrypted: false,
        durationMs: Number.isFinite(seconds) ? Math.round(seconds * 1000) : null,
        widthPx: Math.round((await video?.getDisplayWidth()) ?? 0),
        heightPx: Math.round((await video?.getDisplayHeight()) ?? 0),
      };
    } catch {
      return null; // whatever the library stumbles over, it is the file's fault
    } finally {
      input.dispose();
    }
  }
}

const stream = z.object({
  codec_type: z.optional(z.string()),
  codec_name: z.optional(z.string()),
  codec_tag_string: z.optional(z.string()),
  pix_fmt: z.optional(z.string()),
  width: z.optional(z.int()),
  height: z.optional(z.int()),
  sample_aspect_ratio: z.optional(z.string()),
  disposition: z.optional(z.object({ attached_pic: z.optional(z.int()) })),
  side_data_list: z.optional(z.array(z.object({ rotation: z.optional(z.number()) }))),
});
const report = z.object({ streams: z.array(stream), format: z.object({ duration: z.optional(z.string()) }) });

function displayed(of: z.infer<typeof stream>): { widthPx: number; heightPx: number } {
  const [across, down] = (of.sample_aspect_ratio ?? "").split(":").map(Number);
  const stretch = across && down ? across / down : 1;
  const size = { widthPx: Math.round((of.width ?? 0) * stretch), heightPx: of.height ?? 0 };
  const turned = (of.side_data_list ?? []).some(({ rotation = 0 }) => Math.abs(rotation) % 180 === 90);
  return turned ? { widthPx: size.heightPx, heightPx: size.widthPx } : size;
}

/** Reads everything that ffprobe reads. */
export class FfprobeProber implements Prober {
  constructor(
    private readonly ffprobe: string,
    private readonly library: LibraryProber,
  ) {}

  async probe(path: string): Promise<Probed | null> {
    const found = await this.report(path);
    if (found === null) return null;
    const video = found.streams.find((one) => one.codec_type === "video" && one.disposition?.attached_pic !== 1);
    const audio = found.streams.find((one) => one.codec_type === "audio");
    const seconds = Number(found.format.duration ?? Number.NaN);
    const colours = video?.pix_fmt ?? "yuv420p";
    return {
      videoCodec: video === undefined ? null : (video.codec_name ?? ""),
      audioCodec: audio === undefined ? null : (audio.codec_name ?? ""),
      oddColours: colours === "yuv420p" || colours === "yuvj420p" ? null : colours,
      encrypted: found.streams.some(({ codec_tag_string: tag }) => tag === "encv" || tag === "enca"),
      // A WebM straight from a recorder does not say how long it is; reading all of it tells.
      durationMs: Number.isFinite(seconds) ? Math.round(seconds * 1000) : ((await this.library.probe(path))?.durationMs ?? null),
      ...displayed(video ?? {}),
    };
  }

  private async report(path: string): Promise<z.infer<typeof report> | null> {
    try {
      const json = await runTool(
        this.ffprobe,
        ["-v", "error", "-protocol_whitelist", "file", "-show_streams", "-show_format", "-print_format", "json", `file:${path}`],
        { silenceMs: 60_000 },
      );
      const parsed = report.safeParse(JSON.parse(json.toString("utf8")));
      return parsed.success ? parsed.data : null;
    } catch (error) {
      if (error instanceof ToolFailed && error.why !== "notFound") return null;
      throw error;
    }
  }
}
