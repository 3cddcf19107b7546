import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chunkBytes } from "@yilu/contract";
import { ContentHasher, hashFile } from "@yilu/server/storage/hashing.ts";
import { KeyedLock } from "@yilu/server/storage/keyed-lock.ts";
import { MediaStorage } from "@yilu/server/storage/media-storage.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** Bytes that repeat only after 251, so that no two chunks are equal. */
const pattern = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => index % 251));
/** SHA-256 of no bytes at all, and of "abc" (FIPS 180-2, B.1). */
const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ofAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "yilu-storage-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("ContentHasher", () => {
  it("answers the published hashes", () => {
    expect(new ContentHasher().finish()).toEqual({ sha256: ofNothing, bytes: 0, chunkSha256s: [] });
    const hasher = new ContentHasher();
    hasher.update(Buffer.from("abc"));
    expect(hasher.finish()).toEqual({ sha256: ofAbc, bytes: 3, chunkSha256s: [ofAbc] });
  });

  it.each([
    ["one byte less than a chunk", chunkBytes - 1, 1],
    ["exactly one chunk", chunkBytes, 1],
    ["one byte more than a chunk", chunkBytes + 1, 2],
    ["exactly three chunks", 3 * chunkBytes, 3],
  ])("hashes %s chunk by chunk, whatever the pieces it comes in", (_title, length, chunks) => {
    const bytes = pattern(length);
    const hasher = new ContentHasher();
    for (let at = 0; at < length; at += 700_001) hasher.update(bytes.subarray(at, at + 700_001));
    const result = hasher.finish();
    expect(result.sha256).toBe(sha256(bytes));
    expect(result.bytes).toBe(length);
    expect(result.chunkSha256s).toEqual(Array.from({ length: chunks }, (_, index) => sha256(bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes))));
  });

  it("hashes a file as it hashes its bytes", async () => {
    const bytes = pattern(2 * chunkBytes + 17);
    const path = join(folder, "hashed");
    writeFileSync(path, bytes);
    const hasher = new ContentHasher();
    hasher.update(bytes);
    expect(await hashFile(path)).toEqual(hasher.finish());
  });
});

describe("KeyedLock", () => {
  it("runs work on one key in order, also after a failure, and work on another key meanwhile", async () => {
    const lock = new KeyedLock();
    const done: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = lock.run("a", async () => {
      await gate;
      done.push("a1");
      throw new Error("a1 failed");
    });
    const second = lock.run("a", () => Promise.resolve(done.push("a2")));
    await lock.run("b", () => Promise.resolve(done.push("b")));
    release();
    await expect(first).rejects.toThrow("a1 failed");
    await second;
    expect(done).toEqual(["b", "a1", "a2"]);
  });
});

describe("MediaStorage", () => {
  const bytes = Buffer.from("abc");
  const incoming = (storage: MediaStorage, name: string, content: Uint8Array = bytes): string => {
    const path = join(storage.workFolder("uploads"), name);
    writeFileSync(path, content);
    return path;
  };

  it("keeps a file at ab/abcdef…, with its poster beside it", async () => {
    const root = join(folder, "one");
    const storage = new MediaStorage(root);
    const from = incoming(storage, "upload-1");
    expect(await storage.find(ofAbc)).toBeNull();
    await storage.put(ofAbc, from);
    await storage.putPoster(ofAbc, Buffer.from("poster"));
    expect(readFileSync(join(root, "ba", ofAbc), "utf8")).toBe("abc");
    expect(readFileSync(join(root, "ba", `${ofAbc}.jpg`), "utf8")).toBe("poster");
    expect(await storage.find(ofAbc)).toMatchObject({ root, path: join("ba", ofAbc), bytes: 3 });
    expect(await storage.findPoster(ofAbc)).toMatchObject({ root, path: join("ba", `${ofAbc}.jpg`), bytes: 6 });
    expect(readdirSync(storage.workFolder("uploads"))).toEqual([]);
    expect(readdirSync(storage.workFolder("posters"))).toEqual([]);
  });

  it("keeps the same bytes once, and what was damaged on the disk is whole again after another upload", async () => {
    const root = join(folder, "two");
    const storage = new MediaStorage(root);
    await storage.put(ofAbc, incoming(storage, "upload-1"));
    writeFileSync(join(root, "ba", ofAbc), "a?c");
    await storage.put(ofAbc, incoming(storage, "upload-2"));
    expect(readdirSync(join(root, "ba"))).toEqual([ofAbc]);
    expect(readFileSync(join(root, "ba", ofAbc), "utf8")).toBe("abc");
  });

  it("removes file and poster apart, and takes removing nothing calmly", async () => {
    const storage = new MediaStorage(join(folder, "three"));
    await storage.put(ofAbc, incoming(storage, "upload-1"));
    await storage.putPoster(ofAbc, Buffer.from("poster"));
    await storage.remove(ofAbc);
    expect(await storage.find(ofAbc)).toBeNull();
    expect(await storage.findPoster(ofAbc)).not.toBeNull();
    await storage.removePoster(ofAbc);
    await storage.removePoster(ofAbc);
    await storage.remove(ofAbc);
    expect(await storage.findPoster(ofAbc)).toBeNull();
  });

  it("takes nothing for a hash that is none, so no path can lead outside", async () => {
    const storage = new MediaStorage(join(folder, "four"));
    for (const name of ["../../etc/passwd", "..", ofAbc.toUpperCase(), `${ofAbc}0`, ""]) {
      await expect(Promise.resolve().then(() => storage.find(name))).rejects.toThrow("not a SHA-256");
    }
  });

  it("knows how much space is left", async () => {
    expect(await new MediaStorage(join(folder, "five")).freeBytes()).toBeGreaterThan(1024 * 1024);
  });
});
