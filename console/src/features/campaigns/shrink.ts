const mostPx = 1600;
/** What the server takes, as bytes of the picture. */
const mostBytes = 700 * 1024;
const qualities = [0.88, 0.75, 0.6, 0.45] as const;

/** Width and height with the longer side at most 1,600 px. */
export function sizeWithin(width: number, height: number, most = mostPx): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(1, width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** base64 of bytes, in pieces that a call can take. */
export function base64Of(bytes: Uint8Array, piece = 0x8000): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += piece) text += String.fromCharCode(...bytes.subarray(from, from + piece));
  return btoa(text);
}

/**
 * A photograph as a JPEG small enough to send, base64; null when it is no picture the browser can read.
 * Telephones take pictures of several megabytes, so each is scaled down here first.
 */
export async function shrunk(file: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  const canvas = Object.assign(document.createElement("canvas"), sizeWithin(bitmap.width, bitmap.height));
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of qualities) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob !== null && blob.size <= mostBytes) return base64Of(new Uint8Array(await blob.arrayBuffer()));
  }
  return null;
}
