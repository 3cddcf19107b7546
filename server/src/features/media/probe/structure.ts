import { open, type FileHandle } from "node:fs/promises";

/** How a file's own table of lengths fits its real length. */
export type Structure = "whole" | "truncated" | "damaged";

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Walks the top-level boxes of an MP4 (ISO/IEC 14496-12, 4.2). A file whose upload or export broke off
 * ends inside a box, or lacks its index (moov) or its pictures (mdat).
 */
async function mp4Structure(file: FileHandle, length: number): Promise<Structure> {
  const seen = new Set<string>();
  let position = 0;
  while (position + 8 <= length) {
    const head = await bytesAt(file, position, 16);
    if (head.length < 8) return "truncated";
    const type = head.toString("latin1", 4, 8);
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return "truncated";
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? length - position : short;
    if (size < 8) return "damaged";
    seen.add(type);
    position += size;
  }
  if (position > length || !seen.has("moov") || !seen.has("mdat")) return "truncated";
  return "whole";
}

/** An EBML number (RFC 8794, 4): its value, null for "unknown", and how many bytes it takes. */
function ebmlNumber(bytes: Buffer, at: number): { value: number | null; width: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const width = Math.clz32(first) - 23;
  if (at + width > bytes.length) return null;
  let value = first & (0xff >> width);
  let unknown = value === 0xff >> width;
  for (const byte of bytes.subarray(at + 1, at + width)) {
    value = value * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { value: unknown ? null : value, width };
}

/** A WebM is one EBML header and one Segment that says how long it is, or that it does not know. */
async function webmStructure(file: FileHandle, length: number): Promise<Structure> {
  const head = await bytesAt(file, 0, 4096);
  const header = ebmlNumber(head, 4);
  if (header === null || header.value === null) return "damaged";
  const segment = 4 + header.width + header.value;
  if (head.length < segment + 5) return "truncated";
  if (head.readUInt32BE(segment) !== 0x18538067) return "damaged";
  const size = ebmlNumber(head, segment + 4);
  if (size === null) return "damaged";
  return size.value !== null && segment + 4 + size.width + size.value > length ? "truncated" : "whole";
}

/** Whether a video file is all there, judged by its structure without reading its pictures. */
export async function structureOf(path: string, mimeType: "video/mp4" | "video/webm"): Promise<Structure> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    return await (mimeType === "video/mp4" ? mp4Structure(file, size) : webmStructure(file, size));
  } finally {
    await file.close();
  }
}
