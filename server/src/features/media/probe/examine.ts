import type { Bilingual } from "@yilu/contract";
import { examineImage } from "./image.ts";
import type { Playable } from "./playable.ts";
import type { Probed, Prober } from "./prober.ts";
import { maxDurationMs, maxVideoSidePx, reasons, refused } from "./reasons.ts";
import { sniff } from "./sniff.ts";
import { structureOf } from "./structure.ts";

/** The outcome of looking at an upload: it plays, or it would after conversion (`reason` says why not as it is). */
export type Verdict = { playable: Playable } | { convertible: { durationMs: number | null; reason: Bilingual } };

const shown: Record<string, string> = { hevc: "HEVC（H.265）", h264: "H.264", mpeg4: "MPEG-4 Part 2", prores: "ProRes", mpeg2video: "MPEG-2", ac3: "AC-3", eac3: "E-AC-3", dts: "DTS" };
const nameOf = (codec: string): string => shown[codec] ?? (codec === "" ? "未知 unknown" : codec.toUpperCase());

const playableCodecs = {
  "video/mp4": { video: ["h264"], audio: ["aac", "mp3"] },
  "video/webm": { video: ["vp8", "vp9", "av1"], audio: ["opus", "vorbis"] },
};

/** Why a readable video does not play in browsers; null when it does. */
function obstacle(probed: Probed, mimeType: "video/mp4" | "video/webm"): Bilingual | null {
  const { video, audio } = playableCodecs[mimeType];
  if (probed.videoCodec !== null && !video.includes(probed.videoCodec)) return reasons.videoCodec(nameOf(probed.videoCodec));
  if (probed.audioCodec !== null && !audio.includes(probed.audioCodec)) return reasons.audioCodec(nameOf(probed.audioCodec));
  if (probed.oddColours !== null) return reasons.colourFormat(probed.oddColours);
  if (Math.max(probed.widthPx, probed.heightPx) > maxVideoSidePx) return reasons.videoTooLarge(probed.widthPx, probed.heightPx);
  return null;
}

/** What no conversion can mend. */
function requireFilm(probed: Probed | null): Probed {
  if (probed === null || (probed.videoCodec === null && probed.audioCodec === null)) throw refused(reasons.damaged);
  if (probed.encrypted) throw refused(reasons.encrypted);
  if (probed.videoCodec === null) throw refused(reasons.soundOnly);
  if (probed.durationMs !== null && probed.durationMs > maxDurationMs) throw refused(reasons.tooLong);
  return probed;
}

/**
 * Looks at a complete file: first bytes, structure, then content.
 * @param converts whether videos of other formats can be converted here
 * @throws Refusal mediaRefused with the reason in both languages
 */
export async function examine(path: string, prober: Prober, converts: boolean): Promise<Verdict> {
  const sniffed = await sniff(path);
  if (sniffed.is === "refused") throw refused(sniffed.reason);
  if (sniffed.is === "image") return { playable: await examineImage(path, sniffed.mimeType) };
  if (sniffed.is === "foreign") {
    if (!converts) throw refused(sniffed.reason);
    return { convertible: { durationMs: requireFilm(await prober.probe(path)).durationMs, reason: sniffed.reason } };
  }
  const { mimeType } = sniffed;
  const structure = await structureOf(path, mimeType);
  if (structure !== "whole") throw refused(reasons[structure]);
  const probed = requireFilm(await prober.probe(path));
  const reason = obstacle(probed, mimeType);
  if (reason !== null) {
    if (!converts) throw refused(reason);
    return { convertible: { durationMs: probed.durationMs, reason } };
  }
  if (probed.durationMs === null || probed.durationMs < 1) throw refused(reasons.noDuration);
  if (probed.widthPx < 1 || probed.heightPx < 1) throw refused(reasons.damaged);
  return { playable: { mimeType, kind: "video", durationMs: probed.durationMs, widthPx: probed.widthPx, heightPx: probed.heightPx } };
}
