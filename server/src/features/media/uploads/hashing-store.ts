import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, Transform, type Readable } from "node:stream";
import { FileStore } from "@tus/file-store";
import { ContentHasher, hashFile, type ContentHash } from "../../../storage/hashing.ts";

/** Unfinished uploads on disk, hashed as they arrive: a finished one need not be read again. */
export class HashingStore extends FileStore {
  private readonly hashers = new Map<string, ContentHasher>();

  constructor(directory: string) {
    super({ directory });
    // A length that comes later could not be checked against the limit and the disk.
    this.extensions = ["creation", "creation-with-upload", "termination"];
  }

  override write(readable: Readable, id: string, offset: number): Promise<number> {
    const hasher = offset === 0 ? new ContentHasher() : this.hashers.get(id);
    if (hasher?.bytes !== offset) {
      // The server was restarted, or some bytes were hashed and then not written: the file is read once at the end.
      this.hashers.delete(id);
      return super.write(readable, id, offset);
    }
    this.hashers.set(id, hasher);
    const tap = new Transform({
      transform: (data: Buffer, _encoding, done) => {
        hasher.update(data);
        done(null, data);
      },
    });
    // What goes wrong in the request reaches `tap`, and through it the writing below, which reports it.
    pipeline(readable, tap, () => undefined);
    return super.write(tap, id, offset);
  }

  /** The hash of a complete upload of `bytes` bytes. */
  async hashOf(id: string, bytes: number): Promise<ContentHash> {
    const hasher = this.hashers.get(id);
    this.hashers.delete(id);
    return hasher?.bytes === bytes ? hasher.finish() : hashFile(this.pathOf(id));
  }

  pathOf(id: string): string {
    return join(this.directory, id);
  }

  override async remove(id: string): Promise<void> {
    await super.remove(id);
    this.hashers.delete(id);
  }

  /** Removes whatever is left of an upload. */
  async discard(id: string): Promise<void> {
    this.hashers.delete(id);
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** Every upload that has not been taken in: its owner, what it still lacks, and when it last grew. */
  async open(): Promise<{ id: string; ownerId: string | null; missingBytes: number; grewAt: number }[]> {
    const ids = new Set((await readdir(this.directory)).map((file) => file.replace(/\.json$/, "")));
    const all = await Promise.all(
      [...ids].map(async (id) => {
        const upload = await this.configstore.get(id);
        const file = await stat(this.pathOf(id)).catch(() => stat(`${this.pathOf(id)}.json`).catch(() => null));
        if (file === null) return [];
        return [{ id, ownerId: upload?.metadata?.["ownerId"] ?? null, missingBytes: Math.max(0, (upload?.size ?? 0) - file.size), grewAt: file.mtimeMs }];
      }),
    );
    return all.flat();
  }
}
