/**
 * The media this player holds. A file counts only when every chunk of it was checked against the manifest and is on
 * disk; a file that counts is never written again, so a repair goes to a file of another name.
 */
import type { ManifestMedia } from "@yilu/contract";
import { Backoff } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import { readState, writeState, type Database, type FileRow } from "../storage/database.ts";
import type { CheckOrder, DownloadOrder, WorkerReport } from "./protocol.ts";

/** What the cache asks of the browser; tests give their own. */
export interface CacheDevices {
  /** Whether files outlast a restart. */
  readonly isLasting: boolean;
  order(order: DownloadOrder): void;
  check?(order: CheckOrder): void;
  /** Lets the running download go: it reports `paused`. */
  pause?(): void;
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

/** What may be fetched at present. */
export interface Limits {
  isOpen: boolean;
  /** When `isOpen` changes, ms from now. */
  leftMs: number;
  /** The screen's local date, which `bytesPerDay` is for. */
  day: string;
  bytesPerDay: number;
  bytesPerSecond: number;
}

/** Used up budgets are looked at again so often. */
const LIMITS_AGAIN_MS = 60_000;
/** Every file that counts is read again once in each run: before it is first shown, or so long apart when nothing is to be fetched. */
const CHECK_EVERY_MS = 60_000;
/** A reading that takes longer goes on ahead of the picture, and takes it off where it finds something wrong. */
const CHECK_PATIENCE_MS = 700;

/** Space kept free for the ledger. */
const BALLAST_BYTES = 16 * 1024 * 1024;

export class Cache {
  /** Called at each step of a download, and when a file has come to count. */
  onProgress: () => void = () => undefined;
  onVerified: () => void = () => undefined;
  /** The card has changed a file that was given out: it must not be seen any more. */
  onSpoilt: (sha256: string) => void = () => undefined;
  limits: () => Limits = () => ({ isOpen: true, leftMs: Infinity, day: "", bytesPerDay: Infinity, bytesPerSecond: Infinity });
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #devices: CacheDevices;
  readonly #token: () => string | null;
  readonly #rows: Map<string, FileRow>;
  readonly #backoff = new Backoff(2_000, 300_000);
  #wanted: ManifestMedia[] = [];
  #urgent: ReadonlySet<string> = new Set();
  #doneBytes = 0;
  /** Counted of the running download. */
  #fetchedBytes = 0;
  #spent: { day: string; bytes: number };
  #checked = new Set<string>();
  /** By name: files that are read again in no hurry, and those that somebody waits for. */
  readonly #looked = new Set<string>();
  readonly #checking = new Map<string, { over: Promise<void>; end: () => void }>();
  /** To be forgotten as soon as it is let go. */
  #dropped: string | null = null;
  readonly #checks: ReturnType<typeof setInterval>;
  #running: string | null = null;
  #failed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(db: Database, clock: Clock, devices: CacheDevices, token: () => string | null, rows: FileRow[], spent: { day: string; bytes: number }) {
    this.#db = db;
    this.#clock = clock;
    this.#devices = devices;
    this.#token = token;
    this.#rows = new Map(rows.map((row) => [row.sha256, row]));
    this.#spent = spent;
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    devices.onReport((report) => void this.#take(report));
  }

  static async open(db: Database, clock: Clock, devices: CacheDevices, token: () => string | null): Promise<Cache> {
    const [rows, spent] = await Promise.all([devices.isLasting ? db.getAll("files") : [], readState(db, "spent")]);
    return new Cache(db, clock, devices, token, rows, spent ?? { day: "", bytes: 0 });
  }

  has(sha256: string): boolean {
    return this.#rows.get(sha256)?.verified === true;
  }

  /**
   * The bytes of a file that counts; null: not held, or the disk lost or changed it, and then it is fetched again.
   *
   * @param from of the file, 0 to 1: where it will be begun.
   */
  async file(media: ManifestMedia, from = 0): Promise<Blob | null> {
    const { sha256, bytes } = media;
    const row = this.#rows.get(sha256);
    if (!row?.verified) return null;
    const file = await this.#devices.file(row.name).catch(() => null);
    if (file?.size !== bytes) {
      await this.distrust(sha256);
      return null;
    }
    await this.#readAgain(media, row.name, from);
    return this.#rows.get(sha256)?.name === row.name ? file : null;
  }

