import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, Transform, type Readable } from "node:stream";
import { FileStore } from "@tus/file-store";
import { ContentHasher, hashFile, type ContentHash } from "../../../storage/hashing.ts";

/** An upload that has not been taken in: whose, for which unit, how long, what it still lacks, and when it last grew. */
export interface OpenUpload {
  id: string;
  ownerId: string | null;
  unitId: string | null;
  bytes: number;
  missingBytes: number;
  grewAt: number;
}

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

  /** Every upload that has not been taken in. */
  async open(): Promise<OpenUpload[]> {
    const ids = new Set((await readdir(this.directory)).map((file) => file.replace(/\.json$/, "")));
    const all = await Promise.all(
      [...ids].map(async (id) => {
        const upload = await this.configstore.get(id);
        const file = await stat(this.pathOf(id)).catch(() => stat(`${this.pathOf(id)}.json`).catch(() => null));
        if (file === null) return [];
        const { ownerId = null, unitId = null } = upload?.metadata ?? {};
        const bytes = upload?.size ?? 0;
        return [{ id, ownerId, unitId, bytes, missingBytes: Math.max(0, bytes - file.size), grewAt: file.mtimeMs }];
      }),
    );
    return all.flat();
  }
}
