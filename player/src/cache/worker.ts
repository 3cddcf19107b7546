/** Downloads media into the origin's private file system. A worker, because only workers may write there synchronously. */
import { download, DownloadError, type Hash } from "./chunks.ts";
import type { DownloadOrder, Fault, WorkerReport } from "./protocol.ts";

const report = (message: WorkerReport): void => postMessage(message);

const hash: Hash = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

class Refused extends Error {}

/** A stream that stalls for this long counts as cut. */
const STALL_MS = 30_000;

async function open(order: DownloadOrder, fromByte: number): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const abort = new AbortController();
  let stall = setTimeout(() => abort.abort(), STALL_MS);
  const answer = await fetch(order.url, {
    headers: { authorization: `Bearer ${order.token}`, range: `bytes=${fromByte}-` },
    signal: abort.signal,
  });
  if (answer.status >= 400 && answer.status < 500) throw new Refused(String(answer.status));
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  let skip = answer.status === 206 ? 0 : fromByte;
  return answer.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(bytes, controller) {
        clearTimeout(stall);
        stall = setTimeout(() => abort.abort(), STALL_MS);
        controller.enqueue(bytes.subarray(Math.min(skip, bytes.length)));
        skip -= Math.min(skip, bytes.length);
      },
      flush: () => clearTimeout(stall),
    }),
  );
}

function faultOf(error: unknown): Fault {
  if (error instanceof DownloadError) return error.fault;
  if (error instanceof Refused) return "refused";
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "network";
}

async function fetchFile(order: DownloadOrder): Promise<void> {
  const { sha256 } = order;
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("media", { create: true });
  const file = await folder.getFileHandle(order.name, { create: true });
  const store = await file.createSyncAccessHandle();
  try {
    await download(order, store, (fromByte) => open(order, fromByte), hash, (doneBytes) => report({ sha256, kind: "progress", doneBytes }));
  } finally {
    store.flush();
    store.close();
  }
}

self.onmessage = ({ data }: MessageEvent<DownloadOrder>) => {
  fetchFile(data).then(
    () => report({ sha256: data.sha256, kind: "done" }),
    (error: unknown) => report({ sha256: data.sha256, kind: "failed", fault: faultOf(error) }),
  );
};
