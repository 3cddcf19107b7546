/** What the page and its download worker say to each other. */
import type { FileSpec } from "./chunks.ts";

export interface DownloadOrder extends FileSpec {
  sha256: string;
  /** Name in the folder `media` of the origin's private file system. */
  name: string;
  /** Address of the file on the server. */
  url: string;
  token: string;
  /** It pauses when so much was fetched, or at that instant by the device's clock, epoch ms. */
  mostBytes: number;
  untilDeviceAt: number;
  bytesPerSecond: number;
}
/** Lets the running download go, to be taken up again later: something is more urgent. */
export interface PauseOrder {
  pause: true;
}
/** Reads a file that counts again, chunk by chunk, for a card that forgets. */
export type CheckOrder = FileSpec & Pick<DownloadOrder, "sha256" | "name"> & {
  check: true;
  /** Of the file, 0 to 1: what is read first, as it is shown first. Null: there is no hurry, so the card rests between chunks. */
  from: number | null;
};

/** refused: the server said no; full: no space; network: try later; paused: a budget is used up, or something is more urgent. */
export type Fault = "corrupt" | "cut" | "network" | "refused" | "full" | "paused";

export type WorkerReport = { sha256: string } & (
  | { kind: "progress"; doneBytes: number; fetchedBytes?: number }
  | { kind: "done"; blob: Blob | null }
  | { kind: "failed"; fault: Fault; fetchedBytes?: number }
  | { kind: "checked"; name: string; isRight: boolean }
);
