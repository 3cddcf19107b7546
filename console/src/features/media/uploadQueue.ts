import { maxUploadBytes, type Level, type Problem } from "@yilu/contract";
import { bytesText } from "../../lib/format.ts";
import { problemOfCode } from "../../lib/problem.ts";
import { advance, nextToStart, type Upload, type UploadEvent } from "./uploadState.ts";

export interface Chosen {
  file: File;
  title: string;
  level: Level;
  /** Who to ask about it; null: nobody was named. */
  contact: string | null;
}

/** One file on its way: tus in the browser, a stand-in in tests. */
export interface Transfer {
  start: () => void;
  /** Stops sending; what the server has is kept. */
  pause: () => void;
  /** Stops sending and has the server forget it. */
  cancel: () => void;
}
export type MakeTransfer = (chosen: Chosen, report: (event: UploadEvent) => void) => Transfer;

const atOnce = 2;

/** Why a file need not even be sent; null when it may. */
export function refusalOf({ size, type }: Pick<File, "size" | "type">): Problem | null {
  const [is, most] = [bytesText(size), bytesText(maxUploadBytes)];
  if (size > maxUploadBytes) return { ...problemOfCode("tooLarge"), detail: { zh: `文件有 ${is}，最多 ${most}`, en: `The file has ${is}, at most ${most}` } };
  if (size === 0) return { ...problemOfCode("mediaRefused"), detail: { zh: "文件是空的", en: "The file is empty" } };
  // An unknown type is left to the server, which looks at the content.
  if (type !== "" && !/^(video|image)\//.test(type)) return { ...problemOfCode("mediaRefused"), detail: { zh: "只收视频和图片", en: "Only videos and images" } };
  return null;
}

/** The files being uploaded, two at a time. It outlives the page, so that one may go on working meanwhile. */
export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly transfers = new Map<string, Transfer>();
  private readonly listeners = new Set<() => void>();
  private counter = 0;

  constructor(private readonly makeTransfer: MakeTransfer) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly list = (): readonly Upload[] => this.uploads;

  add(chosen: readonly Chosen[]): void {
    for (const one of chosen) {
      this.counter += 1;
      const key = `upload-${this.counter}`;
      const problem = refusalOf(one.file);
      const upload: Upload = {
        key,
        fileName: one.file.name,
        title: one.title,
        level: one.level,
        totalBytes: one.file.size,
        sentBytes: 0,
        state: problem === null ? "waiting" : "refused",
        samples: [],
        mediaId: null,
        problem,
      };
      if (problem === null) this.transfers.set(key, this.makeTransfer(one, (event) => this.happened(key, event)));
      this.uploads = [...this.uploads, upload];
    }
    this.settle();
  }

  pause(key: string): void {
    this.transfers.get(key)?.pause();
    this.happened(key, { kind: "paused" });
  }

  resume(key: string): void {
    this.happened(key, { kind: "resumed" });
  }

  /** Takes it off the list; what was sent is forgotten by the server too, unless it is media already. */
  cancel(key: string): void {
    const upload = this.uploads.find((one) => one.key === key);
    if (upload?.state !== "done") this.transfers.get(key)?.cancel();
    this.forget((one) => one.key === key);
  }

  clearFinished(): void {
    this.forget(({ state }) => state === "done" || state === "refused");
  }

  private forget(which: (upload: Upload) => boolean): void {
    for (const { key } of this.uploads.filter(which)) this.transfers.delete(key);
    this.uploads = this.uploads.filter((upload) => !which(upload));
    this.settle();
  }

  private happened(key: string, event: UploadEvent): void {
    this.uploads = this.uploads.map((upload) => (upload.key === key ? advance(upload, event) : upload));
    this.settle();
  }

  /** Starts whoever is next and tells. */
  private settle(): void {
    const starting = nextToStart(this.uploads, atOnce).map(({ key }) => key);
    this.uploads = this.uploads.map((upload) => (starting.includes(upload.key) ? advance(upload, { kind: "started" }) : upload));
    for (const key of starting) this.transfers.get(key)?.start();
    this.listeners.forEach((listener) => listener());
  }
}
