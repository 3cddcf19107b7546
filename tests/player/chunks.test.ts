import { createHash } from "node:crypto";
import { chunkBytes } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { download, verifiedChunks, type ByteStore, type FileSpec } from "../../player/src/cache/chunks.ts";
import { sha256 } from "../../player/src/cache/sha256.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const hash = async (bytes: Bytes): Promise<string> => createHash("sha256").update(bytes).digest("hex");

class MemoryStore implements ByteStore {
  bytes: Bytes = new Uint8Array(0);
  flushed = 0;
  getSize(): number {
    return this.bytes.length;
  }
  read(into: Bytes, { at }: { at: number }): number {
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }
  write(bytes: Bytes, { at }: { at: number }): number {
    const grown = new Uint8Array(Math.max(this.bytes.length, at + bytes.length));
    grown.set(this.bytes);
    grown.set(bytes, at);
    this.bytes = grown;
    return bytes.length;
  }
  truncate(bytes: number): void {
    this.bytes = this.bytes.slice(0, bytes);
  }
  flush(): void {
    this.flushed += 1;
  }
}

/** Two and a half chunks. */
const film: Bytes = Uint8Array.from({ length: 2.5 * chunkBytes }, (_, index) => (index * 31) % 251);
const chunksOf = (bytes: Bytes): Bytes[] => [0, 1, 2].map((index) => bytes.slice(index * chunkBytes, (index + 1) * chunkBytes));
const spec: FileSpec = { bytes: film.length, chunkSha256s: await Promise.all(chunksOf(film).map(hash)) };

/** A server that answers with these bytes, in pieces that fit no chunk, and notes where it was asked to begin. */
function serve(answers: Bytes[]): { asked: number[]; request: (from: number) => Promise<ReadableStream<Bytes>> } {
  const asked: number[] = [];
  return {
    asked,
    request: async (from) => {
      asked.push(from);
      const bytes = (answers[asked.length - 1] ?? film).slice(from);
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, (at += 300_001)));
        },
      });
    },
  };
}

const damaged = (at: number): Bytes => film.map((byte, index) => (index === at ? byte ^ 1 : byte));
/** Compared as buffers: deep equality walks two and a half million elements. */
const isFilm = ({ bytes }: MemoryStore): boolean => Buffer.from(bytes).equals(Buffer.from(film));
const ignore = (): void => undefined;

test("the hash in script is SHA-256, at every length around a block", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000_003]) {
    const bytes = film.slice(0, length);
    expect([length, sha256(bytes)]).toEqual([length, createHash("sha256").update(bytes).digest("hex")]);
  }
});

