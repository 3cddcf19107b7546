/** The browser's own storage for the cache: OPFS for the bytes, a worker to write them. */
import type { CacheDevices } from "./cache.ts";
import type { WorkerReport } from "./protocol.ts";

const folder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("media", { create: true });

/** Space as the browser tells it; zero where it does not. */
export async function space(): Promise<{ usedBytes: number; quotaBytes: number }> {
  const told = await navigator.storage?.estimate?.().catch(() => null);
  return { usedBytes: told?.usage ?? 0, quotaBytes: told?.quota ?? 0 };
}

/** Needs a secure context. */
export function openDevices(): CacheDevices {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return {
    order: (order) => worker.postMessage(order),
    onReport: (listen) => worker.addEventListener("message", ({ data }: MessageEvent<WorkerReport>) => listen(data)),
    file: async (name) => (await (await folder()).getFileHandle(name)).getFile(),
    remove: async (name) => (await folder()).removeEntry(name),
    space,
  };
}
