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

/** The stream regrouped into the file's chunks, from chunk `first` on. */
export async function* regroup(spec: FileSpec, first: number, stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const reader = stream.getReader();
  let index = first;
  let chunk = new Uint8Array(Math.max(0, lengthOf(spec, index)));
  let filled = 0;
  try {
    while (index < spec.chunkSha256s.length) {
      const { value, done } = await reader.read();
      if (done) return;
      for (let taken = 0; taken < value.length && index < spec.chunkSha256s.length; ) {
        const part = value.subarray(taken, taken + chunk.length - filled);
        chunk.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (filled < chunk.length) continue;
        yield chunk;
        index += 1;
        chunk = new Uint8Array(Math.max(0, lengthOf(spec, index)));
        filled = 0;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * Completes a file: keeps what is right, fetches the rest, and asks again for a chunk that came wrong.
 * When it returns, every chunk is right and on disk.
 *
 * @param onProgress bytes that are verified so far.
 * @throws DownloadError and whatever the request throws; calling again goes on where it stopped.
 */
export async function download(spec: FileSpec, store: ByteStore, request: Request, hash: Hash, onProgress: (doneBytes: number) => void): Promise<void> {
  if (spec.chunkSha256s.length !== Math.ceil(spec.bytes / chunkBytes)) throw new DownloadError("corrupt");
  let next = await verifiedChunks(spec, store, hash);
  let tries = 0;
  onProgress(Math.min(next * chunkBytes, spec.bytes));
  while (next < spec.chunkSha256s.length) {
    const before = [next, tries];
    for await (const chunk of regroup(spec, next, await request(next * chunkBytes))) {
      if ((await hash(chunk)) !== spec.chunkSha256s[next]) {
        tries += 1;
        if (tries >= MOST_TRIES) throw new DownloadError("corrupt");
        break;
      }
      if (store.write(chunk, { at: next * chunkBytes }) !== chunk.length) throw new DownloadError("full");
      tries = 0;
      next += 1;
      onProgress(Math.min(next * chunkBytes, spec.bytes));
    }
    if (next === before[0] && tries === before[1]) throw new DownloadError("cut");
  }
  store.truncate(spec.bytes);
  store.flush();
}