  /**
   * Says what is needed, first what is needed first. Downloads start by themselves; what is not listed may go when space is short.
   *
   * @param urgent of these, by hash, what an emergency shows: fetched before all else, at any hour, whatever the day has cost.
   */
  want(media: ManifestMedia[], urgent: ReadonlySet<string> = new Set()): void {
    this.#urgent = urgent;
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

  /** Forgets all files but this one, also what is half fetched; what is wanted is fetched again. Settles when the bytes of whole ones are gone. */
  async clear(kept: string | null): Promise<void> {
    const gone = [...this.#rows.keys()].filter((sha256) => sha256 !== kept && sha256 !== this.#running);
    if (this.#running !== null && this.#running !== kept) {
      this.#dropped = this.#running;
      this.#devices.pause?.();
    }
    const forgotten = gone.map((sha256) => this.#forget(sha256));
    this.#next();
    await Promise.all(forgotten);
  }

  /** Whether what may wait may move so many bytes now; if so they are counted as the day's. */
  afford(bytes: number): boolean {
    const { isOpen, day, bytesPerDay } = this.limits();
    const spent = this.#spentOn(day) + bytes;
    if (!isOpen || spent > bytesPerDay) return false;
    this.#count(day, spent);
    return true;
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#checks);
    this.#wanted = [];
  }

  #next(): void {
    const missing = this.#wanted.filter(({ sha256 }) => !this.has(sha256) && !this.#failed.has(sha256));
    const urgent = missing.find(({ sha256 }) => this.#urgent.has(sha256));
    if (this.#running !== null) {
      if (urgent && !this.#urgent.has(this.#running)) this.#devices.pause?.();
      return;
    }
    const limits = this.limits();
    if (urgent) void this.#start(urgent, { ...limits, leftMs: Infinity, bytesPerDay: Infinity });
    else if (missing[0] && limits.isOpen && this.#spentOn(limits.day) < limits.bytesPerDay) void this.#start(missing[0], limits);
    else if (missing.length > 0) this.#again(LIMITS_AGAIN_MS);
    else if (this.#failed.size > 0) this.#again(this.#backoff.next());
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#failed.clear();
      this.#next();
    }, afterMs);
  }

  #spentOn(day: string): number {
    return this.#spent.day === day ? this.#spent.bytes : 0;
  }

  #spend(fetchedBytes: number): void {
    const { day } = this.limits();
    if (fetchedBytes > this.#fetchedBytes) this.#backoff.reset(); // a bad line that brings something is asked again soon
    this.#count(day, this.#spentOn(day) + fetchedBytes - this.#fetchedBytes);
    this.#fetchedBytes = fetchedBytes;
  }

  #count(day: string, bytes: number): void {
    this.#spent = { day, bytes };
    void writeState(this.#db, "spent", this.#spent, "relaxed").catch(() => undefined);
  }

  /** Has one more file read again. */
  #check(): void {
    const isDue = ({ sha256, name, verified }: FileRow): boolean => verified && !this.#checked.has(sha256) && !this.#looked.has(name);
    const row = this.#wanted.flatMap(({ sha256 }) => this.#rows.get(sha256) ?? []).find(isDue);
    const media = this.#wanted.find(({ sha256 }) => sha256 === row?.sha256);
    if (!media || !row || this.#running !== null) return;
    this.#looked.add(row.name);
    const { sha256, bytes, chunkSha256s } = media;
    this.#devices.check?.({ check: true, sha256, bytes, chunkSha256s, name: row.name, from: null });
  }

  /** Settles when the file was read again in this run, or takes its time. */
  async #readAgain({ sha256, bytes, chunkSha256s }: ManifestMedia, name: string, from: number): Promise<void> {
    if (this.#checked.has(sha256) || !this.#devices.check) return;
    let checking = this.#checking.get(name);
    if (!checking) {
      let end = (): void => undefined;
      checking = { over: new Promise((resolve) => (end = resolve)), end: () => end() };
      this.#checking.set(name, checking);
      this.#devices.check({ check: true, sha256, bytes, chunkSha256s, name, from });
    }
    let patience: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([checking.over, new Promise((resolve) => (patience = setTimeout(resolve, CHECK_PATIENCE_MS)))]);
    clearTimeout(patience);
  }

  async #checkedOne(sha256: string, name: string, isRight: boolean): Promise<void> {
    if (this.#rows.get(sha256)?.name === name) {
      if (isRight) this.#checked.add(sha256);
      else {
        const forgotten = this.#forget(sha256);
        this.onSpoilt(sha256);
        await forgotten;
        this.#next();
      }
    }
    this.#checking.get(name)?.end();
    this.#checking.delete(name);
  }

  async #start(media: ManifestMedia, limits: Limits): Promise<void> {
    const token = this.#token();
    if (token === null) return;
    const { sha256, bytes, chunkSha256s } = media;
    this.#running = sha256;
    this.#doneBytes = 0;
    this.#fetchedBytes = 0;
    await this.#makeRoom(bytes);
    const row = this.#rows.get(sha256) ?? { sha256, name: `${sha256}-${this.#clock.device()}`, bytes, verified: false, neededAt: this.#clock.now() };
    await this.#keep(row).catch(() => undefined);
    const { bytesPerDay, bytesPerSecond, leftMs, day } = limits;
    const budget = { mostBytes: bytesPerDay - this.#spentOn(day), untilDeviceAt: this.#clock.device() + leftMs, bytesPerSecond };
    this.#devices.order({ sha256, bytes, chunkSha256s, name: row.name, url: `/api/files/${sha256}`, token, ...budget });
  }

  async #take(report: WorkerReport): Promise<void> {
    if (report.kind === "progress") {
      this.#doneBytes = report.doneBytes;
      this.#spend(report.fetchedBytes ?? 0);
      this.onProgress();
      return;
    }
    const { sha256 } = report;
    if (report.kind === "checked") return this.#checkedOne(sha256, report.name, report.isRight);
    const row = this.#rows.get(sha256);
    if (report.kind === "done" && row) {
      this.#backoff.reset();
      await this.#keep({ ...row, verified: true }).catch(() => this.#failed.add(sha256));
    } else if (report.kind === "failed") {
      this.#spend(report.fetchedBytes ?? this.#fetchedBytes);
      const goesOn = report.fault === "paused" || (report.fault === "full" && (await this.#forgetSpare()));
      if (!goesOn) {
        this.#failed.add(sha256);
        if (this.#urgent.has(sha256)) this.#again(this.#backoff.next()); // it does not wait for the others to be done
      }
      if (report.fault === "corrupt" || this.#dropped === sha256) await this.#forget(sha256);
    }
    this.#dropped = null;
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
    this.#rows.delete(sha256); // at once: from here on nobody is given it
    this.#checked.delete(sha256);
    await this.#db.delete("files", sha256);
    await this.#devices.remove(row.name).catch(() => undefined);
  }

  /** Removes what no manifest needs, least recently needed first, until a file of this length fits. */
  async #makeRoom(bytes: number): Promise<void> {
    for (;;) {
      const { usedBytes, quotaBytes } = await this.#devices.space();
      if (quotaBytes - usedBytes >= bytes + BALLAST_BYTES || !(await this.#forgetSpare())) return;
    }
  }

  /** @returns whether there was a file that no manifest needs. */
  async #forgetSpare(): Promise<boolean> {
    const wanted = new Set(this.#wanted.map(({ sha256 }) => sha256));
    const [spare] = [...this.#rows.values()].filter(({ sha256 }) => !wanted.has(sha256)).toSorted((a, b) => a.neededAt - b.neededAt);
    if (spare) await this.#forget(spare.sha256);
    return spare !== undefined;
  }
}
