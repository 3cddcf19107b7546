import type { Bilingual } from "@yilu/contract";
import { Refusal } from "../../../http/refusal.ts";

/** Longest film that is taken. */
export const maxDurationMs = 2 * 60 * 60_000;
/** Longest side of a picture; beyond it, cheap players run out of memory. */
export const maxImageSidePx = 8192;
/** Longest side of a video. */
export const maxVideoSidePx = 4096;

const make = (zh: string, en: string): Bilingual => ({ zh, en });
/** "an AVI", "a WMV": by how the letter is spoken. */
const article = (name: string): string => (/^[AEFHILMNORSX]/.test(name) ? "an" : "a");
const toMp4 = make("请转成 H.264 的 MP4 再传", "convert it to an MP4 with H.264 and upload that");
const toJpeg = make("请另存为 JPEG 或 PNG 再传", "save it as JPEG or PNG and upload that");

/** Why a file is not taken, as people read it: what it is, then what to do. */
export const reasons = {
  empty: make("这是空文件（0 字节）；请检查原文件", "The file is empty (0 bytes); check the original"),
  notMedia: make("这不是视频或图片；请上传 MP4、WebM、JPEG、PNG 或 WebP", "This is neither a video nor a picture; upload MP4, WebM, JPEG, PNG or WebP"),
  notMediaBut: (what: Bilingual) => make(`这是 ${what.zh}，不是视频或图片；请上传里面的视频或图片`, `This is ${what.en}, neither a video nor a picture; upload the video or picture itself`),
  truncated: make("文件不完整，后面缺了一截；请从原文件重新上传", "The file is incomplete, its end is missing; upload it again from the original"),
  damaged: make("文件已损坏，读不出画面；请重新导出后再传", "The file is damaged, no picture can be read from it; export it again and upload that"),
  soundOnly: make("只有声音，没有画面；请上传视频或图片", "There is sound but no picture; upload a video or a picture"),
  encrypted: make("文件有版权加密，不能播放；请上传未加密的版本", "The file is encrypted and cannot be played; upload one that is not"),
  noDuration: make("视频没有时长，不能播放；请重新导出后再传", "The video has no duration; export it again and upload that"),
  tooLong: make("视频超过 2 小时；请剪短或分成几段", "The video is longer than 2 hours; shorten or split it"),
  videoTooLarge: (width: number, height: number) =>
    make(`画面太大（${width}×${height}）；请缩到每边不超过 ${maxVideoSidePx} 像素`, `The picture is too large (${width}×${height}); scale it to at most ${maxVideoSidePx} pixels a side`),
  imageTooLarge: (width: number, height: number) =>
    make(`图片太大（${width}×${height}）；请缩到每边不超过 ${maxImageSidePx} 像素`, `The picture is too large (${width}×${height}); scale it to at most ${maxImageSidePx} pixels a side`),
  animated: (name: string) => make(`这是 ${name} 动图；${toMp4.zh}`, `This is an animated ${name}; ${toMp4.en}`),
  image: (name: string) => make(`这是 ${name} 图片，浏览器不能显示；${toJpeg.zh}`, `This is ${article(name)} ${name} picture, which browsers cannot show; ${toJpeg.en}`),
  container: (name: string) => make(`这是 ${name} 文件，浏览器不能播放；${toMp4.zh}`, `This is ${article(name)} ${name} file, which browsers cannot play; ${toMp4.en}`),
  videoCodec: (name: string) => make(`视频编码是 ${name}，浏览器不能播放；${toMp4.zh}`, `The video is coded as ${name.replace("（", " (").replace("）", ")")}, which browsers cannot play; ${toMp4.en}`),
  audioCodec: (name: string) => make(`声音编码是 ${name}，浏览器不能播放；请把声音转成 AAC 再传`, `The sound is coded as ${name}, which browsers cannot play; convert it to AAC and upload that`),
  colourFormat: (name: string) =>
    make(`视频的颜色格式是 ${name}，很多播放端不能播放；请用 8 位 4:2:0 导出再传`, `The colour format is ${name}, which many players cannot play; export it as 8-bit 4:2:0 and upload that`),
  notConverted: make("转码没有成功；请转成 H.264 的 MP4 再传", "It could not be converted; convert it to an MP4 with H.264 and upload that"),
  converterMissing: make("服务器重启后没有转码工具；请转成 H.264 的 MP4 再传", "The server was restarted without its converter; convert it to an MP4 with H.264 and upload that"),
  sourceMissing: make("转码中断，原文件已不在；请重新上传", "The conversion was interrupted and the original is gone; upload it again"),
} as const;

/** The refusal of an upload. */
export const refused = (detail: Bilingual): Refusal => new Refusal("mediaRefused", { detail });

/** Both languages in the one text that a stored reason has. */
export const oneText = ({ zh, en }: Bilingual): string => `${zh} / ${en}`;
