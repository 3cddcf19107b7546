import { mkdirSync } from "node:fs";
import { mkdir, open, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { randomText } from "../random.ts";
import { KeyedLock } from "./keyed-lock.ts";

/** A stored file, in the form that sending it wants. */
export interface StoredFile {
  /** Folder of all stored files. */
  root: string;
  /** Path below `root`. */
  path: string;
  bytes: number;
  modifiedAt: number;
}

/** Waits until what was written has reached the disk. */
async function flush(path: string, isFolder = false): Promise<void> {
  if (isFolder && process.platform === "win32") return; // Windows cannot flush a folder and does not need to
  const handle = await open(path, isFolder ? "r" : "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Files addressed by the SHA-256 of their bytes, each with an optional poster beside it: `ab/abcdef…` and `ab/abcdef….jpg`.
 * A file is there completely or not at all, and stays there through a power cut. The same bytes twice are one file.
 */
export class MediaStorage {
  private readonly locks = new KeyedLock();

  /** @param root is made when missing */
  constructor(private readonly root: string) {
    mkdirSync(root, { recursive: true });
  }

  /** A folder for unfinished files; it shares a file system with the finished ones, so that moving is atomic. */
  workFolder(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Runs work that adds or removes the files of `sha256` and their bookkeeping, one at a time. */
  exclusively<T>(sha256: string, work: () => Promise<T>): Promise<T> {
    return this.locks.run(sha256, work);
  }

  /** Takes over the file at `from`, which must lie in a work folder and be hashed by the caller. */
  async put(sha256: string, from: string): Promise<void> {
    await this.settle(from, this.pathOf(sha256));
  }

  /** @param jpeg the picture; replaces one that is there */
  async putPoster(sha256: string, jpeg: Uint8Array): Promise<void> {
    const temporary = join(this.workFolder("posters"), randomText(20));
    await writeFile(temporary, jpeg);
    await this.settle(temporary, this.posterPathOf(sha256));
  }

  find(sha256: string): Promise<StoredFile | null> {
    return this.look(this.pathOf(sha256));
  }

  findPoster(sha256: string): Promise<StoredFile | null> {
    return this.look(this.posterPathOf(sha256));
  }

  /** Removes the file; nothing happens when there is none. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  async removePoster(sha256: string): Promise<void> {
    await rm(this.posterPathOf(sha256), { force: true });
  }

  /** Space that is left for us on the disk. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.root);
    return bavail * bsize;
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error("not a SHA-256");
    return join(this.root, sha256.slice(0, 2), sha256);
  }

  private posterPathOf(sha256: string): string {
    return `${this.pathOf(sha256)}.jpg`;
  }

  private async settle(from: string, to: string): Promise<void> {
    const folder = dirname(to);
    await mkdir(folder, { recursive: true });
    await flush(from); // else a power cut could keep the name and lose the bytes
    await rename(from, to);
    await flush(folder, true);
    await flush(this.root, true);
  }

  private async look(path: string): Promise<StoredFile | null> {
    try {
      const { size, mtimeMs } = await stat(path);
      return { root: this.root, path: relative(this.root, path), bytes: size, modifiedAt: Math.round(mtimeMs) };
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }
}
