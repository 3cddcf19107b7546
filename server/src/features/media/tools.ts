import { FfmpegPosters, type FilmPosters } from "./posters.ts";
import { FfprobeProber, LibraryProber, type Prober } from "./probe/prober.ts";
import { answers } from "./probe/run-tool.ts";
import { FfmpegTranscoder, type Transcoder } from "./transcode/transcoder.ts";

/** What this machine can do with films. */
export interface MediaTools {
  prober: Prober;
  /** Null without ffmpeg: then films get a placeholder for a poster, and only browsers' own formats are taken. */
  posters: FilmPosters | null;
  transcoder: Transcoder | null;
}

/** Finds out, at the start, which of the tools are there and answer. */
export async function findTools(ffmpeg: string, ffprobe: string): Promise<MediaTools> {
  const [converts, probes] = await Promise.all([answers(ffmpeg), answers(ffprobe)]);
  const library = new LibraryProber();
  return {
    prober: probes ? new FfprobeProber(ffprobe, library) : library,
    posters: converts ? new FfmpegPosters(ffmpeg) : null,
    transcoder: converts ? new FfmpegTranscoder(ffmpeg) : null,
  };
}
