/** Receiving a file in chunks that are each checked before they are kept. Knows no network and no disk: both are handed in. */
import { chunkBytes } from "@yilu/contract";

export interface FileSpec {
  bytes: number;
  /** One lower-case hexadecimal SHA-256 per chunk. */
  chunkSha256s: string[];
}

/** Where the bytes go: an OPFS sync access handle, or memory in tests. */
export interface ByteStore {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
}

export type Hash = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
/** Opens the file from a byte on. Its stream may end early. */
export type Request = (fromByte: number) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;

/** corrupt: the bytes are not the ones that were approved. cut: the connection ended early. full: no space. Others come from the request. */
export type DownloadFault = "corrupt" | "cut" | "full";
export class DownloadError extends Error {
  readonly fault: DownloadFault;
  constructor(fault: DownloadFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A chunk that came wrong this often is wrong at the source. */
const MOST_TRIES = 3;

const lengthOf = (spec: FileSpec, index: number): number => Math.min(chunkBytes, spec.bytes - index * chunkBytes);

/** How many leading chunks of the store are already right: a cut download goes on there. */
export async function verifiedChunks(spec: FileSpec, store: ByteStore, hash: Hash): Promise<number> {
  const size = store.getSize();
  for (const [index, expected] of spec.chunkSha256s.entries()) {
    const length = lengthOf(spec, index);
    if (index * chunkBytes + length > size) return index;
    const bytes = new Uint8Array(length);
    if (store.read(bytes, { at: index * chunkBytes }) !== length || (await hash(bytes)) !== expected) return index;
  }
  return spec.chunkSha256s.length;
}

/**
 * Completes a file: keeps what is right, fetches the rest, and asks again for a chunk that came wrong. What a cut
 * connection left of a chunk is gone on with from the very byte, and counts only once the whole chunk is right.
 * When it returns, every chunk is right and on disk.
 *
 * @param onProgress bytes that are verified so far.
 * @throws DownloadError and whatever the request throws; calling again goes on where it stopped.
 */
export async function download(spec: FileSpec, store: ByteStore, request: Request, hash: Hash, onProgress: (doneBytes: number) => void): Promise<void> {
  const chunkCount = spec.chunkSha256s.length;
  if (chunkCount !== Math.ceil(spec.bytes / chunkBytes)) throw new DownloadError("corrupt");
  let next = await verifiedChunks(spec, store, hash);
  let tries = 0;
  const told = (): void => onProgress(Math.min(next * chunkBytes, spec.bytes));
  told();
  while (next < chunkCount) {
    const before = [next, tries];
    let chunk = new Uint8Array(lengthOf(spec, next));
    let filled = store.getSize() - next * chunkBytes;
    if (filled < 0 || filled >= chunk.length) filled = 0; // nothing is there; or a whole chunk, and that is wrong
    store.truncate(next * chunkBytes + filled);
    if (store.read(chunk.subarray(0, filled), { at: next * chunkBytes }) !== filled) throw new DownloadError("cut");
    const reader = (await request(next * chunkBytes + filled)).getReader();
    try {
      reading: while (next < chunkCount) {
        const { value, done } = await reader.read();
        if (done) break;
        for (let taken = 0; taken < value.length && next < chunkCount; ) {
          const part = value.subarray(taken, taken + chunk.length - filled);
          chunk.set(part, filled);
          if (store.write(part, { at: next * chunkBytes + filled }) !== part.length) throw new DownloadError("full");
          filled += part.length;
          taken += part.length;
          if (filled < chunk.length) continue;
          filled = 0;
          if ((await hash(chunk)) !== spec.chunkSha256s[next]) {
            store.truncate(next * chunkBytes);
            tries += 1;
            if (tries >= MOST_TRIES) throw new DownloadError("corrupt");
            break reading;
          }
          tries = 0;
          next += 1;
          chunk = new Uint8Array(Math.max(0, lengthOf(spec, next)));
          told();
        }
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    if (next === before[0] && tries === before[1]) throw new DownloadError("cut");
  }
  store.truncate(spec.bytes);
  store.flush();
}
