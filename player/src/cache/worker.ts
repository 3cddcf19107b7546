/** Downloads media into the origin's private file system. A worker, because only workers may write there synchronously. */
import { download, DownloadError, type ByteStore, type Hash } from "./chunks.ts";
import { chunkBytes } from "@yilu/contract";
import type { CheckOrder, DownloadOrder, Fault, PauseOrder, WorkerReport } from "./protocol.ts";
import { sha256 as hashInScript } from "./sha256.ts";

const report = (message: WorkerReport): void => postMessage(message);

const hash: Hash = async (bytes) => {
  if (!isSecureContext) return hashInScript(bytes);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

class Refused extends Error {}
class Paused extends Error {}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts what comes in, holds it to a rate, and stops it when a budget is used up. */
function metered(order: DownloadOrder): { fetchedBytes: number; take(bytes: number): Promise<void> } {
  const startedMs = performance.now();
  return {
    fetchedBytes: 0,
    async take(bytes) {
      this.fetchedBytes += bytes;
      if (isPaused || this.fetchedBytes > order.mostBytes || performance.timeOrigin + performance.now() > order.untilDeviceAt) throw new Paused();
      const dueMs = startedMs + (this.fetchedBytes / order.bytesPerSecond) * 1000;
      if (dueMs > performance.now()) await pause(dueMs - performance.now());
    },
  };
}

/** A stream that stalls for this long counts as cut. */
const STALL_MS = 30_000;
/** A server that is busy and does not say for how long. */
const BUSY_SECONDS = 30;

/** Whether the running download was let go, and how that is done. */
let isPaused = false;
let letGo: () => void = () => undefined;

async function open(order: DownloadOrder, fromByte: number, take: (bytes: number) => Promise<void>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  await take(0);
  const abort = new AbortController();
  letGo = () => abort.abort();
  let stall = setTimeout(letGo, STALL_MS);
  // Never through the browser's own cache: it would keep every film a second time, and give a corrupt chunk again and again.
  const answer = await fetch(order.url, {
    cache: "no-store",
    headers: { authorization: `Bearer ${order.token}`, range: `bytes=${fromByte}-` },
    signal: abort.signal,
  });
  if (answer.status === 503) {
    // Enough others fetch at present. Nothing is wrong: it waits its turn, and not all of a depot come back together.
    clearTimeout(stall);
    const seconds = Number(answer.headers.get("retry-after") ?? NaN) || BUSY_SECONDS;
    await new Promise<void>((resolve) => {
      letGo = resolve;
      setTimeout(resolve, seconds * 1000 * (1 + Math.random()));
    });
    return open(order, fromByte, take);
  }
  if (answer.status >= 400 && answer.status < 500) throw new Refused(String(answer.status));
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  let skip = answer.status === 206 ? 0 : fromByte;
  return answer.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      async transform(bytes, controller) {
        clearTimeout(stall);
        await take(bytes.length);
        stall = setTimeout(() => abort.abort(), STALL_MS);
        controller.enqueue(bytes.subarray(Math.min(skip, bytes.length)));
        skip -= Math.min(skip, bytes.length);
      },
      flush: () => clearTimeout(stall),
    }),
  );
}

function faultOf(error: unknown): Fault {
  if (isPaused) return "paused";
  if (error instanceof DownloadError) return error.fault;
  if (error instanceof Refused) return "refused";
  if (error instanceof Paused) return "paused";
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "network";
}

/** Memory in place of a file. */
function memory(length: number): ByteStore & { bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(length);
  let size = 0;
  return {
    bytes,
    getSize: () => size,
    read: (into, { at }) => (into.set(bytes.subarray(at, at + into.length)), into.length),
    write(part, { at }) {
      bytes.set(part, at);
      size = at + part.length;
      return part.length;
    },
    truncate: (to) => (size = to),
    flush: () => undefined,
  };
}

/** @returns the file itself where there is no private file system to put it into: on plain http. */
async function fetchFile(order: DownloadOrder, meter: ReturnType<typeof metered>): Promise<Blob | null> {
  const { sha256 } = order;
  const request = (fromByte: number): ReturnType<typeof open> => open(order, fromByte, (bytes) => meter.take(bytes));
  const fetchInto = (store: ByteStore): Promise<void> =>
    download(order, store, request, hash, (doneBytes) => report({ sha256, kind: "progress", doneBytes, fetchedBytes: meter.fetchedBytes }));
  if (!isSecureContext) {
    const store = memory(order.bytes);
    await fetchInto(store);
    return new Blob([store.bytes]);
  }
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("media", { create: true });
  const file = await folder.getFileHandle(order.name, { create: true });
  const store = await file.createSyncAccessHandle();
  try {
    await fetchInto(store);
  } finally {
    store.flush();
    store.close();
  }
  return null;
}

/** A pause between chunks, so that the picture never waits for the disk because of this. */
const CHECK_PAUSE_MS = 250;

async function isRight({ name, bytes, chunkSha256s, from }: CheckOrder): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  const file = await (await (await root.getDirectoryHandle("media")).getFileHandle(name)).getFile();
  const first = Math.floor((from ?? 0) * chunkSha256s.length);
  for (const n of chunkSha256s.keys()) {
    const index = (first + n) % chunkSha256s.length;
    const chunk = await file.slice(index * chunkBytes, (index + 1) * chunkBytes).arrayBuffer();
    if ((await hash(new Uint8Array(chunk))) !== chunkSha256s[index]) return false;
    if (from === null) await pause(CHECK_PAUSE_MS);
  }
  return file.size === bytes;
}

self.onmessage = ({ data }: MessageEvent<DownloadOrder | CheckOrder | PauseOrder>) => {
  if ("pause" in data) {
    isPaused = true;
    letGo();
    return;
  }
  const { sha256 } = data;
  if ("check" in data) {
    const check = (right: boolean): void => report({ sha256, kind: "checked", name: data.name, isRight: right });
    isRight(data).then(check, () => check(false));
    return;
  }
  isPaused = false;
  const meter = metered(data);
  fetchFile(data, meter).then(
    (blob) => report({ sha256, kind: "done", blob }),
    (error: unknown) => report({ sha256, kind: "failed", fault: faultOf(error), fetchedBytes: meter.fetchedBytes }),
  );
};
