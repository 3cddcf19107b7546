/** What the page and its download worker say to each other. */
import type { FileSpec } from "./chunks.ts";

export interface DownloadOrder extends FileSpec {
  sha256: string;
  /** Name in the folder `media` of the origin's private file system. */
  name: string;
  /** Address of the file on the server. */
  url: string;
  token: string;
}

/** refused: the server said no; full: no space; network: try later. */
export type Fault = "corrupt" | "cut" | "network" | "refused" | "full";

export type WorkerReport = { sha256: string } & ({ kind: "progress"; doneBytes: number } | { kind: "done"; blob: Blob | null } | { kind: "failed"; fault: Fault });