describe("downloading in chunks", () => {
  test("every chunk is checked, and the file is flushed before it counts", async () => {
    const store = new MemoryStore();
    const progress: number[] = [];
    const { asked, request } = serve([film]);
    await download(spec, store, request, hash, (done) => progress.push(done));
    expect(isFilm(store)).toBe(true);
    expect(store.flushed).toBe(1);
    expect(asked).toEqual([0]);
    expect(progress).toEqual([0, chunkBytes, 2 * chunkBytes, film.length]);
  });

  test("a cut download goes on at the very byte it lacks", async () => {
    const store = new MemoryStore();
    const { asked, request } = serve([film.slice(0, 1_234_567)]);
    await download(spec, store, request, hash, ignore);
    expect(asked).toEqual([0, 1_234_567]);
    expect(isFilm(store)).toBe(true);
  });

  test("what a cut connection left of a chunk outlasts a restart, but counts for nothing by itself", async () => {
    const store = new MemoryStore();
    const progress: number[] = [];
    const failing = async () => new ReadableStream<Bytes>({ start: (controller) => controller.enqueue(film.slice(0, 700_000)), pull: (controller) => controller.error(new Error("reset")) });
    await expect(download(spec, store, failing, hash, (done) => progress.push(done))).rejects.toThrow("reset");
    expect([store.getSize(), await verifiedChunks(spec, store, hash), progress]).toEqual([700_000, 0, [0]]);
    const { asked, request } = serve([]);
    await download(spec, store, request, hash, ignore);
    expect(asked).toEqual([700_000]);
    expect(isFilm(store)).toBe(true);
  });

  test("a beginning of a chunk that the card has garbled is fetched again with the rest of it", async () => {
    const store = new MemoryStore();
    store.bytes = damaged(chunkBytes + 5).slice(0, 1.5 * chunkBytes);
    const { asked, request } = serve([]);
    await download(spec, store, request, hash, ignore);
    expect(asked).toEqual([1.5 * chunkBytes, chunkBytes]);
    expect(isFilm(store)).toBe(true);
  });

  test("where three of ten connections are reset early and the others end late, no byte that arrived comes twice", async () => {
    const big = Uint8Array.from({ length: 5 * chunkBytes + 77 }, (_, index) => (index * 7) % 253);
    const bigSpec: FileSpec = { bytes: big.length, chunkSha256s: await Promise.all(Array.from({ length: 6 }, (_, index) => hash(big.slice(index * chunkBytes, (index + 1) * chunkBytes)))) };
    const store = new MemoryStore();
    let fetched = 0;
    let opened = 0;
    const request = async (from: number): Promise<ReadableStream<Bytes>> => {
      opened += 1;
      // Reset after so many bytes; whole otherwise.
      const endsAt = opened % 10 < 3 ? from + 37_919 * (opened % 7) : big.length;
      const cutAt = Math.min(endsAt, from + 900_001, big.length);
      let at = from;
      return new ReadableStream(
        {
          pull(controller) {
            if (at >= cutAt) {
              if (cutAt < big.length) controller.error(new Error("reset"));
              else controller.close();
              return;
            }
            const part = big.slice(at, Math.min(at + 61_440, cutAt));
            at += part.length;
            fetched += part.length;
            controller.enqueue(part);
          },
        },
        { highWaterMark: 0 },
      );
    };
    for (let tries = 0; tries < 100 && (await verifiedChunks(bigSpec, store, hash)) < 6; tries += 1) await download(bigSpec, store, request, hash, ignore).catch(() => undefined);
    expect(Buffer.from(store.bytes).equals(Buffer.from(big))).toBe(true);
    expect(opened).toBeGreaterThan(6);
    expect(fetched).toBe(big.length);
  });

  test("after a restart only what is not there or not right is fetched", async () => {
    const store = new MemoryStore();
    store.bytes = damaged(1.5 * chunkBytes);
    expect(await verifiedChunks(spec, store, hash)).toBe(1);
    const { asked, request } = serve([]);
    await download(spec, store, request, hash, ignore);
    expect(asked).toEqual([chunkBytes]);
    expect(isFilm(store)).toBe(true);
  });

  test("a corrupt chunk is fetched again and never kept", async () => {
    const store = new MemoryStore();
    const { asked, request } = serve([damaged(chunkBytes + 7)]);
    await download(spec, store, request, hash, ignore);
    expect(asked).toEqual([0, chunkBytes]);
    expect(isFilm(store)).toBe(true);
  });

  test("a chunk that comes wrong three times is wrong at the source", async () => {
    const store = new MemoryStore();
    const bad = damaged(2 * chunkBytes);
    const { asked, request } = serve([bad, bad, bad]);
    await expect(download(spec, store, request, hash, ignore)).rejects.toMatchObject({ fault: "corrupt" });
    expect(asked).toEqual([0, 2 * chunkBytes, 2 * chunkBytes]);
    expect(store.getSize()).toBe(2 * chunkBytes);
  });

  test("a connection that brings nothing is given up as cut", async () => {
    const { request } = serve([new Uint8Array(0)]);
    await expect(download(spec, new MemoryStore(), request, hash, ignore)).rejects.toMatchObject({ fault: "cut" });
  });

  test("a longer file left over is cut to its length", async () => {
    const store = new MemoryStore();
    store.bytes = new Uint8Array(4 * chunkBytes);
    await download(spec, store, serve([film]).request, hash, ignore);
    expect(isFilm(store)).toBe(true);
  });

  test("a list that does not fit the length is refused before anything is fetched", async () => {
    const { asked, request } = serve([film]);
    await expect(download({ ...spec, bytes: 3 * chunkBytes + 1 }, new MemoryStore(), request, hash, ignore)).rejects.toMatchObject({ fault: "corrupt" });
    expect(asked).toEqual([]);
  });
});
