import { fileTypeFromFile } from "file-type";
import type { Bilingual } from "@yilu/contract";
import { reasons } from "./reasons.ts";

/** What a file is by its first bytes, never by its name. */
export type Sniffed =
  | { is: "image"; mimeType: "image/jpeg" | "image/png" | "image/webp" }
  | { is: "video"; mimeType: "video/mp4" | "video/webm" }
  /** A video in a container that browsers do not play: `reason` says so, unless it can be converted. */
  | { is: "foreign"; reason: Bilingual }
  | { is: "refused"; reason: Bilingual };

const containers: Record<string, string> = {
  avi: "AVI",
  mkv: "MKV",
  mov: "MOV",
  flv: "FLV",
  asf: "WMV",
  mpg: "MPEG",
  "3gp": "3GP",
  "3g2": "3GP",
  mts: "TS",
  ogv: "Ogg",
  ogm: "Ogg",
  mxf: "MXF",
  rm: "RealMedia",
};
const audio = /^audio\//;
const documents: Record<string, Bilingual> = {
  zip: { zh: "ZIP 压缩包", en: "a ZIP archive" },
  rar: { zh: "RAR 压缩包", en: "a RAR archive" },
  "7z": { zh: "7z 压缩包", en: "a 7z archive" },
  gz: { zh: "压缩包", en: "an archive" },
  tar: { zh: "压缩包", en: "an archive" },
  pdf: { zh: "PDF 文档", en: "a PDF document" },
  docx: { zh: "Word 文档", en: "a Word document" },
  pptx: { zh: "PPT 演示文稿", en: "a PowerPoint presentation" },
  xlsx: { zh: "Excel 表格", en: "an Excel workbook" },
  cfb: { zh: "Office 文档", en: "an Office document" },
  exe: { zh: "Windows 程序", en: "a Windows program" },
};

/** @param path of a complete file */
export async function sniff(path: string): Promise<Sniffed> {
  const type = await fileTypeFromFile(path);
  if (type === undefined) return { is: "refused", reason: reasons.notMedia };
  const { ext, mime } = type;
  switch (mime) {
    case "image/jpeg":
    case "image/png":
    case "image/webp":
      return { is: "image", mimeType: mime };
    case "video/mp4":
    case "video/x-m4v":
      return { is: "video", mimeType: "video/mp4" };
    case "video/webm":
      return { is: "video", mimeType: "video/webm" };
    case "image/gif":
      return { is: "refused", reason: reasons.animated("GIF") };
    case "image/apng":
      return { is: "refused", reason: reasons.animated("PNG") };
  }
  const container = containers[ext];
  if (container !== undefined) return { is: "foreign", reason: reasons.container(container) };
  if (mime.startsWith("video/")) return { is: "foreign", reason: reasons.container(ext.toUpperCase()) };
  if (mime.startsWith("image/")) return { is: "refused", reason: reasons.image(ext.toUpperCase()) };
  if (audio.test(mime)) return { is: "refused", reason: reasons.soundOnly };
  const document = documents[ext];
  return { is: "refused", reason: document === undefined ? reasons.notMedia : reasons.notMediaBut(document) };
}
