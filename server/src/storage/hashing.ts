import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chunkBytes } from "@yilu/contract";

/** What names a file's bytes: the hash of all of them, and of each chunk in order. */
export interface ContentHash {
  sha256: string;
  bytes: number;
  chunkSha256s: string[];
}

/** Hashes bytes as they come by, in one pass: the whole and every chunk of `chunkBytes`. */
export class ContentHasher {
  private readonly whole: Hash = createHash("sha256");
  private chunk: Hash = createHash("sha256");
  private readonly chunks: string[] = [];
  private length = 0;

  /** How many bytes have been hashed. */
  get bytes(): number {
    return this.length;
  }

  update(data: Uint8Array): void {
    this.whole.update(data);
    let from = 0;
    while (from < data.length) {
      const room = chunkBytes - (this.length % chunkBytes);
      const part = data.subarray(from, from + room);
      this.chunk.update(part);
      this.length += part.length;
      from += part.length;
      if (this.length % chunkBytes === 0) this.closeChunk();
    }
  }

  /** The result; the hasher is used up. */
  finish(): ContentHash {
    if (this.length % chunkBytes !== 0) this.closeChunk();
    return { sha256: this.whole.digest("hex"), bytes: this.length, chunkSha256s: this.chunks };
  }

  private closeChunk(): void {
    this.chunks.push(this.chunk.digest("hex"));
    this.chunk = createHash("sha256");
  }
}

/** Hashes a whole file. */
export async function hashFile(path: string): Promise<ContentHash> {
  const hasher = new ContentHasher();
  for await (const data of createReadStream(path, { highWaterMark: chunkBytes })) hasher.update(data as Uint8Array); // no encoding was set, so chunks are bytes
  return hasher.finish();
}
