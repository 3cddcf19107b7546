/** Downloads media into the origin's private file system. A worker, because only workers may write there synchronously. */
import { download, DownloadError, type ByteStore, type Hash } from "./chunks.ts";
import type { DownloadOrder, Fault, WorkerReport } from "./protocol.ts";
import { sha256 as hashInScript } from "./sha256.ts";

const report = (message: WorkerReport): void => postMessage(message);

const hash: Hash = async (bytes) => {
  if (!isSecureContext) return hashInScript(bytes);
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

/** Memory in place of a file. */
function memory(length: number): ByteStore & { bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(length);
  return {
    bytes,
    getSize: () => 0,
    read: () => 0,
    write: (chunk, { at }) => (bytes.set(chunk, at), chunk.length),
    truncate: () => undefined,
    flush: () => undefined,
  };
}

/** @returns the file itself where there is no private file system to put it into: on plain http. */
async function fetchFile(order: DownloadOrder): Promise<Blob | null> {
  const { sha256 } = order;
  const fetchInto = (store: ByteStore): Promise<void> =>
    download(order, store, (fromByte) => open(order, fromByte), hash, (doneBytes) => report({ sha256, kind: "progress", doneBytes }));
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

self.onmessage = ({ data }: MessageEvent<DownloadOrder>) => {
  fetchFile(data).then(
    (blob) => report({ sha256: data.sha256, kind: "done", blob }),
    (error: unknown) => report({ sha256: data.sha256, kind: "failed", fault: faultOf(error) }),
  );
};
