import type { Level, Problem } from "@yilu/contract";

/**
 * waiting: in line. sending: under way. paused: by hand. broken: the connection was lost for good, can go on.
 * refused: the server (or the check before it) said no. done: it is media now.
 */
export type UploadState = "waiting" | "sending" | "paused" | "broken" | "refused" | "done";

export interface Upload {
  key: string;
  fileName: string;
  title: string;
  level: Level;
  totalBytes: number;
  sentBytes: number;
  state: UploadState;
  /** How much had been sent when, over the last ten seconds. */
  samples: readonly { at: number; bytes: number }[];
  mediaId: string | null;
  problem: Problem | null;
}

export type UploadEvent =
  | { kind: "started" }
  | { kind: "progress"; sentBytes: number; at: number }
  | { kind: "paused" }
  | { kind: "resumed" }
  | { kind: "broke"; problem: Problem }
  | { kind: "refused"; problem: Problem }
  | { kind: "finished"; mediaId: string | null };

const speedWindowMs = 10_000;
const leastSpanMs = 500;

/** States in which an event means something; in any other it came too late and changes nothing. */
const allowed: Record<UploadEvent["kind"], readonly UploadState[]> = {
  started: ["waiting"],
  progress: ["sending"],
  paused: ["waiting", "sending"],
  resumed: ["paused", "broken"],
  broke: ["sending"],
  refused: ["waiting", "sending"],
  finished: ["sending"],
};

/** What an upload is after something happened to it. */
export function advance(upload: Upload, event: UploadEvent): Upload {
  if (!allowed[event.kind].includes(upload.state)) return upload;
  switch (event.kind) {
    case "started":
      return { ...upload, state: "sending", samples: [], problem: null };
    case "progress": {
      const samples = [...upload.samples, { at: event.at, bytes: event.sentBytes }].filter(({ at }) => event.at - at <= speedWindowMs);
      return { ...upload, sentBytes: event.sentBytes, samples };
    }
    case "paused":
      return { ...upload, state: "paused", samples: [] };
    case "resumed":
      return { ...upload, state: "waiting", problem: null };
    case "broke":
      return { ...upload, state: "broken", samples: [], problem: event.problem };
    case "refused":
      return { ...upload, state: "refused", samples: [], problem: event.problem };
    case "finished":
      return { ...upload, state: "done", sentBytes: upload.totalBytes, samples: [], mediaId: event.mediaId };
  }
}

/** Everything was sent and the answer is awaited: the server is looking into the file. */
export const isChecking = (upload: Upload): boolean => upload.state === "sending" && upload.sentBytes >= upload.totalBytes;

/** Bytes per second over the last ten seconds; null until there is half a second to judge by. */
export function speedOf({ samples }: Upload): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < leastSpanMs) return null;
  return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
}

/** How long until it is sent, in ms; null when it is not moving. */
export function timeLeftMs(upload: Upload): number | null {
  const speed = speedOf(upload);
  return speed === null || speed === 0 ? null : ((upload.totalBytes - upload.sentBytes) / speed) * 1000;
}

/** How long until all that wait or move are sent at the present speed together; null when nothing moves. */
export function allTimeLeftMs(uploads: readonly Upload[]): number | null {
  const under = uploads.filter(({ state }) => state === "sending" || state === "waiting");
  const speed = under.reduce((sum, upload) => sum + (speedOf(upload) ?? 0), 0);
  const bytes = under.reduce((sum, upload) => sum + upload.totalBytes - upload.sentBytes, 0);
  return speed === 0 ? null : (bytes / speed) * 1000;
}

/** Those to start now, in order, so that so many are under way. */
export function nextToStart(uploads: readonly Upload[], atOnce: number): Upload[] {
  const sending = uploads.filter(({ state }) => state === "sending").length;
  return uploads.filter(({ state }) => state === "waiting").slice(0, Math.max(0, atOnce - sending));
}

/** Work that closing the page would interrupt. */
export const isUnderWay = ({ state }: Upload): boolean => state === "waiting" || state === "sending";

/** A first title from a file's name: without its ending and path, underscores as spaces, at most 100 characters. */
export function titleOf(fileName: string): string {
  const bare = fileName.replace(/\.[^.]{1,5}$/, "").replace(/[\p{Cc}_]+/gu, " ").replace(/\s+/g, " ").trim();
  return (bare === "" ? fileName : bare).slice(0, 100);
}
