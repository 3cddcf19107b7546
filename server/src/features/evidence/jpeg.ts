import { maxEvidenceBytes, maxEvidencePx } from "@yilu/contract";
import sharp from "sharp";
import { Refusal, refuse } from "../../http/refusal.ts";

/**
 * Looks whether bytes are a JPEG that opens whole and is no larger than a player may send.
 * @throws Refusal tooLarge, unsupportedContent
 */
export async function examineJpeg(bytes: Buffer): Promise<{ widthPx: number; heightPx: number }> {
  if (bytes.length > maxEvidenceBytes) throw new Refusal("tooLarge");
  const unreadable = () => refuse("unsupportedContent", "截图不是完整的 JPEG", "The picture is not a whole JPEG");
  const image = sharp(bytes, { failOn: "truncated", limitInputPixels: maxEvidencePx * maxEvidencePx });
  const { format, width, height } = await image.metadata().catch(() => {
    throw unreadable();
  });
  if (format !== "jpeg") throw unreadable();
  if (Math.max(width, height) > maxEvidencePx) throw new Refusal("tooLarge");
  await image.stats().catch(() => {
    throw unreadable();
  });
  return { widthPx: width, heightPx: height };
}
