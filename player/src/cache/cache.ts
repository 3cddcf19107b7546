/**
 * The media this player holds. A file counts only when every chunk of it was checked against the manifest and is on
 * disk; a file that counts is never written again, so a repair goes to a file of another name.
 */
import type { ManifestMedia } from "@yilu/contract";
import { Backoff } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { Database, FileRow } from "../storage/database.ts";
import type { DownloadOrder, WorkerReport } from "./protocol.ts";

/** What the cache asks of the browser; tests give their own. */
export interface CacheDevices {
  /** Whether files outlast a restart. */
  readonly isLasting: boolean;
  order(order: DownloadOrder): void;
  /** One listener: the last. */
  onReport(listen: (report: WorkerReport) => void): void;
  /** Null when there is no such file. */
  file(name: string): Promise<Blob | null>;
  remove(name: string): Promise<void>;
  space(): Promise<{ usedBytes: number; quotaBytes: number }>;
}

export interface Progress {
  doneBytes: number;
  totalBytes: number;
  state: "downloading" | "ready" | "failed";
}

/** Space kept free for the ledger. */
const BALLAST_BYTES = 16 * 1024 * 1024;

export class Cache {
  /** Called at each step of a download, and when a file has come to count. */
  onProgress: () => void = () => undefined;
  onVerified: () => void = () => undefined;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #devices: CacheDevices;
  readonly #token: () => string | null;
  readonly #rows: Map<string, FileRow>;
  readonly #backoff = new Backoff(2_000, 300_000);
  #wanted: ManifestMedia[] = [];
  #doneBytes = 0;
  #running: string | null = null;
  #failed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(db: Database, clock: Clock, devices: CacheDevices, token: () => string | null, rows: FileRow[]) {
    this.#db = db;
    this.#clock = clock;
    this.#devices = devices;
    this.#token = token;
    this.#rows = new Map(rows.map((row) => [row.sha256, row]));
    devices.onReport((report) => void this.#take(report));
  }

  static async open(db: Database, clock: Clock, devices: CacheDevices, token: () => string | null): Promise<Cache> {
    return new Cache(db, clock, devices, token, devices.isLasting ? await db.getAll("files") : []);
  }

  has(sha256: string): boolean {
    return this.#rows.get(sha256)?.verified === true;
  }

  /** The bytes of a file that counts; null: not held, or the disk lost it, and then it is fetched again. */
  async file({ sha256, bytes }: ManifestMedia): Promise<Blob | null> {
    const row = this.#rows.get(sha256);
    if (!row?.verified) return null;
    const file = await this.#devices.file(row.name).catch(() => null);
    if (file?.size === bytes) return file;
    await this.distrust(sha256);
    return null;
  }

  /** Says what is needed, most urgent first. Downloads start by themselves; what is not listed may go when space is short. */
  want(media: ManifestMedia[]): void {
    this.#wanted = media.filter(({ sha256 }, index) => media.findIndex((other) => other.sha256 === sha256) === index);
    const neededAt = this.#clock.now();
    for (const { sha256 } of this.#wanted) {
      const row = this.#rows.get(sha256);
      if (row) this.#rows.set(sha256, { ...row, neededAt });
    }
    this.#failed.clear();
    this.#backoff.reset();
    this.#next();
  }

  /** Forgets that a file was right: it is fetched again, into a file of another name. */
  async distrust(sha256: string): Promise<void> {
    await this.#forget(sha256);
    this.#next();
  }

  progress(): Progress {
    const totalBytes = this.#wanted.reduce((sum, { bytes }) => sum + bytes, 0);
    const missing = this.#wanted.filter(({ sha256 }) => !this.has(sha256));
    const held = totalBytes - missing.reduce((sum, { bytes }) => sum + bytes, 0);
    const state = missing.length === 0 ? "ready" : missing.every(({ sha256 }) => this.#failed.has(sha256)) ? "failed" : "downloading";
    return { doneBytes: Math.min(totalBytes, held + (this.#running === null ? 0 : this.#doneBytes)), totalBytes, state };
  }

  space(): Promise<{ usedBytes: number; quotaBytes: number }> {
    return this.#devices.space();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#wanted = [];
  }

  #next(): void {
    if (this.#running !== null) return;
    const media = this.#wanted.find(({ sha256 }) => !this.has(sha256) && !this.#failed.has(sha256));
    if (media) void this.#start(media);
    else if (this.#failed.size > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#failed.clear();
        this.#next();
      }, this.#backoff.next());
    }
  }

  async #start(media: ManifestMedia): Promise<void> {
    const token = this.#token();
    if (token === null) return;
    const { sha256, bytes, chunkSha256s } = media;
    this.#running = sha256;
    this.#doneBytes = 0;
    await this.#makeRoom(bytes);
    const row = this.#rows.get(sha256) ?? { sha256, name: `${sha256}-${this.#clock.device()}`, bytes, verified: false, neededAt: this.#clock.now() };
    await this.#keep(row).catch(() => undefined);
    this.#devices.order({ sha256, bytes, chunkSha256s, name: row.name, url: `/api/files/${sha256}`, token });
  }

  async #take(report: WorkerReport): Promise<void> {
    if (report.kind === "progress") {
      this.#doneBytes = report.doneBytes;
      this.onProgress();
      return;
    }
    const { sha256 } = report;
    const row = this.#rows.get(sha256);
    if (report.kind === "done" && row) {
      this.#backoff.reset();
      await this.#keep({ ...row, verified: true }).catch(() => this.#failed.add(sha256));
    } else {
      this.#failed.add(sha256);
      if (report.kind === "failed" && report.fault === "corrupt") await this.#forget(sha256);
    }
    this.#running = null;
    this.onProgress();
    if (this.has(sha256)) this.onVerified();
    this.#next();
  }

  async #keep(row: FileRow): Promise<void> {
    const tx = this.#db.transaction("files", "readwrite", { durability: "strict" });
    await Promise.all([tx.store.put(row), tx.done]);
    this.#rows.set(row.sha256, row);
  }

  async #forget(sha256: string): Promise<void> {
    const row = this.#rows.get(sha256);
    if (!row) return;
    this.#rows.delete(sha256);
    await this.#db.delete("files", sha256);
    await this.#devices.remove(row.name).catch(() => undefined);
  }

  /** Removes what no manifest needs, least recently needed first, until a file of this length fits. */
  async #makeRoom(bytes: number): Promise<void> {
    const wanted = new Set(this.#wanted.map(({ sha256 }) => sha256));
    const spare = [...this.#rows.values()].filter(({ sha256 }) => !wanted.has(sha256)).toSorted((a, b) => a.neededAt - b.neededAt);
    for (const row of spare) {
      const { usedBytes, quotaBytes } = await this.#devices.space();
      if (quotaBytes - usedBytes >= bytes + BALLAST_BYTES) return;
      await this.#forget(row.sha256);
    }
  }
}
