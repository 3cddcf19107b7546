import sharp from "sharp";
import type { Playable } from "./playable.ts";
import { maxImageSidePx, reasons, refused } from "./reasons.ts";

const names = { "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP" } as const;

/**
 * Measures a picture, and decodes all of it, so that a broken one is found now and not on a bus.
 * @throws Refusal mediaRefused
 */
export async function examineImage(path: string, mimeType: keyof typeof names): Promise<Playable> {
  const read = sharp(path, { failOn: "truncated", limitInputPixels: false });
  const metadata = await read.metadata().catch(() => null);
  if (metadata === null) throw refused(reasons.damaged);
  const { width: widthPx, height: heightPx } = metadata.autoOrient;
  if ((metadata.pages ?? 1) > 1) throw refused(reasons.animated(names[mimeType]));
  // Judged by the header, before anything is decoded: a small file can claim a picture that fills the memory.
  if (Math.max(widthPx, heightPx) > maxImageSidePx) throw refused(reasons.imageTooLarge(widthPx, heightPx));
  await read.stats().catch((error: unknown) => {
    throw refused(error instanceof Error && /premature|truncat|end of/i.test(error.message) ? reasons.truncated : reasons.damaged);
  });
  return { mimeType, kind: "image", durationMs: null, widthPx, heightPx };
}
